"""What others told is asked about once, and keeps nobody from telling theirs."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.citizen import CitizenDoor
from kiosk.errors import CannotSave
from kiosk.journey import Journey
from kiosk.notice import Stamp
from kiosk.noticeboard import Noticeboard
from kiosk.others import Other, Report
from kiosk.outbox import Outbox
from kiosk.vault import load_opener
from tests.kiosk.test_others import NOW
from tests.sync.post import destination
from tests.ui.booth import Booth, Given
from ui.reader import said_on

Stand = Callable[..., Booth]

TOWN = destination()
LAMP = Report("900", "broken-lamp", 38.28, 21.887, NOW - timedelta(days=3))
"""In the square of Sella."""
CHURCH = replace(LAMP, id="901", latitude=38.2805, longitude=21.887, told=None)


def stand(
    booths: Stand, *reports: Report, door: type[CitizenDoor] = CitizenDoor
) -> Booth:
    """A kiosk that sends to a town, in which these are open."""
    booth = booths(Given(destinations=(TOWN,), door=door))
    booth.clock.wall = NOW
    board = Noticeboard(booth.device.store, booth.clock)
    board.post_reports(TOWN.name, reports, Stamp())
    booth.come_in()
    return booth


def tell(booth: Booth, place: str = "landmark:square") -> None:
    """Say that a lamp is out, as far as where."""
    booth.go("problem", "lighting", "broken-lamp", place)


def sent(booth: Booth) -> tuple[str, str]:
    """What the municipality gets: whom it joins, and its first line."""
    opener = load_opener(Path(booth.core.config.key_folder), booth.device.public_key)
    outbox = Outbox(booth.device.store, opener, booth.clock)
    outbox.take_over([TOWN])
    parcel = outbox.claim(TOWN)
    assert parcel is not None
    return parcel.dispatch.same_as, parcel.dispatch.description.splitlines()[0]


def test_me_too_takes_six_touches_and_names_the_other(booths: Stand) -> None:
    booth = stand(booths, LAMP)
    tell(booth)
    assert booth.page.name == "others"
    assert booth.reads("Μας το είπαν κι άλλοι")
    assert booth.reads("κοντά: Πλατεία, Σελλά")
    assert booth.reads("πριν από 3 μέρες")
    assert booth.reads("Ναι, αυτό: κι εγώ")
    booth.go("other-0")
    assert booth.page.name == "check"
    assert booth.reads("Κι εγώ")
    booth.go("action")
    assert booth.page.name == "receipt"
    assert sent(booth) == ("900", "Το ίδιο με το αίτημα 900")


def test_mine_is_another_goes_on_and_is_asked_no_more(booths: Stand) -> None:
    booth = stand(booths, LAMP)
    tell(booth)
    booth.go("action")
    assert booth.page.name == "several"
    booth.go("back")
    assert booth.page.name == "place"
    booth.go("landmark:square")
    assert booth.page.name == "several"
    booth.go("action", "action")
    assert sent(booth)[0] == ""


def test_back_leads_to_the_place_and_loses_nothing(booths: Stand) -> None:
    booth = stand(booths, LAMP)
    tell(booth)
    booth.go("back")
    assert booth.page.name == "place"
    assert booth.reads("Καμένη λάμπα")
    booth.go("landmark:square")
    assert booth.page.name == "others", "it was not answered"


def test_with_nothing_near_nothing_changes(booths: Stand) -> None:
    far = replace(LAMP, latitude=38.2956, longitude=21.785)
    drain = replace(LAMP, service="blocked-drain")
    booth = stand(booths, far, drain)
    tell(booth)
    assert booth.page.name == "several"
    booth.go("action", "action")
    assert booth.page.name == "receipt"


def test_it_can_be_taken_back_where_all_is_checked(booths: Stand) -> None:
    booth = stand(booths, LAMP)
    tell(booth)
    booth.go("other-0", "others:same")
    assert booth.page.name == "others"
    booth.go("back")
    assert booth.page.name == "check"
    booth.go("others:same", "action")
    assert booth.page.name == "check"
    assert not booth.has("others:same")
    booth.go("action")
    assert sent(booth)[0] == ""


def test_whoever_changes_the_place_is_told_that_it_is_not_the_same(
    booths: Stand,
) -> None:
    booth = stand(booths, LAMP)
    tell(booth)
    booth.go("other-0", "where", "landmark:church")
    assert booth.page.name == "check"
    assert booth.reads("Το αλλάξατε")
    assert not booth.has("others:same")
    booth.go("action")
    assert sent(booth)[0] == ""


def test_more_can_be_said_with_it(booths: Stand) -> None:
    booth = stand(booths, LAMP)
    tell(booth)
    booth.go("other-0", "details")
    booth.touch("dangerous")
    booth.go("action")
    assert booth.page.name == "check"
    assert booth.has("others:same")


def test_the_language_may_change_in_the_middle(booths: Stand) -> None:
    booth = stand(booths, LAMP, CHURCH)
    tell(booth)
    booth.go("language", "en")
    assert booth.page.name == "others"
    assert booth.reads("near: Square, Sella")
    assert booth.reads("Reported 3 days ago")
    said = " ".join(one.text for one in said_on(booth.page, booth.shell.frame))
    assert "Yes, this one: me too" in said
    assert "near: Church, Sella" in said


def test_whoever_walks_away_leaves_nothing(booths: Stand) -> None:
    booth = stand(booths, LAMP)
    tell(booth)
    booth.go("start-over")
    assert booth.page.name == "home"
    assert booth.kept() == []
    tell(booth)
    assert booth.page.name == "others", "it is another journey"


class _Broken(CitizenDoor):
    def others(self, journey: Journey) -> tuple[Other, ...]:
        raise CannotSave("the store", "cannot be read", "check the disk")


def test_a_list_that_cannot_be_read_keeps_nobody(
    booths: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    booth = stand(booths, LAMP, door=_Broken)
    tell(booth)
    assert booth.page.name == "several"
    assert "cannot be read" in caplog.text
