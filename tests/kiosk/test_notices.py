"""What the agent brings hangs on the board: a feed's all at once, for people to read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.notice import Notice, NoticeKind, Severity, Stamp, readable
from kiosk.noticeboard import Noticeboard
from tests.kiosk.village import Kiosk

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
STORM = Notice(
    "gr-1", NoticeKind.EMERGENCY, "el", "Καταιγίδα", "Μείνετε μέσα.",
    NOON, NOON + timedelta(hours=3), Severity.SEVERE,
)  # fmt: skip
NEWS = Notice("17", NoticeKind.NEWS, "el", "Νέα", "Κάτι έγινε.", NOON)


def board(kiosk: Kiosk) -> Noticeboard:
    kiosk.clock.wall = NOON
    return Noticeboard(kiosk.device.store, kiosk.clock)


def test_a_feeds_notices_take_the_place_of_those_before(kiosk: Kiosk) -> None:
    hung = board(kiosk)
    hung.post("news", [NEWS, replace(NEWS, id="18")], Stamp("a"))
    hung.post("cap", [STORM], Stamp())
    hung.post("news", [replace(NEWS, id="19")], Stamp("b", "yesterday"))
    assert [one.id for one in kiosk.door.notices()] == ["gr-1", "19"]
    assert hung.stamp("news") == Stamp("b", "yesterday", NOON)
    assert hung.stamp("unknown") == Stamp()


def test_what_cannot_be_hung_up_whole_leaves_what_hung_there(kiosk: Kiosk) -> None:
    hung = board(kiosk)
    hung.post("news", [NEWS], Stamp("a"))
    broken = replace(NEWS, title=None)
    with pytest.raises(Exception, match="NOT NULL"):
        hung.post("news", [replace(NEWS, id="new"), broken], Stamp("b"))
    assert [one.id for one in kiosk.door.notices()] == ["17"]
    assert hung.stamp("news").tag == "a"


def test_feeds_that_are_no_more_are_forgotten(kiosk: Kiosk) -> None:
    hung = board(kiosk)
    hung.post("news", [NEWS], Stamp("a"))
    hung.keep_only(["cap"])
    assert kiosk.door.notices() == ()
    assert hung.stamp("news") == Stamp()
    hung.keep_only([])


def test_an_emergency_warns_until_it_is_over(kiosk: Kiosk) -> None:
    hung = board(kiosk)
    extreme = replace(STORM, id="gr-2", severity=Severity.EXTREME)
    hung.post("cap", [STORM, extreme, NEWS], Stamp())
    found = kiosk.door.notices()
    assert kiosk.door.emergency(found) == extreme
    kiosk.clock.wall = NOON + timedelta(hours=3)
    assert kiosk.door.emergency(found) is None
    assert [one.id for one in kiosk.door.notices()] == ["17"]


def test_no_emergency_warns_by_a_clock_that_cannot_be_right(kiosk: Kiosk) -> None:
    hung = board(kiosk)
    hung.post("cap", [STORM], Stamp())
    kiosk.clock.wall = datetime(2020, 1, 1, tzinfo=UTC)
    found = kiosk.door.notices()
    assert [one.id for one in found] == ["gr-1"], "it can be read all the same"
    assert kiosk.door.emergency(found) is None
    kiosk.clock.wall = NOON
    kiosk.device.store.note_date((NOON + timedelta(days=2)).isoformat())
    assert kiosk.door.emergency(found) is None


def test_a_small_emergency_and_one_without_an_end() -> None:
    assert not replace(STORM, severity=Severity.MINOR).warns_at(NOON)
    endless = replace(STORM, expires=None)
    assert endless.warns_at(NOON + timedelta(hours=23))
    assert not endless.warns_at(NOON + timedelta(hours=24))
    assert not replace(endless, published=None).warns_at(NOON)
    assert not NEWS.warns_at(NOON)


@given(st.text(max_size=3000))
def test_a_strangers_text_is_plain_and_bounded(text: str) -> None:
    said = readable(text, 200)
    assert len(said) <= 200
    assert not any(ord(sign) < 32 and sign != "\n" for sign in said)
    assert not any(sign in said for sign in "\u202e\u2066\u2069\ufeff\x00")
