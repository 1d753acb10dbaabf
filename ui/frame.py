"""The frame round a page: where am I, who helps me, back, and the one way on.

The strips are the same on every page, in the same place. In landscape the helps stand in
the top strip; on an upright panel the question has the top, out of reach, and everything
that is touched is below it (EN 301 549, 8.3).
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from i18n import _
from ui.screen import Heading, Screen
from ui.theme import Theme
from ui.widgets.button import BarButton, Face, Touchable
from ui.widgets.picture import Picture
from ui.widgets.steps import Steps
from ui.widgets.words import Words


@dataclass(frozen=True)
class Town:
    """Whose kiosk this is and where it stands, in the language being spoken."""

    name: str
    place: str
    emblem: Path


@dataclass(frozen=True)
class Helps:
    """The state of the helps, as the frame shows it."""

    language: str
    """The own name of the language being spoken."""
    listening: bool


class Strip(StrEnum):
    """What can be touched in the strips of every page."""

    BACK = "back"
    START_OVER = "start-over"
    LISTEN = "listen"
    LETTERS = "letters"
    COLOURS = "colours"
    HELP = "help"
    LANGUAGE = "language"
    PREVIOUS = "previous"
    MORE = "more"
    ACTION = "action"


class Frame(QWidget):
    """One page's frame."""

    touched = Signal(str)
    """A `Strip` was touched that is not the page's own business."""

    def __init__(self, screen: Screen, town: Town, helps: Helps) -> None:
        super().__init__()
        self._screen = screen
        self._scene = screen.scene
        self._theme = screen.scene.theme
        self._buttons: list[Touchable] = []
        self._over = _HeadingBlock(self._theme, self._margin)
        self._build(town, helps)
        screen.changed.connect(self.refresh)
        pages = screen.pages()
        if pages is not None:
            pages.turned.connect(self.refresh)

    @property
    def title(self) -> QWidget:
        """Where the question stands."""
        return self._over.title

    def buttons(self) -> tuple[Touchable, ...]:
        return tuple(
            one for one in self._buttons if one.isVisible() and one.isEnabled()
        )

    def refresh(self) -> None:
        """Show what the page says of itself now."""
        if self._screen.bare:
            return
        self._over.show_heading(self._screen.heading())
        note = self._screen.note()
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._refresh_pager()

    def _refresh_pager(self) -> None:
        pages = self._screen.pages()
        many = pages is not None and pages.count > 1
        for widget in (self._previous, self._page_number, self._more):
            widget.setVisible(many)
        if pages is not None and many:
            self._previous.setEnabled(pages.page > 0)
            self._more.setEnabled(pages.page < pages.count - 1)
            # Words: the page of choices being shown, and how many pages there are.
            self._page_number.setText(
                _("{page} of {pages}").format(page=pages.page + 1, pages=pages.count)
            )

    # Building

    def _build(self, town: Town, helps: Helps) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        if self._screen.bare:
            layout.addWidget(self._screen)
            return
        portrait = self._theme.panel.portrait
        if portrait:
            layout.addWidget(self._upper_third(town))
        else:
            layout.addWidget(self._top(town, helps))
            layout.addWidget(_rule(self._theme))
            layout.addWidget(self._over)
        layout.addLayout(self._content(), 1)
        pager = self._pager()
        if portrait:
            layout.addLayout(self._inset(pager, 4))
            layout.addLayout(self._inset(self._helps(helps), 4))
        layout.addWidget(_rule(self._theme))
        layout.addWidget(self._bottom(None if portrait else pager))

    def _inset(self, inner: QLayout, below_mm: float) -> QLayout:
        side = self._margin
        inner.setContentsMargins(side, 0, side, self._theme.px(below_mm))
        return inner

    @property
    def _margin(self) -> int:
        small = self._theme.panel.small or self._theme.panel.portrait
        return self._theme.px(14 if small else 24)

    def _upper_third(self, town: Town) -> QWidget:
        """On an upright panel the upper third is to be read: nothing there is touched."""
        third = QWidget(self)
        third.setMinimumHeight(round(self._theme.panel.size.height() * 0.355))
        column = QVBoxLayout(third)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        palette = self._theme.palette
        on_town = "#FFFFFF" if palette.families else palette.ink
        column.addWidget(self._strip("banner", town, on_town, 26), 1)
        column.addWidget(self._over)
        return third

    def _top(self, town: Town, helps: Helps) -> QFrame:
        strip = self._strip("top", town, self._theme.palette.ink, 13)
        row = strip.layout()
        assert isinstance(row, QHBoxLayout)
        row.addLayout(self._helps(helps))
        return strip

    def _strip(self, name: str, town: Town, ink: str, emblem_mm: float) -> QFrame:
        strip = QFrame(self)
        strip.setObjectName(name)
        row = QHBoxLayout(strip)
        down = self._theme.px(3)
        row.setContentsMargins(self._margin, down, self._margin, down)
        row.setSpacing(self._theme.px(emblem_mm / 3))
        row.addWidget(Picture(town.emblem, ink, self._theme.px(emblem_mm)))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(Words(town.name, "town"))
        names.addWidget(Words(town.place, "place"))
        names.addStretch(1)
        row.addLayout(names, 1)
        return strip

    def _helps(self, helps: Helps) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(3))
        listen = "listen-stop" if helps.listening else "listen"
        buttons: list[BarButton] = []
        for words, picture, strip in (
            (_("Stop") if helps.listening else _("Listen"), listen, Strip.LISTEN),
            (_("Letters"), "bigger-letters", Strip.LETTERS),
            (_("Colours"), "contrast", Strip.COLOURS),
            (_("Help"), "help", Strip.HELP),
            (helps.language, "language", Strip.LANGUAGE),
        ):
            button = self._button(words, picture, strip, above=True)
            button.setProperty("on", strip is Strip.LISTEN and helps.listening)
            row.addWidget(button, 1)
            buttons.append(button)
        widest = max(button.minimumSizeHint().width() for button in buttons)
        room = (self._theme.panel.size.width() - 2 * self._margin) // len(buttons)
        if widest + row.spacing() <= room:
            for button in buttons:
                button.setMinimumWidth(widest)
        return row

    def _content(self) -> QLayout:
        column = QVBoxLayout()
        column.setContentsMargins(self._margin, 0, self._margin, self._theme.px(6))
        column.addWidget(self._screen, 1)
        return column

    def _pager(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(4))
        self._previous = self._button(_("Before"), "previous-page", Strip.PREVIOUS)
        self._page_number = Words(role="strip")
        self._page_number.setWordWrap(False)
        self._more = self._button(_("More"), "next-page", Strip.MORE)
        if self._theme.panel.portrait:
            row.addStretch(1)
        row.addWidget(self._previous)
        row.addWidget(self._page_number)
        row.addWidget(self._more)
        if self._theme.panel.portrait:
            row.addStretch(1)
        return row

    def _bottom(self, pager: QHBoxLayout | None) -> QFrame:
        strip = QFrame(self)
        strip.setObjectName("bottom")
        row = QHBoxLayout(strip)
        down = self._theme.px(4)
        row.setContentsMargins(self._margin, down, self._margin, down)
        row.setSpacing(self._theme.px(5))
        strip.setMinimumHeight(max(self._theme.px(26), self._theme.strip * 2))
        back = self._button(_("Back"), "back", Strip.BACK)
        over = self._button(_("Start over"), "start-over", Strip.START_OVER)
        self._note = Words(role="place")
        row.addWidget(back)
        row.addWidget(over)
        back.setVisible(self._screen.has_back)
        over.setVisible(self._screen.has_start_over)
        row.addWidget(self._note, 1)
        row.addStretch(0 if self._screen.note() else 1)
        if pager is not None:
            row.addLayout(pager)
        action = self._screen.action()
        if action is not None:
            row.addWidget(self._button(action.words, action.picture, Strip.ACTION))
        return strip

    def _button(
        self, words: str, picture: str, strip: Strip, above: bool = False
    ) -> BarButton:
        kind = "action" if strip is Strip.ACTION else "bar"
        face = Face(words, picture=self._scene.picture(picture))
        trailing = strip in (Strip.ACTION, Strip.MORE)
        button = BarButton(face, kind, self._theme, above=above, trailing=trailing)
        button.setObjectName(strip)
        button.touched.connect(self._act)
        self._buttons.append(button)
        return button

    def _act(self, name: str) -> None:
        pages = self._screen.pages()
        if name == Strip.ACTION:
            self._screen.act()
        elif name in (Strip.PREVIOUS, Strip.MORE) and pages is not None:
            pages.turn(1 if name == Strip.MORE else -1)
        else:
            self.touched.emit(name)


class _HeadingBlock(QWidget):
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
        if portrait:
            column.addStretch(1)
        for part in (self._steps, self._chosen, self.title, self._hint):
            column.addWidget(part)

    def show_heading(self, heading: Heading) -> None:
        """Show what stands over the page now."""
        self.title.setText(heading.title)
        self._hint.setText(heading.hint)
        self._hint.setVisible(
            bool(heading.hint) and (heading.urgent or not self._tight)
        )
        self._steps.setVisible(heading.steps is not None)
        if heading.steps is not None:
            self._steps.show_steps(*heading.steps)
        self._chosen.setText("  ›  ".join(heading.chosen))
        self._chosen.setVisible(bool(heading.chosen) and not self._tight)


def _rule(theme: Theme) -> QFrame:
    rule = QFrame()
    rule.setProperty("kind", "rule")
    rule.setFixedHeight(theme.px(0.5))
    return rule
