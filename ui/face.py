"""Puts a citizen face together: glass, stand, door and visit, for one home."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

import i18n
import kiosk
import resources
from i18n import Language, languages
from kiosk.citizen import CitizenDoor
from kiosk.clock import SystemClock
from kiosk.config import Config
from kiosk.device import Device, open_device
from kiosk.errors import Misconfigured
from kiosk.home import Home
from kiosk.packs import Pack, find_pack, load_pack
from kiosk.standby import Shelves, Working
from kiosk.sums import sha256
from ui.citizen.threshold import Threshold
from ui.headset import Headset
from ui.idle import Idle
from ui.reader import Reader
from ui.renewal import Renewal
from ui.shell import Shell
from ui.speech import Speaker
from ui.stand import About, Stand
from ui.theme import Panel, load_fonts
from ui.trouble import Watch
from ui.voices import Voices
from ui.work import Worker

if TYPE_CHECKING:
    from ui.citizen.visit import Visit
    from ui.inside import Inside

_INSIDE_AFTER_MS = 60
"""After the first page was painted: a screen shows it, and nobody has touched it yet."""
_HEADSET_AFTER_MS = 100
"""After that, for it starts another program."""
REHEARSE_AFTER_MS = 10_000
"""A kiosk that starts has more urgent things to do."""


class Core(msgspec.Struct, frozen=True):
    """What a face stands on, opened and checked before a window shows."""

    home: Home
    config: Config
    pack: Pack
    device: Device
    door: CitizenDoor


def shelves(home: Home) -> Shelves:
    """Return where a kiosk's packs lie."""
    shelf = [home.packs, resources.SHELF]
    return Shelves(home, shelf, sound_pack, _what_checks())


def _what_checks() -> str:
    """Return another word whenever packs may be checked otherwise: by other rules, for
    other pictures or languages."""
    rules = [one for one in os.scandir(kiosk.__path__[0]) if one.name.endswith(".py")]
    seen = [(one.name, one.stat()) for one in sorted(rules, key=lambda one: one.name)]
    for room, name in ((resources, "icons"), (i18n, "languages.toml")):
        seen.append((name, (Path(room.__path__[0]) / name).stat()))
    told = repr([(name, at.st_size, at.st_mtime_ns) for name, at in seen])
    return sha256(told.encode()).hex()


def sound_pack(folder: Path) -> Pack:
    """Load a pack whose every picture and language the program has. Raises
    Misconfigured."""
    pack = load_pack(folder, resources.icons())
    spoken_languages(pack)
    return pack


def open_core(home: Home, config: Config, pack: Pack | None = None) -> Core:
    """Open the store, for this pack; without one, for that of the settings.

    Raises Misconfigured, CannotSave or Damaged: then the kiosk asks nobody anything.
    """
    if pack is None:
        pack = sound_pack(find_pack(config.pack, [home.packs, resources.SHELF]))
    device = open_device(home, config)
    door = CitizenDoor(home, config, pack, device, SystemClock())
    return Core(home, config, pack, device, door)


class CitizenFace(QObject):
    """The citizen face, whole. Its first page needs little, and is there before the rest
    of it is."""

    def __init__(
        self,
        application: QApplication,
        core: Core,
        panel: Panel,
        speaker: Speaker | None = None,
    ) -> None:
        """`speaker` takes the place of the kiosk's own voice."""
        super().__init__()
        load_fonts()
        config, self._core, self._panel = core.config, core, panel
        self._inside: Inside | None = None
        self.shell = Shell(panel)
        self._worker = Worker(self.shell)
        idle = Idle(config.idle.warn_after_s, config.idle.wipe_after_s, self.shell)
        voice = config.voice
        pace, voices = voice.words_per_minute, voices_of(core)
        own = Speaker(core.home.voice, pace, voice.enabled, voices, self.shell)
        self._speaker = speaker or own
        self._headset = Headset(voice.headset, self.shell)
        self._reader = Reader(self._speaker, self.shell, self._headset)
        self.stand = Stand(self.shell, panel, about(core), self._reader, idle)
        self._threshold = Threshold(self.stand, core.door, self._worker)
        self._threshold.entered.connect(self._let_in)
        Watch(os.urandom, self._tell_bug).begin()
        application.aboutToQuit.connect(self.close)
        self._threshold.rest()
        self.shell.once_painted(self._go_on)

    def _go_on(self) -> None:
        """The first page is on the glass: time for all else, one after the other."""
        QTimer.singleShot(_INSIDE_AFTER_MS, self, self.furnish)
        QTimer.singleShot(REHEARSE_AFTER_MS, self, self._rehearse)
        if self._core.config.voice.enabled:
            QTimer.singleShot(_HEADSET_AFTER_MS, self._headset, self._headset.watch)

    def furnish(self) -> "Inside":
        """Make ready all that a visit needs: before anybody comes, or at once for whoever
        is quicker."""
        if self._inside is None:
            from ui.inside import Inside  # noqa: PLC0415 -- the first page needs none

            config = self._core.config
            self._inside = Inside(self._threshold, self._reader, config, self._panel)
        return self._inside

    @property
    def visit(self) -> "Visit":
        """The way of whoever is there."""
        return self.furnish().visit

    def _let_in(self) -> None:
        self.visit.begin()

    def _tell_bug(self, reference: str) -> None:
        self.visit.tell_bug(reference)

    def _rehearse(self) -> None:
        from ui.repertoire import repertoire  # noqa: PLC0415 -- nor any of this

        pack = self._core.pack
        self._speaker.rehearse(repertoire(pack, spoken_languages(pack)))

    def look_for_packs(self, named: Config, working: Working) -> Renewal:
        """Ask from another pack when the one that the settings name was changed, but
        never while somebody is there."""
        renewal = Renewal(
            shelves(self._core.home), named, self._worker, self._rests, self.shell
        )
        renewal.begin(working.mark)
        renewal.renewed.connect(self._renew)
        return renewal

    def _rests(self) -> bool:
        return self._threshold.rests

    def _renew(self, working: Working) -> None:
        self._core.door.renew(working.config, working.pack)
        self._core = replace(self._core, config=working.config, pack=working.pack)
        self.stand.about = about(self._core)
        self._speaker.take_voices(voices_of(self._core))
        self.visit.rest()
        self._rehearse()

    def close(self) -> None:
        """Let what is being written be written, and end the voice and the
        devices."""
        self._headset.close()
        self._speaker.close()
        if self._inside is not None:
            self._inside.kit.close()
        self._worker.close()


def voices_of(core: Core) -> Voices:
    """Return the voices of the settings, and what somebody has spoken for the pack."""
    voice = core.config.voice
    return Voices(voice.piper, voice.models, str(core.pack.folder / "voice"))


def about(core: Core) -> About:
    """Say whose kiosk it is, from its pack and its settings."""
    town, here = core.pack.municipality, core.door.village.name
    place = core.door.place
    standing = {
        code: f"{name} · {place}" if place else name for code, name in here.items()
    }
    languages = spoken_languages(core.pack)
    return About(town.name, standing, town.colour, core.pack.folder, languages)


def spoken_languages(pack: Pack) -> tuple[Language, ...]:
    """Return the languages of a pack that the program knows.

    Raises Misconfigured for one it does not.
    """
    known = {language.code: language for language in languages()}
    for code in pack.municipality.languages:
        if code not in known:
            raise Misconfigured(
                f"{pack.folder / 'pack.toml'}, languages",
                f'the program does not speak "{code}"',
                f"choose among: {', '.join(known)}",
            )
    return tuple(known[code] for code in pack.municipality.languages)
