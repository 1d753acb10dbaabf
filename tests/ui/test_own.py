"""What is a person's own is said to them alone, or to all after a yes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.journey import Journey
from tests.kiosk.every_kind import ANSWERS, write_every_kind
from tests.ui.booth import Booth, Given
from tests.ui.fakes import HandVoice
from ui.citizen.check import CheckScreen

PHONE = "".join(ANSWERS["phone"])
TEXT = "".join(ANSWERS["text"])
MAIL = "".join(ANSWERS["email"])


@pytest.fixture
def booth(booths: Callable[..., Booth], tmp_path: Path) -> Booth:
    """Somebody who has not asked to hear anything, before all they said."""
    pack = write_every_kind(tmp_path / "pack")
    booth = booths(Given(pack=pack, speaker=HandVoice))
    booth.come_in()
    journey = Journey.begin(booth.core.pack.forms[1], booth.core.pack.places)
    while (question := journey.question) is not None:
        journey = journey.answer(ANSWERS[question.id])
    booth.stand.show(lambda scene: CheckScreen(scene, journey))
    booth.wait_for("check")
    return booth


def hear_all(booth: Booth) -> list[tuple[str, bool]]:
    """Return all that is said on the pages of the check, and whether it is private."""
    assert isinstance(booth.speaker, HandVoice)
    booth.qtbot.waitUntil(lambda: booth.speaker.speaking)
    said = list(booth.speaker.lines)
    while booth.tile("more").isVisible() and booth.tile("more").isEnabled():
        booth.touch("more")
        booth.settle()
        booth.qtbot.waitUntil(lambda: booth.speaker.speaking)
        said += booth.speaker.lines
    return [("".join(line.text.split()), line.private) for line in said]


def has(said: list[tuple[str, bool]], words: str) -> bool:
    digits = "".join(words.split())
    return any(digits in text.replace(",", "") for text, _ in said)


def test_before_it_is_said_aloud_it_is_asked_for(booth: Booth) -> None:
    booth.go("listen")
    booth.wait_for("permission")
    assert isinstance(booth.speaker, HandVoice)
    booth.qtbot.waitUntil(lambda: booth.speaker.speaking)
    assert booth.speaker.lines[0].text == "Να διαβάσω δυνατά όσα είπατε;"
    assert not any(TEXT in line.text for line in booth.speaker.lines)


def test_after_a_yes_it_is_said_and_never_kept(booth: Booth) -> None:
    booth.go("listen")
    booth.wait_for("permission")
    booth.go("aloud")
    said = hear_all(booth)
    for own in (TEXT, PHONE):
        assert has(said, own)
    assert [private for text, private in said if has([(text, private)], TEXT)] == [True]
    booth.go("help", "back")
    assert booth.page.name == "check"  # it is asked once


def test_after_a_no_the_rest_is_said(booth: Booth) -> None:
    booth.go("listen")
    booth.wait_for("permission")
    booth.go("quiet")
    said = hear_all(booth)
    for own in (TEXT, PHONE, MAIL):
        assert not has(said, own)
    title = booth.core.pack.forms[1].question("text")
    assert title is not None
    assert has(said, title.title["el"])
    booth.go("help", "back")
    assert booth.page.name == "check"


def test_into_a_headset_it_is_said_at_once(booth: Booth) -> None:
    booth.headset.put_on()
    said = hear_all(booth)
    assert booth.page.name == "check"
    assert said[0][0].startswith("Γειασας.")
    assert has(said, TEXT)
    assert isinstance(booth.speaker, HandVoice)
    assert booth.speaker.manner.device == "headset"


def test_whoever_takes_off_the_headset_is_not_heard_by_all(booth: Booth) -> None:
    booth.headset.put_on()
    booth.qtbot.waitUntil(lambda: booth.speaker.speaking)
    booth.headset.take_off()
    assert not booth.speaker.speaking
    booth.qtbot.wait(50)
    assert not booth.speaker.speaking
    booth.go("listen")
    booth.wait_for("permission")


def test_a_headset_put_on_answers_the_question(booth: Booth) -> None:
    booth.go("listen")
    booth.wait_for("permission")
    booth.headset.put_on()
    booth.wait_for("check")
    assert has(hear_all(booth), TEXT)


def test_the_next_person_is_asked_anew(booth: Booth) -> None:
    booth.go("listen")
    booth.wait_for("permission")
    booth.go("aloud")
    booth.visit.rest()
    assert booth.stand.person.reads_own is None
