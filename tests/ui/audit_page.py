"""The page docs/audit.md: how often each rule was asked of each screen, and failed."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.ui.audit import GLANCE, LOOK_CLOSELY, helps
from tests.ui.audit_ways import EVERY

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "audit.md"
BUILD: Final = ROOT / "build" / "audit"
RULES: Final = (*GLANCE, *LOOK_CLOSELY, helps)

_WORDS: Final = (
    "# The audit\n\n"
    "Every screen of the citizen face, as it may stand before somebody, is asked every rule"
    " in every way it may look.\n"
    "`make audit` does it, writes this page, and draws each screen in each way into sheets"
    " of small pictures, `build/audit`:\n"
    "look at them, for no rule sees crowding, or an ugly break. `make test` asks in five of"
    " the ways. The rules are in\n"
    "`tests/ui/audit.py`, with the points of the checklist they follow in brackets; each is"
    " tried on a screen that breaks it\n"
    "in `tests/ui/test_audit_catches.py`.\n"
)


def is_writing(config: pytest.Config) -> bool:
    """Say whether the page is being written."""
    return bool(config.getoption("--write-audit", default=False))


def is_part(config: pytest.Config) -> bool:
    """Say whether this is one of several processes, and another one gathers."""
    return hasattr(config, "workerinput")


def is_whole(folder: Path) -> bool:
    """Say whether every test of the audit has kept its counts."""
    return len(list(folder.glob("*.json"))) == 2 * len(EVERY)


def written(folder: Path) -> str:
    """Write the page from what every test of a whole run has kept."""
    assert is_whole(folder), "a part of a run is no audit"
    kept = sorted(folder.glob("*.json"))
    asked: Counter[tuple[str, str]] = Counter()
    failed: Counter[tuple[str, str]] = Counter()
    for one in kept:
        for screen, rule, count, complaints in json.loads(one.read_text("utf-8")):
            asked[screen, rule] += count
            failed[screen, rule] += complaints
    return "\n".join([_WORDS, *_summary(asked, failed), ""])


def ways() -> str:
    """Say what the ways are made of."""
    kinds: dict[str, set[str]] = {
        "panels": {str(way.panel) for way in EVERY},
        "sizes of letters": {way.letters for way in EVERY},
        "looks": {way.look for way in EVERY},
        "languages": {way.language for way in EVERY},
        "directions": {way.direction for way in EVERY},
    }
    counted = " x ".join(f"{len(found)} {kind}" for kind, found in kinds.items())
    return f"{len(EVERY)} ways: {counted}"


def _summary(
    asked: Counter[tuple[str, str]], failed: Counter[tuple[str, str]]
) -> Iterator[str]:
    screens = dict.fromkeys(screen for screen, _ in asked)
    total = f"{asked.total():,} times a rule was asked, {failed.total():,} failing"
    yield f"**{len(screens)} screens in {ways()}. {total}.**\n"
    yield from ("| Rule | What | Asked | Failing |", "|---|---|---|---|")
    for rule in RULES:
        name, what = rule.__name__, (rule.__doc__ or "").partition(". ")[0].rstrip(".")
        yield _row(name, what, *_sums(asked, failed, rule=name))
    yield ""
    yield from ("| Screen | Asked | Failing |", "|---|---|---|")
    for screen in screens:
        yield _row(screen, *_sums(asked, failed, screen=screen))


def _sums(
    asked: Counter[tuple[str, str]],
    failed: Counter[tuple[str, str]],
    screen: str = "",
    rule: str = "",
) -> tuple[str, str]:
    places = [one for one in asked if one[0] == screen or one[1] == rule]
    counts = (sum(counter[one] for one in places) for counter in (asked, failed))
    asked_, failed_ = (f"{count:,}" for count in counts)
    return asked_, failed_


def _row(*cells: str) -> str:
    return f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |"
