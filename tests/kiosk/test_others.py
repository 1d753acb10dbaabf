"""What others told already is known, shown only while it is true, and joined once."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from kiosk.config import Destination
from kiosk.journey import Journey
from kiosk.notice import Stamp
from kiosk.noticeboard import Noticeboard
from kiosk.others import MOST_REPORTS, Other, Report, near, register_of
from kiosk.packs import Pack, load_pack
from kiosk.submission import Dispatch, Progress, Submission
from tests.kiosk.village import PACK, PROBLEM, TOWN_HALL, Kiosk, write_pack

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LAMP = Report("17", "broken-lamp", 38.2711, 21.8611, NOW - timedelta(days=3))
"""A few steps from the square of Ano Lefki."""


def hang(kiosk: Kiosk, *reports: Report, tag: str = "") -> Noticeboard:
    kiosk.clock.wall = NOW
    board = Noticeboard(kiosk.device.store, kiosk.clock)
    board.post_reports("town-hall", reports, Stamp(tag))
    return board


def asked(
    kiosk: Kiosk, where: tuple[str, ...] = ("ano", "square"), kind: str = "broken-lamp"
) -> Journey:
    """A journey that has told what and where, and nothing else."""
    journey = kiosk.door.begin(kiosk.pack.forms[0])
    return journey.answer(("lighting",)).answer((kind,)).answer(where)


def shown(kiosk: Kiosk, *where: str) -> list[str]:
    found = kiosk.door.others(asked(kiosk, where or ("ano", "square")))
    return [one.report.id for one in found]


# Near


def far(metres: float, uid: str) -> Report:
    """So far north of the square."""
    return replace(LAMP, id=uid, latitude=38.271 + metres / 111_195, longitude=21.861)


def ids(reports: Sequence[Report]) -> list[str]:
    return [one.id for one in reports]


def test_near_is_so_many_metres_and_the_nearest_first(pack: Pack) -> None:
    reports = [far(149, "a"), far(151, "b"), far(10, "c")]
    assert ids(near(reports, ("ano", "square"), pack.places, 150)) == ["c", "a"]
    assert ids(near(reports, ("ano", "square"), pack.places, 5)) == []


def test_of_what_lies_in_one_spot_the_oldest_stands_for_all(pack: Pack) -> None:
    newer = replace(LAMP, id="18", told=NOW)
    undated = replace(LAMP, id="16", told=None)
    found = near([newer, undated, LAMP], ("ano", "square"), pack.places, 150)
    assert ids(found) == ["17"]


def test_where_only_a_village_was_told_all_of_it_is_near(pack: Pack) -> None:
    other = replace(LAMP, id="kato", latitude=38.2501, longitude=21.8501)
    reports = [far(900, "up"), other]
    assert ids(near(reports, ("ano",), pack.places, 150)) == ["up"]
    assert ids(near(reports, ("kato",), pack.places, 150)) == ["kato"]


@pytest.mark.parametrize("place", [(0.0, 0.0), (-38.271, 21.861), (38.271, -158.139)])
def test_what_lies_outside_the_municipality_lies_nowhere(
    pack: Pack, place: tuple[float, float]
) -> None:
    astray = replace(LAMP, latitude=place[0], longitude=place[1])
    assert near([astray], ("ano",), pack.places, 5000) == ()
    assert near([LAMP], ("nowhere",), pack.places, 5000) == ()


def test_days_are_counted_by_the_calendar_on_the_wall() -> None:
    evening = datetime(2026, 11, 24, 20, 0).astimezone()
    morning = datetime(2026, 11, 25, 7, 0).astimezone()
    assert Other.at(replace(LAMP, told=evening), morning).days == 1
    assert Other.at(replace(LAMP, told=morning), evening).days == 0
    assert Other.at(replace(LAMP, told=None), morning).days is None


# What hangs there


def test_a_list_takes_the_place_of_the_one_before(kiosk: Kiosk) -> None:
    board = hang(kiosk, LAMP, far(50, "18"), tag="a")
    assert shown(kiosk) == ["17", "18"]
    board.post_reports("town-hall", [far(50, "18")], Stamp("b"))
    assert shown(kiosk) == ["18"]
    assert board.stamp(register_of("town-hall")) == Stamp("b", "", NOW)


def test_a_list_that_cannot_be_hung_up_whole_leaves_the_one_before(
    kiosk: Kiosk,
) -> None:
    board = hang(kiosk, LAMP, tag="a")
    broken = replace(LAMP, id="18", latitude=None)
    with pytest.raises(Exception, match="NOT NULL"):
        board.post_reports("town-hall", [far(1, "19"), broken], Stamp("b"))
    assert shown(kiosk) == ["17"]
    assert board.stamp(register_of("town-hall")).tag == "a"


def test_a_list_that_was_not_read_for_a_week_is_not_believed(kiosk: Kiosk) -> None:
    board = hang(kiosk, LAMP)
    kiosk.clock.wall = NOW + timedelta(days=6)
    assert shown(kiosk) == ["17"]
    kiosk.clock.wall = NOW + timedelta(days=8)
    assert shown(kiosk) == []
    board.still(register_of("town-hall"))
    assert shown(kiosk) == ["17"]


def test_by_a_clock_that_cannot_be_right_nobody_is_asked(kiosk: Kiosk) -> None:
    hang(kiosk, LAMP)
    kiosk.clock.wall = datetime(2020, 1, 1, tzinfo=UTC)
    assert shown(kiosk) == []
    kiosk.clock.wall = NOW - timedelta(days=1)  # it was set back since
    assert shown(kiosk) == []


def test_destinations_that_are_no_more_and_those_of_other_forms_show_nothing(
    tmp_path: Path,
) -> None:
    other = Destination(name="other", type="open311", url="http://127.0.0.1:1")
    with Kiosk(tmp_path / "kiosk", (TOWN_HALL, other)) as kiosk:
        board = hang(kiosk)
        board.post_reports("other", [LAMP], Stamp())
        assert shown(kiosk) == [], "it would not go there"
        board.post_reports("town-hall", [LAMP], Stamp())
        board.keep_only([register_of("town-hall")])
        assert shown(kiosk) == ["17"]
        board.keep_only(["a-feed"])
        assert shown(kiosk) == []


def test_no_more_is_kept_than_one_answer_may_hold(kiosk: Kiosk) -> None:
    hang(kiosk, *(far(1, str(at)) for at in range(100_000)))
    store = kiosk.device.store
    kept = store._read("SELECT count(*) FROM report")
    assert kept == [(MOST_REPORTS,)]


def test_the_service_is_looked_for_by_the_destinations_own_code(
    tmp_path: Path,
) -> None:
    to = msgspec.structs.replace(TOWN_HALL, services={"broken-lamp": "L1"})
    with Kiosk(tmp_path / "kiosk", (to,)) as kiosk:
        hang(kiosk, LAMP, replace(far(50, "18"), service="L1"))
        assert shown(kiosk) == ["18"]


# What this kiosk sent itself


def carried(kiosk: Kiosk, remote_id: str | None = "SR-1") -> str:
    """File the report of the square's lamp, and bring it there; return its code."""
    kiosk.clock.wall = max(kiosk.clock.wall, NOW)
    receipt, outbox = kiosk.confirm(), kiosk.outbox()
    parcel = outbox.claim(kiosk.config.destinations[0])
    assert parcel is not None
    outbox.delivered(parcel, remote_id)
    return receipt.code


