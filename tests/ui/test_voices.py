"""Other voices than the one every kiosk has: Piper's, and sentences somebody spoke."""

import math
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
import soundfile

from tests.house.source import ROOT
from ui.clip import Clip, Grain, Spoken, read_clip, write_clip
from ui.clips import Clips
from ui.utterance import Failure, Render, Rendered
from ui.voices import Voices

WELCOME = "Καλώς ήρθατε."

PIPER = """#!{python}
import sys, wave
told = dict(zip(sys.argv[1::2], sys.argv[2::2]))
text = sys.stdin.readline().strip()
open({seen!r}, "a").write(" ".join(sys.argv) + "\\n" + text + "\\n")
if "σπάσε" in text:
    raise SystemExit(1)
with wave.open(told["--output_file"], "wb") as file:
    file.setparams((1, 2, 16_000, 0, "NONE", ""))
    frames = int(100 * len(text) * float(told["--length_scale"]))
    file.writeframes(b"\\x07\\x00" * frames)
"""
"""A program with Piper's command line: a hundred samples a letter."""

Ask = Callable[..., tuple[Rendered, Path]]


def tone(rate: int, channels: int = 1) -> bytes:
    waves = (round(8_000 * math.sin(at / 10)) for at in range(rate))
    return b"".join(struct.pack("<h", one) * channels for one in waves)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "piper"
    seen = str(tmp_path / "seen")
    path.write_text(PIPER.format(python=sys.executable, seen=seen), "utf-8")
    path.chmod(0o755)
    (tmp_path / "el.onnx").touch()
    return path


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """Asks a child that has these voices."""
    children: list[subprocess.Popen[bytes]] = []

    def asked(
        voices: Voices, text: str, voice: str, pace: float
    ) -> tuple[Rendered, Path]:
        told = msgspec.json.encode(voices).decode()
        child = subprocess.Popen(
            [sys.executable, "-m", "ui.voice", told],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        children.append(child)
        path = tmp_path / "said.wav"
        request = Render(1, text, voice, round(145 * pace), str(path), pace)
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(msgspec.json.encode(request) + b"\n")
        child.stdin.flush()
        return msgspec.json.decode(child.stdout.readline(), type=Rendered), path

    yield asked
    for child in children:
        child.kill()
        child.communicate()


def piper(program: Path) -> Voices:
    return Voices(str(program), {"el": str(program.parent / "el.onnx")})


def test_piper_says_the_languages_it_has_a_file_for(ask: Ask, program: Path) -> None:
    answer, path = ask(piper(program), WELCOME, "el", 1.0)
    assert answer.ok
    samples = b"\x07\x00" * 100 * len(WELCOME)
    assert read_clip(path) == Clip(Grain(16_000), samples, ())
    ask(piper(program), "Welcome.", "en", 1.0)
    assert read_clip(path).grain == Grain(22_050)


def test_piper_is_asked_to_be_slower_and_no_list_shows_what_is_said(
    ask: Ask, program: Path
) -> None:
    _, path = ask(piper(program), f"{WELCOME}\n{WELCOME}", "el", 0.5)
    letters = 2 * len(WELCOME) + 1
    assert len(read_clip(path).samples) == 2 * 2 * 100 * letters
    words, text = (program.parent / "seen").read_text("utf-8").splitlines()
    assert "ήρθατε" not in words
    assert text == f"{WELCOME} {WELCOME}"


@pytest.mark.parametrize("gone", ["program", "file", "sound"])
def test_where_piper_fails_the_voice_every_kiosk_has_speaks(
    ask: Ask, program: Path, gone: str
) -> None:
    if gone == "program":
        program.unlink()
    if gone == "file":
        (program.parent / "el.onnx").unlink()
    text = "σπάσε το" if gone == "sound" else WELCOME
    answer, path = ask(piper(program), text, "el", 1.0)
    assert answer.ok
    assert len(read_clip(path).words) == 2


def test_without_any_voice_for_a_language_it_says_so(ask: Ask, program: Path) -> None:
    assert ask(piper(program), WELCOME, "xx", 1.0)[0].error is Failure.NO_VOICE


@pytest.fixture
def recorded(tmp_path: Path) -> Voices:
    folder = tmp_path / "voice" / "el"
    folder.mkdir(parents=True)
    (folder / "list.toml").write_text(
        f'"{WELCOME}" = "welcome.wav"\n"Τι θέλετε;" = "what.ogg"\n', "utf-8"
    )
    write_clip(folder / "welcome.wav", Grain(8_000, 2), [Spoken(tone(8_000, 2))])
    write_clip(folder / "what.wav", Grain(48_000), [Spoken(tone(48_000))])
    sound, rate = soundfile.read(folder / "what.wav")
    soundfile.write(folder / "what.ogg", sound, rate, format="OGG", subtype="OPUS")
    return Voices(recorded=str(folder.parent))


def test_a_recorded_sentence_is_said_as_it_was_spoken(
    ask: Ask, recorded: Voices
) -> None:
    _, path = ask(recorded, "καλώς  ήρθατε.", "el", 1.0)
    assert read_clip(path) == Clip(Grain(8_000, 2), tone(8_000, 2), ())
    _, path = ask(recorded, "Τι θέλετε;", "el", 1.0)
    clip = read_clip(path)
    assert clip.grain == Grain(48_000)
    assert clip.grain.ms(len(clip.samples)) == pytest.approx(1_000, abs=50)


@pytest.mark.parametrize(
    ("text", "pace"), [(WELCOME, 0.75), ("Καλώς ήρθατε σήμερα.", 1.0)]
)
def test_what_was_not_spoken_so_is_said_by_the_voice_every_kiosk_has(
    ask: Ask, recorded: Voices, text: str, pace: float
) -> None:
    _, path = ask(recorded, text, "el", pace)
    assert read_clip(path).grain == Grain(22_050)


def test_another_voice_file_makes_the_sentences_anew(
    tmp_path: Path, program: Path, recorded: Voices
) -> None:
    def place(voices: Voices) -> Path:
        return Clips(tmp_path, tmp_path, 1_000, voices.mark).kept(WELCOME, "el", 145)

    before = [place(Voices()), place(piper(program)), place(recorded)]
    assert len(set(before)) == 3
    os.utime(program.parent / "el.onnx", (1, 1))
    os.utime(tmp_path / "voice" / "el" / "welcome.wav", (1, 1))
    after = [place(Voices()), place(piper(program)), place(recorded)]
    assert after[0] == before[0]
    assert set(after[1:]).isdisjoint(before)
