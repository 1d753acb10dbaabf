"""Full disks and our own faults: a calm page, nothing lost, nothing told."""

import logging
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence

import pytest

from kiosk.citizen import CitizenDoor
from kiosk.errors import CannotSave
from kiosk.filing import Chance
from kiosk.journey import Journey
from kiosk.media import Captured
from kiosk.submission import Receipt
from tests.ui.booth import Booth, Given
from ui.trouble import Watch, keep_log

WAY = ("problem", "lighting", "broken-lamp", "landmark:square", "action")
CALM = "Συγγνώμη, τώρα δεν μπορούμε να φυλάξουμε τίποτα"


def fill(booth: Booth) -> None:
    """Let the store grow no more, and write until it is full."""
    with booth.device.store.writing() as execute:
        execute("PRAGMA max_page_count = 1")  # no less than it has: SQLite sees to it
    journey = booth.door.begin(booth.core.pack.forms[0])
    for answer in (("lighting",), ("broken-lamp",), ("sella",), ()):
        journey = journey.answer(answer)

    def write_on() -> None:
        while True:
            booth.door.confirm(journey, "el", secrets.token_bytes)

    with pytest.raises(CannotSave):
        write_on()


def free(booth: Booth) -> None:
    with booth.device.store.writing() as execute:
        execute("PRAGMA max_page_count = 1000000")


def test_a_full_disk_is_told_calmly_and_the_answers_stay(booth: Booth) -> None:
    booth.come_in()
    booth.go(*WAY)
    fill(booth)
    before = booth.kept()
    booth.go("action")
    assert booth.page.name == "trouble"
    assert booth.reads(CALM)
    assert booth.kept() == before
    assert booth.receipts == []
    booth.go("action")
    assert booth.page.name == "check"
    assert booth.reads("Καμένη λάμπα")
    booth.go("action")
    assert booth.page.name == "trouble"
    free(booth)
    booth.go("action", "action")
    assert booth.page.name == "receipt"
    assert booth.kept()[-1].receipt == booth.receipts[0].code
    assert len(booth.kept()) == len(before) + 1


class Crowded(CitizenDoor):
    """A door on a disk that others fill and empty."""

    crowded = True

    def check_room(self) -> None:
        if self.crowded:
            raise CannotSave("the disk", "is full", "free some of it")
        super().check_room()


def test_a_disk_without_room_asks_nothing(booths: Callable[..., Booth]) -> None:
    booth = booths(Given(door=Crowded))
    booth.come_in()
    booth.go("problem")
    assert booth.page.name == "trouble"
    assert booth.reads(CALM)
    booth.go("action")
    assert booth.page.name == "home"
    assert isinstance(booth.door, Crowded)
    booth.door.crowded = False
    booth.go("problem")
    assert booth.page.name == "choice"


def test_trouble_says_who_helps(booths: Callable[..., Booth]) -> None:
    booth = booths(Given(door=Crowded))
    booth.come_in()
    booth.go("problem")
    assert booth.reads("Ζητήστε βοήθεια στο δημαρχείο")


# Our own faults

WORDS = "καμένη λάμπα στην πλατεία"


class Faulty(CitizenDoor):
    """A door with a mistake in it, that quotes what a citizen said."""

    def confirm(
        self,
        journey: Journey,
        language: str,
        chance: Chance,
        captured: Sequence[Captured] = (),
    ) -> Receipt:
        raise RuntimeError(f"cannot read {journey.told}: {WORDS}")


@pytest.fixture
def own_hook() -> Iterator[None]:
    """Lets a test put its own hook where uncaught exceptions go."""
    before = sys.excepthook
    yield
    sys.excepthook = before


@pytest.fixture
def log_of() -> Iterator[Callable[[Booth], Callable[[], str]]]:
    """Keeps the log of a kiosk and reads it."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level

    def keep(booth: Booth) -> Callable[[], str]:
        keep_log(booth.home.logs)
        return lambda: (booth.home.logs / "ui.log").read_text("utf-8")

    yield keep
    root.setLevel(level)
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()


def test_our_own_fault_shows_a_number_that_the_log_has(
    booths: Callable[..., Booth],
    log_of: Callable[[Booth], Callable[[], str]],
    own_hook: None,
) -> None:
    booth = booths(Given(door=Faulty))
    log = log_of(booth)
    Watch(secrets.token_bytes, booth.visit.tell_bug).begin()
    booth.come_in()
    booth.go(*WAY, "action")
    assert booth.page.name == "trouble"
    shown = next(text for text in booth.texts() if text.startswith("Πείτε τους αυτό:"))
    reference = shown.removeprefix("Πείτε τους αυτό: ")
    assert len(reference) == 6
    assert f"reference {reference}: RuntimeError" in log()
    assert "confirm" in log()
    for said in (WORDS, "broken-lamp", "square"):
        assert said not in log()


def test_after_our_own_fault_the_answers_are_there(
    booths: Callable[..., Booth], own_hook: None
) -> None:
    booth = booths(Given(door=Faulty))
    Watch(secrets.token_bytes, booth.visit.tell_bug).begin()
    booth.come_in()
    booth.go(*WAY, "action", "action")
    assert booth.page.name == "check"
    assert booth.reads("Καμένη λάμπα")


def test_a_fault_in_the_calm_page_itself_does_not_go_round(
    log_of: Callable[[Booth], Callable[[], str]], booth: Booth
) -> None:
    log = log_of(booth)
    told: list[str] = []

    def tell(reference: str) -> None:
        told.append(reference)
        watch.caught(ValueError, ValueError(), None)

    watch = Watch(secrets.token_bytes, tell)
    watch.caught(RuntimeError, RuntimeError(), None)
    assert len(told) == 1
    assert "RuntimeError" in log()
    assert "ValueError" in log()


def test_a_log_that_cannot_be_written_any_more_stops_nobody(
    booths: Callable[..., Booth],
    log_of: Callable[[Booth], Callable[[], str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    booth = booths()
    log_of(booth)
    shutil.rmtree(booth.home.logs)
    logging.getLogger("plateia").error("nobody will read it")
    assert "FileNotFoundError" in capsys.readouterr().err
    booth.come_in()
