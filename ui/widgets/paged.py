"""What is shown a page at a time, whatever stands on the pages."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Paged(QWidget):
    """Something of which one page is shown at a time."""

    turned = Signal()
    """Another page is shown, or the number of pages changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = 0

    @property
    def count(self) -> int:
        """How many pages there are."""
        raise NotImplementedError

    def show_page(self) -> None:
        """Show the page one has turned to."""
        raise NotImplementedError

    def turn(self, by: int) -> None:
        """Go `by` pages on, or back."""
        self.page = min(max(0, self.page + by), self.count - 1)
        self.show_page()
        self.turned.emit()
