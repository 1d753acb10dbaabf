"""In one's own voice: one button to begin and to end, then to hear it, or do it again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from i18n import _
from kiosk.forms import Answer, Voice
from ui.citizen.questions.asked import Asked
from ui.citizen.questions.capturing import CapturingScreen, clock_time
from ui.screen import Said, Scene
from ui.widgets.button import Face
from ui.widgets.card import Card, Line
from ui.widgets.halves import halves
from ui.widgets.recorder import Meter, RoundButton
from ui.widgets.tile import Shape, Tile
from ui.widgets.words import Words

SHORTEST_S = 0.7
"""Less is a finger that touched twice."""
FAINT = 0.15
"""A level below which nobody will understand a word."""

_HEAR, _AGAIN, _TALK = "hear", "redo", "talk"


class VoiceScreen(CapturingScreen):
    """Ready, recording, recorded; or no microphone, which is said and passed."""

    name = "voice"

    def __init__(self, scene: Scene, asked: Asked) -> None:
        super().__init__(scene, asked)
        assert isinstance(asked.question, Voice)
        self._longest_s = asked.question.longest_s
        self._recording = self._playing = self._mute = False
        self._button: RoundButton | None = None
        microphone, player = self._kit.microphone, self._kit.player
        microphone.heard.connect(self._hear)
        microphone.full.connect(self._finish)
        microphone.missing.connect(self._be_without)
        player.ended.connect(self._heard_out)
        self.show_now()

    def arrive(self) -> None:
        if not self._ids:
            self._kit.microphone.look()

    def busy(self) -> bool:
        return self._recording or self._playing

    def leave(self) -> None:
        self._kit.microphone.stop()
        self._kit.player.stop()
        self._recording = self._playing = False

    def act(self) -> None:
        self._finish()
        super().act()

    def partial(self) -> Answer:
        self._finish()
        return super().partial()

    def spoken(self) -> tuple[Said, ...]:
        if isinstance(self._part, Card):
            return tuple(Said(words.text(), words) for words in self._part.lines)
        if self._button is None:
            return super().spoken()
        button = Said(self._button.accessibleName(), self._button)
        return (button, Said(self._left.text(), self._left))

    def touched(self, name: str) -> None:
        if name == _TALK and self._recording:
            self._finish()
        elif name == _TALK:
            self._begin()
        elif name == _AGAIN:
            self._stop_playing()
            self.drop(self._ids[0])
            self.show_now()
            self.changed.emit()
        elif self._playing:
            self._stop_playing()
            self._change()
        else:
            self._play()

    # Speaking

    def _begin(self) -> None:
        self._recording = True
        self._missing = ""
        self._change()  # the voice is silent before the microphone is open
        self._kit.microphone.record(self._longest_s)

    def _finish(self) -> None:
        if not self._recording:
            return
        self._recording = False
        recording = self._kit.microphone.stop()
        if recording.seconds < SHORTEST_S:
            self._missing = _("Press, speak, and press again when you are done.")
        else:
            self._ids = [self._kit.satchel.put_voice(self.asked.question.id, recording)]
            faint = recording.level < FAINT
            self._missing = (
                _("We could hardly hear you. Come closer and do it again.")
                if faint
                else ""
            )
        self._change()

    def _hear(self, level: float) -> None:
        if self._recording and self._button is not None:
            self._meter.show_level(level)
            self._tell_time()

    def _be_without(self) -> None:
        self._recording = False
        self._mute = not self._ids
        self._change()

    # Hearing

    def _play(self) -> None:
        kept = self._kit.satchel.get(self._ids[0]) if self._ids else None
        if kept is not None:
            self._playing = True
            self._change()
            self._kit.player.play(kept.sound)

    def _stop_playing(self) -> None:
        self._playing = False
        self._kit.player.stop()

    def _heard_out(self) -> None:
        if self._playing:
            self._playing = False
            self._change()

    # The page

    def _change(self) -> None:
        self.show_now()
        self.changed.emit()

    def show_now(self) -> None:
        if self._recording and self._button is not None:
            self._show_button()
            return
        self._button = None
        if self._ids:
            self.clear()
            self.lay(self._choices(), Shape.CARD)
        elif self._mute:
            words = _("This kiosk cannot hear you today. Go on without it: it is fine.")
            picture = self.scene.picture("microphone-off")
            self.put_part(Card(Line(picture, words), self.scene.theme))
        else:
            self.put_part(self._mouthpiece())

    def _choices(self) -> list[Tile]:
        kept = self._kit.satchel.get(self._ids[0])
        seconds = round(kept.seconds) if kept is not None else 0
        length = clock_time(max(1, seconds))
        faces = (
            (_HEAR, _("Stop"), "stop", "")
            if self._playing
            else (_HEAR, _("Hear it"), "play", length),
            (_AGAIN, _("Do it again"), "microphone", ""),
        )
        tiles = []
        for name, words, picture, hint in faces:
            face = Face(words, hint, self.scene.picture(picture), colour="sea")
            tile = Tile(face, Shape.CARD, self.scene.theme)
            tile.setObjectName(name)
            tiles.append(tile)
        return tiles

    def _mouthpiece(self) -> QWidget:
        theme, part = self.scene.theme, QWidget()
        row = halves(part, theme)
        self._button = RoundButton(theme, 42 if theme.tight else 72)
        self._button.setObjectName(_TALK)
        self._button.touched.connect(self.touched)
        beside = QVBoxLayout()
        beside.setSpacing(theme.px(5))
        self._left, self._meter = Words("", "title"), Meter(theme)
        if theme.panel.portrait:
            self._left.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        beside.addStretch(1)
        beside.addWidget(self._left)
        beside.addWidget(self._meter)
        beside.addStretch(1)
        row.addWidget(self._button, 1)
        row.addLayout(beside, 1)
        self._show_button()
        return part

    def _show_button(self) -> None:
        assert self._button is not None
        if self._recording:
            words, picture, colour = _("I am done"), "stop", "terracotta"
        else:
            words, picture, colour = _("Press and speak"), "microphone", "sea"
            self._meter.show_level(0)
        self._button.show_face(words, self.scene.picture(picture), colour)
        self._tell_time()

    def _tell_time(self) -> None:
        spoken = self._kit.microphone.seconds if self._recording else 0
        left = max(0, round(self._longest_s - spoken))
        # Words: how much longer one may speak, as minutes and seconds, 0:37.
        self._left.setText(_("{time} left").format(time=clock_time(left)))
