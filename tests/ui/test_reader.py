"""Reading aloud: what is said, what is marked meanwhile, and what makes it silent."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from kiosk.codes import grouped
from tests.ui.booth import Booth, Given, visible
from tests.ui.fakes import HandVoice
from ui.aloud import Aloud
from ui.person import PACES, VOLUMES_DB
from ui.reader import said_on
from ui.speech import BEGINNING, Place
from ui.widgets.button import Touchable
from ui.widgets.words import Words

WAY = ("problem", "lighting", "broken-lamp", "landmark:square", "action", "action")


@pytest.fixture
def booth(booths: Callable[..., Booth]) -> Booth:
    """A kiosk whose voice is led by hand, with somebody on its home page."""
    booth = booths(Given(speaker=HandVoice))
    booth.come_in()
    return booth


def voice(booth: Booth) -> HandVoice:
    assert isinstance(booth.speaker, HandVoice)
    return booth.speaker


def listen(booth: Booth) -> HandVoice:
    booth.touch("listen")
    booth.qtbot.waitUntil(lambda: booth.speaker.speaking)
    booth.wait_for(booth.page.name)
    return voice(booth)


def spoken(booth: Booth) -> list[str]:
    """Which choices are marked as being said."""
    return [
        one.objectName()
        for one in booth.page.findChildren(Touchable)
        if one.property("spoken")
    ]


def test_the_page_is_said_from_the_question_to_the_last_choice(booth: Booth) -> None:
    said = [line.text for line in listen(booth).lines]
    assert said[0] == "Καλώς ήρθατε. Τι θέλετε να κάνετε;"
    assert said[1] == "Πείτε μας ένα πρόβλημα. Λάμπα, δρόμος, νερό, σκουπίδια"
    assert said[-1].startswith("Δουλεύει και χωρίς ίντερνετ.")


def test_it_is_said_in_the_language_that_is_shown(booth: Booth) -> None:
    assert {line.voice for line in listen(booth).lines} == {"el"}
    booth.go("language", "en")
    booth.qtbot.waitUntil(lambda: voice(booth).lines[0].voice == "en")
    assert voice(booth).lines[0].text == "Welcome. What would you like to do?"


def test_the_choice_being_said_is_marked(booth: Booth) -> None:
    speaker = listen(booth)
    marks = []
    for _ in range(4):
        speaker.speak()
        booth.qtbot.wait(1)
        marks.append(spoken(booth))
    assert marks == [[], ["problem"], ["follow"], ["idea"]]


def marked(booth: Booth) -> list[str]:
    """Which words are marked as being said."""
    return [one.marked for one in visible(booth.shell, Words) if one.marked]


def test_the_word_being_said_is_marked_wherever_it_stands(booth: Booth) -> None:
    speaker = listen(booth)
    for word in ("θέλετε", "Λάμπα", "ίντερνετ"):
        text = ""
        while word not in text:
            speaker.speak()
            booth.qtbot.wait(1)
            text = speaker.lines[speaker.place.line].text
        start = text.index(word)
        speaker.speak_word(1, start, len(word))
        booth.qtbot.wait(1)
        assert marked(booth) == [word]
    booth.press("top")
    assert marked(booth) == []
    booth.lift("top")


def test_the_mark_goes_with_the_last_word(booth: Booth) -> None:
    speaker = listen(booth)
    for _ in range(len(speaker.lines) + 1):
        speaker.speak()
    booth.qtbot.waitUntil(lambda: not booth.reader.reading)
    booth.qtbot.wait(1)
    assert spoken(booth) == []


def test_a_touch_anywhere_makes_it_silent_at_once(booth: Booth) -> None:
    speaker = listen(booth)
    speaker.speak()
    speaker.speak()
    booth.qtbot.wait(1)
    assert spoken(booth) == ["problem"]
    booth.press("top")
    assert not speaker.speaking
    assert spoken(booth) == []
    booth.lift("top")


def test_a_key_makes_it_silent_too(booth: Booth) -> None:
    speaker = listen(booth)
    QTest.keyClick(booth.shell.windowHandle(), Qt.Key.Key_Escape)
    assert not speaker.speaking


def test_the_next_page_is_said_without_being_asked(booth: Booth) -> None:
    speaker = listen(booth)
    booth.go("problem")
    booth.qtbot.waitUntil(lambda: speaker.speaking)
    assert speaker.lines[0].text == "Ποιο είναι το πρόβλημα;"


def test_a_page_of_choices_is_said_when_it_is_turned_to(booth: Booth) -> None:
    speaker = listen(booth)
    booth.go(*WAY[:3])
    booth.turn_to("elsewhere")
    booth.touch("elsewhere")
    booth.settle()
    booth.qtbot.waitUntil(lambda: speaker.speaking)
    first = [line.text for line in speaker.lines]
    assert "1 από 4" in first
    booth.touch("more")
    booth.settle()
    booth.qtbot.waitUntil(lambda: speaker.speaking)
    assert "2 από 4" in [line.text for line in speaker.lines]


def test_a_marked_choice_may_vanish(booth: Booth) -> None:
    speaker = listen(booth)
    booth.go(*WAY[:3])
    booth.qtbot.waitUntil(lambda: speaker.speaking)
    lines = [line.text for line in speaker.lines]
    while "landmark:square" not in spoken(booth):
        speaker.speak()
        booth.qtbot.wait(1)
    booth.tile("landmark:square").deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    speaker.speak()
    booth.qtbot.wait(1)
    assert spoken(booth)
    assert lines


def say_until(booth: Booth, line: int) -> None:
    speaker = voice(booth)
    while speaker.place.line < line:
        speaker.speak()
        booth.qtbot.wait(1)


def test_listening_is_switched_off_where_it_was_switched_on(booth: Booth) -> None:
    speaker = listen(booth)
    booth.go("listen", "stop-listening")
    booth.qtbot.wait(1)
    assert booth.page.name == "home"
    assert not speaker.speaking
    assert booth.reads("Ακούστε")


def test_reading_goes_on_with_the_word_where_a_touch_stopped_it(booth: Booth) -> None:
    speaker = listen(booth)
    say_until(booth, 3)
    speaker.speak_word(2, 0, 4)
    text = speaker.lines[3].text
    booth.go("listen")
    booth.qtbot.waitUntil(lambda: speaker.speaking)
    assert speaker.lines[0].text == "Πώς να σας διαβάζω;"
    booth.go("go-on")
    booth.qtbot.waitUntil(lambda: speaker.speaking)
    assert speaker.place == Place(3, 2)
    assert speaker.lines[3].text == text


def test_reading_begins_again_if_one_wants(booth: Booth) -> None:
    speaker = listen(booth)
    say_until(booth, 3)
    booth.go("listen", "repeat")
    booth.qtbot.waitUntil(lambda: speaker.speaking)
    assert speaker.place == BEGINNING


def test_what_is_read_anew_because_it_changed_is_read_from_the_start(
    booth: Booth,
) -> None:
    speaker = listen(booth)
    say_until(booth, 3)
    booth.go("listen", "language", "en")
    booth.qtbot.waitUntil(lambda: speaker.speaking)
    assert booth.page.name == "home"
    assert speaker.place == BEGINNING


@pytest.mark.parametrize(
    ("control", "pace", "volume"),
    [
        ("slower", PACES[:4][::-1], [VOLUMES_DB[3]]),
        ("faster", PACES[3:], [VOLUMES_DB[3]]),
        ("softer", [1], VOLUMES_DB[:4][::-1]),
        ("louder", [1], VOLUMES_DB[3:]),
    ],
)
def test_pace_and_volume_are_heard_at_once_and_end_somewhere(
    booth: Booth, control: str, pace: list[float], volume: list[float]
) -> None:
    speaker = listen(booth)
    booth.go("listen")
    booth.qtbot.waitUntil(lambda: speaker.speaking)
    heard = [speaker.manner]
    for _ in range(8):
        booth.turn_to(control)
        booth.touch(control)
        booth.settle()
        assert speaker.lines[0].text == booth.page.heading().hint
        heard.append(speaker.manner)
    assert list(dict.fromkeys(one.pace for one in heard)) == list(pace)
    assert list(dict.fromkeys(one.decibels for one in heard)) == list(volume)


def test_the_next_person_is_read_to_as_usual(booth: Booth) -> None:
    speaker = listen(booth)
    usual = speaker.manner
    booth.go("listen")
    for control in ("louder", "louder", "slower"):
        booth.touch(control)
    booth.go("go-on")
    booth.qtbot.waitUntil(lambda: speaker.speaking)
    assert speaker.manner != usual
    booth.visit.rest()
    booth.wait_for("attract")
    booth.come_in()
    listen(booth)
    assert speaker.manner == usual


def test_a_number_is_private_and_spelt_twice(booth: Booth) -> None:
    booth.go(*WAY)
    spelt = grouped(booth.receipts[0].code, "\u2002")
    said = [
        one
        for one in said_on(booth.page, booth.shell.frame)
        if one.text == spelt and one.private and one.spelt
    ]
    assert len(said) == 2
    code = booth.receipts[0].code
    assert ".".join(code[at : at + 3] for at in (0, 3, 6)) == "".join(
        one for one in Aloud.of(said[0]).text if one not in ", "
    )


def test_everything_said_is_forgotten_with_the_person(booth: Booth) -> None:
    listen(booth)
    before = voice(booth).forgotten
    booth.go(*WAY, "action")
    assert booth.page.name == "attract"
    assert voice(booth).forgotten > before
    assert not voice(booth).speaking


def test_without_a_voice_it_says_so_and_everything_works(
    booths: Callable[..., Booth],
) -> None:
    booth = booths()
    booth.come_in()
    booth.touch("listen")
    booth.qtbot.waitUntil(lambda: booth.reads("Τώρα δεν υπάρχει φωνή."))
    booth.wait_for("home")
    assert booth.reads("Ακούστε")
    assert not booth.reads("Φωνή")
    booth.go(*WAY)
    assert booth.page.name == "receipt"
