"""Keys are heard by those who listen, and what is private is never kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.booth import Booth, Given
from tests.ui.fakes import HandVoice
from tests.ui.typing_hand import keys, sentence, to_name, write
from tests.ui.words_pack import write_words

Stand = Callable[..., Booth]


@pytest.fixture
def heard(booths: Stand, tmp_path: Path) -> Booth:
    """Somebody who listens, before the keyboard."""
    given = Given(pack=write_words(tmp_path / "pack"), speaker=HandVoice)
    booth = booths(given)
    booth.come_in()
    booth.go("words")
    booth.go("listen")
    write(booth)
    booth.wait_for("permission")
    booth.go("aloud")
    booth.qtbot.waitUntil(lambda: booth.speaker.speaking)
    return booth


def lines(booth: Booth) -> list[tuple[str, bool]]:
    assert isinstance(booth.speaker, HandVoice)
    return [(line.text, line.private) for line in booth.speaker.lines]


def test_the_keyboard_is_read_when_it_appears(heard: Booth) -> None:
    assert ("Τι είδατε;", False) in lines(heard)
    assert ("Εδώ και μέρες", False) in lines(heard)


def test_a_touch_is_silent_at_once_and_then_the_key_is_heard(heard: Booth) -> None:
    heard.press("β")
    assert not heard.speaker.speaking
    heard.lift("β")
    assert lines(heard) == [("Β", False)]
    assert heard.speaker.speaking


def test_a_word_is_heard_when_it_is_whole_and_never_kept(heard: Booth) -> None:
    sentence(heard, "ναι ")
    assert lines(heard) == [("Ναι", True)]


@pytest.mark.parametrize(
    ("touched", "said"),
    [
        (("α", "accent"), "Ά"),
        (("β", "."), "τελεία"),
        (("signs",), "Αριθμοί και σημεία"),
        (("signs", ";"), "ερωτηματικό"),
        (("order",), "Γράμματα όπως στον υπολογιστή"),
        (("shift",), "Μικρά γράμματα"),
        (("β", "erase"), "Β"),
    ],
)
def test_every_key_says_what_it_did(
    heard: Booth, touched: tuple[str, ...], said: str
) -> None:
    keys(heard, *touched)
    assert lines(heard) == [(said, False)]


def test_what_is_private_is_never_kept(heard: Booth) -> None:
    to_name(heard)
    sentence(heard, "μ")
    assert lines(heard) == [("Μ", True)]
    heard.go("letters")
    heard.qtbot.waitUntil(lambda: heard.speaker.speaking)
    assert ("Μ", True) in lines(heard)


def test_who_does_not_listen_hears_no_keys(heard: Booth) -> None:
    heard.go("listen", "stop-listening")
    sentence(heard, "ναι ")
    assert not heard.speaker.speaking


def test_speech_of_keys_holds_up_the_wiping_only_while_it_speaks(heard: Booth) -> None:
    keys(heard, "β")
    assert not heard.idle.watching
    assert isinstance(heard.speaker, HandVoice)
    heard.speaker.speak()
    heard.speaker.speak()
    heard.qtbot.waitUntil(lambda: heard.idle.watching)
