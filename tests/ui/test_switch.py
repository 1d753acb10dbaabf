"""One key, and ears."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from kiosk.hands import Input
from tests.ui.booth import Booth, Given
from tests.ui.fakes import QuickVoice
from tests.ui.words_pack import write_words
from ui.person import Means
from ui.switch import FEW, PLUG_MS, parts, within_reach
from ui.walk import Stop, stops

Stand = Callable[..., Booth]


class OneKey:
    """Presses space when it hears what it wants, and never anything else."""

    def __init__(self, booth: Booth) -> None:
        self.booth = booth
        self.heard: list[str] = []
        self._wanted = ""
        assert isinstance(booth.speaker, QuickVoice)
        booth.speaker.asked.connect(self._hear)

    def press(self) -> None:
        QTest.keyClick(self.booth.shell.windowHandle(), Qt.Key.Key_Space)

    def want(self, words: str) -> None:
        """Press whenever these words are heard of a row, a part of it, or the thing."""
        self._wanted = words

    def choose(self, words: str) -> None:
        """Want this, until another page has come."""
        before = self.booth.page
        self.want(words)
        self.booth.qtbot.waitUntil(
            lambda: self.booth.page is not before and not self.booth.shell.deaf,
            timeout=20_000,
        )
        self.want("")

    def begin(self) -> None:
        """From the page at rest to the home page, in Greek."""
        self.press()
        self.wait_for("Ένα πλήκτρο φτάνει")
        self.choose("Δήμος Πατρέων")
        self.choose("Ελληνικά")

    def wait_for(self, words: str) -> None:
        self.booth.qtbot.waitUntil(
            lambda: any(words in one for one in self.heard), timeout=20_000
        )

    def _hear(self, said: str) -> None:
        self.heard.append(said)
        page = len(said) > 400  # a whole page is being read
        if self._wanted and self._wanted in said and not page and self._marked:
            QTimer.singleShot(0, self.booth.shell, self.press)

    @property
    def _marked(self) -> bool:
        """Whether what is said is what the ring goes round."""
        return bool(self.booth.guide.cursor.marked)


def means(key: OneKey) -> Means:
    return key.booth.stand.person.means


def marks(key: OneKey) -> tuple[Stop, ...]:
    return key.booth.guide.cursor.marked


@pytest.fixture
def key(booths: Stand) -> OneKey:
    return OneKey(booths(Given(speaker=QuickVoice)))


def test_a_problem_is_reported_with_one_key(key: OneKey) -> None:
    key.begin()
    key.choose("Πείτε μας ένα πρόβλημα")
    key.choose("Φως στον δρόμο")
    key.choose("Καμένη λάμπα")
    key.choose("Πλατεία")
    key.choose("Συνέχεια")
    assert key.booth.page.name == "check"
    assert key.booth.kept() == []
    key.choose("Στείλτε το")
    assert key.booth.page.name == "receipt"
    assert len(key.booth.kept()) == 1


def test_whoever_has_chosen_comes_to_the_way_on_at_once(key: OneKey) -> None:
    key.begin()
    for words in (
        "Πείτε μας ένα πρόβλημα",
        "Φως στον δρόμο",
        "Καμένη λάμπα",
        "Πλατεία",
    ):
        key.choose(words)
    key.want("Είναι επικίνδυνο")
    key.booth.qtbot.waitUntil(lambda: key.booth.on() == ["dangerous"], timeout=20_000)
    key.want("")
    chosen = key.heard.index("Διαλεγμένο")
    key.booth.qtbot.waitUntil(lambda: len(key.heard) > chosen + 1, timeout=20_000)
    assert key.heard[chosen + 1] == "Συνέχεια"


def test_a_plug_is_not_a_press(key: OneKey) -> None:
    key.booth.headset.put_on()
    key.press()
    assert means(key) is Means.TOUCH
    key.booth.qtbot.wait(PLUG_MS + 100)
    key.press()
    assert means(key) is Means.SWITCH


def test_two_rounds_without_a_press_and_it_waits(key: OneKey) -> None:
    key.begin()
    key.wait_for("Τώρα σας περιμένει")
    said = len(key.heard)
    key.booth.qtbot.wait(100)
    assert len(key.heard) == said
    assert marks(key) == ()
    key.press()
    key.booth.qtbot.waitUntil(lambda: len(key.heard) > said)
    assert marks(key)
    assert key.booth.page.name == "home"


def test_it_waits_while_a_thing_is_being_said(booths: Stand) -> None:
    key = OneKey(booths(Given(speaker=QuickVoice)))
    key.begin()
    voice = key.booth.speaker
    assert isinstance(voice, QuickVoice)
    voice.slow = True
    key.booth.qtbot.waitUntil(
        lambda: bool(key.booth.guide.cursor.marked) and voice.speaking
    )
    marked = marks(key)
    key.booth.qtbot.wait(100)  # ten steps long
    assert marks(key) == marked
    voice.end()
    key.booth.qtbot.waitUntil(lambda: marks(key) != marked)


def test_nothing_is_farther_than_five_presses_and_everything_is_there(
    booths: Stand, tmp_path: Path
) -> None:
    booth = booths(Given(pack=write_words(tmp_path / "pack")))
    booth.come_in()
    booth.go("words")
    booth.touch("write")
    booth.settle()
    group = within_reach(stops(booth.shell))
    depth, found = 0, [group]
    while any(len(one) > 1 for one in found):
        divided = [
            part for one in found for part in (parts(one) if len(one) > 1 else [one])
        ]
        assert all(part in divided for part in found if len(part) == 1)
        found, depth = divided, depth + 1
        assert depth < FEW
    assert [one[0] for one in found if one[0] not in group] == []
    assert len(found) == len(group)


def test_space_writes_for_whoever_types_and_clicks_for_whoever_tabs(
    booths: Stand, tmp_path: Path
) -> None:
    booth = booths(Given(pack=write_words(tmp_path / "pack")))
    booth.come_in()
    booth.go("words")
    booth.touch("write")
    booth.settle()
    window = booth.shell.windowHandle()
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert booth.stand.person.means is Means.TOUCH
    booth.go("back")
    QTest.keyClick(window, Qt.Key.Key_Tab)
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert booth.stand.person.means is Means.TOUCH


def test_a_kiosk_for_one_key_takes_space_everywhere(booths: Stand) -> None:
    booth = booths(Given(keys=Input(switch=True)))
    booth.come_in()
    window = booth.shell.windowHandle()
    QTest.keyClick(window, Qt.Key.Key_Tab)
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert booth.stand.person.means is Means.SWITCH
