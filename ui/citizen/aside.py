"""Pages beside the way: help, the question whether anyone is there, and trouble."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout

from i18n import _
from kiosk.packs import Contact
from ui.figures import figure
from ui.screen import Action, Heading, Said, Scene, Screen
from ui.widgets.button import Face
from ui.widgets.card import Card, Line
from ui.widgets.pages import Measure, Pages
from ui.widgets.picture import Picture
from ui.widgets.tile import Shape, Tile
from ui.widgets.words import Words

ON_PAPER = "on-paper"


class AsideScreen(Screen):
    """A page of a few sentences, and one way on."""

    left = Signal()
    """The one way on was touched."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._pages: Pages | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(scene.theme.px(7))

    def tell(self, lines: tuple[Line | Tile, ...]) -> None:
        """Lay the sentences as cards, one under the other, on as many pages as it takes."""
        theme = self.scene.theme
        cards = [
            Card(line, theme) if isinstance(line, Line) else line for line in lines
        ]
        whole = Measure(
            narrowest=theme.panel.size.width() // 2, ideal=8, most=len(cards)
        )
        self._pages = Pages(cards, theme.px(7), whole)
        self._pages.turned.connect(self.turned)
        self._column.addWidget(self._pages)

    def pages(self) -> Pages | None:
        return self._pages

    def act(self) -> None:
        self.left.emit()

    def spoken(self) -> tuple[Said, ...]:
        shown = self._pages.shown if self._pages is not None else ()
        said: list[Said] = []
        for one in shown:
            if isinstance(one, Tile):
                said.append(Said(one.sentence, one))
            elif isinstance(one, Card):
                said += [Said(words.text(), words) for words in one.lines]
        return tuple(said)


class HelpScreen(AsideScreen):
    """Who helps, when, and how this works."""

    name = "help"
    has_start_over = False

    called = Signal()
    """Somebody is to come."""

    paper_wanted = Signal()
    """A form is to be filled in with a pen."""

    def __init__(
        self,
        scene: Scene,
        contact: Contact,
        may_call: bool = False,
        on_paper: bool = False,
    ) -> None:
        """`on_paper`: a form can be printed here."""
        super().__init__(scene)
        self._may_call = may_call
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
                *((self._paper(),) if on_paper else ()),
                Line(
                    scene.picture("touch"),
                    _("Choose the picture that fits"),
                    _("You can go back. Nothing is sent before “Send it”."),
                ),
                Line(
                    scene.picture("warning"),
                    _("Danger now? Call 112"),
                    _("Free, from every phone, day and night."),
                ),
            )
        )

    def _paper(self) -> Tile:
        words, hint = _("A form on paper"), _("To fill in with a pen")
        face = Face(words, hint, self.scene.picture("printer"))
        tile = Tile(face, Shape.ROW, self.scene.theme)
        tile.setObjectName(ON_PAPER)
        tile.touched.connect(self.paper_wanted)
        return tile

    def heading(self) -> Heading:
        return Heading(_("How can we help?"))

    def action(self) -> Action:
        if self._may_call:
            return Action(_("Call a person"), "person")
        return Action(_("Go on"))

    def act(self) -> None:
        (self.called if self._may_call else self.left).emit()

    def say_cannot_call(self) -> None:
        """The call could not be kept."""
        self.say_note(_("Nobody can be called from here now."))


def coming(who: str) -> str:
    """Say who comes."""
    return _("{name} is coming to you").format(name=who)


class CallScreen(AsideScreen):
    """Somebody has been called: who comes, and what to do until then."""

    name = "call"
    has_start_over = False

    def __init__(self, scene: Scene, contact: Contact, who: str) -> None:
        """`who` comes; '' as long as nobody at the desk has answered."""
        super().__init__(scene)
        self._who = who
        hours = scene.say(contact.hours)
        if contact.phone:
            other = _("Call {phone}").format(phone=contact.phone)
        else:
            other = _("Ask for help at the town hall")
        lines = [Line(scene.picture("person"), self._told())]
        if not who:
            lines.append(
                Line(scene.picture("clock"), _("Nobody comes?"), f"{other}. {hours}")
            )
        self.tell(tuple(lines))

    def heading(self) -> Heading:
        if self._who:
            return Heading(_("Somebody is coming"), _("Stay here, please."))
        return Heading(
            _("We have called somebody"), _("Stay here, or go on meanwhile.")
        )

    def action(self) -> Action:
        return Action(_("Go on"))

    def _told(self) -> str:
        if self._who:
            return coming(self._who)
        return _("As soon as somebody answers, you will see it here.")


class IdleScreen(AsideScreen):
    """Is anyone there? Any touch says yes; otherwise everything is wiped."""

    name = "idle"
    has_back = False
    has_start_over = False

    def __init__(self, scene: Scene, seconds: int) -> None:
        super().__init__(scene)
        self._left = seconds
        self._count = Words(figure(seconds), "poster")
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
        return self.question()

    @staticmethod
    def question() -> Heading:
        """Return what is asked."""
        return Heading(
            _("Are you still there?"),
            _("If not, what you said will be wiped, so that nobody else sees it."),
        )

    def action(self) -> Action:
        return Action(_("I am here"), "check")

    def spoken(self) -> tuple[Said, ...]:
        return (Said(self._count.text(), self._count),)

    def _tick(self) -> None:
        self._left = max(0, self._left - 1)
        self._count.setText(figure(self._left))


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
