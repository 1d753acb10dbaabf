"""Whatever happens in whatever order, every report is in one place and comes home."""

from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from kiosk.packs import Pack
from tests.durability.machine import Version
from tests.durability.model import Model
from tests.durability.town import Event
from tests.kiosk.test_store import NEW, OLD

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


def full_after_a_call(model: Model) -> None:
    model.the_disk_has_room_for(bytes_left=0)
    model.its_call_ends_at_last()


def full_in_an_agents_life(model: Model) -> None:
    model.citizens_confirm(count=1, fuse=None)
    model.the_disk_has_room_for(bytes_left=16_928)
    model.the_agent_runs(events=[], seconds=1, fuse=None)
    model.its_call_ends_at_last()


@pytest.mark.parametrize(
    ("version", "fills"), [(NEW, full_after_a_call), (OLD, full_in_an_agents_life)]
)
def test_a_lease_outlives_an_end_that_a_full_disk_did_not_keep(
    tmp_path: Path, pack: Pack, version: Version, fills: Callable[[Model], None]
) -> None:
    """Found by long runs: the model had forgotten leases that the store rightly kept."""
    model = Model(tmp_path, pack)
    model.unpack(version, seed=0)
    model.citizens_confirm(count=2, fuse=None)
    model.an_agent_claims_and_hangs_in_its_call(Event.TAKES, fuse=None)
    fills(model)
    model.the_disk_has_room_for(bytes_left=None)
    model.an_agent_claims_and_hangs_in_its_call(Event.TAKES, fuse=None)
    model.teardown()


@pytest.mark.soak
def test_every_report_is_in_one_place_in_thousands_of_histories(
    tmp_path: Path, pack: Pack
) -> None:
    explore(tmp_path, pack, histories=3_000)
