"""Show it to the camera: what it sees, as in a mirror, until a code is there.

The numbers of receipts and of poles are both found with it, on the page that asks for
them. It is the page that knows a number from a stranger's code.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from i18n import _
from ui.bell import chime
from ui.satchel import Kit
from ui.scan import label
from ui.screen import Scene
from ui.theme import Theme
from ui.widgets.button import BarButton, Face
from ui.widgets.photograph import Photograph

SHOW: Final = "show-code"


class Finder(QWidget):
    """Looks through the camera from its making until `rest` or `end`."""

    read = Signal(tuple)
    """What the codes say that are there now and were not a moment ago, as a reader would
    have typed them; '' for one that no reader could."""

    def __init__(self, kit: Kit, theme: Theme) -> None:
        super().__init__()
        self._kit = kit
        self._looks = True
        self._before: frozenset[str] = frozenset()
        self._view = Photograph(theme, mirrored=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view, 1)
        kit.camera.seen.connect(self._see)
        kit.camera.read.connect(self._read)
        kit.camera.begin(reading=True)

    def rest(self) -> None:
        """Look no more, and show nothing of what was seen."""
        if self._looks:
            self._looks = False
            self._kit.camera.rest()
            self._view.show_image(QImage())

    def end(self) -> None:
        """It is found: look no more, and let it be heard."""
        self.rest()
        self._kit.player.play(chime())

    def _see(self, image: QImage) -> None:
        if self._looks:
            self._view.show_image(image)

    def _read(self, codes: Sequence[str]) -> None:
        if not self._looks:
            return
        labels = frozenset(map(label, codes))
        before, self._before = self._before, labels
        if labels != before:
            self.read.emit(tuple(sorted(labels)))


def camera_button(scene: Scene) -> BarButton:
    """Return the button that opens it; only where there is a camera."""
    face = Face(_("Show it to the camera"), picture=scene.picture("scan"))
    button = BarButton(face, "bar", scene.theme)
    button.setObjectName(SHOW)
    return button
