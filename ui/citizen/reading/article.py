"""Something to read or hear, a page at a time."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from i18n import _
from kiosk.reading import paged
from ui.citizen.reading.contents import Story, name, picture
from ui.screen import Action, Heading, Said, Scene, Screen
from ui.widgets.halves import halves
from ui.widgets.letter import Letter
from ui.widgets.picture import Picture
from ui.widgets.qr import QrCode
from ui.widgets.words import Words


class ArticleScreen(Screen):
    """At most sixty words a page, fewer where the letters are large."""

    name = "article"

    more = Signal()
    """Its own pages are to be seen."""

    def __init__(self, scene: Scene, story: Story) -> None:
        super().__init__(scene)
        self._story = story
        theme = scene.theme
        # A decision is no more than its subject; with little room a title is read in one
        # go with its text.
        begins = story.text.startswith(story.title.rstrip("…"))
        self._has_title = not theme.tight and not begins
        text = story.text
        if theme.tight and not begins:
            text = f"{story.title}\n{text}"
        self._title = Words(story.title, "title", self)
        self._title.setVisible(self._has_title)
        self._letter = Letter(text or story.title, "body", paged(text))
        top = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
        self._letter.leaf.setAlignment(top)
        self._letter.turned.connect(self.turned)
        layout = halves(self, theme)
        self._take_along = Words(_("Read it on your telephone"), "place", self)
        self._take_along.setVisible(bool(story.link))
        if story.link:
            layout.addWidget(self._qr(), 0, Qt.AlignmentFlag.AlignTop)
        elif not theme.tight and not theme.panel.portrait:
            layout.addWidget(self._drawn(), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._card(), 1)

    def heading(self) -> Heading:
        return Heading(name(self._story.section), self._story.about)

    def action(self) -> Action | None:
        return Action(_("Pages")) if self._story.has_pages else None

    def act(self) -> None:
        self.more.emit()

    def pages(self) -> Letter:
        return self._letter

    def spoken(self) -> tuple[Said, ...]:
        leaf = self._letter.leaf
        said = [Said(leaf.text(), leaf)] if leaf.text() else []
        if self._has_title:
            said.insert(0, Said(self._title.text(), self._title))
        if self._story.link:
            said.append(Said(self._take_along.text(), self._take_along))
        return tuple(said)

    def _qr(self) -> QWidget:
        """The address in full, for a telephone's camera, beside the text or below it."""
        theme = self.scene.theme
        upright = theme.panel.portrait
        box = QWidget(self)
        layout = QHBoxLayout(box) if upright else QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        code = QrCode(self._story.link, theme.px(54 if theme.tight else 64))
        layout.addWidget(code, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self._take_along, 1)
        if not upright:
            words = self._take_along.minimumSizeHint().width()
            self._take_along.setFixedWidth(max(words, code.width()))
            layout.addStretch(1)
        return box

    def _drawn(self) -> Picture:
        theme = self.scene.theme
        ground, ink = theme.family(picture(self._story.section)[1])
        drawn = Picture(self.scene.picture(self._story.icon), ink, theme.px(46))
        side = theme.px(80)
        drawn.setFixedSize(side, side)
        drawn.on_ground(ground, theme.px(6), drawn.size())
        drawn.setMaximumSize(side, side)
        return drawn

    def _card(self) -> QFrame:
        theme = self.scene.theme
        card = QFrame(self)
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        inner = theme.px(5 if theme.tight else 9)
        column.setContentsMargins(inner, inner, inner, inner)
        column.setSpacing(theme.px(5))
        if self._has_title:
            column.addWidget(self._title)
        column.addWidget(self._letter, 1)
        return card
