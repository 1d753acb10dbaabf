"""Somebody listens at the page at rest, and does nothing: they may have missed a word."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer

from tests.ui.booth import Booth, Given
from tests.ui.fakes import HandVoice
from tests.ui.pad import Pad
from ui.citizen.hearing import Hearing

Stand = Callable[..., Booth]
K = Qt.Key


@pytest.fixture
def pad(booths: Stand) -> Pad:
    return Pad(booths(Given(speaker=HandVoice)))


def silence(booth: Booth) -> QTimer:
    """How long nobody does anything at the page at rest, as short as a test can wait."""
    hearing = booth.stand.findChild(Hearing)
    assert isinstance(hearing, Hearing)
    hearing.silence.setInterval(10)
    return hearing.silence


def say_all(voice: HandVoice) -> None:
    while voice.speaking:
        voice.speak()


def welcomes(booth: Booth) -> int:
    """Wait until nothing more is said by itself; return how often one was welcomed."""
    voice, begun = booth.speaker, silence(booth)
    assert isinstance(voice, HandVoice)
    count = 0
    while voice.speaking and count < 20:
        count += 1
        assert voice.lines[0].text.startswith(("Μπορείτε", "Γεια σας", "Αγγίξτε"))
        say_all(voice)
        booth.settle()
        booth.qtbot.waitUntil(lambda: voice.speaking or not begun.isActive())
        booth.settle()
    return count


def test_whoever_is_silent_at_the_page_at_rest_is_welcomed_again(pad: Pad) -> None:
    pad.press(K.Key_Down)
    pad.listen()
    assert welcomes(pad.booth) == 1 + 8  # then they have gone, and the time runs
    assert pad.booth.idle.watching
    pad.press(K.Key_F2)
    pad.listen()
    assert welcomes(pad.booth) == 1 + 8


def test_a_headset_is_never_left_silent_at_the_page_at_rest(pad: Pad) -> None:
    pad.booth.headset.put_on()
    assert pad.listen().startswith("Γεια σας")
    assert welcomes(pad.booth) == 20
    pad.booth.come_in()
    pad.booth.visit.rest()  # who comes next finds it on the hook, and hears it too
    assert pad.listen().startswith("Γεια σας")
