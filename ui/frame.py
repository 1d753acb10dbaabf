"""The frame round a page: where am I, who helps me, back, and the one way on.

The strips are the same on every page, in the same place. In landscape the helps stand in
the top strip; on an upright panel the question has the top, out of reach, and everything
that is touched is below it (EN 301 549, 8.3).
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from i18n import _
from ui.screen import Screen
from ui.strips import (
    HeadingBlock,
    Helps,
    Pager,
    Strip,
    Town,
    TownStrip,
    fit_lower,
    help_rows,
    margin,
    rule,
    strip_button,
)
from ui.widgets.button import BarButton, Touchable
from ui.widgets.words import Words


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
        self._chained: list[Touchable] = []
        self._below: list[BarButton] = []
        """The buttons of the lower strip."""
        self._last_help: Touchable | None = None
        self._last_of_all: Touchable | None = None
        self.pager = Pager(self._scene)
        self.heading = HeadingBlock(self._theme, margin(self._theme))
        self.note = Words(role="place")
        self.action: BarButton | None = None
        self._build(town, helps)
        self._wire(self.pager.previous)
        self._wire(self.pager.more)
        screen.changed.connect(self.refresh)
        screen.turned.connect(self.refresh)

    @property
    def page(self) -> Screen:
        """The page in it."""
        return self._screen

    def buttons(self) -> tuple[Touchable, ...]:
        return tuple(
            one for one in self._buttons if one.isVisible() and one.isEnabled()
        )

    def refresh(self) -> None:
        """Show what the page says of itself now."""
        if self._screen.bare:
            return
        note = self._screen.note()
        self.note.setText(note)
        below = self._note_is_below
        self.heading.show_heading(self._screen.heading(), "" if below else note)
        self.note.setVisible(below and bool(note))
        self.pager.show_pages(self._screen.pages())
        fit_lower(self._bottom_row, self._below, self.pager, self._theme)
        self._chain_keys()

    def _chain_keys(self) -> None:
        """What a page has laid anew is where one reads it for the keys too, not last."""
        own = self._screen.findChildren(Touchable)
        if own == self._chained:
            return
        self._chained = own
        portrait = self._theme.panel.portrait
        before = self._last_of_all if portrait else self._last_help
        if before is None:
            return
        for one in own:
            QWidget.setTabOrder(before, one)
            before = one

    @property
    def note_place(self) -> QWidget:
        """Where the note stands."""
        return self.note if self._note_is_below else self.heading

    @property
    def _note_is_below(self) -> bool:
        """Whether the bottom strip has room for a sentence between its buttons."""
        if self._screen.has_back or self._screen.has_start_over:
            return False
        if not self._theme.panel.portrait or self.action is None:
            return True
        # The helps stand above it, and do not move for a sentence.
        taken = self.action.sizeHint().width() + self._bottom_row.spacing()
        room = self._theme.panel.size.width() - 2 * margin(self._theme) - taken
        self.note.ensurePolished()
        return self.note.heightForWidth(room) <= self._note_height

    # Building

    def _build(self, town: Town, helps: Helps) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        if self._screen.bare:
            layout.addWidget(self._screen)
            return
        portrait = self._theme.panel.portrait
        strip = TownStrip(town, self._theme)
        if portrait:
            layout.addWidget(self._upper_part(strip, helps.low))
        else:
            taken = strip.sizeHint().width() + strip.row.spacing()
            room = self._theme.panel.size.width() - taken
            strip.row.addLayout(self._helps(helps, room))
            layout.addWidget(strip)
            layout.addWidget(rule(self._theme))
            layout.addWidget(self.heading)
        layout.addLayout(self._content(), 1)
        if portrait:
            layout.addWidget(self.pager)
            room = self._theme.panel.size.width() - 2 * margin(self._theme)
            layout.addSpacing(self._theme.px(4))
            layout.addLayout(self._helps(helps, room))
            layout.addSpacing(self._theme.px(4))
        layout.addWidget(rule(self._theme))
        layout.addWidget(self._bottom())

    def _upper_part(self, banner: TownStrip, low: bool) -> QWidget:
        """On an upright panel the upper third is to be read: nothing there is touched. For
        somebody who sits it is more than a third."""
        panel, part = self._theme.panel, QWidget(self)
        part.setMinimumHeight(panel.out_of_reach if low else panel.read_only)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(banner, 1)
        column.addWidget(self.heading)
        return part

    def _helps(self, helps: Helps, room: int) -> QBoxLayout:
        offered = [
            (_("Voice") if helps.listening else _("Listen"), "listen", Strip.LISTEN),
            (_("Letters"), "bigger-letters", Strip.LETTERS),
            (_("Colours"), "contrast", Strip.COLOURS),
            (_("Help"), "help", Strip.HELP),
            (helps.language, "language", Strip.LANGUAGE),
        ]
        if self._theme.panel.out_of_reach:
            offered.insert(0, _reach(helps.low))
        buttons = [self._button(*one, above=True) for one in offered]
        for button in buttons:
            listens = button.objectName() == Strip.LISTEN and helps.listening
            button.setProperty("on", listens)
        self._last_help = buttons[-1]
        return help_rows(buttons, room, self._theme)

    def _content(self) -> QLayout:
        column = QVBoxLayout()
        column.setContentsMargins(
            margin(self._theme), 0, margin(self._theme), self._theme.px(6)
        )
        column.addWidget(self._screen, 1)
        return column

    def _bottom(self) -> QFrame:
        strip = QFrame(self)
        strip.setObjectName("bottom")
        row = self._bottom_row = QHBoxLayout(strip)
        down = self._theme.px(4)
        lines = (
            2.7 if self._theme.panel.portrait else 1
        )  # a note: the helps stay above it
        self._note_height = round(self._theme.strip * lines)
        strip.setMinimumHeight(max(self._theme.px(26), self._note_height + 2 * down))
        back = self._button(_("Back"), "back", Strip.BACK)
        over = self._button(_("Start over"), "start-over", Strip.START_OVER)
        row.addWidget(back)
        row.addWidget(over)
        back.setVisible(self._screen.has_back)
        over.setVisible(self._screen.has_start_over)
        row.addWidget(self.note, 1)
        row.addStretch(0 if self._note_is_below and self._screen.note() else 1)
        if not self._theme.panel.portrait:
            row.addWidget(self.pager)
        action = self._screen.action()
        self._last_of_all = over
        if action is not None:
            on = self._button(action.words, action.picture, Strip.ACTION)
            self.action = self._last_of_all = on
            row.addWidget(on)
            self._below.append(on)
        self._below += (back, over)
        return strip

    def _button(
        self, words: str, picture: str, strip: Strip, above: bool = False
    ) -> BarButton:
        return self._wire(strip_button(self._scene, words, picture, strip, above))

    def _wire(self, button: BarButton) -> BarButton:
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


def _reach(low: bool) -> tuple[str, str, Strip]:
    if low:
        return (_("Higher"), "up", Strip.LOWER)
    return (_("Lower"), "down", Strip.LOWER)
