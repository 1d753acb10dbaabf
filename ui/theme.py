"""The look: sizes from millimetres, colours from a theme, one style sheet for all.

A finger and an eye know millimetres, not pixels. A `Panel` says how large a pixel is and
how far the eye; every size is computed from it (EN 301 549, 5.1.4: a capital H subtends
0.7 degrees or more, that is 0.0122 of the viewing distance). The only call of
`setStyleSheet` in the project is here.
"""

import math
from enum import StrEnum
from string import Template
from typing import Final

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

import resources

_CAP_HEIGHT_PER_DISTANCE: Final = 0.0122  # tan(0.7 degrees), EN 301 549 5.1.4
_CAP_HEIGHT_PER_EM: Final = 0.713  # Commissioner; measured, tests/ui holds it
_SMALL_PANEL_MM: Final = 300  # the long side below which a page shows fewer choices
_SHORT_PANEL_MM: Final = 215


class Look(StrEnum):
    """The colours a person may choose."""

    DAY = "day"
    NIGHT = "night"
    BLACK_ON_WHITE = "black-on-white"
    YELLOW_ON_BLACK = "yellow-on-black"


class Letters(StrEnum):
    """The sizes of text a person may choose."""

    NORMAL = "1"
    LARGE = "1.5"
    LARGEST = "2"


class Palette(msgspec.Struct, frozen=True):
    """The colours of a look; every pair that carries meaning is 7:1 or more."""

    paper: str
    card: str
    line: str
    ink: str
    muted: str
    action: str
    on_action: str
    pressed: str
    alert: str
    """The ground of a warning."""
    on_alert: str
    families: dict[str, str] | None
    """The tile colours by family; None paints every picture in ink on the card."""


_FAMILIES: Final = {
    "terracotta": "#B3402A",
    "ochre": "#8A5A00",
    "violet": "#4B3B8F",
    "sea": "#0B6B57",
    "olive": "#3E6B1F",
    "earth": "#7A4A2B",
    "slate": "#4A5560",
}

PALETTES: Final = {
    Look.DAY: Palette(
        paper="#F7F5F0",
        card="#FFFFFF",
        line="#D9D4C7",
        ink="#15202B",
        muted="#404B56",
        action="#0B57A4",
        on_action="#FFFFFF",
        pressed="#E9E5DA",
        alert="#8E1B12",
        on_alert="#FFFFFF",
        families=_FAMILIES,
    ),
    Look.NIGHT: Palette(
        paper="#12181F",
        card="#1C242D",
        line="#4A5560",
        ink="#F3EFE6",
        muted="#C3C9CF",
        action="#9CCBFF",
        on_action="#0A1624",
        pressed="#2E3944",
        alert="#8E1B12",
        on_alert="#FFFFFF",
        families=_FAMILIES,
    ),
    Look.BLACK_ON_WHITE: Palette(
        paper="#FFFFFF",
        card="#FFFFFF",
        line="#000000",
        ink="#000000",
        muted="#000000",
        action="#000000",
        on_action="#FFFFFF",
        pressed="#D0D0D0",
        alert="#000000",
        on_alert="#FFFFFF",
        families=None,
    ),
    Look.YELLOW_ON_BLACK: Palette(
        paper="#000000",
        card="#000000",
        line="#FFE600",
        ink="#FFE600",
        muted="#FFE600",
        action="#FFE600",
        on_action="#000000",
        pressed="#332E00",
        alert="#FFE600",
        on_alert="#000000",
        families=None,
    ),
}


class Panel(msgspec.Struct, frozen=True):
    """The glass a person touches."""

    size: QSize
    """Pixels."""
    mm_per_px: float
    viewing_mm: int
    reach_mm: int = 0
    """How far up from its lower edge somebody reaches who sits; 0: all over it."""

    @property
    def portrait(self) -> bool:
        """Whether it stands upright."""
        return self.size.height() > self.size.width()

    @property
    def read_only(self) -> int:
        """Pixels from the top of an upright panel where nothing is to be touched."""
        return round(self.size.height() * 0.355)

    @property
    def out_of_reach(self) -> int:
        """Pixels from the top that not everybody reaches; 0: everybody reaches all that
        is touched."""
        high = self.size.height() - self.px(self.reach_mm)
        far = self.portrait and self.reach_mm > 0 and high > self.read_only
        return high if far else 0

    @property
    def small(self) -> bool:
        """Whether so little fits that a page holds six choices, not nine."""
        return (
            max(self.size.width(), self.size.height()) * self.mm_per_px
            < _SMALL_PANEL_MM
        )

    @property
    def short(self) -> bool:
        """Whether it is lower than 18.5 inches lying down: every line counts."""
        return self.size.height() * self.mm_per_px < _SHORT_PANEL_MM

    def px(self, mm: float) -> int:
        """Return a length in pixels, at least one."""
        return max(1, round(mm / self.mm_per_px))


