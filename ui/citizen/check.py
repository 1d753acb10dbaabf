"""Is everything right? One card for each answer, and the one touch that sends."""

from collections.abc import Iterator

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QImage

from i18n import _
from kiosk.forms import Kind, Statement
from kiosk.journey import Journey
from kiosk.media import Media
from ui.citizen.questions.asked import is_own, tells
from ui.citizen.questions.capturing import clock_time
from ui.figures import figure
from ui.satchel import Kept, Kit, bare_kit
from ui.screen import Action, Heading, Said, Scene, listed
from ui.tiles import TilesScreen
from ui.widgets.beside import Beside
from ui.widgets.button import Face
from ui.widgets.card import Card, Line
from ui.widgets.tile import Shape, Tile

_JOINED = "others:same"  # no question's id has a colon


class CheckScreen(TilesScreen):
    """A touch on a card changes that answer; nothing is kept before the action."""

    name = "check"
    final = True

    confirmed = Signal()
    change = Signal(str)
    """The id of the question to change."""
    others = Signal()
    """Look again at what others have told."""

    def __init__(self, scene: Scene, journey: Journey, kit: Kit | None = None) -> None:
        super().__init__(scene)
        self._journey = journey
        self._kit = kit or bare_kit(self)
        self._playing: Beside | None = None
        self._kit.player.ended.connect(self._heard_out)
        said = [one for one in journey.asked if not isinstance(one, Statement)]
        cards = [self._card(question.id) for question in said]
        self.lay([*self._left_out(), *self._joined(), *cards], Shape.ROW)

    def heading(self) -> Heading:
        left = self._journey.left_others
        hint = _("To change something, choose it.")
        if left:
            hint = _("You have changed it: it is a report of its own now.")
        steps = self._journey.progress
        return Heading(_("Is everything right?"), hint, urgent=left, steps=steps)

    def action(self) -> Action:
        return Action(_("Send it"), "send")

    def act(self) -> None:
        self.confirmed.emit()

    def touched(self, name: str) -> None:
        if name == _JOINED:
            self.others.emit()
        else:
            self.change.emit(name)

    def spoken(self) -> tuple[Said, ...]:
        """All of it is the citizen's own."""
        return tuple(replace(one, private=True) for one in super().spoken())

    def busy(self) -> bool:
        return self._playing is not None

    def leave(self) -> None:
        self._playing = None
        self._kit.player.stop()

    def _left_out(self) -> Iterator[Card]:
        """Say what was answered and is not sent: another answer led away from it."""
        dropped = self._journey.dropped
        if dropped:
            words = _("Not sent any more, since you changed an answer:")
            told = listed(self._named(question) for question in dropped)
            picture = self.scene.picture("information")
            yield Card(Line(picture, words, told), self.scene.theme)

    def _named(self, question: Kind) -> str:
        """What was said; of what is one's own, or was shown or spoken, what was asked."""
        if question.is_private or not question.tells:
            return self.scene.say(question.title)
        answer = self._journey.answers[question.id]
        said = question.says(answer, self._journey.places)
        return listed(tells(question, answer, said, self.scene))

    def _card(self, question_id: str) -> Tile | Beside:
        journey, scene = self._journey, self.scene
        question = journey.form.question(question_id)
        assert question is not None
        answer = journey.told[question_id]
        said = listed(tells(question, answer, journey.said[question_id], scene))
        kept = self._kept(question_id)
        if kept is not None and kept.sound:
            said = clock_time(max(1, round(kept.seconds)))
        elif kept is not None:
            said = _("Pictures: {number}").format(number=figure(len(answer)))
        picture, colour = question.picture(answer, journey.places)
        face = Face(
            said or _("Nothing more"),
            scene.say(question.title),
            scene.picture(picture),
            colour=colour,
            mark=scene.picture("change"),
            photo=_photo(kept),
        )
        tile = Tile(face, Shape.ROW, scene.theme, "title")
        tile.setObjectName(question_id)
        tile.own = bool(answer) and is_own(question)
        tile.setAccessibleName(f"{tile.accessibleName()}. {_('Change')}")
        tile.setAccessibleDescription(_("Press Enter to change it."))
        return tile if kept is None or not kept.sound else self._playable(tile)

    def _joined(self) -> Iterator[Tile]:
        """That it is the same as somebody else's, if that was said."""
        if self._journey.same is None:
            return
        face = Face(
            _("Me too"),
            _("Others have told us this"),
            self.scene.picture("me-too"),
            colour="olive",
            mark=self.scene.picture("change"),
        )
        tile = Tile(face, Shape.ROW, self.scene.theme, "title")
        tile.setObjectName(_JOINED)
        tile.setAccessibleName(f"{tile.accessibleName()}. {_('Change')}")
        yield tile

    def _kept(self, question_id: str) -> Kept | None:
        """What was captured last for this question, if it is one of those."""
        answer = self._journey.told[question_id]
        return self._kit.satchel.get(answer[-1]) if answer else None

    # Hearing a voice note

    def _playable(self, tile: Tile) -> Beside:
        beside = Beside(tile, self._hear_it(), self.scene.theme)
        beside.touched.connect(lambda: self._play_or_stop(beside))
        return beside

    def _hear_it(self) -> Face:
        return Face(_("Hear it"), picture=self.scene.picture("play"))

    def _play_or_stop(self, beside: Beside) -> None:
        was_playing = self._playing
        self._heard_out()
        self._kit.player.stop()
        kept = self._kept(beside.tile.objectName())
        if was_playing is beside or kept is None:
            return
        self._playing = beside
        beside.show_face(Face(_("Stop"), picture=self.scene.picture("stop")))
        self.changed.emit()
        self._kit.player.play(kept.sound)

    def _heard_out(self) -> None:
        playing, self._playing = self._playing, None
        if playing is not None:
            playing.show_face(self._hear_it())
            self.changed.emit()


def _photo(kept: Kept | None) -> QImage | None:
    if kept is None or kept.captured.media is not Media.JPEG:
        return None
    return QImage.fromData(kept.captured.content)
