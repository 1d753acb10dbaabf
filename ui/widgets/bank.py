"""The keys of letters and signs: one page of one layer, in its rows."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.key import FINGER_MM, Key, Reach, called
from ui.widgets.layout import Layer, Layout
from ui.widgets.rows import Ground, Page
from ui.widgets.words import Words

GAP_MM: Final = 2.75
"""Between keys; a finger that misses by a little touches nothing."""
_AROUND_MM: Final = 2.5


class Bank(QWidget):
    """Has as many keys as the largest layer, and gives each the letter it is to be."""

    touched = Signal(str)
    """The letter of a key, as it stands in the layout."""

    def __init__(self, keys: Layout, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys = keys
        self._layer = Layer.ALPHABET
        self._page: Page = keys.rows(Layer.ALPHABET)
        self._shown = ""
        self._capital = False
        self._sample = Words("", "keycap", self)
        self._sample.hide()
        finger, around = theme.px(FINGER_MM), theme.px(_AROUND_MM)
        width_of = cache(self._width_of)
        self._ground = Ground(keys, width_of, finger, around, theme.px(GAP_MM))
        self.reach = Reach.of(self._faces(), self._metrics)
        """How much room what is on the keys takes."""
        most = max(sum(map(len, keys.rows(layer))) for layer in keys.layers)
        self._pool = [Key(theme, self) for _key in range(most)]
        for key in self._pool:
            key.stand(self.reach)
            key.touched.connect(self.touched)

    @property
    def row_height(self) -> int:
        """The least height of a row, and the gap below it, in pixels."""
        around = self._ground.around // 2
        return max(self._ground.finger, self.reach.height + around) + self._ground.gap

    def pages(self, layer: Layer, width: int, most: int) -> list[Page]:
        """Return the pages of a layer, of `most` rows at most."""
        return self._ground.pages(layer, max(width, self._ground.finger), most)

    def show_page(self, layer: Layer, page: Page) -> None:
        """Show these rows."""
        self._layer, self._page = layer, page
        self._lay()

    def show_capitals(self, on: bool) -> None:
        """Show what the keys give with the shift key, or without it."""
        self._capital = on
        for key, letter in zip(self._pool, self._shown, strict=False):
            cap = self._keys.capital(letter, self._layer) if on else letter
            key.wear(letter, cap, called(cap, self._keys))

    def _lay(self) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        places = self._ground.places(self._layer, self._page, self.rect())
        found: list[tuple[str, QRect]] = []
        for row, line in zip(self._page, places, strict=True):
            keys = zip(row, line, strict=True)
            # The tabulator goes as the language reads, whichever way the letters run.
            found += sorted(keys, key=lambda one: one[1].left(), reverse=rtl)
        self._shown = "".join(letter for letter, _place in found)
        for at, key in enumerate(self._pool):
            key.setVisible(at < len(found))
            if at < len(found):
                key.setGeometry(found[at][1])
        self.show_capitals(self._capital)

    def _faces(self) -> Iterator[str]:
        for layer in self._keys.layers:
            for letter in "".join(self._keys.rows(layer)):
                yield letter
                yield self._keys.capital(letter, layer)

    def _width_of(self, letter: str) -> int:
        return self._metrics.horizontalAdvance(letter)

    @property
    def _metrics(self) -> QFontMetrics:
        self._sample.ensurePolished()
        return self._sample.fontMetrics()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()
