"""Where sentences lie: kept within bounds, found again, swept after a crash."""

import os
import subprocess
import sys
from pathlib import Path

from ui.clips import Clips


def test_the_longest_unused_sentences_make_room(tmp_path: Path) -> None:
    folder = tmp_path / "voice"
    clips = Clips(folder, tmp_path, most_bytes=1_000)
    assert clips.make_folder()
    paths = [clips.kept(f"sentence {n}", "el", 145) for n in range(10)]
    for age, path in enumerate(paths[:9]):
        path.write_bytes(b"x" * 110)
        os.utime(path, (1_000_000 + age, 1_000_000 + age))
        clips.count_in(path)
    assert clips.ready(paths[0])  # used now, so no longer the longest unused
    paths[9].write_bytes(b"x" * 110)
    clips.count_in(paths[9])
    assert [n for n, path in enumerate(paths) if path.exists()] == [
        0,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
    ]


def test_a_sentence_has_another_place_for_another_text_voice_or_speed(
    tmp_path: Path,
) -> None:
    clips = Clips(tmp_path, tmp_path, most_bytes=1_000)
    sentence = ("Yes", "en", 145)
    others = [("Yes.", "en", 145), ("Yes", "el", 145), ("Yes", "en", 150)]
    assert clips.kept(*sentence) == clips.kept(*sentence)
    assert clips.kept(*sentence) not in {clips.kept(*other) for other in others}


def test_half_sentences_of_a_killed_voice_are_swept(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f"abc.{dead.pid}.part"
    busy = tmp_path / f"abc.{os.getpid()}.part"
    left.touch()
    busy.touch()
    Clips(tmp_path, tmp_path, most_bytes=1_000).make_folder()
    assert (left.exists(), busy.exists()) == (False, True)
