"""A citizen shows it: by the camera, or with a picture they brought."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.booth import Booth, Given
from tests.ui.captors import HandDarkroom, hand_kit, write_stick
from tests.ui.capturing import (
    camera,
    come,
    ids_in,
    kept,
    take_picture,
)
from tests.ui.fakes import HandVoice
from ui.speech import Speaker

Stand = Callable[..., Booth]


def test_the_picture_is_counted_down_shown_and_spoken(
    booths: Stand, pack: Path
) -> None:
    def voice(folder: Path) -> Speaker:
        return HandVoice(folder)

    booth = booths(Given(pack=pack, kit=hand_kit, speaker=voice))
    come(booth)
    assert booth.reads("Χωρίς πρόσωπα και πινακίδες")
    booth.touch("listen")
    booth.settle()
    said: list[str] = []
    booth.page.heard.connect(lambda one: said.append(one.text))
    booth.touch("take")
    booth.settle()
    assert booth.reads("3")
    assert not booth.idle.watching
    speaker = booth.speaker
    assert isinstance(speaker, HandVoice)
    assert [line.text for line in speaker.lines] == ["3"]
    booth.qtbot.waitUntil(lambda: booth.has("keep"), timeout=5_000)
    assert said == ["3", "2", "1"]


def test_two_pictures_and_no_more(capturing: Booth) -> None:
    take_picture(capturing)
    capturing.touch("another")
    capturing.settle()
    assert camera(capturing).looking
    take_picture(capturing)
    assert not capturing.has("another")
    capturing.touch("redo")
    capturing.settle()
    assert len(ids_in(capturing)) == 1
    take_picture(capturing)
    capturing.go("keep", "action", "action")
    ((one, other),) = kept
    assert one.id != other.id


def test_a_picture_survives_letters_and_a_thrown_one_does_not_come_back(
    capturing: Booth,
) -> None:
    take_picture(capturing)
    capturing.go("letters")
    assert capturing.has("keep")
    capturing.touch("redo")
    capturing.go("letters")
    assert capturing.has("take")


def test_leaving_while_it_counts_takes_no_picture(capturing: Booth) -> None:
    capturing.touch("take")
    capturing.go("letters")
    assert capturing.has("take")
    capturing.qtbot.wait(100)
    assert ids_in(capturing) == set()
    assert capturing.idle.watching


def test_a_camera_that_goes_while_it_counts(capturing: Booth) -> None:
    capturing.touch("take")
    camera(capturing).rest()
    camera(capturing).missing.emit()
    capturing.settle()
    assert capturing.reads("Τώρα δεν έχουμε κάμερα.")
    assert not capturing.page.busy()


@pytest.mark.qt_log_ignore("marker type", extend=True)
def test_a_picture_from_a_stick(booths: Stand, pack: Path, tmp_path: Path) -> None:
    stick = write_stick(tmp_path / "media" / "maria" / "STICK")
    (stick / "bad.jpg").write_bytes(b"\xff\xd8\xff no picture")
    booth = booths(
        Given(pack=pack, kit=lambda parent: hand_kit(parent, tmp_path / "media"))
    )
    come(booth)
    booth.qtbot.waitUntil(lambda: booth.has("stick"))
    booth.settle()
    booth.touch("stick")
    booth.qtbot.wait(50)
    booth.settle()
    booth.touch(f"file:{stick / 'bad.jpg'}")
    booth.qtbot.waitUntil(lambda: booth.reads("Αυτή η φωτογραφία δεν ανοίγει."))
    booth.touch(f"file:{stick / 'one.jpg'}")
    booth.qtbot.waitUntil(lambda: booth.has("keep"))
    booth.settle()
    booth.go("keep")
    assert len(ids_in(booth)) == 1


def test_a_stick_that_is_pulled_out_leaves_the_page(
    booths: Stand, pack: Path, tmp_path: Path
) -> None:
    write_stick(tmp_path / "media" / "STICK")
    booth = booths(
        Given(pack=pack, kit=lambda parent: hand_kit(parent, tmp_path / "media"))
    )
    come(booth)
    booth.qtbot.waitUntil(lambda: booth.has("stick"))
    booth.settle()
    booth.touch("stick")
    darkroom = booth.kit.darkroom
    assert isinstance(darkroom, HandDarkroom)
    darkroom.sticks = tmp_path / "nowhere"
    darkroom.look_for_sticks()
    booth.qtbot.waitUntil(lambda: booth.has("take"))
    assert not booth.has("stick")
