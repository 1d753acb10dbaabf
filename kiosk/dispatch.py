"""Puts a finished journey in the municipality's words, once and for good."""

from kiosk.forms import Role, say
from kiosk.journey import Journey
from kiosk.packs import Pack
from kiosk.places import Text
from kiosk.submission import Dispatch, Receipt


def dispatch_of(
    receipt: Receipt, journey: Journey, language: str, pack: Pack, kiosk: str
) -> Dispatch:
    """Say what the citizen said, in the municipality's own language.

    The description has a line a question. The service is the option of the last answer
    whose question has that role; the place is that of the last answer that has one.
    """
    own = pack.municipality.languages
    told = journey.told
    lines: list[str] = []
    places: list[str] = []
    service, title, address, spot = None, say(journey.form.title, own), "", None
    for question in journey.asked:
        answer = told[question.id]
        words = _words(question.says(answer, journey.places), own)
        if answer:
            lines.append(f"{say(question.title, own)} {words}")
        if answer and question.role is Role.SERVICE:
            service, title = answer[0], words
        here = question.spot(answer, journey.places)
        if here is not None:
            spot, address = here, words
            places.append(question.id)
    return Dispatch(
        id=receipt.submission_id,
        receipt=receipt.code,
        form=journey.form.id,
        form_version=journey.form.version,
        service=service,
        title=title,
        description="\n".join(lines),
        address=address,
        latitude=None if spot is None else spot.latitude,
        longitude=None if spot is None else spot.longitude,
        language=language,
        kiosk=kiosk,
        confirmed=receipt.confirmed,
        answers=told,
        places=tuple(places),
    )


def _words(pieces: tuple[Text, ...], languages: tuple[str, ...]) -> str:
    return ", ".join(say(piece, languages) for piece in pieces)
