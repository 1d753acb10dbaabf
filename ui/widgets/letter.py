"""A text of any length: as many lines as fit on a page, the rest on further pages."""

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.paged import Paged
from ui.widgets.words import Words

_SENTENCE_END: Final = re.compile(r"[.;?!·…»”)]+\s+|\u2028")


class Letter(Paged):
    """What somebody wrote, a leaf at a time; no word is cut.

    `pages` is how its writer would break it: so it is where each of them has room. Where
    not, all of it is broken anew, after sentences if that takes no more leaves, and the
    last leaf is never a lonely word.
    """

    def __init__(
        self,
        text: str,
        role: str,
        pages: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._pages = list(pages) or [text]
        self._whole = Words(text, role, self)
        self._whole.hide()
        self._leaf = Words(self._pages[0], role, self)
        self._leaves = self._pages

    @property
    def count(self) -> int:
        return len(self._leaves)

    @property
    def leaf(self) -> Words:
        """What is shown of it now."""
        return self._leaf

    def show_page(self) -> None:
        self._leaf.setText(self._leaves[self.page])

    # Qt

    def sizeHint(self) -> QSize:
        # It takes what it is given, and turns its leaves; it squeezes nothing for more.
        low = self._whole.minimumSizeHint().height()
        return QSize(self._whole.sizeHint().width(), low)

    def minimumSizeHint(self) -> QSize:
        return self._whole.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._leaf.setGeometry(self.rect())
        before = self.count
        self._leaves = self._broken()
        self.page = min(self.page, self.count - 1)
        self.show_page()
        if self.count != before:
            self.turned.emit()

    def _broken(self) -> list[str]:
        lines = self._lines(self._text)
        high = max(1, -(-self._whole.heightForWidth(self.width()) // len(lines)))
        most = max(1, self.height() // high)
        if all(len(self._lines(page)) <= most for page in self._pages):
            return self._pages
        full, whole = self._cut(most), self._cut(most, after_sentences=True)
        return whole if len(whole) == len(full) else full

    def _cut(self, most: int, after_sentences: bool = False) -> list[str]:
        """Break the text into leaves of at most so many lines."""
        leaves, rest = [], self._text.strip()
        while (left := len(lines := self._lines(rest))) > most:
            # The last two share what is left.
            leaf = "".join(lines[: min(most, -(-left // 2))])
            ends = [one.end() for one in _SENTENCE_END.finditer(leaf)]
            if after_sentences and ends and ends[-1] > len(leaf) / 2:
                leaf = leaf[: ends[-1]]
            leaves.append(leaf.strip())
            rest = rest[len(leaf) :].strip()
        return [*leaves, rest]

    def _lines(self, text: str) -> list[str]:
        self._whole.setText(text)
        return self._whole.lines(self.width())
