"""What is written down: docs/performance.md, by the tool, with the machine described."""

import os
import platform
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.measured import Row, Sample

PAGE: Final = Path(__file__).parents[1] / "docs" / "performance.md"

_HEAD: Final = (
    "| What | Ours | Beside | Theirs | Ratio | Goal | Holds |\n"
    "|---|---|---|---|---|---|---|"
)


def machine() -> str:
    """The machine in a sentence, and how busy it was: neighbours are felt."""
    memory = int(_of(Path("/proc/meminfo"), "MemTotal").split()[0]) / 1e6
    kind = _of(Path("/proc/cpuinfo"), "model name") or platform.machine()
    load = os.getloadavg()[0]
    day = datetime.now(UTC).date().isoformat()
    return (
        f"Taken {day} on {os.cpu_count()} cores ({kind}), {memory:.0f} GB of memory,"
        f" {_distribution()}, Linux {platform.release()}, Python"
        f" {platform.python_version()}; {load:.1f} programs wanted a core."
    )


def _of(path: Path, name: str) -> str:
    found = re.search(rf"^{name}\s*:\s*(.*)$", path.read_text("utf-8"), re.MULTILINE)
    return "" if found is None else found[1]


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def table(rows: Sequence[Row]) -> str:
    """The rows as a table."""
    return "\n".join([_HEAD, *map(_line, rows)])


def _line(row: Row) -> str:
    ratio = "-" if row.ratio is None else f"{row.ratio:.2f}"
    held = {None: "", True: "yes", False: "**no**"}[row.holds]
    cells = (row.what, row.shown(row.ours), row.peer, row.shown(row.theirs))
    told = (*cells, ratio, row.wanted, held)
    return "| " + " | ".join(one.strip() for one in told) + " |"


def write(taken: Mapping[str, Sequence[Row]], path: Path = PAGE) -> None:
    """Put each figure's table where the page has its place; all else on it stays."""
    page = path.read_text("utf-8")
    for name, rows in taken.items():
        begin, end = f"<!-- {name}: written by the tool -->", f"<!-- end of {name} -->"
        before, opened, rest = page.partition(begin)
        _, closed, after = rest.partition(end)
        if not (opened and closed):
            raise ValueError(f"{path} has no place for {name}")
        told = f"\n{machine()}\n\n{table(rows)}\n"
        page = f"{before}{begin}{told}{end}{after}"
    path.write_text(page, "utf-8")


def plain(name: str, row: Row) -> dict[str, Any]:
    """A row for other programs."""
    return {
        "figure": name,
        "what": row.what,
        "unit": row.unit,
        "ours": _middle_and_worst(row.ours),
        "peer": row.peer,
        "theirs": row.theirs and {"median": row.theirs.median, "p99": row.theirs.p99},
        "ratio": row.ratio,
        "goal": row.goal,
        "at_least": row.at_least,
        "holds": row.holds,
    }


def _middle_and_worst(sample: Sample | None) -> dict[str, float] | None:
    if sample is None:
        return None
    return {"median": sample.median, "p99": sample.p99}
