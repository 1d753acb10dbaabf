"""The agent's door: one carries at a time, and nothing is carried twice unknowingly."""

import math
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.config import Destination
from kiosk.outbox import REFUSED_AGAIN_S, News, Outbox, Parcel
from kiosk.rows import Sent
from kiosk.submission import Progress, State
from tests.kiosk.village import TOWN_HALL, Kiosk

LEASE_S = 2 * TOWN_HALL.timeout_s + 30


def claimed(outbox: Outbox, destination: Destination = TOWN_HALL) -> Parcel:
    parcel = outbox.claim(destination)
    assert parcel is not None
    return parcel


def only(kiosk: Kiosk) -> Sent:
    (sent,) = kiosk.device.store.outbox()
    return sent


def test_what_was_confirmed_is_claimed_whole(kiosk: Kiosk) -> None:
    receipt = kiosk.confirm()
    parcel = claimed(kiosk.outbox())
    assert parcel.dispatch.receipt == receipt.code
    assert parcel.dispatch.service == "broken-lamp"
    assert (parcel.attempts, parcel.may_have_arrived) == (1, False)
    assert (parcel.sent_ago_s, parcel.refused_ago_s, parcel.token) == (
        math.inf,
        None,
        None,
    )
    assert only(kiosk).state is State.LEASED


def test_the_oldest_is_claimed_first_and_each_only_once(kiosk: Kiosk) -> None:
    codes = [kiosk.confirm().code for _ in range(5)]
    outbox = kiosk.outbox()
    assert [claimed(outbox).dispatch.receipt for _ in codes] == codes
    assert outbox.claim(TOWN_HALL) is None


def test_what_waits_longest_goes_before_what_was_kept_first(kiosk: Kiosk) -> None:
    first, second = kiosk.confirm().code, kiosk.confirm().code
    outbox = kiosk.outbox()
    outbox.postpone(claimed(outbox), "busy", 60, may_have_arrived=False)
    outbox.postpone(claimed(outbox), "busy", 30, may_have_arrived=False)
    assert outbox.claim(TOWN_HALL) is None
    assert outbox.due_in_s([TOWN_HALL]) == 30
    kiosk.clock.sleep(60)
    assert claimed(outbox).dispatch.receipt == second
    assert claimed(outbox).dispatch.receipt == first


def test_another_destination_takes_nothing_of_this_one(kiosk: Kiosk) -> None:
    kiosk.confirm()
    other = Destination(name="other", type="open311", url="x")
    outbox = kiosk.outbox()
    assert outbox.claim(other) is None
    assert outbox.due_in_s([other]) is None
    assert (outbox.waiting(TOWN_HALL), outbox.waiting(other)) == (1, 0)


def test_a_lease_lasts_until_it_runs_out(kiosk: Kiosk) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    claimed(outbox)
    kiosk.clock.sleep(LEASE_S - 1)
    assert outbox.claim(TOWN_HALL) is None
    kiosk.clock.sleep(1)
    again = claimed(outbox)
    assert (again.attempts, again.may_have_arrived, again.sent_ago_s) == (2, True, 0)


@pytest.mark.parametrize("years", [-30, 30])
def test_the_wall_clock_moves_no_lease(kiosk: Kiosk, years: int) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    claimed(outbox)
    kiosk.clock.wall += timedelta(days=365 * years)
    assert outbox.claim(TOWN_HALL) is None


def test_a_restarted_agent_looks_before_it_sends_what_was_leased(kiosk: Kiosk) -> None:
    kiosk.confirm()
    claimed(kiosk.outbox())
    again = claimed(kiosk.outbox())
    assert (again.attempts, again.may_have_arrived, again.sent_ago_s) == (2, True, 0)


def test_a_restarted_machine_voids_leases_and_waits(kiosk: Kiosk) -> None:
    leased, unsure, waiting = (kiosk.confirm().code for _ in range(3))
    outbox = kiosk.outbox()
    assert claimed(outbox).dispatch.receipt == leased
    outbox.postpone(claimed(outbox), "no answer", 9999, may_have_arrived=True)
    outbox.postpone(claimed(outbox), "busy", 9999, may_have_arrived=False)
    kiosk.clock.restart()
    outbox = kiosk.outbox()
    found = {}
    while (parcel := outbox.claim(TOWN_HALL)) is not None:
        found[parcel.dispatch.receipt] = (parcel.may_have_arrived, parcel.sent_ago_s)
    assert found == {
        leased: (True, math.inf),
        unsure: (True, math.inf),
        waiting: (False, math.inf),
    }


def test_a_lease_of_another_boot_is_void_even_without_a_new_agent(kiosk: Kiosk) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    claimed(outbox)
    kiosk.clock.restart()
    assert claimed(outbox).may_have_arrived


