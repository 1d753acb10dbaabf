"""A keyboard on the glass: the alphabet first, the machine's order at a touch.

Keys are never smaller than a finger: where not all of them have room they stand on pages.
It takes no focus, so whatever is being written keeps it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from i18n import N_, _
from ui.theme import Theme
from ui.widgets.bank import GAP_MM, Bank
from ui.widgets.layout import Layer, Layout
from ui.widgets.rows import Page
from ui.widgets.service import Purpose, Service

_TALLEST_MM: Final = 26
_TALLEST_SERVICE_MM: Final = 20
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
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self._layer = self._letters = Layer.ALPHABET
        self._page = 0
        self._pages: list[Page] = [keys.rows(Layer.ALPHABET)]
        self._due = False
        self._shift: bool | None = None
        self._gap = theme.px(GAP_MM)
        self._tallest = theme.px(_TALLEST_MM)
        self._tallest_service = theme.px(_TALLEST_SERVICE_MM)
        self._bank = Bank(keys, theme, self)
        self._service = Service(keys, purpose, theme, picture, self)
        self._service.stand(self._bank.reach)
        self._bank.touched.connect(self._type)
        self._service.typed.connect(self._type)
        self._service.touched.connect(self._serve)
        self._lay()

    @property
    def layer(self) -> Layer:
        """The layer that is shown."""
        return self._layer

    def show_layer(self, layer: Layer) -> None:
        """Show a layer, if this keyboard has it."""
        if layer in self._keys.layers:
            self._layer, self._page, self._shift = layer, 0, None
            if layer is not Layer.SIGNS:
                self._letters = layer
            self._lay()

    def expect(self, capital: bool) -> None:
        """A capital is due now, or is not."""
        self._due = capital
        self._show_shift()

    # How much room it takes

    def rows_wanted(self, width: int) -> int:
        """Return how many rows hold every layer, each on one page."""
        pages = (self._bank.pages(layer, width, 99) for layer in self._keys.layers)
        return max(len(one[0]) for one in pages)

    def least_height(self, rows: int) -> int:
        """Return the height of so many rows of keys, and of the row that serves them."""
        return rows * self._bank.row_height + self._service.height_wanted

    def most_height(self, rows: int) -> int:
        """Return the height above which so many rows look like a toy."""
        tall = max(self._tallest + self._gap, round(self._bank.row_height * 1.2))
        return rows * tall + max(self._service.height_wanted, self._tallest_service)

    # What is touched

    def _type(self, name: str) -> None:
        letter = self._keys.capital(name, self._layer) if self._capital else name
        self._shift = None
        self.typed.emit(letter)
        self._show_shift()

    def _serve(self, name: str) -> None:
        if name == "shift":
            self._shift = not self._capital
            self._show_shift()
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

    def _show_shift(self) -> None:
        self._bank.show_capitals(self._capital)
        self._service.show_shift(self._capital)

    def _lay(self) -> None:
        """Divide the height among the rows of this layer's page, and show them."""
        width, height, least = self.width(), self.height(), self._service.height_wanted
        rows = max(1, (height - least) // self._bank.row_height)
        self._pages = self._bank.pages(self._layer, width, rows)
        self._page = min(self._page, len(self._pages) - 1)
        page = self._pages[self._page]
        each = (height - self._gap * len(page)) // (len(page) + 1)
        foot = min(max(least, each), max(least, self._tallest_service))
        self._service.setGeometry(0, height - foot, width, foot)
        self._bank.setGeometry(0, 0, width, max(1, height - foot - self._gap))
        self._bank.show_page(self._layer, page)
        self._dress_service()
        self._show_shift()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()


def _span(page: Page) -> str:
    return f"{page[0][0]}…{page[-1][-1]}"