def test_what_is_there_counts_until_its_end_is_heard_of(kiosk: Kiosk) -> None:
    kiosk.clock.wall = NOW
    kiosk.confirm()
    assert shown(kiosk) == [], "it is not there yet, and nobody could add to it"
    kiosk.clock.sleep(1)
    parcel = (outbox := kiosk.outbox()).claim(TOWN_HALL)
    assert parcel is not None
    outbox.delivered(parcel, "SR-1")
    assert shown(kiosk) == ["SR-1"]
    kiosk.clock.wall = NOW + timedelta(days=60)
    assert shown(kiosk) == ["SR-1"]
    [case] = outbox.open_cases(TOWN_HALL, 0, 10)
    outbox.note_news(case, replace(case.known, progress=Progress.DONE))
    assert shown(kiosk) == []


def test_one_that_came_back_and_one_forgotten_count_no_more(kiosk: Kiosk) -> None:
    carried(kiosk)
    outbox = kiosk.outbox()
    [case] = outbox.open_cases(TOWN_HALL, 0, 10)
    outbox.came_back(case, "not there")
    assert shown(kiosk) == []
    carried(kiosk, "SR-2")
    kiosk.clock.wall = NOW + timedelta(days=100)
    assert shown(kiosk) == []


def test_one_that_is_listed_as_well_is_shown_once_by_their_number(
    kiosk: Kiosk,
) -> None:
    carried(kiosk, "17")
    hang(kiosk, replace(LAMP, latitude=38.271, longitude=21.861))
    [found] = kiosk.door.others(asked(kiosk))
    assert found.report.called == "17"


def test_where_there_is_no_number_it_is_called_by_its_receipt(kiosk: Kiosk) -> None:
    code = carried(kiosk, None)
    [found] = kiosk.door.others(asked(kiosk))
    assert found.report.called == f"{code[:3]}-{code[3:6]}-{code[6:]}"


def test_nothing_anybody_said_is_in_the_clear(kiosk: Kiosk) -> None:
    carried(kiosk)
    rows = kiosk.device.store._read("SELECT * FROM report")
    [sent] = kiosk.device.store.outbox()
    public = ("broken-lamp", 38.271, 21.861, NOW.isoformat())
    assert rows == [("town-hall", "SR-1", sent.submission_id, *public)]


# Saying it


def test_it_is_asked_once_when_what_and_where_are_told(kiosk: Kiosk) -> None:
    begun = kiosk.door.begin(kiosk.pack.forms[0])
    kind = begun.answer(("lighting",)).answer(("broken-lamp",))
    assert kind.matter is None
    assert not kind.may_join("lamp")
    placed = kind.answer(("ano", "square"))
    assert placed.may_join("where")
    assert not placed.answer(()).may_join("details")
    assert not placed.join(None).may_join("where")
    assert not placed.join(LAMP).change("where").answer(("kato",)).may_join("where")


