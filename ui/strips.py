"""What the frame of every page is made of."""

from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from i18n import _
from ui.figures import figure
from ui.screen import Heading, Scene
from ui.theme import Theme
from ui.widgets.button import BarButton, Face
from ui.widgets.paged import Paged
from ui.widgets.picture import Picture
from ui.widgets.steps import Steps
from ui.widgets.words import Words

_BETWEEN = "  ›  "
"""Two answers."""

_LEAST_GAP_MM: Final = 3.2
"""Between two things to touch, where words are long."""
_LEAST_MARGIN_MM: Final = 8
"""At the edge of the panel, then."""


class Town(msgspec.Struct, frozen=True):
    """Whose kiosk this is and where it stands, in the language being spoken."""

    name: str
    place: str
    emblem: Path


class Helps(msgspec.Struct, frozen=True):
    """The state of the helps, as the frame shows it."""

    language: str
    """The own name of the language being spoken."""
    listening: bool
    low: bool = False


class Strip(StrEnum):
    """What can be touched in the strips of every page."""

    BACK = "back"
    START_OVER = "start-over"
    LISTEN = "listen"
    LETTERS = "letters"
    LOWER = "lower"
    COLOURS = "colours"
    HELP = "help"
    LANGUAGE = "language"
    PREVIOUS = "previous"
    MORE = "more"
    ACTION = "action"


def margin(theme: Theme) -> int:
    """Return the room between the edge of the panel and what stands on it."""
    return theme.px(14 if theme.panel.small or theme.panel.portrait else 24)


def strip_button(
    scene: Scene, words: str, picture: str, strip: Strip, above: bool = False
) -> BarButton:
    """Return a button of the strips, named after its place."""
    kind = "action" if strip is Strip.ACTION else "bar"
    face = Face(words, picture=scene.picture(picture))
    trailing = strip in (Strip.ACTION, Strip.MORE)
    button = BarButton(face, kind, scene.theme, above=above, trailing=trailing)
    button.setObjectName(strip)
    return button


