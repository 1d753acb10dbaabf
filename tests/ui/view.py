"""A screen as it is shown, measured in millimetres of its panel."""

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from tests.ui.booth import visible
from tests.ui.pixels import picture_of, place_of
from ui.screen import Screen
from ui.shell import Shell
from ui.theme import Theme
from ui.widgets.button import Touchable
from ui.widgets.words import Words


@dataclass
class View:
    """A screen as it is shown now."""

    shell: Shell
    page: Screen
    mirrored: bool

    @property
    def theme(self) -> Theme:
        return self.page.scene.theme

    @cached_property
    def image(self) -> QImage:
        return picture_of(self.shell)

    @cached_property
    def touchables(self) -> list[Touchable]:
        return visible(self.shell, Touchable)

    @cached_property
    def live(self) -> list[Touchable]:
        return [one for one in self.touchables if one.isEnabled()]

    @cached_property
    def words(self) -> list[Words]:
        return [one for one in visible(self.shell, Words) if one.text().strip()]

    def mm(self, px: float) -> float:
        return px * self.theme.panel.mm_per_px

    @cached_property
    def _places(self) -> dict[QWidget, QRect]:
        return {}

    def place(self, widget: QWidget) -> QRect:
        """Return where a widget lies on the panel; nothing moves while it is looked at."""
        if widget not in self._places:
            self._places[widget] = place_of(widget, self.shell)
        return self._places[widget]


def called(widget: QWidget) -> str:
    """Name a widget as a person looking for it would."""
    text = widget.text() if isinstance(widget, QLabel) else widget.accessibleName()
    name = widget.objectName() or str(widget.property("role") or "")
    return f"{type(widget).__name__} {name} “{text[:40]}”".replace("\n", " / ")
