"""A choice with a second thing to touch beside it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.button import Face, Touchable
from ui.widgets.picture import Picture
from ui.widgets.tile import Tile
from ui.widgets.words import Words


class Beside(QWidget):
    """A tile, and a smaller one at its end."""

    touched = Signal(str)
    """The smaller one; carries the tile's object name."""

    def __init__(self, tile: Tile, face: Face, theme: Theme) -> None:
        super().__init__()
        self.tile = tile
        self._gap = theme.px(4)
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._gap)
        row.addWidget(tile, 1)
        self.button = Touchable("tile", face.words)
        self.button.setObjectName(f"{tile.objectName()}:beside")
        self.button.clicked.connect(self._tell)
        column = QVBoxLayout(self.button)
        inner = theme.px(2)
        column.setContentsMargins(inner, inner, inner, inner)
        assert face.picture is not None
        self._picture = Picture(face.picture, theme.palette.ink, theme.px(12))
        self._words = Words("", "strip")
        self._words.setWordWrap(False)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self._picture, 0, centre)
        column.addWidget(self._words, 0, centre)
        column.addStretch(1)
        self.show_face(face)
        row.addWidget(self.button)

    def show_face(self, face: Face) -> None:
        """Show what a touch on the smaller one does now."""
        self.button.setAccessibleName(face.words)
        self._words.setText(face.words)
        if face.picture is not None:
            self._picture.repaint_with(face.picture, self._theme.palette.ink)
        self.button.setFixedWidth(
            max(self._theme.px(25), self.button.minimumSizeHint().width())
        )

    def _tell(self) -> None:
        self.touched.emit(self.tile.objectName())

    # What pages ask of their cells

    def text_height(self, width: int) -> int:
        return 0

    def hold_text(self, height: int) -> None:
        """See `text_height`."""

    # Qt

    def minimumSizeHint(self) -> QSize:
        one, other = self.tile.minimumSizeHint(), self.button.minimumSizeHint()
        width = one.width() + self._gap + self.button.minimumWidth()
        return QSize(width, max(one.height(), other.height()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = width - self._gap - self.button.minimumWidth()
        low = self.button.minimumSizeHint().height()
        return max(self.tile.heightForWidth(max(1, room)), low)