def test_me_too_passes_over_what_may_be_passed_over(kiosk: Kiosk) -> None:
    joined = asked(kiosk).join(LAMP)
    assert joined.at is None
    assert joined.same == LAMP
    assert joined.told["details"] == ()
    another = asked(kiosk).join(None)
    assert another.at == "details"
    assert another.same is None


def test_me_too_keeps_what_was_answered_before(kiosk: Kiosk) -> None:
    told = asked(kiosk).answer(("danger",)).change("where").answer(("ano", "square"))
    assert told.may_join("where")
    joined = told.join(LAMP)
    assert joined.at is None
    assert joined.told["details"] == ("danger",)


def test_what_must_be_answered_is_asked_all_the_same(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    must = PROBLEM + (
        '[[question]]\nkind = "yes-no"\nid = "urgent"\n'
        'title = { el = "Επείγει;" }\nyes = { el = "Ναι" }\nno = { el = "Όχι" }\n'
    )
    (folder / "forms" / "problem.toml").write_text(must, "utf-8")
    form = load_pack(folder, None)
    journey = Journey.begin(form.forms[0], form.places)
    for answer in (("lighting",), ("broken-lamp",), ("ano", "square")):
        journey = journey.answer(answer)
    joined = journey.join(LAMP)
    assert joined.at == "urgent"
    assert joined.same == LAMP


def test_changing_what_or_where_leaves_the_others_and_says_so(kiosk: Kiosk) -> None:
    joined = asked(kiosk).join(LAMP)
    changed = joined.change("where").answer(("kato",))
    assert changed.same is None
    assert changed.left_others
    back = changed.change("where").answer(("ano", "square"))
    assert back.same == LAMP
    assert not back.left_others


def test_back_from_what_others_told_goes_where_one_came_from(kiosk: Kiosk) -> None:
    placed = asked(kiosk)
    assert placed.back_from_others().at == "where"
    again = placed.answer(()).change("lamp").answer(("broken-lamp",))
    assert again.back_from_others().at == "where"
    assert asked(kiosk).join(LAMP).back_from_others().at is None


def test_a_form_may_ask_nobody(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    text = PROBLEM.replace('version = "1"', 'version = "1"\nothers_within_m = 0')
    (folder / "forms" / "problem.toml").write_text(text, "utf-8")
    pack = load_pack(folder, None)
    journey = Journey.begin(pack.forms[0], pack.places)
    for answer in (("lighting",), ("broken-lamp",), ("ano", "square")):
        journey = journey.answer(answer)
    assert journey.matter is None


# Keeping it


def kept(kiosk: Kiosk, journey: Journey) -> Dispatch:
    kiosk.door.confirm(journey, "en", secrets.token_bytes)
    parcel = kiosk.outbox().claim(TOWN_HALL)
    assert parcel is not None
    return parcel.dispatch


def test_the_municipality_reads_it_first_and_in_its_own_words(tmp_path: Path) -> None:
    Kiosk.prepare(tmp_path / "kiosk")
    words = '[terms]\nsame-as = { en = "As {number}", el = "Ίδιο με το {number}" }\n'
    (tmp_path / "kiosk" / "pack" / "pack.toml").write_text(PACK + words, "utf-8")
    with Kiosk(tmp_path / "kiosk") as kiosk:
        dispatch = kept(kiosk, asked(kiosk).join(LAMP))
    first, *_ = dispatch.description.splitlines()
    assert (first, dispatch.same_as) == ("Ίδιο με το 17", "17")
    assert dispatch.service == "broken-lamp"


def test_a_pack_without_the_words_tells_the_number(kiosk: Kiosk) -> None:
    dispatch = kept(kiosk, asked(kiosk).join(replace(LAMP, number="KX7-4MQ-2PD")))
    assert dispatch.description.splitlines()[0] == "= KX7-4MQ-2PD"
    assert dispatch.same_as == "17"


def test_whoever_means_another_names_nobody(kiosk: Kiosk) -> None:
    dispatch = kept(kiosk, asked(kiosk).join(None).answer(()))
    assert dispatch.same_as == ""
    assert "17" not in dispatch.description


def test_what_was_kept_before_there_was_me_too_is_read() -> None:
    told = {
        "id": "1",
        "form": "f",
        "form_version": "1",
        "language": "el",
        "answers": {},
    }
    assert msgspec.convert(told, Submission).same_as == ""


def test_a_me_too_that_is_there_is_not_shown_as_told(kiosk: Kiosk) -> None:
    hang(kiosk, LAMP)
    kiosk.door.confirm(asked(kiosk).join(LAMP), "el", secrets.token_bytes)
    parcel = (outbox := kiosk.outbox()).claim(TOWN_HALL)
    assert parcel is not None
    outbox.delivered(parcel, "18", follows="17")
    hang(kiosk, LAMP, replace(far(20, "18"), told=NOW))
    assert shown(kiosk) == ["17"]
