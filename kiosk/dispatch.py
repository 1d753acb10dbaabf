"""Puts a finished journey in the municipality's words, once and for good."""

from collections.abc import Sequence

import msgspec

from kiosk.forms import Kind, Role, Term, say
from kiosk.journey import Journey
from kiosk.media import Captured, name_of
from kiosk.packs import Pack
from kiosk.places import Where
from kiosk.question import tidy
from kiosk.submission import Attachment, Dispatch, Receipt
from kiosk.sums import sha256


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said, in the municipality's own language; nothing of it hangs on when,
    where or by whom it is confirmed, so it can be found while they look it over."""

    service: str | None
    title: str
    description: str
    """A line a question, and nothing private."""
    address: str
    spot: Where | None
    places: tuple[str, ...]
    name: str
    phone: str
    email: str


def wording_of(journey: Journey, pack: Pack) -> Wording:
    """Say what the citizen said.

    The service is the option of the last answer whose question has that role; the place,
    of the last that has one.
    """
    own = pack.municipality.languages
    told = [one for one in journey.asked if journey.told[one.id]]
    service, title = _service(told, journey, own)
    spots = {one.id: one.spot(journey.told[one.id], journey.places) for one in told}
    places = tuple(id_ for id_, spot in spots.items() if spot is not None)
    return Wording(
        service=service,
        title=_line(title),
        description=_clean(_same_as(journey, pack) + _description(told, journey, own)),
        address=_line(_said(places[-1], journey, own) if places else ""),
        spot=spots[places[-1]] if places else None,
        places=places,
        name=_personal(told, Role.NAME, journey),
        phone=_personal(told, Role.PHONE, journey),
        email=_personal(told, Role.EMAIL, journey),
    )


def dispatch_of(
    receipt: Receipt,
    journey: Journey,
    language: str,
    words: Wording,
    kiosk: str,
    captured: Sequence[Captured] = (),
) -> Dispatch:
    """Return what is sent of a journey that was confirmed, in these words of its own."""
    spot = words.spot
    return Dispatch(
        id=receipt.submission_id,
        receipt=receipt.code,
        form=journey.form.id,
        form_version=journey.form.version,
        service=words.service,
        title=words.title,
        description=words.description,
        address=words.address,
        latitude=None if spot is None else spot.latitude,
        longitude=None if spot is None else spot.longitude,
        language=language,
        kiosk=kiosk,
        confirmed=receipt.confirmed,
        answers=journey.told,
        places=words.places,
        attachments=tuple(_attached(one, at) for at, one in enumerate(captured, 1)),
        name=words.name,
        phone=words.phone,
        email=words.email,
        same_as="" if journey.same is None else journey.same.id,
    )


def _clean(text: str) -> str:
    """A pack's author can write what no wire takes: a zero byte, a sign that turns the
    reading order round. Every report would be refused for it."""
    return tidy(text, len(text))


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _service(
    told: Sequence[Kind], journey: Journey, languages: tuple[str, ...]
) -> tuple[str | None, str]:
    """Return which service is asked for, if one is, and what it is called."""
    named = [one for one in told if one.role is Role.SERVICE]
    if not named:
        return None, say(journey.form.title, languages)
    return journey.told[named[-1].id][0], _said(named[-1].id, journey, languages)


def _same_as(journey: Journey, pack: Pack) -> str:
    """Name the report that this one joins, in a line of its own before all others: every
    system shows the beginning, and none need know what "me too" is."""
    if journey.same is None:
        return ""
    town = pack.municipality
    words = say(town.terms.get(Term.SAME_AS, {}), town.languages) or "= {number}"
    return words.replace("{number}", journey.same.called) + "\n"


def _description(
    told: Sequence[Kind], journey: Journey, languages: tuple[str, ...]
) -> str:
    """Say a line a question; what is private stands nowhere that others read."""
    return "\n".join(
        f"{say(one.title, languages)} {_said(one.id, journey, languages)}"
        for one in told
        if one.tells and not one.is_private
    )


def _personal(told: Sequence[Kind], role: Role, journey: Journey) -> str:
    """Return what a person said of themselves, if they were asked and answered."""
    said = [journey.told[one.id] for one in told if one.role is role]
    return said[-1][0] if said else ""


def _attached(captured: Captured, place: int) -> Attachment:
    return Attachment(
        id=captured.id,
        name=name_of(captured, place),
        question=captured.question,
        media=captured.media,
        size=len(captured.content),
        sha256=sha256(captured.content).hex(),
    )


def _said(question_id: str, journey: Journey, languages: tuple[str, ...]) -> str:
    return ", ".join([say(piece, languages) for piece in journey.said[question_id]])
