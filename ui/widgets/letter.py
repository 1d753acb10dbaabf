"""A text of any length: as many lines as fit on a page, the rest on further pages."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.pages import Paged
from ui.widgets.words import Words


class Letter(Paged):
    """What somebody wrote, a leaf at a time; no word is cut."""

    def __init__(self, text: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = Words(text, role, self)
        self._whole.hide()
        self._leaf = Words(text, role, self)
        self._leaves = [text]

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
        return self._whole.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._leaf.setGeometry(self.rect())
        lines = self._whole.lines(self.width())
        high = max(1, -(-self._whole.heightForWidth(self.width()) // len(lines)))
        each = max(1, self.height() // high)
        before = self.count
        self._leaves = [
            "".join(lines[at : at + each]).strip() for at in range(0, len(lines), each)
        ]
        self.page = min(self.page, self.count - 1)
        self.show_page()
        if self.count != before:
            self.turned.emit()