def help_rows(buttons: list[BarButton], room: int, theme: Theme) -> QBoxLayout:
    """Lay the helps: equally wide if there is room for that, without a word cut if there is
    little; in two rows, where a language is too long for one."""
    upright, px = theme.panel.portrait, theme.px
    gap, rows, side = px(4), 1, margin(theme) if upright else 0
    if upright and _wide(buttons, gap) > room:
        gap, side = px(_LEAST_GAP_MM), px(_LEAST_MARGIN_MM)
        room = theme.panel.size.width() - 2 * side
        for button in buttons:
            button.draw_in(True)
        rows = 1 if _wide(buttons, gap) <= room else 2
    most = -(-len(buttons) // rows)
    widest = max(one.minimumSizeHint().width() for one in buttons)
    column = QVBoxLayout()
    column.setContentsMargins(side, 0, side, 0)
    column.setSpacing(gap)
    for at in range(0, len(buttons), most):
        row = QHBoxLayout()
        row.setSpacing(gap)
        for button in buttons[at : at + most]:
            if (widest + gap) * most - gap <= room:
                button.setMinimumWidth(widest)
            row.addWidget(button, 1)
        column.addLayout(row)
    return column


def _wide(buttons: list[BarButton], gap: int) -> int:
    """Return how wide they are beside each other, at least."""
    return sum(one.minimumSizeHint().width() + gap for one in buttons) - gap


class TownStrip(QFrame):
    """Whose kiosk it is; a banner in the town's colour on an upright panel."""

    def __init__(self, town: Town, theme: Theme) -> None:
        super().__init__()
        banner = theme.panel.portrait
        self.setObjectName("banner" if banner else "top")
        emblem_mm = 26 if banner else 13
        ink = "#FFFFFF" if banner and theme.palette.families else theme.palette.ink
        self.row = QHBoxLayout(self)
        """Where the helps may be added."""
        side, down = margin(theme), theme.px(3)
        self.row.setContentsMargins(side, down, side, down)
        self.row.setSpacing(theme.px(emblem_mm / 3))
        self.row.addWidget(Picture(town.emblem, ink, theme.px(emblem_mm)))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(Words(town.name, "town"))
        names.addWidget(Words(town.place, "place"))
        names.addStretch(1)
        self.row.addLayout(names, 1)


class HeadingBlock(QWidget):
    """The question, how far one has come, and what was said so far."""

    def __init__(self, theme: Theme, margin: int) -> None:
        super().__init__()
        px, portrait = theme.px, theme.panel.portrait
        self._tight = theme.tight
        column = QVBoxLayout(self)
        above, below = (10, 8) if portrait else (6, 5)
        column.setContentsMargins(margin, px(above), margin, px(below))
        column.setSpacing(px(2))
        self._steps = Steps(theme)
        self._chosen = Words(role="hint")
        self.title = Words(role="question")
        self._hint = Words(role="hint")
        self._note = Words(role="place")
        if portrait:
            column.addStretch(1)
        for part in (self._steps, self._chosen, self.title, self._hint, self._note):
            column.addWidget(part)

    def show_heading(self, heading: Heading, note: str) -> None:
        """Show what stands over the page now; what is urgent never waits for room."""
        instead = heading.urgent and self._tight
        self.title.setText(heading.hint if instead else heading.title)
        self._hint.setText(heading.hint)
        self._hint.setVisible(bool(heading.hint) and not self._tight)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._steps.setVisible(heading.steps is not None)
        if heading.steps is not None:
            self._steps.show_steps(*heading.steps)
        self._chosen.setText(_BETWEEN.join(heading.chosen))
        self._chosen.setVisible(bool(heading.chosen) and not self._tight)

    def line_of(self, text: str) -> QWidget:
        """Return where this is shown; the title, where there was no room for it."""
        for one in (self.title, self._hint, self._chosen):
            parts = one.text().split(_BETWEEN)
            if not one.isHidden() and all(part in text for part in parts):
                return one
        return self.title


def page_number(pages: Paged) -> str:
    """Say which page of choices is shown, and how many there are."""
    # Words: the page of choices being shown, and how many pages there are.
    return _("{page} of {pages}").format(
        page=figure(pages.page + 1), pages=figure(pages.count)
    )


class Pager(QWidget):
    """Which page of choices this is, and the ways to the others."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.previous = strip_button(
            scene, _("Previous"), "previous-page", Strip.PREVIOUS
        )
        self.more = strip_button(scene, _("More"), "next-page", Strip.MORE)
        self._number = Words(role="strip")
        self._number.setWordWrap(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scene.theme.px(4))
        upright = scene.theme.panel.portrait
        row.addStretch(1)
        for part in (self.previous, self._number, self.more):
            row.addWidget(part)
        row.addStretch(1 if upright else 0)

    def show_pages(self, pages: Paged | None) -> None:
        """Show where one is; nothing at all where there is one page."""
        many = pages is not None and pages.count > 1
        self.setVisible(many)
        if pages is not None and many:
            self.previous.setEnabled(pages.page > 0)
            self.more.setEnabled(pages.page < pages.count - 1)
            self._number.setText(page_number(pages))


def fit_lower(
    row: QHBoxLayout, buttons: list[BarButton], pager: Pager, theme: Theme
) -> None:
    """Where long words and many buttons share the lower strip, each takes less room: they
    stand nearer to each other and to the edge, and have less beside their words."""
    px = theme.px
    for narrow in (False, True):
        side = px(_LEAST_MARGIN_MM) if narrow else margin(theme)
        row.setContentsMargins(side, px(4), side, px(4))
        row.setSpacing(px(_LEAST_GAP_MM if narrow else 5))
        for one in (*buttons, pager.previous, pager.more):
            one.draw_in(narrow)
        pager.updateGeometry()
        if row.minimumSize().width() <= theme.panel.size.width():
            return


def rule(theme: Theme) -> QFrame:
    rule = QFrame()
    rule.setProperty("kind", "rule")
    rule.setFixedHeight(theme.px(0.5))
    return rule
