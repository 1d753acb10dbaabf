"""In one's own words: ready phrases first, a keyboard at a touch."""

from collections.abc import Iterable

from msgspec.structs import replace

from i18n import _
from kiosk.forms import Answer, Email, Words
from kiosk.lexicon import Completion
from ui.citizen.questions.asked import Asked, QuestionScreen
from ui.figures import figure
from ui.screen import Action, Heading, Said, Scene
from ui.widgets.button import Face
from ui.widgets.layout import Layer, layout
from ui.widgets.service import Purpose
from ui.widgets.tile import Shape, Tile
from ui.widgets.writing import Task, Writing

_PHRASE = "phrase:"
_WRITE = "write"
_LINES_FROM = 200
"""Letters: whoever may write as much may want a new line."""


class WritingScreen(QuestionScreen):
    """What is typed stands in a field over the keys; the action takes it."""

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        assert isinstance(asked.question, Words | Email)
        self._question = asked.question
        self._writing = Writing(self._task(), scene.theme, scene.picture, self)
        self._column.addWidget(self._writing, 1)
        self._writing.write("".join(asked.journey.answer_here or ()))
        self._writing.changed.connect(self._changed)
        self._writing.full.connect(self._say_full)
        self._writing.entered.connect(self.act)
        self._writing.taken.connect(self._take)
        self._writing.heard.connect(self._echo)
        self._offer()

    @property
    def writing(self) -> bool:
        """Whether the keyboard is shown."""
        return not self._writing.isHidden()

    @property
    def lacks_words(self) -> bool:
        """Whether one cannot go on before something is written."""
        return self._question.needs_answer and not self._writing.text

    def heading(self) -> Heading:
        heading = super().heading()
        if not self.writing:
            return heading
        # The keys need the room; the hint is still heard.
        roomy = heading.urgent or self.scene.theme.roomy
        return replace(heading, chosen=(), hint=heading.hint if roomy else "")

    def action(self) -> Action:
        return Action(_("Go on"))

    def act(self) -> None:
        answer = self._question.tidied(self._writing.text)
        if self._question.accepts(answer, self.asked.journey.places):
            self.answered.emit(answer)
        else:
            self._writing.field.setFocus()
            self.say_missing(self._wrong())

    def offers(self) -> Iterable[Answer]:
        return [self._question.tidied(self._writing.text), ()]

    def partial(self) -> Answer:
        return (self._writing.text, self._writing.keyboard.layer)

    def restore(self, partial: Answer) -> None:
        self._writing.write(partial[0] if partial else "")
        if len(partial) > 1:
            self._writing.keyboard.show_layer(Layer(partial[1]))
        self._offer()

    def spoken(self) -> tuple[Said, ...]:
        hint = self.scene.say(self._question.hint)
        written, ink = self._writing.text, self._writing.field.ink
        said = [Said(hint)] if hint and not self.heading().hint else []
        said += [Said(written, ink, private=True, own=True)] if written else []
        return (
            *said,
            *(Said(one.text(), key) for one, key in self._writing.offers.shown),
        )

    def takes_own(self) -> bool:
        return self.writing

    def touched(self, name: str) -> None:
        """There are no tiles."""

    def _task(self) -> Task:
        raise NotImplementedError

    def _wrong(self) -> str:
        """Say what is the matter with an answer that is not accepted."""
        raise NotImplementedError

    def _offers(self) -> list[Completion]:
        """Return what could follow what is written."""
        raise NotImplementedError

    def _offer(self) -> None:
        self._writing.offer([one.words for one in self._offers()])

    def _take(self, at: int) -> None:
        taken = self._offers()[at]
        self._writing.take(taken.words, taken.replaces)

    def _changed(self) -> None:
        self._offer()
        if self._missing:
            self.say_missing("")

    def _say_full(self) -> None:
        longest = self._task().longest
        self.say_missing(
            _("There is room for {most} letters.").format(most=figure(longest))
        )

    def _echo(self, words: str, own: bool) -> None:
        private = own or self._question.is_private
        own = private or len(words) == 1  # who hears each letter hears the word
        self.heard.emit(Said(words, private=private, own=own))


class TextScreen(WritingScreen):
    """Phrases and words of the village are offered; anything may be written."""

    name = "text"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        assert isinstance(asked.question, Words)
        self._phrases = [scene.say(one) for one in asked.question.suggestions]
        super().__init__(scene, asked)
        self._longest = asked.question.longest
        before = self._writing.text
        if self._phrases and (not before or before in self._phrases):
            self._writing.hide()
            self._column.setStretchFactor(self._writing, 0)
            self.lay(self._tiles(before), Shape.ROW)

    def restore(self, partial: Answer) -> None:
        super().restore(partial)
        if len(partial) < 3 or partial[2] == _WRITE:
            self._write()

    def partial(self) -> Answer:
        return (*super().partial(), _WRITE if self.writing else "")

    def spoken(self) -> tuple[Said, ...]:
        return super().spoken() if self.writing else QuestionScreen.spoken(self)

    def touched(self, name: str) -> None:
        if name == _WRITE:
            self._writing.write("")
            self._write()
            self.turned.emit()
        else:
            phrase = self._phrases[int(name.removeprefix(_PHRASE))]
            self.answered.emit(self._question.tidied(phrase))

    def _write(self) -> None:
        """Show the keyboard in place of the phrases."""
        if self._pages is not None:
            self._column.removeWidget(self._pages)
            self._pages.hide()
            self._pages.deleteLater()
            self._pages = None
        self._writing.show()
        self.changed.emit()

    def _tiles(self, before: str) -> list[Tile]:
        tiles = []
        for number, phrase in enumerate(self._phrases):
            tile = self._tile(f"{_PHRASE}{number}", phrase, "forum", "violet")
            tile.show_on(phrase == before)
            tiles.append(tile)
        tiles.append(self._tile(_WRITE, _("Write it yourself"), "keyboard", "sea"))
        return tiles

    def _tile(self, name: str, words: str, picture: str, colour: str) -> Tile:
        face = Face(words, picture=self.scene.picture(picture), colour=colour)
        tile = Tile(face, Shape.ROW, self.scene.theme)
        tile.setObjectName(name)
        return tile

    def _task(self) -> Task:
        assert isinstance(self._question, Words)
        longest = self._question.longest
        lines = Purpose(lines=longest >= _LINES_FROM)
        name = self.scene.say(self._question.title)
        return Task(name, longest, layout(self.scene.language), lines)

    def _wrong(self) -> str:
        if self.writing:
            return _("Write a few words, please.")
        return _("Choose one of these, or write it yourself.")

    def _offers(self) -> list[Completion]:
        typed = self._writing.text
        if not typed:
            return [Completion(0, phrase) for phrase in self._phrases]
        return list(self.asked.lexicon.completions(typed))
