"""Every screen is audited: in every size, look, language and direction."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from PySide6.QtCore import QRect

from i18n import Direction, languages
from i18n.pseudo import CODE
from tests.kiosk.every_kind import write_every_kind
from tests.ui.audit import GLANCE, audit, helps
from tests.ui.audit_ways import ALWAYS, EVERY, Way
from tests.ui.booth import SMALL, UPRIGHT, WIDE, Booth, Given
from tests.ui.captors import hand_kit
from tests.ui.gallery import gallery
from tests.ui.gallery_kinds import gallery_of_kinds
from tests.ui.pseudo import PSEUDO, write_pseudo
from tests.ui.record import Record
from ui.foresight import Make
from ui.theme import Letters, Look, Panel

Stand = Callable[..., Booth]


def ways() -> list[ParameterSet]:
    """Return every way: `ALWAYS` for `make test`, the others for `make soak`. No day
    chooses, for what passed in the morning must pass at night."""
    others = [one for one in EVERY if one not in ALWAYS]
    return [
        *(pytest.param(way, id=str(way)) for way in ALWAYS),
        *(pytest.param(way, id=str(way), marks=pytest.mark.soak) for way in others),
    ]


Gallery = Callable[[Booth], Iterator[tuple[str, Make]]]


def complaints(
    booth: Booth, way: Way, record: Record, pages_of: Gallery = gallery
) -> Iterator[str]:
    booth.stand.speak(way.language)
    booth.stand.prefer(way.look, way.letters)
    helps_stand: dict[str, QRect] = {}
    for name, make in pages_of(booth):
        booth.stand.show(make)
        booth.wait_for(booth.page.name)
        where, note = f"{name} at {way}", partial(record.note, name)
        record.draw(name, booth.shell)
        yield from audit(booth, where, note=note)
        if not booth.page.bare:
            helps_stand = helps_stand or helps(booth)
            moved = helps(booth) != helps_stand
            note(helps.__name__, moved)
            if moved:
                yield f"{where}: the helps stand at {helps(booth)}, not at {helps_stand}"
        pages = booth.page.pages()
        for number in range(1, pages.count if pages is not None else 0):
            assert pages is not None
            pages.turn(1)
            booth.settle()
            record.draw(f"{name}, page {number + 1}", booth.shell)
            yield from audit(booth, f"{where}, page {number + 1}", GLANCE, note)


@pytest.mark.parametrize("way", ways())
def test_nothing_is_to_be_complained_of(
    booths: Stand, record: Record, way: Way
) -> None:
    booth = booths(Given(panel=way.panel, direction=way.direction))
    found = list(complaints(booth, way, record))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("way", ways())
def test_nothing_is_to_be_complained_of_any_kind_of_question(
    booths: Stand, tmp_path: Path, record: Record, way: Way
) -> None:
    pack = write_every_kind(tmp_path / "pack")
    told = (pack / "pack.toml").read_text("utf-8")
    every = ", ".join(f'"{one.code}"' for one in languages())
    spoken = re.sub(r"(?m)^languages = .*$", f"languages = [{every}]", told)
    (pack / "pack.toml").write_text(spoken, "utf-8")
    booth = booths(
        Given(panel=way.panel, direction=way.direction, pack=pack, kit=hand_kit)
    )
    found = list(complaints(booth, way, record, gallery_of_kinds))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "panel",
    [
        pytest.param(WIDE, id="wide"),
        pytest.param(SMALL, id="small", marks=pytest.mark.soak),
        pytest.param(UPRIGHT, id="upright", marks=pytest.mark.soak),
    ],
)
def test_a_language_three_fifths_longer_and_mirrored_has_room(
    booths: Stand, tmp_path: Path, panel: Panel
) -> None:
    way = Way(panel, Letters.NORMAL, Look.DAY, CODE, Direction.RIGHT_TO_LEFT)
    pack = write_pseudo(tmp_path / "pack")
    booth = booths(Given(panel=panel, pack=pack, speaks=(PSEUDO,)))
    record = Record(draws=False)  # the page tells of languages that somebody speaks
    found = list(complaints(booth, way, record))
    assert not found, "\n".join(found)
