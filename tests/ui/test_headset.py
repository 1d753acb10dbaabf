"""A headset as the sound server knows it: put on, heard alone, taken off."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.hearing import WAIT_MS, Sound, Talk, needs_sound
from ui.headset import Headset
from ui.rendering import Line, Manner

SENTENCE = Line("Πείτε μας τι θέλετε να αλλάξει στη γειτονιά σας.", "el")
LET_THROUGH_MS = 1_000
"""Until it is heard that a headset has gone; the sentences here last half a minute."""


@needs_sound
def test_it_is_known_by_its_name_while_it_is_there(sound: Sound, qtbot: QtBot) -> None:
    parent = QObject()
    headset = Headset("usb", parent)
    headset.watch()
    worn: list[str] = []
    headset.changed.connect(lambda: worn.append(headset.device))
    module = sound.plug("usb")
    qtbot.waitUntil(lambda: worn == ["usb"], timeout=WAIT_MS)
    other = sound.plug("loudspeakers")
    sound.unplug(module)
    qtbot.waitUntil(lambda: worn == ["usb", ""], timeout=WAIT_MS)
    sound.unplug(other)
    headset.close()


@needs_sound
def test_what_is_for_a_headset_is_heard_nowhere_else(talk: Talk, sound: Sound) -> None:
    module = sound.plug("usb")
    before = sound.heard_ms()
    talk.speaker.say([SENTENCE], manner=Manner(device="usb"))
    talk.wait(lambda: sound.playing_on() != "")
    assert "usb" in sound.playing_on()
    talk.wait(lambda: bool(talk.ends))
    assert talk.ends == ["finished"]
    assert sound.heard_ms() == before
    sound.unplug(module)
    assert talk.say(SENTENCE, manner=Manner(device="usb")) == "unavailable"
    assert sound.heard_ms() == before


@needs_sound
def test_a_headset_pulled_out_ends_what_only_it_may_hear(
    talk: Talk, sound: Sound
) -> None:
    # The sound server moves what plays on an output that goes to another one.
    module = sound.plug("usb")
    headset = Headset("usb", talk.speaker)
    headset.watch()
    talk.wait(lambda: headset.device == "usb")
    headset.changed.connect(talk.speaker.stop)
    before = sound.heard_ms()
    talk.speaker.say([SENTENCE] * 9, manner=Manner(device="usb"))
    talk.wait(lambda: sound.playing_on() != "")
    sound.unplug(module)
    talk.wait(lambda: headset.device == "")
    QTest.qWait(300)
    headset.close()
    assert not talk.speaker.speaking
    assert sound.heard_ms() - before < LET_THROUGH_MS


def sink(active: str, kind: str, availability: str) -> dict[str, object]:
    port = {"name": active, "type": kind, "availability": availability}
    speaker = {"name": "out", "type": "Speaker", "availability": "available"}
    return {"name": "alsa", "active_port": active, "ports": [speaker, port]}


@pytest.mark.parametrize(
    ("told", "device"),
    [
        ([sink("jack", "Headphones", "available")], "alsa"),
        ([sink("jack", "Headset", "availability unknown")], "alsa"),
        ([sink("jack", "Headphones", "not available")], ""),
        ([sink("line", "Line", "available")], ""),
        ([{"name": "null", "active_port": None, "ports": []}], ""),
        ("nonsense", ""),
    ],
)
def test_it_is_known_by_its_jack(
    told: object, device: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sinks.json").write_text(json.dumps(told))
    (tmp_path / "pactl").write_text(
        f'#!/bin/sh\n[ "$1" = subscribe ] && exec sleep 60\ncat {tmp_path}/sinks.json\n'
        f"touch {tmp_path}/asked\n"
    )
    (tmp_path / "pactl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    parent = QObject()
    headset = Headset("", parent)
    headset.watch()
    process = headset.findChild(QObject, "look")
    assert process is not None
    process.waitForFinished(WAIT_MS)  # type: ignore[attr-defined]
    assert headset.device == device
    headset.close()


def test_what_came_before_the_server_began_to_tell_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    worn = json.dumps([sink("jack", "Headset", "available")])
    (tmp_path / "pactl").write_text(
        f'#!/bin/sh\n[ "$1" = subscribe ] && exec sleep 60\n'
        f"[ -e {tmp_path}/asked ] && echo '{worn}' || echo '[]'\n"
        f"touch {tmp_path}/asked\n"
    )
    (tmp_path / "pactl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    parent = QObject()
    headset = Headset("", parent)
    headset.watch()
    qtbot.waitUntil(lambda: headset.device == "alsa", timeout=WAIT_MS)
    headset.close()


def test_without_a_sound_server_nobody_wears_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    parent = QObject()
    headset = Headset("", parent)
    headset.watch()
    qtbot.wait(50)
    assert headset.device == ""