class Theme(msgspec.Struct, frozen=True):
    """A panel dressed in a look and a size of letters."""

    panel: Panel
    look: Look = Look.DAY
    letters: Letters = Letters.NORMAL
    town: str = "#0B57A4"
    """The municipality's own colour; white can be read on it."""

    @property
    def palette(self) -> Palette:
        """The colours."""
        return PALETTES[self.look]

    @property
    def scale(self) -> float:
        """How much larger than the norm's size the text is."""
        return float(self.letters.value)

    @property
    def tight(self) -> bool:
        """Whether a page has room for little more than its question and its choices."""
        return self._height_for_text < 150

    @property
    def cramped(self) -> bool:
        """Whether not even for all of those."""
        return self._height_for_text < 120

    @property
    def roomy(self) -> bool:
        """Whether there is room for a sentence more than there must be."""
        return self._height_for_text >= 240

    @property
    def _height_for_text(self) -> float:
        """The panel's height in millimetres, as it would be with normal letters."""
        return self.panel.size.height() * self.panel.mm_per_px / self.scale

    @property
    def body(self) -> int:
        """Body text in pixels: its capitals are as high as the norm asks, or higher."""
        cap_mm = _CAP_HEIGHT_PER_DISTANCE * self.panel.viewing_mm
        return math.ceil(
            cap_mm / _CAP_HEIGHT_PER_EM / self.panel.mm_per_px * self.scale
        )

    @property
    def question(self) -> int:
        """The question in pixels; the larger the text, the flatter the heading."""
        upright = {1.0: 1.8, 1.5: 1.4, 2.0: 1.15}
        flat = {1.0: 1.45, 1.5: 1.2, 2.0: 1.05}
        return round(self.body * (upright if self.panel.portrait else flat)[self.scale])

    @property
    def code(self) -> int:
        """A receipt number in pixels: as large as half a page allows, never broken.

        Nine symbols with two gaps; a W, the widest, takes 1.05 of its size.
        """
        width = self.panel.size.width() * (0.78 if self.panel.portrait else 0.4)
        return round(min(self.body * 2.4, width / 10.5))

    @property
    def keycap(self) -> int:
        """The letters of a keyboard in pixels: twelve keys stand beside each other.

        A Ш, as wide as letters get, takes 1.1 of its size; a key has 2 mm round it.
        """
        row = self.panel.size.width() * 0.88
        wanted = self.body * {1.0: 1.4, 1.5: 1.15, 2.0: 1.0}[self.scale]
        return round(min(wanted, (row / 12 - self.px(4.7)) / 1.1))

    @property
    def desk(self) -> int:
        """The text of a service desk in pixels: a clerk sits before it, and it is dense."""
        return self.panel.px(3.9)

    @property
    def strip(self) -> int:
        """The text of the strips in pixels: they frame every page, so they grow less."""
        growth = 1.0 if self.tight else {1.0: 1.0, 1.5: 1.08, 2.0: 1.1}[self.scale]
        return math.ceil(self.body / self.scale * growth)

    def px(self, mm: float) -> int:
        """Return a length in pixels."""
        return self.panel.px(mm)

    def family(self, colour: str) -> tuple[str, str]:
        """Return the ground of a picture of this family, and the ink on it."""
        if self.palette.families is None:
            return self.palette.card, self.palette.ink
        return self.palette.families[colour], "#FFFFFF"

    def style(self) -> str:
        """Return the style sheet for this panel, look and size."""
        sheet = Template(resources.style().read_text(encoding="utf-8"))
        return sheet.substitute(
            self._tokens(),
            question=self.question,
            strip=self.strip,
            code=self.code,
            title=round(self.body * {1.0: 1.15, 1.5: 1.1, 2.0: 1.0}[self.scale]),
            keycap=self.keycap,
            count=round(self.body / self.scale * 8),
            poster=round(self.body * {1.0: 2.6, 1.5: 2.0, 2.0: 1.6}[self.scale]),
        )

    def desk_style(self) -> str:
        """Return what a desk adds to it: nobody else reads these rules."""
        sheet = Template(resources.desk_style().read_text(encoding="utf-8"))
        rtl = QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return sheet.substitute(
            self._tokens(),
            leading="right" if rtl else "left",
            desk=self.desk,
            desk_small=round(self.desk * 0.875),
            desk_title=round(self.desk * 1.45),
            desk_number=round(self.desk * 3.2),
            down=(resources.icon("down") or resources.style()).as_posix(),
        )

    def _tokens(self) -> dict[str, str | int]:
        """What both may name."""
        lengths = {f"mm{mm}".replace(".", "_"): self.px(mm) for mm in _LENGTHS_MM}
        colours = {
            name: getattr(self.palette, name)
            for name in Palette.__struct_fields__
            if name != "families"
        }
        return {
            **lengths,
            **colours,
            "town": self.town if self.palette.families else self.palette.card,
            "on_town": "#FFFFFF" if self.palette.families else self.palette.ink,
            "font": ", ".join(f'"{family}"' for family in FONT_FAMILIES),
            "body": self.body,
        }


_LENGTHS_MM: Final = (0.5, 1, 2, 3, 4, 6, 8, 12, 16)
"""The lengths the style sheet may name, as `${mm4}`; `${mm0_5}` is half a millimetre."""

FONT_FAMILIES: Final = ("Commissioner", "Noto Sans Arabic", "Noto Sans Georgian")


def load_fonts() -> None:
    """Give Qt the bundled fonts."""
    for path in resources.fonts():
        QFontDatabase.addApplicationFont(str(path))


def dress(application: QApplication, theme: Theme, desk: bool = False) -> None:
    """Put the theme on everything; the only place that sets a style sheet.

    One that is on already is left alone: everything would be dressed anew.
    """
    style = theme.style() + (theme.desk_style() if desk else "")
    if application.styleSheet() != style:
        application.setStyleSheet(style)
