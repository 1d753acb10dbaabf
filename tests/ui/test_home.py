"""The home page, with as many services as a municipality may have."""

from collections.abc import Callable

import pytest

import resources
from tests.ui.booth import SMALL, UPRIGHT, WIDE, Booth, Given, visible
from ui.theme import Letters, Look, Panel
from ui.widgets.tile import Tile

Stand = Callable[..., Booth]

PANELS = pytest.mark.parametrize(
    "panel", [WIDE, SMALL, UPRIGHT], ids=["wide", "small", "upright"]
)


def city(booths: Stand, panel: Panel) -> Booth:
    """A kiosk with nine services, at its home page."""
    booth = booths(Given(panel=panel, pack=resources.pack("thessaloniki")))
    booth.come_in()
    return booth


@PANELS
def test_the_first_service_is_the_largest_and_stays(
    booths: Stand, panel: Panel
) -> None:
    booth = city(booths, panel)
    pages = booth.page.pages()
    assert pages is not None
    for _ in range(pages.count):
        sizes = {
            one.objectName(): one.width() * one.height()
            for one in visible(booth.shell, Tile)
        }
        assert max(sizes, key=lambda name: sizes[name]) == "problem"
        pages.turn(1)
        booth.settle()


@PANELS
@pytest.mark.parametrize("letters", Letters, ids=str)
def test_every_service_is_found_once_and_can_be_heard(
    booths: Stand, panel: Panel, letters: Letters
) -> None:
    booth = city(booths, panel)
    booth.stand.prefer(Look.DAY, letters)
    booth.wait_for("home")
    pages = booth.page.pages()
    assert pages is not None
    met: list[str] = []
    for _ in range(pages.count):
        shown = [one.objectName() for one in visible(booth.shell, Tile)]
        met += [one for one in shown if one not in met]
        assert len(booth.page.spoken()) == len(shown)
        pages.turn(1)
        booth.settle()
    forms = [form.id for form in booth.core.pack.forms]
    assert sorted(met) == sorted([*forms, "follow", "help"])


@PANELS
def test_the_most_used_stand_on_the_first_page(booths: Stand, panel: Panel) -> None:
    booth = city(booths, panel)
    shown = {one.objectName() for one in visible(booth.shell, Tile)}
    assert {"problem", "follow", "idea", "opinion"} <= shown
