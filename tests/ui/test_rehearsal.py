"""What a kiosk will say is there before anybody listens."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

import resources
from i18n import languages
from kiosk.packs import load_pack
from tests.ui.booth import Booth
from tests.ui.hearing import WAIT_MS, Talk
from ui.aloud import Aloud
from ui.clip import Grain, Spoken, read_clip, write_clip
from ui.clips import Clips
from ui.reader import said_on
from ui.rehearsal import Rehearsal
from ui.rendering import Line, voice
from ui.repertoire import repertoire
from ui.voices import Voices

LINES = [Line(f"Λέξη {word}.", "el") for word in ("ένα", "δύο", "τρία", "τέσσερα")]


def test_what_is_rehearsed_is_rendered_once_and_the_child_goes(
    talk: Talk, qtbot: QtBot
) -> None:
    talk.speaker.rehearse(iter(LINES))
    talk.wait(lambda: len(talk.kept()) == len(LINES) and not talk.children("ui.voice"))
    made = {path.stat().st_ino for path in talk.kept()}
    talk.speaker.rehearse(iter([*LINES, Line("Πέντε.", "el")]))
    talk.wait(lambda: len(talk.kept()) == len(LINES) + 1)
    assert made < {path.stat().st_ino for path in talk.kept()}


def test_other_voices_make_the_sentences_anew(talk: Talk, tmp_path: Path) -> None:
    folder = tmp_path / "spoken" / "el"
    folder.mkdir(parents=True)
    (folder / "list.toml").write_text(f'"{LINES[0].text}" = "one.wav"\n', "utf-8")
    write_clip(folder / "one.wav", Grain(8_000), [Spoken(bytes(16_000))])
    talk.speaker.rehearse(iter(LINES[:1]))
    talk.wait(lambda: len(talk.kept()) == 1 and not talk.children("ui.voice"))
    before = set(talk.kept())
    talk.speaker.take_voices(Voices(recorded=str(folder.parent)))
    talk.speaker.rehearse(iter(LINES[:1]))
    talk.wait(lambda: len(talk.kept()) == 2 and not talk.children("ui.voice"))
    (anew,) = set(talk.kept()) - before
    assert read_clip(anew).grain == Grain(8_000)


def test_it_yields_to_everything_else(talk: Talk) -> None:
    talk.speaker.rehearse(iter(LINES * 9))
    talk.wait(lambda: bool(talk.kept()))
    niceness = [
        int(
            Path(f"/proc/{one.processId()}/stat")
            .read_text()
            .rpartition(")")[2]
            .split()[16]
        )
        for one in talk.children("ui.voice")
    ]
    assert niceness in ([19], [])  # none where it was quicker than this look


def test_it_leaves_room_for_what_nobody_could_know_ahead(
    tmp_path: Path, qtbot: QtBot
) -> None:
    clips = Clips(tmp_path / "voice", tmp_path, 150_000)
    parent = QObject()
    child = voice(Voices(), parent)
    rehearsal = Rehearsal(clips, 145, child, parent)
    rehearsal.begin(Line(f"Πρόταση {'α' * n}.", "el") for n in range(1, 30))
    qtbot.waitUntil(lambda: clips.share > 0.8, timeout=WAIT_MS)
    qtbot.wait(300)
    kept = list((tmp_path / "voice").glob("*.wav"))
    assert sum(path.stat().st_size for path in kept) < 150_000
    assert 1 < len(kept) < 10
    rehearsal.close()


def test_the_kiosks_own_language_comes_first() -> None:
    pack = load_pack(resources.pack("patras"), resources.icons())
    spoken = [one.voice for one in repertoire(pack, languages())]
    assert list(dict.fromkeys(spoken)) == [one.voice for one in languages()]
    assert spoken == sorted(spoken, key=[one.voice for one in languages()].index)


@pytest.mark.parametrize("ways", [(), ("problem",), ("problem", "lighting"), ("help",)])
def test_all_that_a_page_says_the_same_each_time_is_rehearsed(
    booth: Booth, ways: tuple[str, ...]
) -> None:
    booth.come_in()
    booth.go(*ways)
    ready = {one.text for one in repertoire(booth.core.pack, booth.about.languages)}
    said = [Aloud.of(one).text for one in said_on(booth.page, booth.shell.frame)]
    steady = [one for one in said if not any(sign.isdigit() for sign in one)]
    assert len(steady) > 2
    missing = [one for one in steady if one not in ready]
    # The one tile whose two sentences are both the program's own is made when it is heard.
    assert [one for one in missing if not one.startswith("Τι έγινε")] == []
