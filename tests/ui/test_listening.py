"""Who listens: word by word, from where it was, slower, faster, louder, softer."""

import array
from itertools import pairwise
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.hearing import RATE, Sound, Talk, needs_sound
from ui.clip import read_clip
from ui.person import PACES, USUAL_VOLUME, VOLUMES_DB
from ui.rendering import Line, Manner
from ui.speech import Speaker

SHORT = Line("Καλώς ήρθατε.", "el")
LONG_ONCE = Line("Πείτε μας τι θέλετε να αλλάξει στη γειτονιά σας.", "el")
LONG = Line("Πείτε μας τι θέλετε να αλλάξει στη γειτονιά σας. " * 8, "el")


def said(line: Line, words: list[tuple[int, int]]) -> list[str]:
    return [line.text[start : start + length] for start, length in words]


@needs_sound
def test_each_word_is_told_as_it_is_said_and_again_when_it_is_found_again(
    talk: Talk, sound: Sound, place: Path, qtbot: QtBot
) -> None:
    line = Line("Τι θέλετε να αλλάξει στη γειτονιά σας;", "el")
    talk.say(line)
    told = said(line, talk.words)
    assert told[0] == "Τι"
    assert told[-1] == "σας;"
    assert len(told) >= 5  # a busy machine may look too late for a short one
    again = Talk(Speaker(place / "voice", RATE), place, qtbot)
    again.say(line)
    assert said(line, again.words)[-1] == "σας;"
    assert again.children("ui.voice") == []
    again.speaker.close()


@needs_sound
def test_it_goes_on_from_the_word_where_it_was_stopped(
    talk: Talk, sound: Sound, qtbot: QtBot
) -> None:
    talk.speaker.say([SHORT, LONG])
    talk.wait(lambda: len(talk.words) > 12)
    stopped, word = talk.speaker.place, talk.words[-1]
    assert stopped.line == 1
    assert stopped.word > 3
    talk.speaker.stop()
    talk.started.clear()
    talk.words.clear()
    talk.speaker.say([SHORT, LONG], stopped)
    talk.wait(lambda: bool(talk.words))
    assert talk.started == [1]
    assert talk.words[0][0] >= word[0]
    assert talk.words[0][0] - word[0] < 30


def peak_of(talk: Talk, sound: Sound, volume: int) -> int:
    before = len(sound.samples())
    talk.say(SHORT, manner=Manner(decibels=VOLUMES_DB[volume]))
    return sound.peak(since=before)


@needs_sound
def test_every_step_of_the_volume_doubles_the_wave_and_none_is_cut(
    talk: Talk, sound: Sound
) -> None:
    peaks = [peak_of(talk, sound, volume) for volume in range(len(VOLUMES_DB))]
    for softer, louder in pairwise(peaks):
        assert louder == pytest.approx(2 * softer, rel=0.1)
    assert peaks[USUAL_VOLUME] < 32_767 / 3  # there is room above


@needs_sound
def test_slower_is_longer_and_as_high(talk: Talk, place: Path, qtbot: QtBot) -> None:
    lengths, crossings = [], []
    for pace in (PACES[0], PACES[-1]):
        before = talk.kept()
        talk.say(LONG_ONCE, manner=Manner(pace * 145 / RATE))
        (path,) = set(talk.kept()) - set(before)
        samples = array.array("h", read_clip(path).samples)
        lengths.append(len(samples))
        signs = [one > 0 for one in samples]
        changes = sum(one != after for one, after in pairwise(signs))
        crossings.append(changes / len(samples))
    assert lengths[0] == pytest.approx(lengths[1] * PACES[-1] / PACES[0], rel=0.15)
    assert crossings[0] == pytest.approx(crossings[1], rel=0.3)
