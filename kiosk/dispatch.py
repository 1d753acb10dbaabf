"""Puts a finished journey in the municipality's words, once and for good."""

from collections.abc import Sequence

from kiosk.forms import Kind, Role, Term, say
from kiosk.journey import Journey
from kiosk.media import Captured, name_of
from kiosk.packs import Pack
from kiosk.places import Where
from kiosk.question import tidy
from kiosk.submission import Attachment, Dispatch, Receipt
from kiosk.sums import sha256


def dispatch_of(
    receipt: Receipt,
    journey: Journey,
    language: str,
    pack: Pack,
    kiosk: str,
    captured: Sequence[Captured] = (),
) -> Dispatch:
    """Say what the citizen said, in the municipality's own language.

    The description has a line a question, and nothing private. The service is the option of
    the last answer whose question has that role; the place, of the last that has one.
    """
    own = pack.municipality.languages
    told = [one for one in journey.asked if journey.told[one.id]]
    service, title = _service(told, journey, own)
    places = [one for one in told if _spot(one, journey) is not None]
    spot = _spot(places[-1], journey) if places else None
    return Dispatch(
        id=receipt.submission_id,
        receipt=receipt.code,
        form=journey.form.id,
        form_version=journey.form.version,
        service=service,
        title=_line(title),
        description=_clean(_same_as(journey, pack) + _description(told, journey, own)),
        address=_line(_said(places[-1], journey, own) if places else ""),
        latitude=None if spot is None else spot.latitude,
        longitude=None if spot is None else spot.longitude,
        language=language,
        kiosk=kiosk,
        confirmed=receipt.confirmed,
        answers=journey.told,
        places=tuple(one.id for one in places),
        attachments=tuple(_attached(one, at) for at, one in enumerate(captured, 1)),
        name=_personal(told, Role.NAME, journey),
        phone=_personal(told, Role.PHONE, journey),
        email=_personal(told, Role.EMAIL, journey),
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
    return journey.told[named[-1].id][0], _said(named[-1], journey, languages)


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
        f"{say(one.title, languages)} {_said(one, journey, languages)}"
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


def _said(question: Kind, journey: Journey, languages: tuple[str, ...]) -> str:
    pieces = question.says(journey.told[question.id], journey.places)
    return ", ".join(say(piece, languages) for piece in pieces)


def _spot(question: Kind, journey: Journey) -> Where | None:
    return question.spot(journey.told[question.id], journey.places)
