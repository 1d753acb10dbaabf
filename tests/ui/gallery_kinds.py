"""Every kind of question, as it may stand before somebody: asked, and answered before."""

from collections.abc import Callable, Iterator
from datetime import date

from kiosk.forms import Answer
from kiosk.journey import Journey
from tests.kiosk.every_kind import ANSWERS
from tests.ui.booth import Booth
from tests.ui.gallery import asks, then
from ui.citizen.check import CheckScreen
from ui.citizen.questions import SCREENS
from ui.screen import Screen
from ui.stand import Make

RESTORES = {"several", "ranking", "budget", "number", "phone"}
"""Kinds that show what was touched and not yet answered."""


POINT = ("ano", "@38.271100,21.861300")
PLACES: dict[str, Answer] = {
    "villages": ("",),
    "map": ("ano", "map", ""),
    "map, marked": ("ano", "map", "", *POINT),
    "map, a lamp": ("ano", "map", "", "ano", "lamps:L-0149"),
    "number": ("ano", "pole-number", ""),
    "number, typed": ("ano", "pole-number", "149"),
    "which": ("ano", "which", "149"),
}
"""Ways to say where, as they survive a rebuilt page."""


def gallery_of_kinds(booth: Booth) -> Iterator[tuple[str, Make]]:
    """Return each kind's page, for a booth with the pack of every kind."""
    journey = Journey.begin(booth.core.pack.forms[1], booth.core.pack.places)
    while (question := journey.question) is not None:
        name = question.id
        if type(question) in SCREENS:
            yield name, asks(booth, journey)
            if name in RESTORES:
                yield (
                    f"{name}, answered",
                    then(asks(booth, journey), _restored(ANSWERS[name])),
                )
            if name == "date":
                for at in ("other", f"month:{date.today():%Y-%m}"):
                    yield f"date, {at}", then(asks(booth, journey), _restored((at,)))
            if name == "place":
                for at, partial in PLACES.items():
                    yield f"place, {at}", then(asks(booth, journey), _restored(partial))
        journey = journey.answer(ANSWERS[name])
    yield "check", lambda scene: CheckScreen(scene, journey)


def _restored(partial: Answer) -> Callable[[Screen], None]:
    def restore(page: Screen) -> None:
        page.restore(partial)

    return restore
