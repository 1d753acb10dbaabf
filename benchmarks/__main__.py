"""python -m benchmarks [NAME ...] [--json] [--scale]

Takes the figures that are named, or all that take no longer than a coffee; writes their
tables into docs/performance.md. Exit codes: 0 every goal holds, 1 one falls short or could
not be measured, 2 a figure is not known.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks import desk, faces, keeping, line, packs, page, town, voice
from benchmarks.measured import Figure, NotHere, Place, Row

FIGURES: Final[dict[str, Figure]] = {
    "start": faces.start,
    "memory": faces.memory,
    "touch": faces.touch,
    "confirm": keeping.confirm,
    "claim": keeping.claim,
    "drain": line.drain,
    "agent-idle": line.agent_idle,
    "speech": voice.speech,
    "find": desk.find,
    "pack": packs.pack,
    "hub": town.hub,
}
LONG: Final = {"agent-idle"}
"""Taken only when named: minutes in which nothing may happen."""

_BUILD: Final = Path(__file__).parents[1] / "build"


def main(arguments: list[str] | None = None) -> int:
    """Take figures, and return the exit code."""
    asked = _parser().parse_args(arguments)
    unknown = sorted(set(asked.names) - set(FIGURES))
    if unknown:
        print(f"benchmarks: no {', '.join(unknown)}; there is {', '.join(FIGURES)}")
        return 2
    names = asked.names or [name for name in FIGURES if name not in LONG]
    taken: dict[str, list[Row]] = {}
    for name in names:
        print(f"benchmarks: {name}", file=sys.stderr, flush=True)
        taken[name] = _taken(FIGURES[name], asked.scale)
        page.write({name: taken[name]})  # what comes after it may fail
        if not asked.json:
            print(f"\n{name}\n{page.table(taken[name])}", flush=True)
    if asked.json:
        told = [page.plain(name, row) for name, rows in taken.items() for row in rows]
        json.dump(told, sys.stdout, indent=2)
        print()
    short = [row for rows in taken.values() for row in rows if row.holds is False]
    return 1 if short else 0


def _taken(figure: Figure, scale: bool) -> list[Row]:
    """Take a figure on the disk that the clone lies on, for memory never waits."""
    _BUILD.mkdir(exist_ok=True)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(
        dir=_BUILD, prefix="bench-", ignore_cleanup_errors=True
    ) as folder:
        try:
            rows.extend(figure(Place(Path(folder), scale)))
        except NotHere as missing:
            rows.append(Row("the rest of it", None, str(missing), None, 1.0))
    return rows


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="What is quick, as ratios."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(FIGURES))
    parser.add_argument("--json", action="store_true", help="for other programs")
    parser.add_argument("--scale", action="store_true", help="also how each cost grows")
    return parser


if __name__ == "__main__":
    sys.exit(main())
