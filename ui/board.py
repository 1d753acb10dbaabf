"""Keys of a keyboard on the glass stand in rows: the arrows go where they point."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from ui.keys import Ask
from ui.walk import Stop


def rows(together: Sequence[Stop]) -> list[list[int]]:
    """Return the places of these in their rows, from the top, each from left to right."""
    left = sorted(range(len(together)), key=lambda at: _middle(together[at]).y())
    lines: list[list[int]] = []
    while left:
        first = together[left[0]]
        half = _high(first) / 2
        line = [
            at
            for at in left
            if abs(_middle(together[at]).y() - _middle(first).y()) < half
        ]
        left = [at for at in left if at not in line]
        lines.append(sorted(line, key=lambda at: _middle(together[at]).x()))
    return lines


def neighbour(there: Sequence[Stop], at: int, way: Ask) -> int:
    """Return the key to which an arrow leads from this one; beyond the first and the last
    row it is what stands before and after the keys."""
    keys = [place for place, one in enumerate(there) if one.is_key]
    lines = [[keys[one] for one in line] for line in rows([there[one] for one in keys])]
    row = next(number for number, line in enumerate(lines) if at in line)
    line = lines[row]
    if way in (Ask.LEFT, Ask.RIGHT):
        step = 1 if way is Ask.RIGHT else -1
        return line[(line.index(at) + step) % len(line)]
    row += -1 if way is Ask.UP else 1
    if row < 0:
        return (keys[0] - 1) % len(there)
    if row == len(lines):
        return (keys[-1] + 1) % len(there)
    across = _middle(there[at]).x()
    return min(lines[row], key=lambda one: abs(_middle(there[one]).x() - across))


def _middle(stop: Stop) -> QPoint:
    where = _where(stop)
    return where.mapTo(where.window(), where.rect().center())


def _high(stop: Stop) -> int:
    return _where(stop).height()


def _where(stop: Stop) -> QWidget:
    where = stop.does or stop.said.where
    assert where is not None
    return where
