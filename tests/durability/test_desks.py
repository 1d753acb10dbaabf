"""Two desks, a kiosk and the agent write to one store at once, and no update is lost."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from kiosk.submission import State
from tests.durability.offices import Valley
from tests.house.source import ROOT

PATIENCE_S = 300
CONTESTED = 2
"""Reports that both desks change, while the agent has them in hand."""


def start(folder: Path, *told: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.durability.offices", str(folder)]
    return subprocess.Popen(
        [*command, *map(str, told)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What a process did, when it is done: nothing of it may have failed."""
    said, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    found = json.loads(said)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    "times", [60, pytest.param(2000, marks=pytest.mark.soak)], ids=str
)
def test_no_update_is_lost_and_nothing_goes_twice(
    tmp_path: Path, times: int, record_property: Callable[[str, object], None]
) -> None:
    folder = tmp_path / "kiosk"
    valley = Valley(folder)
    with valley:
        contested = [valley.file() for _ in range(CONTESTED)]
        (folder / "contested").write_text("\n".join(contested), "ascii")
        valley.outbox()  # an agent takes over, once
        agent = start(folder, "agent")
        writers = [start(folder, "desk", who, times) for who in ("Μαρία", "Νίκος")]
        writers.append(start(folder, "face", times))
        *desks, face = [told(one) for one in writers]
        carried = told(agent)
        store = valley.device.store
        done = sum((Counter(one["outcomes"]) for one in desks), Counter[str]())
        assert sum(done.values()) - done["undone"] == 2 * times  # each has its answer
        assert done["done"] > 0
        assert done["stale"] > 0  # they were in each other's way
        assert done["carried"] > 0  # and the agent in theirs
        # Every update is in the number, in the version, and in the book; none is twice.
        changed = sum((Counter(one["changed"]) for one in desks), Counter[str]())
        cures = valley.cures("Ελένη")
        for code in contested:
            standing = cures.look(code)
            assert standing is not None
            assert standing.journey is not None
            assert standing.journey.answers["count"] == (str(changed[code]),)
        versions = [store.whole(code) for code in contested]
        kinds = Counter(line.kind for _, line in store.deeds(0, 1_000_000))
        assert kinds["amended"] == done["done"]
        assert kinds["undone"] == done["undone"]
        assert sum(one.version for one in versions if one) == (
            done["done"] + done["undone"]
        )
        # What citizens filed meanwhile has arrived once; the contested never did.
        assert sorted(carried["carried"]) == sorted(face["filed"])
        assert carried["came_back"] > 0
        assert store.counts()[State.DELIVERED] == times
        record_property("write_ms", _hundredths([*desks, face]))


def _hundredths(writers: Sequence[dict[str, Any]]) -> dict[str, float]:
    """How long writes took, in milliseconds: a figure, and nothing is asserted of it."""
    waits = sorted(wait for one in writers for wait in one["waits"])
    return {
        f"p{part}": round(waits[len(waits) * part // 100] * 1000, 1)
        for part in (50, 90, 99)
    }
