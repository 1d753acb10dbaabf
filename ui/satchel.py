"""What somebody showed or said on this visit, in memory, until they confirm it.

It is wiped when they confirm, start over or walk away. A voice note goes in as it was
recorded and is exchanged for a small one as soon as that is made: nobody waits for it.
"""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QObject

from kiosk.config import Printer as Paper
from kiosk.forms import Answer, Answers
from kiosk.media import Captured, Media, check
from ui.capture import Camera, Darkroom, Microphone, Player, Printer, Recording
from ui.devices import Ear, Eye, Gramophone, Lab
from ui.leafing import Lectern
from ui.press import Press


class Kept(msgspec.Struct, frozen=True):
    """A photo or a voice note of this visit."""

    captured: Captured
    sound: bytes = b""
    """A voice note to be played: a WAV file."""
    seconds: float = 0.0


class Satchel(QObject):
    """Holds what was captured, by its id."""

    def __init__(self, darkroom: Darkroom, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._darkroom = darkroom
        self._kept: dict[str, Kept] = {}
        self._pressing: dict[int, str] = {}
        darkroom.made.connect(self._exchange)

    def put_voice(self, question: str, recording: Recording) -> str:
        """Keep a voice note; return its id."""
        sound = recording.wav()
        captured = Captured(question, Media.WAV, sound)
        self._kept[captured.id] = Kept(captured, sound, recording.seconds)
        self._pressing[self._darkroom.press(sound)] = captured.id
        return captured.id

    def put_photo(self, question: str, content: bytes) -> str:
        """Keep a photo; return its id. Raises ValueError for what may not be kept."""
        captured = Captured(question, Media.JPEG, content)
        check(captured)
        self._kept[captured.id] = Kept(captured)
        return captured.id

    def get(self, id_: str) -> Kept | None:
        """Return what has this id, if it is still here."""
        return self._kept.get(id_)

    def here(self, answer: Answer) -> Answer:
        """Return of these ids those that are here."""
        return tuple(one for one in answer if one in self._kept)

    def drop(self, id_: str) -> None:
        """Forget one."""
        self._kept.pop(id_, None)

    def keep_only(self, answers: Iterable[Answer]) -> None:
        """Forget all that answers nothing."""
        named = {one for answer in answers for one in answer}
        self._kept = {id_: kept for id_, kept in self._kept.items() if id_ in named}

    def told(self, answers: Answers) -> tuple[Captured, ...]:
        """Return what these answers name, in their order."""
        named: Iterable[str] = (one for answer in answers.values() for one in answer)
        return tuple(self._kept[one].captured for one in named if one in self._kept)

    def wipe(self) -> None:
        """Forget everything, now."""
        self._kept.clear()
        self._pressing.clear()
        self._darkroom.drop()

    def _exchange(self, work: int, content: bytes) -> None:
        kept = self._kept.get(self._pressing.pop(work, ""))
        if kept is None or not content:
            return
        small = replace(kept.captured, media=Media.OPUS, content=content)
        try:
            check(small)
        except ValueError:
            return  # what was recorded is good as well
        self._kept[small.id] = replace(kept, captured=small)


class Kit(msgspec.Struct, frozen=True):
    """All that a visit captures with, and reads documents on."""

    microphone: Microphone
    camera: Camera
    darkroom: Darkroom
    player: Player
    satchel: Satchel
    lectern: Lectern
    printer: Printer

    def forget(self) -> None:
        """A visit is over: forget it, here and in every child."""
        self.satchel.wipe()
        for one in (self.microphone, self.camera, self.darkroom, self.player):
            one.forget()

    def close(self) -> None:
        """Let go of every device and end every child."""
        self.satchel.wipe()
        devices = (self.microphone, self.camera, self.darkroom, self.player)
        for one in (*devices, self.printer):
            one.close()
        self.lectern.close()


def bare_kit(parent: QObject | None = None) -> Kit:
    """Return the kit of a kiosk that has nothing to capture with."""
    darkroom = Darkroom(parent)
    return Kit(
        Microphone(parent),
        Camera(parent),
        darkroom,
        Player(parent),
        Satchel(darkroom, parent),
        Lectern(parent),
        Printer(parent),
    )


def full_kit(parent: QObject, paper: Paper) -> Kit:
    """Return the kit of a kiosk, with whatever devices it will turn out to have; `paper`
    is what its settings say of a printer."""
    darkroom = Lab(parent=parent)
    return Kit(
        Ear(parent),
        Eye(parent),
        darkroom,
        Gramophone(parent),
        Satchel(darkroom, parent),
        Lectern(parent),
        Press(paper, parent),
    )
