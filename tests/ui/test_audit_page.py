"""The audit's page tells what was asked, how often it failed, and only of a whole run."""

from pathlib import Path

import pytest

from tests.ui.audit_page import RULES, written
from tests.ui.audit_ways import EVERY
from tests.ui.record import Record


def keep(folder: Path, tests: int, complaints: int) -> None:
    for at in range(tests):
        record = Record(draws=False)
        for rule in RULES:
            record.note("home", rule.__name__, complaints)
            record.note("help", rule.__name__, 0)
        record.save(folder, str(at))


def test_the_page_counts_by_rule_and_by_screen(tmp_path: Path) -> None:
    keep(tmp_path, 2 * len(EVERY), complaints=3)
    page = written(tmp_path)
    asked = 2 * len(EVERY) * len(RULES)
    assert f"| home | {asked:,} | {3 * asked:,} |" in page
    assert f"| help | {asked:,} | 0 |" in page
    per_rule = 2 * len(EVERY)
    for rule in RULES:
        assert f"| {rule.__name__} | " in page
    assert page.count(f" | {2 * per_rule:,} | {3 * per_rule:,} |") == len(RULES)


def test_a_part_of_a_run_is_no_audit(tmp_path: Path) -> None:
    keep(tmp_path, 2 * len(EVERY) - 1, complaints=0)
    with pytest.raises(AssertionError, match="no audit"):
        written(tmp_path)