def test_an_answer_after_the_lease_ran_out_changes_nothing(kiosk: Kiosk) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    late = claimed(outbox)
    kiosk.clock.sleep(LEASE_S)
    again = claimed(outbox)
    for answer in (
        lambda: outbox.postpone(late, "late", 5, may_have_arrived=False),
        lambda: outbox.delivered(late, "late"),
        lambda: outbox.hold(late, "late"),
        lambda: outbox.refuse(late, "late", 5),
        lambda: outbox.accepted(late, "late", 5),
    ):
        answer()
        assert only(kiosk).state is State.LEASED
        assert only(kiosk).last_error == ""
    outbox.delivered(again, "17")
    outbox.postpone(again, "late", 5, may_have_arrived=True)
    assert (only(kiosk).state, only(kiosk).remote_id) == (State.DELIVERED, "17")


def test_what_changed_on_disk_is_quarantined_and_the_next_is_taken(
    kiosk: Kiosk,
) -> None:
    torn, foreign, sound = (kiosk.confirm().code for _ in range(3))
    with kiosk.device.store.writing() as execute:
        execute(
            "UPDATE outbox SET body = CAST(body || x'00' AS BLOB) WHERE submission_id ="
            " (SELECT id FROM submission WHERE receipt = ?)",
            (torn,),
        )
        execute(
            "UPDATE submission SET key_wrapped = zeroblob(80) WHERE receipt = ?",
            (foreign,),
        )
    assert claimed(kiosk.outbox()).dispatch.receipt == sound
    told = {
        one.receipt: (one.state, one.last_error) for one in kiosk.device.store.outbox()
    }
    assert told[torn] == (State.QUARANTINED, "what was kept has changed on disk")
    assert told[foreign] == (
        State.QUARANTINED,
        "its dispatch does not open with this device's key",
    )


def test_what_was_delivered_is_told_as_sent(kiosk: Kiosk) -> None:
    receipt = kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.delivered(claimed(outbox), "SR-17")
    case = kiosk.door.follow(receipt.code)
    assert case is not None
    assert case.progress is Progress.SENT
    assert outbox.claim(TOWN_HALL) is None
    assert outbox.due_in_s([TOWN_HALL]) is None


def test_news_reach_the_citizen_until_the_case_is_done(kiosk: Kiosk) -> None:
    receipt = kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.delivered(claimed(outbox), "SR-17")
    at = datetime(2026, 5, 5, 8, 0, tzinfo=UTC)
    for progress, message in [(Progress.SEEN, "Ήρθε"), (Progress.DONE, "Έγινε")]:
        (case,) = outbox.open_cases(TOWN_HALL, 0, 10)
        assert (case.remote_id, case.submission_id) == ("SR-17", receipt.submission_id)
        outbox.note_news(case, News(progress, message, at))
        told = kiosk.door.follow(receipt.code)
        assert told is not None
        assert (told.progress, told.message, told.updated) == (progress, message, at)
    assert outbox.open_cases(TOWN_HALL, 0, 10) == ()


TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("told", "progress", "shown"),
    [
        (date(2026, 12, 12), Progress.SEEN, True),
        (TODAY, Progress.SENT, True),
        (date(2026, 11, 30), Progress.SEEN, False),
        (date(2026, 12, 12), Progress.DONE, False),
        *((one, Progress.SEEN, False) for one in (date.min, date.max)),
        (None, Progress.SEEN, False),
    ],
)
def test_a_day_that_is_ahead_reaches_the_citizen(
    kiosk: Kiosk, told: date | None, progress: Progress, shown: bool
) -> None:
    kiosk.clock.wall = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    receipt = kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.delivered(claimed(outbox), "SR-17")
    (case,) = outbox.open_cases(TOWN_HALL, 0, 10)
    news = News(progress, "", None, told)
    outbox.note_news(case, news)
    found = kiosk.door.follow(receipt.code)
    assert found is not None
    assert found.expected == (told if shown else None)
    assert progress is Progress.DONE or [
        one.known for one in outbox.open_cases(TOWN_HALL, 0, 10)
    ] == [news]


def test_a_clock_that_is_wrong_tells_no_day(kiosk: Kiosk) -> None:
    receipt = kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.delivered(claimed(outbox), "SR-17")
    (case,) = outbox.open_cases(TOWN_HALL, 0, 10)
    ahead = kiosk.clock.wall.date() + timedelta(days=9)
    outbox.note_news(case, News(Progress.SEEN, "", None, ahead))
    found = kiosk.door.follow(receipt.code)
    assert found is not None
    assert found.expected is None  # in May this program was not written yet


def test_open_cases_are_asked_for_page_by_page(kiosk: Kiosk) -> None:
    outbox = kiosk.outbox()
    for number in range(5):
        kiosk.confirm()
        outbox.delivered(claimed(outbox), str(number))
    asked, last = [], 0
    while page := outbox.open_cases(TOWN_HALL, last, 2):
        asked += [case.remote_id for case in page]
        last = page[-1].outbox_id
    assert asked == ["0", "1", "2", "3", "4"]


def test_a_token_is_kept_until_its_id_is_asked_for(kiosk: Kiosk) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.accepted(claimed(outbox), "T-1", 60)
    assert outbox.claim(TOWN_HALL) is None
    kiosk.clock.sleep(60)
    again = claimed(outbox)
    assert (again.token, again.may_have_arrived, again.sent_ago_s) == ("T-1", True, 60)
    outbox.hold(again, "the key was changed")
    assert claimed(kiosk.outbox()).may_have_arrived


