"""One file holds a sentence and the time of each of its words, whole or not at all."""

import os
import wave
from pathlib import Path

import pytest

from ui.clip import Clip, Grain, Spoken, Word, read_clip, write_clip

GRAIN = Grain(1_000)
SECOND = b"\1\0" * 1_000
PIECES = (
    Spoken(SECOND, (Word(0, 0, 3), Word(400, 4, 2))),
    Spoken(SECOND, (Word(100, 0, 5),), start=7),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "said.wav"
    assert write_clip(path, GRAIN, PIECES) == 2
    return path


def test_words_are_counted_through_all_pieces(path: Path) -> None:
    words = (Word(0, 0, 3), Word(400, 4, 2), Word(1_100, 7, 5))
    assert read_clip(path) == Clip(GRAIN, SECOND * 2, words)


def test_others_play_it_as_the_wav_file_it_is(path: Path) -> None:
    with wave.open(str(path)) as file:
        assert file.readframes(file.getnframes()) == SECOND * 2


def test_a_file_of_others_has_sound_and_no_words(tmp_path: Path) -> None:
    path = tmp_path / "theirs.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 8_000, 0, "NONE", ""))
        file.writeframes(SECOND)
    assert read_clip(path) == Clip(Grain(8_000, 2), SECOND, ())


def test_it_can_be_taken_from_any_word_on(path: Path) -> None:
    rest = read_clip(path).from_word(1)
    assert rest.samples == (SECOND * 2)[800:]
    assert rest.words == (Word(0, 4, 2), Word(700, 7, 5))
    assert read_clip(path).from_word(3) == read_clip(path)


@pytest.mark.parametrize("cut", [1, 10, 100])
def test_a_torn_file_is_no_file(path: Path, cut: int) -> None:
    os.truncate(path, path.stat().st_size - cut)
    with pytest.raises(wave.Error):
        read_clip(path)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\4\0\0\0WAVE", b"x" * 99])
def test_what_is_no_sound_is_no_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.wav"
    path.write_bytes(content)
    with pytest.raises(wave.Error):
        read_clip(path)
