"""Something to read or hear, a page at a time."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from kiosk.reading import paged
from ui.citizen.reading.contents import Story, name, picture
from ui.screen import Heading, Said, Scene, Screen
from ui.widgets.halves import halves
from ui.widgets.letter import Letter
from ui.widgets.picture import Picture
from ui.widgets.words import Words


class ArticleScreen(Screen):
    """At most sixty words a page, fewer where the letters are large."""

    name = "article"

    def __init__(self, scene: Scene, story: Story) -> None:
        super().__init__(scene)
        self._story = story
        theme = scene.theme
        pages = list(paged(story.text)) or [""]
        if not theme.tight and story.text.strip() == story.title:
            pages = [""]  # a decision is often no more than its subject
        self._title = Words(story.title, "title")
        # With little room the title has a leaf of its own.
        self._letter = Letter([story.title, *pages] if theme.tight else pages, "body")
        self._title.setVisible(not theme.tight)
        self._letter.turned.connect(self.turned)
        layout = halves(self, theme)
        if not theme.tight and not theme.panel.portrait:
            layout.addWidget(self._drawn())
        layout.addWidget(self._card(), 1)

    def heading(self) -> Heading:
        return Heading(name(self._story.section), self._story.about)

    def pages(self) -> Letter:
        return self._letter

    def spoken(self) -> tuple[Said, ...]:
        leaf = self._letter.leaf
        said = [Said(leaf.text(), leaf)] if leaf.text() else []
        if not self.scene.theme.tight:
            said.insert(0, Said(self._title.text(), self._title))
        return tuple(said)

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
        column.addWidget(self._title)
        column.addWidget(self._letter, 1)
        return card
