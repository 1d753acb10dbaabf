"""Puts a finished journey in the municipality's words, once and for good."""

import hashlib
from collections.abc import Sequence

from kiosk.forms import Kind, Role, say
from kiosk.journey import Journey
from kiosk.media import Captured, name_of
from kiosk.packs import Pack
from kiosk.places import Spot
from kiosk.submission import Attachment, Dispatch, Receipt


def dispatch_of(
    receipt: Receipt,
    journey: Journey,
    language: str,
    pack: Pack,
    kiosk: str,
    captured: Sequence[Captured] = (),
) -> Dispatch:
    """Say what the citizen said, in the municipality's own language.

    The description has a line a question. The service is the option of the last answer
    whose question has that role; the place is that of the last answer that has one.
    """
    own = pack.municipality.languages
    told = [one for one in journey.asked if journey.told[one.id]]
    lines = [f"{say(one.title, own)} {_said(one, journey, own)}" for one in told]
    services = [one for one in told if one.role is Role.SERVICE]
    places = [one for one in told if _spot(one, journey) is not None]
    spot = _spot(places[-1], journey) if places else None
    return Dispatch(
        id=receipt.submission_id,
        receipt=receipt.code,
        form=journey.form.id,
        form_version=journey.form.version,
        service=journey.told[services[-1].id][0] if services else None,
        title=_said(services[-1], journey, own)
        if services
        else say(journey.form.title, own),
        description="\n".join(lines),
        address=_said(places[-1], journey, own) if places else "",
        latitude=None if spot is None else spot.latitude,
        longitude=None if spot is None else spot.longitude,
        language=language,
        kiosk=kiosk,
        confirmed=receipt.confirmed,
        answers=journey.told,
        places=tuple(one.id for one in places),
        attachments=tuple(_attached(one, at) for at, one in enumerate(captured, 1)),
    )


def _attached(captured: Captured, place: int) -> Attachment:
    return Attachment(
        id=captured.id,
        name=name_of(captured, place),
        question=captured.question,
        media=captured.media,
        size=len(captured.content),
        sha256=hashlib.sha256(captured.content).hexdigest(),
    )


def _said(question: Kind, journey: Journey, languages: tuple[str, ...]) -> str:
    pieces = question.says(journey.told[question.id], journey.places)
    return ", ".join(say(piece, languages) for piece in pieces)


def _spot(question: Kind, journey: Journey) -> Spot | None:
    return question.spot(journey.told[question.id], journey.places)
