"""What could not be sent is cured, once, by whoever saw it as it is."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from kiosk.config import Destination
from kiosk.media import Captured
from kiosk.office.cures import (
    Aside,
    Cures,
    Outcome,
    Reason,
    Remedy,
    Standing,
    reason_of,
)
from kiosk.office.opened import Opened
from kiosk.office.shift import Ground, Shift
from kiosk.outbox import REFUSED_AGAIN_S, Outbox, Parcel
from kiosk.shredder import DAY_S
from kiosk.submission import Progress, State
from kiosk.vault import load_opener
from tests.kiosk.album import photo
from tests.kiosk.thief import KEEP, Evidence, file
from tests.kiosk.village import TOWN_HALL, Kiosk

OTHER = Destination(name="other", type="open311", url="http://127.0.0.1:2")
LETTER = Destination(name="letter", type="mail", url="smtp://127.0.0.1")
UNDO_S = 600
"""As the settings have it."""


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return Kiosk(tmp_path / "kiosk", (TOWN_HALL, OTHER, LETTER))


def desk(kiosk: Kiosk, who: str = "Μαρία") -> Cures:
    ground = Ground(kiosk.home, kiosk.config, kiosk.pack, kiosk.device, kiosk.clock)
    opener = load_opener(kiosk.config.keys, kiosk.device.public_key)
    return Cures(Shift(ground, who, opener))


def refused(kiosk: Kiosk, captured: Sequence[Captured] = (), said: str = "no") -> str:
    """File a report, and let the town hall say no twice."""
    code = file(kiosk, captured)
    outbox = kiosk.outbox()
    for _ in range(2):
        outbox.refuse(taken(outbox), said, 0)
        kiosk.clock.sleep(REFUSED_AGAIN_S)
    return code


def taken(outbox: Outbox, to: Destination = TOWN_HALL) -> Parcel:
    parcel = outbox.claim(to)
    assert parcel is not None
    return parcel


def looked(cures: Cures, code: str) -> Standing:
    standing = cures.look(code)
    assert standing is not None
    return standing


def only(cures: Cures) -> Aside:
    (aside,) = cures.listed()
    return aside


def deeds(kiosk: Kiosk, code: str) -> list[tuple[str, str, str]]:
    lines = kiosk.device.store.deeds_about(code)
    return [(one.who, one.kind, one.more) for one in lines if one.kind != "opened"]


def test_what_stands_aside_says_why_and_nothing_personal(kiosk: Kiosk) -> None:
    code = refused(kiosk, said="answered 400: service_code is not known")
    cures = desk(kiosk)
    aside = only(cures)
    assert (aside.row.receipt, aside.service) == (code, "broken-lamp")
    assert aside.reason is Reason.CATEGORY
    assert aside.said == "answered 400: service_code is not known"
    assert cures.count() == 1
    standing = looked(cures, code)
    assert aside.proposed is Remedy.AMEND
    assert set(aside.remedies) == set(Remedy)
    assert [one.name for one in standing.elsewhere] == ["other"]
    assert [one.name for one in standing.by_mail] == ["letter"]


def test_an_amended_report_leaves_after_a_while_under_its_number(kiosk: Kiosk) -> None:
    code = refused(kiosk, [photo()])
    cures = desk(kiosk)
    case = looked(cures, code).opened
    assert case.submission is not None
    answers = {**case.submission.answers, "lamp": ("new-lamp",)}
    assert cures.amend(case, answers) is Outcome.DONE
    assert cures.count() == 0
    outbox = kiosk.outbox()
    assert outbox.claim(TOWN_HALL) is None
    kiosk.clock.sleep(UNDO_S)
    parcel = taken(outbox)
    assert parcel.dispatch.receipt == code
    assert parcel.dispatch.service == "new-lamp"
    assert "Νέα λάμπα" in parcel.dispatch.description
    assert "Σβηστή" not in parcel.dispatch.description
    outbox.delivered(parcel, "SR-1")
    piece = outbox.claim_piece(TOWN_HALL, [TOWN_HALL])  # its photo still opens
    assert piece is not None
    assert piece.piece is not None
    assert piece.piece.content == photo().content
    assert deeds(kiosk, code) == [("Μαρία", "amended", "")]


def test_answers_that_do_not_answer_are_not_kept(kiosk: Kiosk) -> None:
    cures = desk(kiosk)
    case = looked(cures, refused(kiosk)).opened
    assert case.submission is not None
    with pytest.raises(ValueError, match="not complete"):
        cures.amend(case, {**case.submission.answers, "category": ("road",)})
    assert cures.count() == 1


def test_who_comes_late_changes_nothing_and_is_told(kiosk: Kiosk) -> None:
    code = refused(kiosk)
    mine, theirs = desk(kiosk), desk(kiosk, "Νίκος")
    case, same = looked(mine, code).opened, looked(theirs, code).opened
    assert case.submission is not None
    answers = {**case.submission.answers, "lamp": ("new-lamp",)}
    assert theirs.amend(same, {**answers, "details": ("days",)}) is Outcome.DONE
    assert mine.amend(case, answers) is Outcome.STALE
    assert mine.changed_by(code) == "Νίκος"
    now = looked(mine, code).opened
    assert now.submission is not None
    assert now.submission.answers["details"] == ("days",)
    merged = {**answers, "details": ("days",)}
    assert mine.amend(now, merged) is Outcome.DONE
    assert [who for who, _, _ in deeds(kiosk, code)] == ["Νίκος", "Μαρία"]


Deed = Callable[[Cures, Opened], Outcome]


def amend(cures: Cures, case: Opened) -> Outcome:
    assert case.submission is not None
    return cures.amend(case, {**case.submission.answers, "lamp": ("new-lamp",)})


def reroute(cures: Cures, case: Opened) -> Outcome:
    return cures.reroute(case, OTHER)


def again(cures: Cures, case: Opened) -> Outcome:
    return cures.again(case)


def close(cures: Cures, case: Opened) -> Outcome:
    return cures.close(case, "Δεν είναι  δικό μας.")


EVERY = amend, reroute, again, close


@pytest.mark.parametrize("deed", EVERY)
def test_every_cure_can_be_taken_back_whole(kiosk: Kiosk, deed: Deed) -> None:
    code = refused(kiosk, [photo()])
    cures = desk(kiosk)
    before = _as_kept(kiosk)
    assert deed(cures, looked(cures, code).opened) is Outcome.DONE
    assert _as_kept(kiosk) != before
    (cure,) = cures.pending()
    assert cures.left_s(cure) == UNDO_S
    assert cures.undo(cure) is Outcome.DONE
    assert _as_kept(kiosk) == before
    assert cures.pending() == ()
    assert looked(cures, code).aside is not None
    assert cures.undo(cure) is Outcome.GONE
    assert len(deeds(kiosk, code)) == 2
    assert kiosk.device.store._read("SELECT count(*) FROM cure_part") == [(0,)]


@pytest.mark.parametrize("deed", EVERY)
def test_what_the_agent_has_in_hand_is_let_be(kiosk: Kiosk, deed: Deed) -> None:
    code = refused(kiosk)
    cures = desk(kiosk)
    case = looked(cures, code).opened
    assert kiosk.device.store.resend(code, "says an operator")
    taken(kiosk.outbox())
    assert deed(cures, case) is Outcome.CARRIED
    assert deeds(kiosk, code) == []


@pytest.mark.parametrize("deed", EVERY)
def test_a_second_desk_never_cures_what_is_cured(kiosk: Kiosk, deed: Deed) -> None:
    code = refused(kiosk)
    mine, theirs = desk(kiosk), desk(kiosk, "Νίκος")
    case, same = looked(mine, code).opened, looked(theirs, code).opened
    assert again(theirs, same) is Outcome.DONE
    assert deed(mine, case) is Outcome.STALE


def test_what_has_left_cannot_be_taken_back(kiosk: Kiosk) -> None:
    code = refused(kiosk)
    cures = desk(kiosk)
    again(cures, looked(cures, code).opened)
    (cure,) = cures.pending()
    assert cures.hurry(cure) is Outcome.DONE
    assert cures.undo(cure) is Outcome.GONE
    outbox = kiosk.outbox()
    outbox.delivered(taken(outbox), "SR-1")
    assert deeds(kiosk, code)[-1] == ("Μαρία", "resent", "now")


def test_what_is_being_carried_cannot_be_taken_back(kiosk: Kiosk) -> None:
    code = refused(kiosk)
    cures, outbox = desk(kiosk), kiosk.outbox()
    again(cures, looked(cures, code).opened)
    (cure,) = cures.pending()
    outbox.make_due()  # an operator wants a try now
    parcel = taken(outbox)
    assert cures.undo(cure) is Outcome.CARRIED
    outbox.postpone(parcel, "no answer", 5, may_have_arrived=True, counts=False)
    assert cures.undo(cure) is Outcome.CARRIED
    assert cures.pending() == ()


def test_another_destination_gets_it_with_its_photo(kiosk: Kiosk) -> None:
    code = refused(kiosk, [photo()])
    cures = desk(kiosk)
    assert reroute(cures, looked(cures, code).opened) is Outcome.DONE
    kiosk.clock.sleep(UNDO_S)
    outbox = kiosk.outbox()
    assert outbox.claim(TOWN_HALL) is None
    outbox.delivered(taken(outbox, OTHER), "7")
    assert outbox.claim_piece(OTHER, [OTHER]) is not None
    assert deeds(kiosk, code) == [("Μαρία", "rerouted", "other")]
    with pytest.raises(ValueError, match="take the form"):
        cures.reroute(looked(cures, code).opened, replace_forms(OTHER))


def test_what_may_have_arrived_is_looked_for_before_it_goes_elsewhere(
    kiosk: Kiosk,
) -> None:
    code = file(kiosk)
    outbox = kiosk.outbox()
    for _ in range(2):
        outbox.refuse(taken(outbox), "may have arrived", 0, may_have_arrived=True)
        kiosk.clock.sleep(REFUSED_AGAIN_S)
    cures = desk(kiosk)
    case = looked(cures, code).opened
    assert only(cures).reason is Reason.MAY_BE_THERE
    for deed in (amend, reroute, close):
        assert deed(cures, case) is Outcome.MAY_BE_THERE
    assert cures.reroute(case, OTHER, has_looked=True) is Outcome.DONE
    kiosk.clock.sleep(UNDO_S)
    assert not taken(outbox, OTHER).may_have_arrived


def test_sent_again_it_is_looked_for_unless_somebody_has(kiosk: Kiosk) -> None:
    code = file(kiosk)
    outbox = kiosk.outbox()
    for _ in range(2):
        outbox.refuse(taken(outbox), "may have arrived", 0, may_have_arrived=True)
        kiosk.clock.sleep(REFUSED_AGAIN_S)
    cures = desk(kiosk)
    again(cures, looked(cures, code).opened)
    kiosk.clock.sleep(UNDO_S)
    assert taken(outbox).may_have_arrived


def test_a_closed_report_is_never_sent_and_its_citizen_reads_why(kiosk: Kiosk) -> None:
    code = refused(kiosk, [photo()])
    cures = desk(kiosk)
    before = Evidence(kiosk)
    assert close(cures, looked(cures, code).opened) is Outcome.DONE
    told = kiosk.door.follow(code)
    assert told is not None
    assert (told.progress, told.message) == (Progress.CLOSED, "Δεν είναι δικό μας.")
    outbox = kiosk.outbox()
    kiosk.clock.sleep(DAY_S)
    assert outbox.claim(TOWN_HALL) is None
    assert not kiosk.device.store.settle_by_hand(code, "SR-1", "says somebody")
    assert outbox.erase_due(KEEP).erased == 0
    kiosk.clock.sleep(KEEP * DAY_S)
    assert outbox.erase_due(KEEP).erased == 1
    assert before.left() == 0
    told = kiosk.door.follow(code)
    assert told is not None
    assert (told.progress, told.is_taken_back) == (Progress.CLOSED, False)
    assert told.message == "Δεν είναι δικό μας."
    assert outbox.open_cases(TOWN_HALL, 0, 50) == ()


def test_a_refused_photo_is_closed_and_its_report_stays_sent(kiosk: Kiosk) -> None:
    code = file(kiosk, [photo()])
    outbox = kiosk.outbox()
    outbox.delivered(taken(outbox), "SR-1")
    no = "takes no photos and no voice notes; name a destination that does in media_to"
    for _ in range(2):
        piece = outbox.claim_piece(TOWN_HALL, [TOWN_HALL])
        assert piece is not None
        outbox.refuse(piece, no, 0)
        kiosk.clock.sleep(REFUSED_AGAIN_S)
    cures = desk(kiosk)
    aside = only(cures)
    assert (aside.is_whole, aside.reason) == (False, Reason.TAKES_NO_FILES)
    standing = looked(cures, code)
    assert aside.remedies == (Remedy.CLOSE, Remedy.AGAIN)
    assert close(cures, standing.opened) is Outcome.DONE
    told = kiosk.door.follow(code)
    assert told is not None
    assert (told.progress, told.message) == (Progress.SENT, "")
    outbox.erase_due(KEEP)
    kiosk.clock.sleep(KEEP * DAY_S)
    assert outbox.erase_due(KEEP).erased == 1


def test_what_was_before_is_destroyed_with_the_rest(kiosk: Kiosk) -> None:
    code = refused(kiosk)
    before = Evidence(kiosk)
    cures = desk(kiosk)
    amend(cures, looked(cures, code).opened)
    kiosk.clock.sleep(UNDO_S)
    outbox = kiosk.outbox()
    outbox.delivered(taken(outbox), "SR-1")
    outbox.erase_due(KEEP)
    kiosk.clock.sleep(KEEP * DAY_S)
    assert outbox.erase_due(KEEP).erased == 1
    assert before.left() == 0


@pytest.mark.parametrize(
    ("state", "said", "reason"),
    [
        (State.CONFIRMED, "", Reason.NO_DESTINATION),
        (State.HELD, "answered 403", Reason.LOCKED_OUT),
        (State.QUARANTINED, "what was kept has changed", Reason.DOES_NOT_OPEN),
        (State.REFUSED, 'services has no "category/kind" for x', Reason.CATEGORY),
        (State.REFUSED, 'service "x" requires "y", which is not told', Reason.DETAIL),
        (State.REFUSED, "answered 403, something mandatory is missing", Reason.DETAIL),
        (
            *(State.REFUSED, "has no position, and sense.city takes none without"),
            Reason.POSITION,
        ),
        (
            *(State.REFUSED, "this city takes no report without a person's name"),
            Reason.PERSON,
        ),
        (State.REFUSED, "came back undelivered: no such user", Reason.CAME_BACK),
        (State.REFUSED, "too large there: at most 9 bytes", Reason.TOO_LARGE),
        (State.REFUSED, "answered 413", Reason.TOO_LARGE),
        (State.REFUSED, "answered 409: taken", Reason.TAKEN),
        (State.REFUSED, "the form there has no question for it", Reason.TAKES_NO_FILES),
        (State.REFUSED, "answered 422: bad", Reason.REFUSED),
    ],
)
def test_the_last_answer_tells_the_reason(
    state: State, said: str, reason: Reason
) -> None:
    assert reason_of(state, said) is reason


def replace_forms(to: Destination) -> Destination:
    return msgspec.structs.replace(to, forms=("survey",))


def _as_kept(kiosk: Kiosk) -> object:
    store = kiosk.device.store
    return store._read(
        "SELECT s.sealed, s.progress, s.message, s.updated, s.delivered_at, o.state,"
        " o.destination, o.next_at, o.sent_at, o.refused_at, o.last_error, o.token, o.body,"
        " o.body_sha256, o.attempts FROM outbox o JOIN submission s"
        " ON s.id = o.submission_id ORDER BY o.id"
    )
