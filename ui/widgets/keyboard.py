"""A keyboard on the glass: the alphabet first, the machine's order at a touch.

Keys are never smaller than a finger: where not all of them have room they stand on pages.
It takes no focus, so whatever is being written keeps it.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from i18n import N_, _
from ui.theme import Theme
from ui.widgets.key import Key, Reach, called
from ui.widgets.layout import Layer, Layout
from ui.widgets.rows import Ground, Page
from ui.widgets.service import Purpose, Service
from ui.widgets.words import Words

_FINGER_MM: Final = 15.3
_TALLEST_MM: Final = 26
_CALLED: Final = {
    Layer.ALPHABET: N_("Letters in the order of the alphabet"),
    Layer.USUAL: N_("Letters as on a computer"),
    Layer.LATIN: N_("Latin letters"),
    Layer.SIGNS: N_("Digits and signs"),
}


class Keyboard(QWidget):
    """Tells what is touched; what becomes of the text is for others to say."""

    typed = Signal(str)
    """A letter, a sign, a space, a new line."""
    accented = Signal()
    """The last letter is to have its next accent."""
    erased = Signal()
    heard = Signal(str)
    """What a key that writes nothing has done, in words."""

    def __init__(
        self,
        keys: Layout,
        purpose: Purpose,
        theme: Theme,
        picture: Callable[[str], Path],
    ) -> None:
        super().__init__()
        self._keys = keys
        self._layer = self._letters = Layer.ALPHABET
        self._page = 0
        self._pages: list[Page] = [keys.rows(Layer.ALPHABET)]
        self._shown = ""
        self._due = False
        self._shift: bool | None = None
        self._tallest = theme.px(_TALLEST_MM)
        self._sample = Words("", "keycap", self)
        self._sample.hide()
        gap, around = theme.px(2.75), theme.px(2.5)
        self._ground = Ground(
            keys, cache(self._width_of), theme.px(_FINGER_MM), around, gap
        )
        most = max(sum(map(len, keys.rows(layer))) for layer in self._layers)
        self._pool = [Key(theme, self) for _key in range(most)]
        for key in self._pool:
            key.touched.connect(self._type)
        self._service = Service(keys, purpose, theme, picture)
        self._service.setParent(self)
        self._service.typed.connect(self._type)
        self._service.touched.connect(self._serve)
        self._reach = Reach.of(self._faces(), self._metrics)
        self._service.stand(self._reach)
        for key in self._pool:
            key.stand(self._reach)
        self._lay()

    @property
    def layer(self) -> Layer:
        """The layer that is shown."""
        return self._layer

    def show_layer(self, layer: Layer) -> None:
        """Show a layer, if this keyboard has it."""
        if layer in self._layers:
            self._layer, self._page, self._shift = layer, 0, None
            if layer is not Layer.SIGNS:
                self._letters = layer
            self._lay()

    def expect(self, capital: bool) -> None:
        """A capital is due now, or is not."""
        self._due = capital
        self._label()

    # How much room it takes

    def rows_wanted(self, width: int) -> int:
        """Return how many rows hold every layer, each on one page."""
        pages = (self._ground.pages(layer, width, 99) for layer in self._layers)
        return max(len(one[0]) for one in pages)

    def least_height(self, rows: int) -> int:
        """Return the height of so many rows of keys, and of the row that serves them."""
        return rows * (self._row_height + self._ground.gap) + self._foot

    def most_height(self, rows: int) -> int:
        """Return the height above which so many rows look like a toy."""
        tall = max(self._tallest, round(self._row_height * 1.2))
        return rows * (tall + self._ground.gap) + max(
            self._foot, self._tallest * 3 // 4
        )

    @property
    def _foot(self) -> int:
        return self._service.height_wanted

    @property
    def _row_height(self) -> int:
        return max(self._ground.finger, self._reach.height + self._ground.around // 2)

    @property
    def _metrics(self) -> QFontMetrics:
        self._sample.ensurePolished()
        return self._sample.fontMetrics()

    def _faces(self) -> Iterator[str]:
        for layer in self._layers:
            for letter in "".join(self._keys.rows(layer)):
                yield letter
                yield self._keys.capital(letter, layer)

    def _width_of(self, letter: str) -> int:
        return self._metrics.horizontalAdvance(letter)

    @property
    def _layers(self) -> tuple[Layer, ...]:
        return (*self._keys.letters, Layer.SIGNS)

    # What is touched

    def _type(self, name: str) -> None:
        letter = self._keys.capital(name, self._layer) if self._capital else name
        self._shift = None
        self.typed.emit(letter)
        self._label()

    def _serve(self, name: str) -> None:
        if name == "shift":
            self._shift = not self._capital
            self._label()
            self.heard.emit(_("Capital letter") if self._shift else _("Small letters"))
        elif name == "accent":
            self.accented.emit()
        elif name == "erase":
            self.erased.emit()
        elif name in ("space", "new-line"):
            self.typed.emit(" " if name == "space" else "\n")
        elif name == "more-keys":
            self._page = (self._page + 1) % len(self._pages)
            self._lay()
            self.heard.emit(_span(self._pages[self._page]))
        else:
            self.show_layer(self._leads_to(name))
            self.heard.emit(_(_CALLED[self._layer]))

    def _leads_to(self, name: str) -> Layer:
        letters = self._keys.letters
        if name == "order":
            return letters[(letters.index(self._letters) + 1) % len(letters)]
        return self._letters if self._layer is Layer.SIGNS else Layer.SIGNS

    # What is shown

    @property
    def _capital(self) -> bool:
        return self._due if self._shift is None else self._shift

    def _lay(self) -> None:
        """Put the keys of this layer's page in their places."""
        ground, width = self._ground, max(self.width(), self._ground.finger)
        room = self.height() - self._foot
        rows = max(1, room // (self._row_height + ground.gap))
        self._pages = ground.pages(self._layer, width, rows)
        self._page = min(self._page, len(self._pages) - 1)
        page = self._pages[self._page]
        each = (self.height() - ground.gap * len(page)) // (len(page) + 1)
        foot = min(max(self._foot, each), max(self._foot, self._tallest * 3 // 4))
        area = QRect(0, 0, width, max(1, self.height() - foot - ground.gap))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        found: list[tuple[str, QRect]] = []
        for row, line in zip(page, ground.places(self._layer, page, area), strict=True):
            keys = list(zip(row, line, strict=True))
            # The tabulator goes as the language reads, whichever way the letters run.
            found += sorted(keys, key=lambda one: one[1].left(), reverse=rtl)
        self._shown = "".join(letter for letter, _place in found)
        for at, key in enumerate(self._pool):
            key.setVisible(at < len(found))
            if at < len(found):
                key.setGeometry(found[at][1])
        self._service.setGeometry(0, self.height() - foot, width, foot)
        self._dress_service()
        self._label()

    def _label(self) -> None:
        for key, letter in zip(self._pool, self._shown, strict=False):
            capital = self._keys.capital(letter, self._layer)
            cap = capital if self._capital else letter
            key.wear(letter, cap, called(cap, self._keys))
        self._service.show_shift(self._capital)

    def _dress_service(self) -> None:
        service, keys = self._service, self._keys
        for name in ("signs", "order"):
            layer = self._leads_to(name)
            cap = "123" if layer is Layer.SIGNS else self._cap_of(layer)
            service.wear(name, cap, _(_CALLED[layer]))
        following = self._pages[(self._page + 1) % len(self._pages)]
        service.wear("more-keys", _span(following), _("More keys"))
        service.allow("more-keys", len(self._pages) > 1)
        letters = "".join(keys.rows(self._layer))
        changes = any(keys.capital(one, self._layer) != one for one in letters)
        service.enable("shift", changes)
        service.enable("accent", self._layer in (Layer.ALPHABET, Layer.USUAL))

    def _cap_of(self, layer: Layer) -> str:
        """The first three of a layer's letters: what one knows it by."""
        row = self._keys.rows(layer)[0]
        if layer is Layer.USUAL and self._keys.runs(layer) == "rtl":
            row = row[::-1]
        capitals = self._keys.cased or layer is Layer.LATIN
        return "".join(
            self._keys.capital(one, layer) if capitals else one for one in row[:3]
        )

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(self._ground.finger * 10, self.least_height(3))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._ground.finger * 10, self.least_height(1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()


def _span(page: Page) -> str:
    return f"{page[0][0]}…{page[-1][-1]}"
