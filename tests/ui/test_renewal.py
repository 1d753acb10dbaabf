"""A pack is changed while the kiosk is at work: never under anybody's hands, and never
for a worse one."""

import logging
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPointingDevice
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.config import Config, Voice
from kiosk.home import Home
from tests.kiosk.village import write_pack
from tests.ui.booth import WIDE, visible
from ui.face import CitizenFace, open_core, shelves
from ui.renewal import Renewal
from ui.speech import Speaker
from ui.voices import Voices
from ui.widgets.words import Words


@dataclass
class Kiosk:
    """The face as the program puts it together, and the folder of its pack."""

    face: CitizenFace
    renewal: Renewal
    source: Path
    qtbot: QtBot

    def look(self) -> None:
        """As much as the clock would make it look until it knows."""
        for _ in range(2):
            self.look_once()

    def look_once(self) -> None:
        self.renewal.look()
        self.qtbot.waitUntil(lambda: not self.face._worker._open)

    def reads(self, words: str) -> bool:
        for _ in range(4):  # what was laid out moves the next
            QCoreApplication.sendPostedEvents()
        texts = [one.text() for one in visible(self.face.shell, Words)]
        return any(words in one for one in texts)

    def change(self, before: str, after: str, name: str = "pack.toml") -> None:
        file = self.source / name
        text = file.read_text("utf-8")
        assert before in text
        file.write_text(text.replace(before, after), "utf-8")


class Taker(Speaker):
    """Says nothing, and knows whose recorded sentences it was given last."""

    recorded = Path()

    def take_voices(self, voices: Voices) -> None:
        super().take_voices(voices)
        self.recorded = Path(voices.recorded)


@pytest.fixture
def kiosk(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, finger: QPointingDevice
) -> Iterator[Kiosk]:
    home = Home(tmp_path / "home")
    home.make()
    source = write_pack(home.packs / "lefki")
    keys, voice = str(tmp_path / "keys"), Voice(enabled=False)
    config = Config(pack="lefki", key_folder=keys, voice=voice)
    working = shelves(home).choose(config)
    core = open_core(home, working.config, working.pack)
    before = sys.excepthook
    face = CitizenFace(qapp, core, WIDE, Taker(home.voice, 145, enabled=False))
    qtbot.addWidget(face.shell)
    face.shell.show()
    kiosk = Kiosk(face, face.look_for_packs(config, working), source, qtbot)
    yield kiosk
    face.close()
    sys.excepthook = before
    core.device.store.close()


def test_a_changed_pack_is_shown_without_a_restart(kiosk: Kiosk) -> None:
    assert kiosk.reads("Δήμος Λευκής")
    kiosk.change("Δήμος Λευκής", "Δήμος Μαύρης")
    kiosk.look()
    assert kiosk.reads("Δήμος Μαύρης")
    kiosk.face.visit.begin()
    kiosk.face.visit._speak("en")
    assert kiosk.reads("Tell us a problem")


def test_sentences_that_somebody_spoke_are_those_of_the_new_pack(kiosk: Kiosk) -> None:
    (kiosk.source / "voice" / "el").mkdir(parents=True)
    (kiosk.source / "voice" / "el" / "list.toml").write_text("", "utf-8")
    kiosk.look()
    speaker = kiosk.face._speaker
    assert isinstance(speaker, Taker)
    assert (speaker.recorded / "el" / "list.toml").is_file()


def test_what_is_still_being_written_waits(kiosk: Kiosk) -> None:
    kiosk.change("Δήμος Λευκής", "Δήμος Μ")
    kiosk.look_once()
    kiosk.change("Δήμος Μ", "Δήμος Μαύρης")
    kiosk.look_once()
    assert kiosk.reads("Δήμος Λευκής")
    kiosk.look()
    assert kiosk.reads("Δήμος Μαύρης")


@pytest.mark.parametrize(
    "damage",
    [
        lambda source: (source / "places.toml").write_text("?", "utf-8"),
        lambda source: (source / "forms" / "problem.toml").unlink(),
        shutil.rmtree,
    ],
    ids=["a mistake", "half written", "gone"],
)
def test_a_pack_with_a_mistake_leaves_what_is_shown(
    kiosk: Kiosk, damage: Callable[[Path], object], caplog: pytest.LogCaptureFixture
) -> None:
    damage(kiosk.source)
    with caplog.at_level(logging.ERROR):
        kiosk.look()
        kiosk.look()
    told = [one.message for one in caplog.records if "works stays" in one.message]
    assert len(told) == 1
    assert kiosk.reads("Δήμος Λευκής")
    kiosk.face.visit.begin()
    kiosk.face.visit._speak("el")
    kiosk.face.visit._begin_form("problem")
    assert kiosk.reads("Φωτισμός")


def test_nobody_finds_other_questions_in_the_middle_of_theirs(kiosk: Kiosk) -> None:
    kiosk.face.visit.begin()
    kiosk.change("Δήμος Λευκής", "Δήμος Μαύρης")
    kiosk.look()
    kiosk.face.visit._speak("el")
    assert kiosk.reads("Δήμος Λευκής")
    kiosk.face.visit.rest()
    kiosk.look()
    assert kiosk.reads("Δήμος Μαύρης")


def test_somebody_who_comes_while_it_looks_is_not_sent_away(kiosk: Kiosk) -> None:
    kiosk.change("Δήμος Λευκής", "Δήμος Μαύρης")
    kiosk.look_once()
    kiosk.renewal.look()
    kiosk.face.visit.begin()
    kiosk.qtbot.waitUntil(lambda: not kiosk.face._worker._open)
    page = kiosk.face.stand.page
    assert page is not None
    assert page.name == "language"
    kiosk.face.visit.rest()
    kiosk.look()
    assert kiosk.reads("Δήμος Μαύρης")
