"""The kiosk at rest: who it belongs to, and that a touch begins."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from i18n import Language, _
from kiosk.packs import Municipality
from ui.screen import Heading, Said, Scene, Screen
from ui.theme import Look
from ui.widgets.button import Touchable
from ui.widgets.picture import Picture
from ui.widgets.words import Words


class AttractScreen(Screen):
    """A touch anywhere begins a visit."""

    name = "attract"
    bare = True

    begun = Signal()

    def __init__(
        self, scene: Scene, town: Municipality, languages: tuple[Language, ...]
    ) -> None:
        super().__init__(scene)
        self._town = town
        self._invitations = tuple(one.touch for one in languages)
        self._lines: list[Words] = []
        self._build()

    def heading(self) -> Heading:
        return Heading(self._invitations[0])

    def spoken(self) -> tuple[Said, ...]:
        return tuple(Said(line.text(), line) for line in self._lines)

    def _build(self) -> None:
        theme = self.scene.theme
        notice = (
            _("A sample. Not the municipality's own service.")
            if self._town.sample
            else ""
        )
        column = QVBoxLayout()
        margin = theme.px(10 if theme.tight else 24)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(theme.px(6))
        column.addWidget(self._line(self.scene.say(self._town.name), "title"))
        column.addWidget(self._line(self.scene.say(self._town.welcome), "hint"))
        column.addStretch(2)
        hand_side = theme.px(24 if theme.tight else 62)
        hand = Picture(self.scene.picture("touch"), self._hand_colour(), hand_side)
        column.addWidget(hand, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for invitation in self._invitations:
            column.addWidget(self._line(invitation, "poster"))
        column.addStretch(2)
        column.addWidget(self._line(notice, "hint"))
        poster = Touchable("poster", "\n".join(line.text() for line in self._lines))
        poster.setObjectName("begin")
        poster.setLayout(column)
        poster.clicked.connect(self.begun)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(poster)

    def _line(self, text: str, role: str) -> Words:
        line = Words(text, role)
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self._lines.append(line)
        return line

    def _hand_colour(self) -> str:
        theme = self.scene.theme
        return self._town.colour if theme.look is Look.DAY else theme.palette.ink
