"""Every kind of question, as it may stand before somebody: asked, and answered before."""

from collections.abc import Callable, Iterator
from datetime import date

from kiosk.forms import Answer
from kiosk.journey import Journey
from tests.kiosk.every_kind import ANSWERS
from tests.ui.booth import Booth
from tests.ui.gallery import asks, then
from tests.ui.gallery_reading import gallery_of_reading
from ui.citizen.check import CheckScreen
from ui.citizen.questions import SCREENS
from ui.screen import Screen
from ui.stand import Make
from ui.widgets.layout import Layer

RESTORES = {"several", "ranking", "budget", "number", "phone", "text", "email"}
"""Kinds that show what was touched and not yet answered."""

WRITTEN = "Στην πλατεία, κάτω από το λα"
"""With a word that is offered at its end."""


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
            if name == "text":
                for layer in Layer:
                    written = (WRITTEN, layer, "write")
                    yield (
                        f"text, {layer}",
                        then(asks(booth, journey), _restored(written)),
                    )
            if name == "date":
                for at in ("other", f"month:{date.today():%Y-%m}"):
                    yield f"date, {at}", then(asks(booth, journey), _restored((at,)))
        journey = journey.answer(ANSWERS[name])
    yield "check", lambda scene: CheckScreen(scene, journey)
    yield from gallery_of_reading(booth)


def _restored(partial: Answer) -> Callable[[Screen], None]:
    def restore(page: Screen) -> None:
        page.restore(partial)

    return restore
