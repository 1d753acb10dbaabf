"""Where the keys of a layer stand: in rows one knows, on pages where not all have room."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec
from PySide6.QtCore import QRect

from ui.widgets.layout import Layer, Layout

Row = str
"""The letters of a row of keys."""

Page = Sequence[Row]

Fits = Callable[[Row], bool]
"""Says whether the keys of a row have room beside each other."""


class Ground(msgspec.Struct, frozen=True):
    """What keys are laid on; lengths in pixels."""

    keys: Layout
    width_of: Callable[[str], int]
    """How wide a letter is."""
    finger: int
    """No key is narrower."""
    around: int
    """Between a letter and the edges of its key, both together."""
    gap: int

    def pages(self, layer: Layer, width: int, most: int) -> list[Page]:
        """Return the rows of a layer that lie in a width, at most `most` on a page."""

        def fits(row: Row) -> bool:
            needs = sum(self._need(letter, layer) for letter in row)
            return needs + self.gap * (len(row) - 1) <= width

        rows = self.keys.rows(layer)
        if len(rows) == 1:
            return in_order(rows[0], fits, most)
        return as_known(rows, fits, most)

    def places(self, layer: Layer, page: Page, area: QRect) -> list[list[QRect]]:
        """Return where the keys of each row stand, if `area` is divided among them."""
        high = (area.height() - self.gap * (len(page) - 1)) // len(page)
        longest = max(len(row) for row in page)
        found = []
        for number, row in enumerate(page):
            top = area.top() + number * (high + self.gap)
            line = [
                QRect(area.left() + left, top, wide, high)
                for left, wide in self._line(layer, row, longest, area.width())
            ]
            found.append(line)
        return found

    def _line(
        self, layer: Layer, row: Row, longest: int, width: int
    ) -> list[tuple[int, int]]:
        """Return where each key of a row begins, and how wide it is."""
        needs = [self._need(letter, layer) for letter in row]
        each = (width + self.gap) / longest
        if max(needs) <= each - self.gap - 1:
            ends = [round(each * at) for at in range(len(row) + 1)]
        else:  # some letters are wider than an equal share: each has its own, and more
            spare = (width + self.gap - sum(needs) - self.gap * len(row)) / len(row)
            ends = [0]
            for need in needs:
                ends.append(ends[-1] + need + self.gap)
            ends = [end + round(max(0.0, spare) * at) for at, end in enumerate(ends)]
        known = len(self.keys.rows(layer)) > 1
        shift = (width + self.gap - ends[-1]) // 2 if known else 0
        line = [
            (shift + begin, end - begin - self.gap) for begin, end in pairwise(ends)
        ]
        if self.keys.runs(layer) == "rtl":
            return [(width - left - wide, wide) for left, wide in line]
        return line

    def _need(self, letter: str, layer: Layer) -> int:
        faces = (letter, self.keys.capital(letter, layer))
        return max(self.finger, *(self.width_of(one) + self.around for one in faces))


def in_order(letters: str, fits: Fits, most: int) -> list[Page]:
    """Break an alphabet into pages of `most` rows at most, all of nearly equal length."""
    rows = 1
    while not all(fits(row) for row in _parts(letters, rows)) and rows < len(letters):
        rows += 1
    if rows <= most:
        shapely = 3 if len(letters) > 20 else 2
        return [_parts(letters, min(most, max(rows, shapely)))]
    pages = -(-rows // most)
    while pages < len(letters):
        cut = [_parts(page, most) for page in _parts(letters, pages)]
        if all(fits(row) for page in cut for row in page):
            return list(cut)
        pages += 1
    return [[letter] for letter in letters]


def as_known(rows: Sequence[Row], fits: Fits, most: int) -> list[Page]:
    """Keep the rows of a machine, on pages of `most` rows at most; only a row that has no
    room is broken."""
    whole: list[Row] = []
    for row in rows:
        parts = 1
        while not all(fits(one) for one in _parts(row, parts)) and parts < len(row):
            parts += 1
        whole += _parts(row, parts)
    pages = -(-len(whole) // most)
    each = -(-len(whole) // pages)
    return [whole[at : at + each] for at in range(0, len(whole), each)]


def _parts(letters: str, count: int) -> list[Row]:
    each = -(-len(letters) // count)
    return [letters[at : at + each] for at in range(0, len(letters), each)]
