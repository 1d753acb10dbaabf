"""Photos and voice notes of a case: a button each, opened when it is asked for."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from i18n import _
from kiosk.media import Media
from kiosk.office.casefile import Piece
from ui.capture import Player
from ui.desk.parts import button
from ui.theme import Theme
from ui.widgets.photograph import Photograph

_FIRST_KEY, _LAST_KEY = 4, 9


class Pieces(QWidget):
    """What goes with a case."""

    asked = Signal(object)
    """A Piece, to be opened."""

    def __init__(self, theme: Theme, player: Player) -> None:
        super().__init__()
        self._theme = theme
        self._player = player
        self._plays = False
        self._buttons: list[QPushButton] = []
        self._photo = Photograph(theme)
        self._photo.setMinimumHeight(theme.px(70))
        self._photo.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        whole.addLayout(self._row)
        whole.addWidget(self._photo, 1)

    @property
    def shows_photo(self) -> bool:
        return not self._photo.isHidden()

    def show_pieces(self, pieces: tuple[Piece, ...]) -> None:
        """Offer these instead of all that was offered."""
        self.put_away()
        for one in self._buttons:
            one.deleteLater()
        self._buttons = []
        for at, piece in enumerate(pieces):
            key = _FIRST_KEY + at
            made = button(called(piece), f"Alt+{key}" if key <= _LAST_KEY else "")
            made.setEnabled(piece.is_here)
            made.clicked.connect(self._asker(piece))
            self._row.insertWidget(at, made)
            self._buttons.append(made)
        self.setVisible(bool(pieces))

    def show_photo(self, image: QImage) -> None:
        """Show a photo that was opened."""
        self._photo.show_image(image)
        self._photo.show()

    def play(self, sound: bytes) -> None:
        """Let a voice note be heard."""
        self._plays = True
        self._player.play(sound)

    def put_away(self) -> None:
        """Nothing that was opened stays."""
        if self._plays:  # it rings for calls as well
            self._player.stop()
        self._plays = False
        self._photo.show_image(QImage())
        self._photo.hide()

    def _asker(self, piece: Piece) -> Callable[[], None]:
        def ask() -> None:
            self.asked.emit(piece)

        return ask


def is_photo(piece: Piece) -> bool:
    """Say whether it is to be seen; otherwise it is to be heard."""
    return piece.attachment.media == Media.JPEG


def called(piece: Piece) -> str:
    """Say what it is."""
    what = _("Photo {number}") if is_photo(piece) else _("Voice note {number}")
    said = what.format(number=piece.part)
    return said if piece.is_here else _("{what}: no longer here").format(what=said)
