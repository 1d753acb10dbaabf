"""On a tall panel a touch brings everything within reach of somebody who sits."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize

from tests.ui.audit import GLANCE, audit
from tests.ui.booth import UPRIGHT, WIDE, Booth, Given, visible
from tests.ui.gallery import gallery
from tests.ui.pixels import place_of
from ui.strips import Strip
from ui.theme import Letters, Look, Panel
from ui.widgets.button import Touchable

Stand = Callable[..., Booth]

TALL = Panel(QSize(1080, 1920), 0.369, 500, reach_mm=400)
"""32 inches, standing."""
TALLEST = Panel(QSize(1080, 1920), 0.49, 500, reach_mm=450)
"""43 inches."""


def highest(booth: Booth) -> float:
    """Millimetres from the lower edge to the top of the highest thing to touch."""
    panel = booth.given.panel
    tops = [place_of(one, booth.shell).top() for one in visible(booth.shell, Touchable)]
    return (panel.size.height() - min(tops)) * panel.mm_per_px


@pytest.mark.parametrize("panel", [TALL, TALLEST], ids=["32 inches", "43 inches"])
def test_everything_comes_within_reach_and_goes_back(
    booths: Stand, panel: Panel
) -> None:
    booth = booths(Given(panel=panel))
    booth.come_in()
    booth.go("problem", "lighting")
    assert highest(booth) > panel.reach_mm
    booth.go(Strip.LOWER)
    assert highest(booth) <= panel.reach_mm
    assert booth.page.name == "choice"
    booth.go("broken-lamp", "landmark:square")  # and it stays so
    assert highest(booth) <= panel.reach_mm
    booth.go(Strip.LOWER)
    assert highest(booth) > panel.reach_mm


def test_the_next_person_has_it_as_it_was(booths: Stand) -> None:
    booth = booths(Given(panel=TALLEST))
    booth.come_in()
    booth.go(Strip.LOWER)
    booth.idle.gone.emit()
    booth.wait_for("attract")
    assert not booth.stand.person.low


@pytest.mark.parametrize("panel", [UPRIGHT, WIDE], ids=["21 inches", "lying"])
def test_where_everything_is_within_reach_nothing_is_offered(
    booths: Stand, panel: Panel
) -> None:
    size, near = panel.size, 450
    booth = booths(Given(panel=Panel(size, panel.mm_per_px, 500, reach_mm=near)))
    booth.come_in()
    assert not booth.has(Strip.LOWER)


@pytest.mark.parametrize(
    ("panel", "letters"),
    [
        pytest.param(TALL, Letters.LARGEST, id="32 inches, 2"),
        pytest.param(TALL, Letters.NORMAL, id="32 inches, 1", marks=pytest.mark.soak),
        pytest.param(TALLEST, Letters.LARGEST, id="43 in, 2", marks=pytest.mark.soak),
    ],
)
def test_nothing_is_cut_where_everything_is_low(
    booths: Stand, panel: Panel, letters: Letters
) -> None:
    booth = booths(Given(panel=panel))
    booth.come_in()
    booth.go(Strip.LOWER)
    booth.stand.prefer(Look.DAY, letters)
    found = []
    for name, make in gallery(booth):
        booth.stand.show(make)
        booth.wait_for(booth.page.name)
        found += audit(booth, name, GLANCE)
        if not booth.page.bare and highest(booth) > panel.reach_mm:
            found.append(f"{name}: something is touched at {highest(booth):.0f} mm")
    assert not found, "\n".join(found)
