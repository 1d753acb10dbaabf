"""Pages beside the way: help, the question whether anyone is there, and trouble."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from i18n import _
from kiosk.packs import Contact
from ui.screen import Action, Heading, Said, Scene, Screen
from ui.widgets.picture import Picture
from ui.widgets.words import Words


@dataclass(frozen=True)
class Line:
    """A picture with a sentence and a smaller one under it."""

    picture: Path
    words: str
    hint: str = ""


class AsideScreen(Screen):
    """A page of a few sentences, and one way on."""

    left = Signal()
    """The one way on was touched."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._told: list[Words] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(scene.theme.px(7))

    def tell(self, lines: tuple[Line, ...]) -> None:
        """Lay the sentences as cards, one under the other."""
        for line in lines:
            self._column.addWidget(self._card(line), 1)

    def act(self) -> None:
        self.left.emit()

    def spoken(self) -> tuple[Said, ...]:
        return tuple(Said(words.text(), words) for words in self._told)

    def _card(self, line: Line) -> QFrame:
        theme = self.scene.theme
        card = QFrame(self)
        card.setProperty("kind", "card")
        row = QHBoxLayout(card)
        inner = theme.px(5)
        row.setContentsMargins(inner, inner, inner, inner)
        row.setSpacing(theme.px(8))
        row.addWidget(Picture(line.picture, theme.palette.ink, theme.px(18)))
        column = QVBoxLayout()
        column.setSpacing(theme.px(2))
        column.addStretch(1)
        for text, role in ((line.words, "tile"), (line.hint, "hint")):
            if text:
                words = Words(text, role)
                self._told.append(words)
                column.addWidget(words)
        column.addStretch(1)
        row.addLayout(column, 1)
        return card


class HelpScreen(AsideScreen):
    """Who helps, when, and how this works."""

    name = "help"
    has_start_over = False

    def __init__(self, scene: Scene, contact: Contact) -> None:
        super().__init__(scene)
        address, hours = scene.say(contact.address), scene.say(contact.hours)
        where = f"{address}. {hours}" if address else hours
        person = (
            _("Call {phone}").format(phone=contact.phone)
            if contact.phone
            else _("Ask for help at the town hall")
        )
        self.tell(
            (
                Line(scene.picture("person"), person, where),
                Line(
                    scene.picture("touch"),
                    _("Touch the picture that fits"),
                    _(
                        "You can always go back. Nothing is sent before you touch “Send it”."
                    ),
                ),
                Line(
                    scene.picture("danger"),
                    _("Danger now? Call 112"),
                    _("Free, from every phone, day and night."),
                ),
            )
        )

    def heading(self) -> Heading:
        return Heading(_("How can we help?"))

    def action(self) -> Action:
        return Action(_("Go on"))


class IdleScreen(AsideScreen):
    """Is anyone there? Any touch says yes; otherwise everything is wiped."""

    name = "idle"
    has_back = False
    has_start_over = False

    def __init__(self, scene: Scene, seconds: int) -> None:
        super().__init__(scene)
        self._left = seconds
        self._count = Words(str(seconds), "poster")
        self._count.setAlignment(
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        )
        self._column.addStretch(1)
        clock = Picture(
            scene.picture("clock"), scene.theme.palette.ink, scene.theme.px(30)
        )
        self._column.addWidget(clock, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self._count)
        self._column.addStretch(1)
        second = QTimer(self)
        second.setInterval(1000)
        second.timeout.connect(self._tick)
        second.start()

    def heading(self) -> Heading:
        return Heading(
            _("Are you still there?"),
            _("If not, what you said will be wiped, so that nobody else sees it."),
        )

    def action(self) -> Action:
        return Action(_("I am here"), "check")

    def _tick(self) -> None:
        self._left = max(0, self._left - 1)
        self._count.setText(str(self._left))


class TroubleScreen(AsideScreen):
    """Something is wrong with the machine: said calmly, with a way out."""

    name = "trouble"
    has_back = False

    def __init__(self, scene: Scene, contact: Contact, reference: str) -> None:
        super().__init__(scene)
        call = (
            _("Call {phone}").format(phone=contact.phone)
            if contact.phone
            else _("Ask for help at the town hall")
        )
        lines = [Line(scene.picture("person"), call, scene.say(contact.hours))]
        if reference:
            told = _("Tell them this: {reference}").format(reference=reference)
            lines.append(Line(scene.picture("information"), told))
        self.tell(tuple(lines))

    def heading(self) -> Heading:
        return Heading(
            _("Sorry, the kiosk cannot keep anything now"),
            _("It is not your fault. Nothing was sent."),
        )

    def action(self) -> Action:
        return Action(_("Try again"), "again")
