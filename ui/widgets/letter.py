"""A text of any length: as many lines as fit on a page, the rest on further pages."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.pages import Paged
from ui.widgets.words import Words


class Letter(Paged):
    """What somebody wrote, a leaf at a time; no word is cut.

    What is to begin on a leaf of its own is given apart.
    """

    def __init__(
        self, text: str | Sequence[str], role: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parts = [text] if isinstance(text, str) else list(text) or [""]
        self._whole = Words(self._parts[0], role, self)
        self._whole.hide()
        self._every = Words("\n".join(self._parts), role, self)
        self._every.hide()
        self._leaf = Words(self._parts[0], role, self)
        self._leaves = self._parts

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
        return self._whole.sizeHint()

    def minimumSizeHint(self) -> QSize:
        # As wide as the longest word of all parts, or a later leaf would be cut.
        wide = self._every.minimumSizeHint().width()
        return QSize(wide, self._whole.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._leaf.setGeometry(self.rect())
        before = self.count
        self._leaves = [leaf for part in self._parts for leaf in self._cut(part)]
        self.page = min(self.page, self.count - 1)
        self.show_page()
        if self.count != before:
            self.turned.emit()

    def _cut(self, part: str) -> list[str]:
        self._whole.setText(part)
        lines = self._whole.lines(self.width())
        high = max(1, -(-self._whole.heightForWidth(self.width()) // len(lines)))
        each = max(1, self.height() // high)
        return [
            "".join(lines[at : at + each]).strip() for at in range(0, len(lines), each)
        ]
