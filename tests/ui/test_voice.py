"""The voice: real sentences, real files, in a process that can be killed at any time."""

import array
import math
import os
import resource
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import msgspec
import pytest

from tests.house.source import ROOT
from ui.clip import read_clip
from ui.utterance import Failure, Render, Rendered, plain
from ui.voices.espeak import LONGEST_PIECE, pieces

WELCOME = "Καλώς ήρθατε. Τι θέλετε να κάνετε;"


class Voice:
    """The child as the face sees it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ids = count(1)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ui.voice"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"},
        )

    def write(self, line: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def read(self) -> Rendered:
        assert self.process.stdout is not None
        return msgspec.json.decode(self.process.stdout.readline(), type=Rendered)

    def ask(
        self, text: str, voice: str = "el", rate: int = 145, path: Path | None = None
    ) -> tuple[Rendered, Path]:
        number = next(self._ids)
        where = path or self._folder / f"{number}.wav"
        self.write(msgspec.json.encode(Render(number, text, voice, rate, str(where))))
        answer = self.read()
        assert answer.id == number
        return answer, where

    def seconds(self, text: str, voice: str = "en", rate: int = 145) -> float:
        answer, path = self.ask(text, voice, rate)
        assert answer.ok
        assert answer.seconds == pytest.approx(length(path), abs=0.01)
        return answer.seconds

    def end(self) -> bytes:
        """Close its input; return what was left on its standard output."""
        rest, _ = self.process.communicate(timeout=20)
        return rest


@pytest.fixture
def voice(tmp_path: Path) -> Iterator[Voice]:
    voice = Voice(tmp_path)
    yield voice
    voice.process.kill()
    voice.process.communicate()


def length(path: Path) -> float:
    with wave.open(str(path)) as file:
        return float(file.getnframes() / file.getframerate())


def loudness(path: Path) -> float:
    """Root mean square of the samples; full scale is 32,768."""
    with wave.open(str(path)) as file:
        samples = array.array("h", file.readframes(file.getnframes()))
    return math.sqrt(sum(one * one for one in samples) / len(samples))


def wait_for(condition: Callable[[], bool]) -> None:
    """Look again and again until it is so, for a while."""
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.002)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (WELCOME, "el"),
        ("Welcome. What would you like to do?", "en"),
        ("Mirë se vini. Çfarë doni të bëni?", "sq"),
        ("Seja bem-vindo. O que deseja fazer?", "pt-BR"),
    ],
)
def test_a_sentence_becomes_speech_of_a_plausible_length(
    voice: Voice, text: str, code: str
) -> None:
    answer, path = voice.ask(text, code)
    assert answer.ok
    assert 1.8 < length(path) < 3.8
    assert loudness(path) > 500


def test_a_language_without_a_voice_is_refused_and_not_read_by_a_foreign_one(
    voice: Voice,
) -> None:
    voice.ask(WELCOME, "el")
    for code in ("xx", "", "e", "../el", "grk/el"):
        answer, path = voice.ask(WELCOME, code)
        assert (answer.ok, answer.error) == (False, Failure.NO_VOICE)
        assert not path.exists()


def test_every_sentence_has_the_speed_it_was_asked_for(voice: Voice) -> None:
    slow = voice.seconds(WELCOME, "el", 80)
    for rate in (250, 120, 145, 80, 300) * 3:
        expected = slow * 80 / rate
        assert voice.seconds(WELCOME, "el", rate) == pytest.approx(expected, rel=0.25)


def test_markup_and_phonemes_are_read_out_and_not_obeyed(voice: Voice) -> None:
    hello = voice.seconds("hello there")
    for text in (
        "<b>hello there</b>",
        "<speak>hello there</speak>",
        "[[hello there]] [[h@l'oU]]",
        "hello\\ there\\",
    ):
        assert voice.seconds(text) > 1.15 * hello
    assert voice.seconds("<speak><break time='60s'/>hello there</speak>") < 20


def test_commands_of_the_engine_are_taken_out_of_the_text(voice: Voice) -> None:
    obeyed_would_vanish = voice.seconds("hello \x0150Pthere")
    assert obeyed_would_vanish > 1.15 * voice.seconds("hello there")
    cut_would_be_short = voice.seconds("hello\0 there")
    assert cut_would_be_short == pytest.approx(voice.seconds("hello there"), rel=0.1)


def test_plain_text_keeps_words_and_loses_what_cannot_be_said() -> None:
    assert plain("a\x01b\0c\u2066d\u2069\ue000\ud800") == "a b c d"
    assert plain("  Τίτλος \r\n\n κείμενο\t2 ") == "Τίτλος\n\nκείμενο 2"
    assert plain("می\u200cخواهم 😀 <b> [[x]] \\ \"'") == (
        "می\u200cخواهم 😀 <b> [[x]] \\ \"'"
    )
    assert plain(" \n\x07\u200e") == ""


@pytest.mark.parametrize(
    "text",
    ["😀 👍🏽", '"«\'»"', "%", "\\" * 50, "[[" * 200, "<" * 200, "α" * 10_000, "مرحبا"],
)
def test_odd_text_does_not_stop_it(voice: Voice, text: str) -> None:
    voice.ask(text)
    assert voice.ask(WELCOME)[0].ok


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (WELCOME, "el"),
        ("مرحبا بكم. ماذا تريد أن تفعل؟", "ar"),
        ("Ласкаво просимо. Що ви хочете зробити?", "uk"),
        (f"😀 {WELCOME}", "el"),
    ],
)
def test_every_word_is_told_with_its_characters_and_its_time(
    voice: Voice, text: str, code: str
) -> None:
    answer, path = voice.ask(text, code)
    words = read_clip(path).words
    told = [text[one.start : one.start + one.length] for one in words]
    assert told == text.split()
    times = [one.at_ms for one in words]
    assert times == sorted(set(times))
    assert times[-1] < answer.seconds * 1000


def test_words_of_a_long_text_are_counted_through_its_pieces(voice: Voice) -> None:
    text = f"{WELCOME} " * 40
    answer, path = voice.ask(text)
    words = read_clip(path).words
    told = [text[one.start : one.start + one.length] for one in words]
    assert told == text.split()
    last = words[-6].at_ms / 1000
    assert last == pytest.approx(answer.seconds * 39 / 40, rel=0.02)


def test_a_number_is_one_word_however_long_it_is_said(voice: Voice) -> None:
    text = "Είναι 2610, στις 14:05."
    _, path = voice.ask(text)
    told = [text[one.start : one.start + one.length] for one in read_clip(path).words]
    assert told == ["Είναι", "2610,", "στις", "14:05."]


def test_nothing_to_say_is_no_file(voice: Voice) -> None:
    answer, path = voice.ask(" \n\x01 ")
    assert answer.error is Failure.NOTHING_TO_SAY
    assert not path.exists()


@pytest.mark.parametrize("text", [WELCOME * 294, "λέξη " * 2000])
def test_ten_thousand_characters_are_said_whole(voice: Voice, text: str) -> None:
    some = voice.seconds(text[: len(text) // 10], "el")
    assert voice.seconds(text, "el") == pytest.approx(10 * some, rel=0.15)


@pytest.mark.parametrize(
    "text", ["", "a", WELCOME * 40, "word " * 500, "x" * 2000, "a.\n\nb.\n" * 300]
)
def test_pieces_are_short_and_together_the_text(text: str) -> None:
    cut = list(pieces(text))
    assert "".join(cut) == text
    assert all(0 < len(piece) <= LONGEST_PIECE for piece in cut)


def test_pieces_end_where_sentences_end() -> None:
    assert all(piece.strip()[-1] in ".;" for piece in pieces(f"{WELCOME} " * 40))


@pytest.mark.parametrize(
    "line", [b"nonsense", b"", b"{}", b'{"id": 1}', b'{"text": "\\ud800"}', b"\xff\0"]
)
def test_what_is_no_request_is_answered_and_passed_over(
    voice: Voice, line: bytes
) -> None:
    voice.write(line)
    assert voice.read() == Rendered(0, ok=False, error=Failure.NOT_UNDERSTOOD)
    assert voice.ask(WELCOME)[0].ok


def test_a_place_that_is_not_there_fails_one_sentence_only(
    voice: Voice, tmp_path: Path
) -> None:
    answer, _ = voice.ask(WELCOME, path=tmp_path / "gone" / "x.wav")
    assert answer.error is Failure.CANNOT_SAVE
    assert voice.ask(WELCOME)[0].ok


def test_a_full_disk_fails_one_sentence_and_leaves_nothing_half_written(
    voice: Voice, tmp_path: Path
) -> None:
    _, most = resource.prlimit(voice.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(voice.process.pid, resource.RLIMIT_FSIZE, (2_000_000, most))
    answer, path = voice.ask(WELCOME * 100)
    assert answer.error is Failure.CANNOT_SAVE
    assert not path.exists()
    assert not list(tmp_path.glob("*.part"))
    resource.prlimit(voice.process.pid, resource.RLIMIT_FSIZE, (most, most))
    answer, path = voice.ask(WELCOME * 100)
    assert length(path) == pytest.approx(answer.seconds, abs=0.01)


def test_a_voice_that_is_killed_leaves_no_half_sentence(
    voice: Voice, tmp_path: Path
) -> None:
    path = tmp_path / "long.wav"
    request = Render(1, WELCOME * 290, "el", 145, str(path))
    voice.write(msgspec.json.encode(request))
    wait_for(lambda: any(tmp_path.glob("*.part")))
    voice.process.send_signal(signal.SIGKILL)
    voice.process.wait()
    assert not path.exists()


def test_only_answers_reach_standard_output_and_the_end_of_input_ends_it(
    voice: Voice,
) -> None:
    for _ in range(3):
        voice.ask(
            WELCOME
        )  # each answer was the next line: pyttsx3 prints one of its own
    assert voice.end() == b""
    assert voice.process.returncode == 0


def test_nothing_is_played_and_no_program_started(voice: Voice, tmp_path: Path) -> None:
    for name in ("aplay", "paplay", "ffplay", "sh"):
        player = tmp_path / name  # first on the child's PATH
        player.write_text(f"#!/bin/sh\ntouch {tmp_path}/played\n")
        player.chmod(0o755)
    voice.ask(WELCOME)
    tasks = list(Path("/proc", str(voice.process.pid), "task").iterdir())
    assert tasks
    assert all((task / "children").read_text() == "" for task in tasks)
    assert not (tmp_path / "played").exists()


def test_what_is_said_is_in_no_output(voice: Voice) -> None:
    for place in (None, Path("/proc/nowhere/x.wav")):
        voice.ask("Ιπποπόταμος", path=place)
        voice.ask("Ιπποπόταμος", "xx", path=place)
    _, errors = voice.process.communicate(timeout=20)
    assert "Ιπποπόταμος".encode() not in errors


def test_the_voice_needs_no_qt() -> None:
    code = "import sys, ui.voice; print('PySide6' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True
    )
    assert told.stdout == b"False\n"
