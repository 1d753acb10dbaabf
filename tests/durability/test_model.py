"""Whatever happens in whatever order, every report is in one place and comes home."""

from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from kiosk.packs import Pack
from tests.durability.model import Model

AT_ONCE = (Phase.explicit, Phase.generate)
"""Without making a failure short: that takes minutes, and a build server has none."""


def explore(
    folder: Path, pack: Pack, histories: int, phases: tuple[Phase, ...] = tuple(Phase)
) -> None:
    class Here(Model):
        def __init__(self) -> None:
            super().__init__(Path(mkdtemp(dir=folder)), pack)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=histories, stateful_step_count=50, phases=phases
        ),
    )


def test_every_report_is_in_one_place_whatever_happens(
    tmp_path: Path, pack: Pack
) -> None:
    explore(tmp_path, pack, histories=300, phases=AT_ONCE)


@pytest.mark.soak
def test_every_report_is_in_one_place_in_thousands_of_histories(
    tmp_path: Path, pack: Pack
) -> None:
    explore(tmp_path, pack, histories=3_000)
