"""The forms of the packs we ship, on the real screens: each text fits the glass."""

from collections.abc import Callable, Iterator

import pytest

import resources
from kiosk.forms import Form
from kiosk.journey import Journey
from tests.resources.walks import walks
from tests.ui.audit import GLANCE, audit
from tests.ui.booth import SMALL, WIDE, Booth, Given
from tests.ui.gallery import asks
from ui.citizen.questions import screens
from ui.theme import Letters, Look, Panel

Stand = Callable[..., Booth]

WAYS = ((SMALL, Letters.LARGEST), (WIDE, Letters.NORMAL))


@pytest.mark.parametrize(("panel", "letters"), WAYS, ids=["small, 2", "wide, 1"])
@pytest.mark.parametrize("pack", resources.packs())
def test_every_question_of_every_form_fits(
    booths: Stand, pack: str, panel: Panel, letters: Letters
) -> None:
    booth = booths(Given(panel=panel, pack=resources.pack(pack)))
    booth.stand.prefer(Look.DAY, letters)
    found: list[str] = []
    for form in booth.core.pack.forms:
        for journey in _asked_once(booth, form):
            booth.stand.show(asks(booth, journey))
            booth.wait_for(booth.page.name)
            found += _complaints(booth, f"{form.id}, {journey.at}")
    assert not found, "\n".join(found)


def _asked_once(booth: Booth, form: Form) -> Iterator[Journey]:
    """Each question that has a screen, as somebody comes to it."""
    seen: set[str] = set()
    for walk in walks(booth.core.pack, form):
        journey = Journey.begin(form, booth.core.pack.places)
        while (question := journey.question) is not None:
            if question.id not in seen and type(question) in screens():
                seen.add(question.id)
                yield journey
            journey = journey.answer(walk.told[question.id])


def _complaints(booth: Booth, where: str) -> Iterator[str]:
    pages = booth.page.pages()
    yield from audit(booth, where, GLANCE)
    for number in range(1, 1 if pages is None else pages.count):
        assert pages is not None
        pages.turn(1)
        booth.settle()
        yield from audit(booth, f"{where}, page {number + 1}", GLANCE)
