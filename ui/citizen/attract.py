"""The kiosk at rest: who it belongs to, and that a touch begins."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from i18n import Language, _
from kiosk.packs import Municipality
from ui.screen import Heading, Said, Scene, Screen
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
        self._build()

    def heading(self) -> Heading:
        return Heading(self._invitations[0])

    def spoken(self) -> tuple[Said, ...]:
        return (
            Said(self.scene.say(self._town.name)),
            Said(self.scene.say(self._town.welcome)),
        )

    def _build(self) -> None:
        theme = self.scene.theme
        said = [one.text for one in (*self.spoken(), Said(self._notice()))]
        poster = Touchable("poster", ". ".join(filter(None, said)))
        poster.setObjectName("begin")
        poster.clicked.connect(self.begun)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(poster)
        column = QVBoxLayout(poster)
        margin = theme.px(24)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(theme.px(6))
        column.addWidget(_centred(self.scene.say(self._town.name), "title"))
        column.addWidget(_centred(self.scene.say(self._town.welcome), "hint"))
        column.addStretch(2)
        hand = Picture(self.scene.picture("touch"), self._hand_colour(), theme.px(62))
        column.addWidget(hand, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for invitation in self._invitations:
            column.addWidget(_centred(invitation, "poster"))
        column.addStretch(2)
        if self._town.sample:
            notice = _("A sample. Not the municipality's own service.")
            column.addWidget(_centred(notice, "hint"))

    def _hand_colour(self) -> str:
        palette = self.scene.theme.palette
        return palette.ink if palette.families is None else self._town.colour


def _centred(text: str, role: str) -> Words:
    words = Words(text, role)
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
    return words
