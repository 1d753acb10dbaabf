"""The kiosk at rest: who it belongs to, that a touch begins, and a warning if there is one.

A warning takes the page over in words, colour and picture. It blocks nothing: a touch
anywhere goes on, as ever.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout

from i18n import Language, _
from kiosk.notice import Notice, Severity
from kiosk.packs import Municipality
from kiosk.reading import WORDS_A_PAGE, paged
from ui.citizen.reading.contents import until
from ui.screen import VOICE, Heading, Said, Scene, Screen
from ui.theme import Look
from ui.widgets.button import Touchable
from ui.widgets.letter import Letter
from ui.widgets.picture import Picture
from ui.widgets.words import Words

_LONGEST_HEADLINE = 90
_SHORT_HEADLINE = 45
_WORDS_BESIDE = 40
_WORDS_BESIDE_ON_SMALL = 15
_HIGH_MM = 250
_LANGUAGES_IN_A_ROW = 4


class AttractScreen(Screen):
    """A touch anywhere begins a visit."""

    name = "attract"
    bare = True

    begun = Signal()

    def __init__(
        self,
        scene: Scene,
        town: Municipality,
        languages: tuple[Language, ...],
        alert: Notice | None = None,
    ) -> None:
        super().__init__(scene)
        self._town = town
        self._languages = languages
        self._lines: list[Words] = []
        column = QVBoxLayout()
        panel = scene.theme.panel
        self._low = not panel.portrait and (panel.short or scene.theme.scale > 1)
        """Whether a broad panel is short for its letters: every line counts."""
        near = alert or self._low
        usual = 14 if near or not scene.theme.roomy else 24
        margin = scene.theme.px(10 if scene.theme.tight else usual)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(scene.theme.px(6))
        if alert is None:
            self._invite(column)
        else:
            self._warn(column, alert)
        poster = Touchable("poster", "\n".join(line.text() for line in self._lines))
        poster.setObjectName("begin")
        poster.setLayout(column)
        poster.clicked.connect(self.begun)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(poster)

    def heading(self) -> Heading:
        return Heading(self._languages[0].touch)

    def spoken(self) -> tuple[Said, ...]:
        return tuple(Said(line.text(), line) for line in self._lines)

    def _invite(self, column: QVBoxLayout) -> None:
        theme = self.scene.theme
        column.addWidget(self._line(self.scene.say(self._town.name), "title"))
        if not (theme.tight or theme.panel.short):
            column.addWidget(self._line(self.scene.say(self._town.welcome), "hint"))
        column.addStretch(2)
        hand_side = theme.px(24 if self._low else 62 if theme.roomy else 40)
        hand = Picture(self.scene.picture("touch"), self._hand_colour(), hand_side)
        column.addWidget(hand, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        column.addWidget(self._line(self._languages[0].touch, "poster"))
        column.addStretch(1)
        role = "title" if theme.scale == 1 and theme.roomy else "strip"
        column.addLayout(self._in_other_languages(role))
        column.addStretch(1)
        column.addWidget(self._line(self._sample_notice(), "hint"))

    def _in_other_languages(self, role: str) -> QVBoxLayout:
        """Everybody finds their own line: rows of a few, each in the middle."""
        theme = self.scene.theme
        lines = [self._line(one.touch, role) for one in self._languages[1:]]
        gap, room = theme.px(14), theme.panel.size.width() - 2 * theme.px(24)
        for line, one in zip(lines, self._languages[1:], strict=True):
            line.setProperty(VOICE, one.voice)
            line.setWordWrap(False)
            line.ensurePolished()
        rows = -(-len(lines) // _LANGUAGES_IN_A_ROW)
        while any(_width(row, gap) > room for row in _rows(lines, rows)):
            rows += 1
        column = QVBoxLayout()
        column.setSpacing(theme.px(2 if self._low else 5))
        for part in _rows(lines, rows):
            row = QHBoxLayout()
            row.setSpacing(gap)
            row.addStretch(1)
            for line in part:
                row.addWidget(line)
            row.addStretch(1)
            column.addLayout(row)
        return column

    def _warn(self, column: QVBoxLayout, alert: Notice) -> None:
        """The warning has all the room but two lines: whose kiosk it is, and the way on."""
        theme = self.scene.theme
        if not theme.tight:
            column.addWidget(self._line(self.scene.say(self._town.name), "title"))
        column.addWidget(self._band(alert), 1)
        column.addLayout(self._way_on())
        if self._town.sample and not theme.tight:
            column.addWidget(self._line(self._sample_notice(), "hint"))

    def _band(self, alert: Notice) -> QFrame:
        theme = self.scene.theme
        band = QFrame()
        band.setProperty("kind", "alert")
        band.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        upright = theme.panel.portrait
        way = QBoxLayout.Direction
        row = QBoxLayout(way.TopToBottom if upright else way.LeftToRight, band)
        inner = theme.px(6 if theme.tight else 14)
        row.setContentsMargins(inner, inner, inner, inner)
        row.setSpacing(theme.px(6 if theme.tight else 14))
        side = theme.px(30 if theme.tight else 70)
        drawn = self.scene.picture("warning")
        row.addWidget(
            Picture(drawn, theme.palette.on_alert, side),
            0,
            Qt.AlignmentFlag.AlignCenter,
        )
        column = QVBoxLayout()
        column.setSpacing(theme.px(3 if theme.tight else 6))
        across = (
            Qt.AlignmentFlag.AlignHCenter if upright else Qt.AlignmentFlag.AlignLeft
        )
        words = self._words(alert)
        is_short = not any(text for text, role in words if role == "body")
        if is_short:
            column.addStretch(1)
        for text, role in words:
            if text and role == "body":
                column.addWidget(self._as_much_as_fits(text, across), 1)
            elif text:
                line = self._line(text, role)
                line.setAlignment(across | Qt.AlignmentFlag.AlignVCenter)
                column.addWidget(line)
        if is_short:
            column.addStretch(1)
        row.addLayout(column, 1)
        return band

    def _words(self, alert: Notice) -> tuple[tuple[str, str], ...]:
        head = alert.title
        if len(head) > _LONGEST_HEADLINE:
            head = f"{head[:_LONGEST_HEADLINE].rsplit(maxsplit=1)[0]}…"
        theme = self.scene.theme
        if theme.tight:
            return ((how_bad(alert), "title"), (head, "question"))
        high = theme.panel.size.height() * theme.panel.mm_per_px
        large = len(head) <= _SHORT_HEADLINE and high / theme.scale > _HIGH_MM
        few = _WORDS_BESIDE if high > _HIGH_MM else _WORDS_BESIDE_ON_SMALL
        most = WORDS_A_PAGE if theme.panel.portrait else few
        first = next(iter(paged(alert.text, most)), "").replace("\n", " ")
        if theme.scale > 1:  # only whoever is there has letters this large
            first = ""
        return (
            (how_bad(alert), "title"),
            (head, "poster" if large else _role(head)),
            (first, "body"),
            (until(alert, self.scene), "tile"),
        )

    def _as_much_as_fits(self, text: str, across: Qt.AlignmentFlag) -> Letter:
        """A warning may be long: the rest is heard, and read among the warnings."""
        letter = Letter(text, "body")
        letter.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        letter.leaf.setAlignment(across | Qt.AlignmentFlag.AlignTop)
        self._lines.append(letter.leaf)
        return letter

    def _way_on(self) -> QVBoxLayout:
        """The hand says it to everybody; in every language where there is room."""
        theme = self.scene.theme
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        row.addStretch(1)
        hand = Picture(self.scene.picture("touch"), theme.palette.ink, theme.px(18))
        row.addWidget(hand)
        line = self._line(self._languages[0].touch, "title")
        line.setAlignment(Qt.AlignmentFlag.AlignLeft)
        row.addWidget(line)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        if theme.roomy and theme.scale == 1:
            column.addLayout(self._in_other_languages("strip"))
        return column

    def _sample_notice(self) -> str:
        if not self._town.sample:
            return ""
        return _("A sample. Not the municipality's own service.")

    def _line(self, text: str, role: str) -> Words:
        line = Words(text, role)
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self._lines.append(line)
        return line

    def _hand_colour(self) -> str:
        theme = self.scene.theme
        return self._town.colour if theme.look is Look.DAY else theme.palette.ink


def _rows(lines: list[Words], rows: int) -> list[list[Words]]:
    """Share lines among rows, as evenly as it goes."""
    many = len(lines)
    return [lines[at * many // rows : (at + 1) * many // rows] for at in range(rows)]


def _width(row: list[Words], gap: int) -> int:
    wide = sum(one.sizeHint().width() for one in row) + gap * (len(row) - 1)
    return wide if len(row) > 1 else 0  # narrower than one it cannot be


def _role(head: str) -> str:
    return "question" if len(head) <= _SHORT_HEADLINE else "title"


def how_bad(alert: Notice) -> str:
    """Say in two words how bad it is."""
    if alert.severity in {Severity.EXTREME, Severity.SEVERE}:
        return _("Danger")
    return _("Take care")


def announcement(alert: Notice | None, scene: Scene) -> tuple[Said, ...]:
    """Return all that is said aloud of a warning."""
    if alert is None:
        return ()
    parts = (how_bad(alert), alert.title, alert.text, until(alert, scene))
    return tuple(Said(one) for one in parts if one)