def test_doubt_stays_until_it_is_resolved(kiosk: Kiosk) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.postpone(claimed(outbox), "no answer", 10, may_have_arrived=True)
    kiosk.clock.sleep(10)
    outbox.postpone(claimed(outbox), "no line", 10, may_have_arrived=False)
    kiosk.clock.sleep(10)
    again = claimed(outbox)
    assert (again.may_have_arrived, again.sent_ago_s) == (True, 20)


def test_a_dead_line_is_not_counted_as_a_try(kiosk: Kiosk) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    for _ in range(3):
        parcel = claimed(outbox)
        assert parcel.attempts == 1
        outbox.postpone(parcel, "no line", 0, may_have_arrived=False, counts=False)
    outbox.postpone(claimed(outbox), "busy", 0, may_have_arrived=False)
    assert claimed(outbox).attempts == 2


def test_a_no_is_believed_the_second_time_an_hour_later(kiosk: Kiosk) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    assert not outbox.refuse(claimed(outbox), "unknown service", 600)
    kiosk.clock.sleep(600)
    early = claimed(outbox)
    assert early.refused_ago_s == 600
    assert not outbox.refuse(early, "unknown service", REFUSED_AGAIN_S)
    kiosk.clock.sleep(REFUSED_AGAIN_S)
    assert outbox.refuse(claimed(outbox), "unknown service", 600)
    assert (only(kiosk).state, only(kiosk).last_error) == (
        State.REFUSED,
        "unknown service",
    )
    assert kiosk.outbox().claim(TOWN_HALL) is None


def test_what_is_held_is_tried_again_by_a_new_agent(kiosk: Kiosk) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.hold(claimed(outbox), "the key was changed")
    assert only(kiosk).state is State.HELD
    assert outbox.claim(TOWN_HALL) is None
    assert not claimed(kiosk.outbox()).may_have_arrived


def test_an_operator_ends_every_wait(kiosk: Kiosk) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.postpone(claimed(outbox), "busy", 9999, may_have_arrived=False)
    assert outbox.claim(TOWN_HALL) is None
    outbox.make_due()
    assert claimed(outbox).attempts == 2


def test_what_no_destination_takes_waits_for_one(tmp_path: Path) -> None:
    votes = Destination(name="votes", type="open311", url="x", forms=("vote",))
    with Kiosk(tmp_path, destinations=()) as kiosk:
        kiosk.confirm()
        outbox = kiosk.outbox()
        assert (only(kiosk).state, only(kiosk).destination) == (State.CONFIRMED, None)
        assert outbox.route([votes]) == 1
        assert outbox.route([votes, TOWN_HALL]) == 0
        assert claimed(outbox).attempts == 1


def test_a_renamed_destination_gets_what_was_never_tried(kiosk: Kiosk) -> None:
    tried, untried = kiosk.confirm().code, kiosk.confirm().code
    outbox = kiosk.outbox()
    outbox.postpone(claimed(outbox), "busy", 0, may_have_arrived=False)
    renamed = Destination(name="city-hall", type="open311", url="x")
    outbox.take_over([renamed])
    assert claimed(outbox, renamed).dispatch.receipt == untried
    assert outbox.claim(renamed) is None
    assert claimed(outbox).dispatch.receipt == tried


def test_what_comes_back_is_an_operators_and_the_citizen_is_told_no_more(
    kiosk: Kiosk,
) -> None:
    receipt = kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.delivered(claimed(outbox), "a-letter")
    (case,) = outbox.open_cases(TOWN_HALL, 0, 10)
    outbox.came_back(case, "came back undelivered")
    assert (only(kiosk).state, only(kiosk).last_error) == (
        State.REFUSED,
        "came back undelivered",
    )
    followed = kiosk.door.follow(receipt.code)
    assert followed is not None
    assert followed.progress is Progress.KEPT
    assert outbox.open_cases(TOWN_HALL, 0, 10) == ()
    assert kiosk.device.store.resend(receipt.code, "again")
    assert not claimed(outbox).may_have_arrived


def test_what_is_on_its_way_does_not_come_back(kiosk: Kiosk) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.delivered(claimed(outbox), "a-letter")
    (case,) = outbox.open_cases(TOWN_HALL, 0, 10)
    outbox.came_back(case, "came back undelivered")
    kiosk.device.store.resend(case.submission_id, "again")
    claimed(outbox)
    outbox.came_back(case, "came back undelivered")
    assert only(kiosk).state is State.LEASED


def test_what_an_operator_has_looked_for_is_sent_without_a_look(kiosk: Kiosk) -> None:
    receipt = kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.postpone(claimed(outbox), "no answer", 0, may_have_arrived=True)
    outbox.hold(claimed(outbox), "nobody can look")
    assert kiosk.device.store.resend(receipt.code, "again")
    looked_for = claimed(outbox)
    assert looked_for.may_have_arrived
    outbox.hold(looked_for, "nobody can look")
    assert kiosk.device.store.resend(receipt.code, "again", is_not_there=True)
    assert not claimed(outbox).may_have_arrived
