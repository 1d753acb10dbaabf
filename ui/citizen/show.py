"""The paper with the number, shown to the camera."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from i18n import _
from kiosk.codes import read_code
from ui.citizen.finder import Finder
from ui.satchel import Kit
from ui.screen import Heading, Said, Scene, Screen


class ShowScreen(Screen):
    """Looks until it has found one of our numbers, and only one."""

    name = "show-code"

    asked = Signal(str)
    """The number that was found."""
    left = Signal()
    """There is no camera any more."""

    def __init__(self, scene: Scene, kit: Kit) -> None:
        super().__init__(scene)
        self._hint = ""
        self._finder = Finder(kit, scene.theme)
        self._finder.read.connect(self._read)
        kit.camera.missing.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._finder)

    def heading(self) -> Heading:
        hint = self._hint or _("Hold it still: it is found by itself.")
        return Heading(
            _("Show your paper to the camera"), hint, urgent=bool(self._hint)
        )

    def leave(self) -> None:
        self._finder.rest()

    def scanned(self, text: str) -> None:
        self._read((text,))

    def _read(self, labels: Sequence[str]) -> None:
        ours = {code for one in labels if (code := read_code(one)) is not None}
        if len(ours) == 1:
            self._finder.end()
            self.asked.emit(ours.pop())
        elif ours:
            self._say(_("We see two numbers. Show us one paper at a time."))
        elif labels:
            self._say(_("This code is not one of our numbers."))

    def _say(self, sentence: str) -> None:
        self._hint = sentence
        self.changed.emit()
        self.heard.emit(Said(sentence))
