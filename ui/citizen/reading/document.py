"""The pages of a decision, one at a time: larger and smaller, up and down, by buttons."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout

from i18n import _
from kiosk.forms import Answer
from kiosk.notice import readable
from kiosk.reading import paged
from ui.citizen.reading.contents import Story, name
from ui.leafing import Lectern
from ui.screen import Heading, Said, Scene, Screen
from ui.senses import Leaf, Turn
from ui.widgets.button import Face
from ui.widgets.compass import Compass
from ui.widgets.sheet import Sheet

_READABLE: Final = 1
"""The size one begins with: as wide as there is room."""
_STEP: Final = 0.85
"""Of what is seen: the last line read stays in sight."""
_END: Final = 0.999
_HYPHEN: Final = re.compile(r"(?<=\w)[-\u00ad\u2010\ufffe]\s*\n\s*(?=\w)")


class DocumentScreen(Screen):
    """What the lectern draws of it, and buttons to move it."""

    name = "document"

    def __init__(self, scene: Scene, story: Story, lectern: Lectern) -> None:
        super().__init__(scene)
        self._story = story
        self._lectern = lectern
        self._turn = Turn(0, zoom=_READABLE)
        self._leaf = Leaf(0)
        self._drawn_page = -1
        """Whose leaf it is; -1: of none yet."""
        self._sheet = Sheet(scene.theme)
        self._sheet.say(_("One moment…"))
        self._sheet.turned.connect(self.turned)
        self._sheet.wanted.connect(self._ask)
        self._compass = Compass(_faces(scene), scene.theme)
        self._compass.touched.connect(self._press)
        lectern.drawn.connect(self._show)
        self._lay()

    def heading(self) -> Heading:
        return Heading(name(self._story.section), self._story.about)

    def pages(self) -> Sheet:
        return self._sheet

    def spoken(self) -> tuple[Said, ...]:
        return tuple(Said(one, self._sheet) for one in self._sentences())

    def partial(self) -> Answer:
        turn = self._turn
        return str(self._sheet.page), f"{turn.zoom} {turn.x:.6f} {turn.y:.6f}"

    def restore(self, partial: Answer) -> None:
        with suppress(ValueError):
            page, place = partial
            zoom, x, y = place.split()
            self._sheet.page = int(page)
            self._turn = Turn(0, page=int(page))
            self._look_at(int(zoom), float(x), float(y))

    def leave(self) -> None:
        self._lectern.drawn.disconnect(self._show)

    def _lay(self) -> None:
        theme = self.scene.theme
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(4))
        grid.addWidget(self._sheet, 0, 0)
        if theme.panel.portrait:
            grid.addWidget(self._compass, 1, 0, Qt.AlignmentFlag.AlignHCenter)
        else:
            grid.addWidget(self._compass, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(0, 1)
        grid.setColumnStretch(0, 1)

    def _sentences(self) -> Iterator[str]:
        if self._sheet.sentence:
            yield self._sheet.sentence
        elif self._drawn_page == self._sheet.page:
            text = readable(_HYPHEN.sub("", self._leaf.text.replace("\r", "")))
            yield from paged(" ".join(text.split())) or (
                _("This page is a picture. It cannot be read aloud."),
            )

    def _press(self, button: str) -> None:
        seen, turn = self._leaf, self._turn
        if button == "plus":
            self._look_at(seen.zoom + 1, seen.x, seen.y)
        elif button == "minus":
            self._look_at(seen.zoom - 1, seen.x, seen.y)
        elif button == "my-place":
            self._look_at(0, 0.0, 0.0)
        elif button in ("west", "east"):
            way = 1 if button == "east" else -1
            self._look_at(turn.zoom, seen.x + way * seen.wide * _STEP, seen.y)
        elif button == "south" and seen.y + seen.high >= _END:
            self._turn_page(1, 0.0)
        elif button == "north" and seen.y <= 1 - _END:
            self._turn_page(-1, 1.0)
        else:
            way = 1 if button == "south" else -1
            self._look_at(turn.zoom, seen.x, seen.y + way * seen.high * _STEP)

    def _turn_page(self, by: int, y: float) -> None:
        page = self._sheet.page + by
        if 0 <= page < self._sheet.count:
            self._turn = replace(self._turn, page=page, y=y)
            self._sheet.turn(by)

    def _look_at(self, zoom: int, x: float, y: float) -> None:
        self._turn = replace(self._turn, zoom=max(0, zoom), x=x, y=y)
        self._ask()

    def _ask(self) -> None:
        sheet = self._sheet
        if sheet.page != self._turn.page:  # one begins to read at its beginning
            self._turn = Turn(0, page=sheet.page, zoom=self._turn.zoom)
        self._lectern.turn(
            replace(self._turn, width=sheet.width(), height=sheet.height())
        )

    def _show(self, leaf: Leaf) -> None:
        sheet, before = self._sheet, (self._sheet.count, self._drawn_page)
        self._leaf, self._drawn_page = leaf, sheet.page
        self._turn = replace(self._turn, zoom=leaf.zoom, x=leaf.x, y=leaf.y)
        image = QImage.fromData(leaf.image)
        self._compass.setVisible(leaf.pages > 0)
        if image.isNull():
            sheet.say(_sorry(self._story), max(1, leaf.pages))
        else:
            sheet.show_image(image, leaf.pages)
        if before != (sheet.count, self._drawn_page):
            self.turned.emit()


def _sorry(story: Story) -> str:
    return _(
        "This page cannot be shown here. Ask for it at the town hall: ADA {number}."
    ).format(number=story.id)


def _faces(scene: Scene) -> dict[str, Face]:
    words = {
        "plus": (_("Larger page"), "plus"),
        "minus": (_("Smaller page"), "minus"),
        "north": (_("Up the page"), "north"),
        "east": (_("To the right of the page"), "east"),
        "south": (_("Down the page"), "south"),
        "west": (_("To the left of the page"), "west"),
        "my-place": (_("The whole page"), "document"),
    }
    return {
        name: Face(said, picture=scene.picture(picture))
        for name, (said, picture) in words.items()
    }
