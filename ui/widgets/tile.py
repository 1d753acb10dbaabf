"""Choices: pictures with words, large enough for any finger."""

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.figures import figure
from ui.theme import Theme
from ui.widgets.button import Face, Touchable
from ui.widgets.photograph import Photograph
from ui.widgets.picture import Picture
from ui.widgets.words import Words


class Shape(StrEnum):
    """How a tile is laid."""

    CARD = "card"
    """A broad picture above its words."""
    ROW = "row"
    """A picture beside its words."""
    WORDS = "words"
    """Words alone."""


class Tile(Touchable):
    """A choice; chosen, it has a tick and a thick border as well."""

    def __init__(
        self, face: Face, shape: Shape, theme: Theme, role: str = "tile"
    ) -> None:
        """`role` is the style of its words; the hint has its own."""
        super().__init__(
            "tile", f"{face.words}. {face.hint}" if face.hint else face.words
        )
        self.face = face
        self._shape = shape
        self._theme = theme
        self._tick: Picture | None = None
        self._place: Words | None = None
        self.place: int | None = None
        """Its place among others, if it has one."""
        self.own = False
        """Its words are a person's own; the hint, which says of what, is not."""
        self._inner = theme.px(3 if shape is Shape.CARD else 5)
        self._picture = None if shape is Shape.WORDS else self._draw()
        self._text = QWidget(self)
        self._text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._write(role)
        self._lay()

    @property
    def sentence(self) -> str:
        """What it says, as one hears it."""
        said = [] if self.place is None else [figure(self.place)]
        said += [one for one in (self.face.words, self.face.hint) if one]
        return ". ".join(said)

    def make_choosable(self, tick: Path) -> None:
        """Let it be chosen and left, with a tick in the corner when it is."""
        theme = self._theme
        self.setCheckable(True)
        self._tick = Picture(tick, theme.palette.paper, theme.px(8), self)
        self._tick.on_ground(theme.palette.ink, theme.px(6), QSize(1, 1))
        self._tick.resize(theme.px(12), theme.px(12))
        self.toggled.connect(self._show_tick)
        self._show_tick(self.isChecked())

    def make_ranked(self) -> None:
        """Let it have a place among others, shown in the corner as a number."""
        self.setCheckable(True)
        self._place = Words("", "badge", self)
        self._place.setWordWrap(False)
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place.resize(self._theme.px(14), self._theme.px(14))
        self._place.hide()

    def show_place(self, place: int | None) -> None:
        """Show which place it has; None for none."""
        self.setChecked(place is not None)
        self.place = place
        self.setAccessibleName(self.sentence)
        if self._place is not None:
            self._place.setText("" if place is None else figure(place))
            self._place.ensurePolished()
            side = max(self._theme.px(14), self._place.sizeHint().height())
            self._place.resize(side, side)
            self._place.setVisible(place is not None)
            self._place.raise_()

    def text_height(self, width: int) -> int:
        """Return how high its words are in a tile of this width."""
        return self._text.heightForWidth(max(1, width - 2 * self._inner))

    def hold_text(self, height: int) -> None:
        """Give its words this height, so that pictures in a row are equal."""
        if self._shape is Shape.CARD:
            self._text.setMinimumHeight(height)

    def _show_tick(self, chosen: bool) -> None:
        if self._tick is not None:
            self._tick.setVisible(chosen)
            self._tick.raise_()

    def _draw(self) -> QWidget:
        theme, face = self._theme, self.face
        if face.photo is not None:
            photo = Photograph(theme)
            photo.setMinimumSize(theme.px(25), theme.px(20))
            photo.show_image(face.photo)
            return photo
        if face.picture is None:  # a long list is scanned by the alphabet
            letter = Words(face.letter, "letter")
            letter.setAlignment(Qt.AlignmentFlag.AlignCenter)
            letter.setFixedWidth(max(theme.px(16), letter.sizeHint().width()))
            return letter
        ground, ink = theme.family(face.colour)
        picture = Picture(face.picture, ink, theme.px(46))
        return picture.on_ground(ground, theme.px(4), QSize(theme.px(25), theme.px(20)))

    def _write(self, role: str) -> None:
        column = QVBoxLayout(self._text)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(1))
        across = (
            Qt.AlignmentFlag.AlignLeft
            if self._shape is Shape.ROW
            else Qt.AlignmentFlag.AlignHCenter
        )
        if self._shape is not Shape.CARD:
            column.addStretch(1)
        for text, style in ((self.face.words, role), (self.face.hint, "hint")):
            if text:
                words = Words(text, style)
                words.setAlignment(across | Qt.AlignmentFlag.AlignVCenter)
                column.addWidget(words)
        column.addStretch(1)

    def _lay(self) -> None:
        card = self._shape is Shape.CARD
        layout = QVBoxLayout(self) if card else QHBoxLayout(self)
        layout.setContentsMargins(self._inner, self._inner, self._inner, self._inner)
        layout.setSpacing(self._theme.px(2 if card else 6))
        if self._picture is not None:
            layout.addWidget(self._picture, 1 if card else 0)
        layout.addWidget(self._text, 0 if card else 1)
        if self.face.mark is not None:
            layout.addWidget(
                Picture(self.face.mark, self._theme.palette.ink, self._theme.px(9))
            )

    # Qt

    def heightForWidth(self, width: int) -> int:
        if self._shape is Shape.CARD:
            return super().heightForWidth(width)
        # The picture takes what height there is, so it asks for little.
        if self._picture is None:
            low = self._theme.px(16)
            return max(self.text_height(width), low) + 2 * self._inner
        room = self._room_beside(width)
        words = self._text.heightForWidth(max(1, room - self._side(width)))
        letter = self._picture.minimumSizeHint().height()
        return max(words, letter, self._theme.px(16)) + 2 * self._inner

    def _room_beside(self, width: int) -> int:
        """Return what a row of this width has for picture and words."""
        mark = self._theme.px(15) if self.face.mark else 0
        return width - 2 * self._inner - self._theme.px(6) - mark

    def _side(self, width: int) -> int:
        """Return how wide the picture of a row is: it grows only as far as no word is
        broken for it."""
        if not isinstance(self._picture, Picture | Photograph):
            return 0 if self._picture is None else self._picture.minimumWidth()
        px = self._theme.px
        left = self._room_beside(width) - self._text.minimumSizeHint().width()
        return max(px(25), min(round(width * 0.3), px(50), left))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._shape is Shape.ROW and isinstance(self._picture, Picture | Photograph):
            high = self.height() - 2 * self._inner
            side = max(1, min(high, self._side(self.width())))
            self._picture.setFixedSize(side, side)
        for corner in (self._tick, self._place):
            if corner is not None:
                gap = corner.width() // 4
                rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
                left = gap if rtl else self.width() - corner.width() - gap
                corner.move(left, gap)
