"""A kiosk that is well is told so; what is not is one sentence with its cure."""

import fcntl
import getpass
import json
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from kiosk.built import BUILT
from kiosk.clock import SystemClock
from kiosk.config import Config, Printer
from kiosk.ctl import main
from kiosk.doctor import Health, examine
from kiosk.errors import Damaged
from kiosk.home import Home
from kiosk.outbox import REFUSED_AGAIN_S, Outbox
from kiosk.printing import PrinterState
from kiosk.store import Store
from kiosk.submission import Progress, State
from kiosk.vault import key_path
from tests.kiosk.test_outbox import claimed, only
from tests.kiosk.village import TOWN_HALL, Kiosk

NEWER = BUILT + timedelta(days=30)


@pytest.fixture
def home(kiosk: Kiosk) -> Path:
    kiosk.clock.wall = NEWER
    kiosk.home.settings.write_text(f'key_folder = "{kiosk.config.keys}"', "utf-8")
    return kiosk.home.folder


def health(kiosk: Kiosk) -> Health:
    return examine(kiosk.home, kiosk.config, kiosk.clock)


def troubles(kiosk: Kiosk) -> str:
    return "\n".join(health(kiosk).troubles)


def refuse(kiosk: Kiosk, outbox: Outbox) -> None:
    assert not outbox.refuse(claimed(outbox), "answered 404", REFUSED_AGAIN_S)
    kiosk.clock.sleep(REFUSED_AGAIN_S)
    assert outbox.refuse(claimed(outbox), "answered 404", REFUSED_AGAIN_S)


# What the doctor sees


@pytest.mark.parametrize("state", PrinterState)
def test_a_printer_of_rolls_that_does_not_print_is_told(
    kiosk: Kiosk, home: Path, state: PrinterState
) -> None:
    kiosk.config = msgspec.structs.replace(
        kiosk.config, printer=Printer(roll="tcp:10.0.0.7:9100")
    )
    found = examine(kiosk.home, kiosk.config, kiosk.clock, lambda printer: state)
    told = [one for one in found.troubles if one.startswith("printer tcp:10.0.0.7")]
    assert found.printer is state
    assert bool(told) == (state is not PrinterState.READY)


def test_a_kiosk_without_one_says_nothing_of_it(kiosk: Kiosk, home: Path) -> None:
    assert health(kiosk).printer is None
    assert "printer" not in troubles(kiosk)


def test_a_kiosk_at_work_is_well(kiosk: Kiosk, home: Path) -> None:
    kiosk.confirm()
    with (home / "agent.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = health(kiosk)
    assert found.troubles == ()
    assert (found.sound, found.journal in {"wal", "truncate"}) == ("ok", True)
    assert (found.has_key, found.clock_is_sane, found.agent_is_alive) == (True,) * 3
    assert found.counts == {State.READY: 1}
    assert found.oldest_pending_s == 0
    assert [(one.name, one.delivered) for one in found.destinations] == [
        (TOWN_HALL.name, None)
    ]


def test_the_last_success_and_the_longest_wait_are_told(
    kiosk: Kiosk, home: Path
) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.delivered(claimed(outbox), "17")
    delivered = kiosk.clock.now().isoformat(timespec="seconds")
    kiosk.confirm()
    kiosk.clock.sleep(90_000)
    found = health(kiosk)
    assert found.destinations[0].delivered == delivered
    assert found.counts == {State.DELIVERED: 1, State.READY: 1}
    assert found.oldest_pending_s == 90_000
    assert "waits for 25 hours" in "\n".join(found.troubles)


def test_no_agent_is_a_trouble_where_there_is_a_destination(
    kiosk: Kiosk, home: Path
) -> None:
    assert "the agent does not run" in troubles(kiosk)
    (home / "agent.lock").touch()  # one that was left behind
    assert "the agent does not run" in troubles(kiosk)
    alone = Config(key_folder=kiosk.config.key_folder)
    assert examine(kiosk.home, alone, kiosk.clock).troubles == ()


def test_what_is_stuck_is_counted_with_its_reason(kiosk: Kiosk, home: Path) -> None:
    kiosk.confirm()
    outbox = kiosk.outbox()
    refuse(kiosk, outbox)
    for _ in range(2):
        kiosk.confirm()
        outbox.hold(claimed(outbox), "answered 403")
    told = troubles(kiosk)
    assert "2 held (answered 403)" in told
    assert "1 refused (answered 404)" in told


def test_a_key_that_is_gone_is_told_and_stops_no_doctor(
    kiosk: Kiosk, home: Path
) -> None:
    key_path(kiosk.config.keys, kiosk.device.public_key).unlink()
    assert not health(kiosk).has_key
    assert "key is gone" in troubles(kiosk)


@pytest.mark.parametrize(
    ("wall", "sane"),
    [
        (BUILT - timedelta(seconds=1), False),
        (NEWER, True),
        (NEWER + timedelta(minutes=59), True),
        (NEWER - timedelta(minutes=59), True),
        (NEWER - timedelta(minutes=61), False),
        (NEWER + timedelta(days=3650), True),  # nobody here can know better
    ],
)
def test_a_clock_may_not_show_what_is_over(
    kiosk: Kiosk, home: Path, wall: object, sane: bool
) -> None:
    kiosk.outbox().heard_date(NEWER)
    kiosk.clock.wall = wall  # type: ignore[assignment] # a moment
    assert health(kiosk).clock_is_sane is sane
    assert ("timedatectl" in troubles(kiosk)) is not sane


def test_the_trouble_of_a_line_is_told(kiosk: Kiosk, home: Path) -> None:
    outbox = kiosk.outbox()
    outbox.rest(TOWN_HALL, 3, 60)
    outbox.name_trouble(TOWN_HALL, "no network; check the cable", None)
    assert "town-hall: no network; check the cable" in troubles(kiosk)
    outbox.rest(TOWN_HALL, 0, 0)
    assert "cable" not in troubles(kiosk)


def test_a_damaged_store_is_told(kiosk: Kiosk, home: Path) -> None:
    for _ in range(50):
        kiosk.confirm()
    with kiosk.device.store.writing() as execute:
        execute("PRAGMA writable_schema = ON")
        execute("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'outbox_open'")
    assert health(kiosk).sound != "ok"
    assert "put back its last copy" in troubles(kiosk)


def test_where_there_is_no_kiosk_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="is not there"):
        examine(Home(tmp_path / "empty"), Config(), SystemClock())
    assert not (tmp_path / "empty").exists()


def test_a_store_of_before_is_brought_up_to_date(kiosk: Kiosk, home: Path) -> None:
    kiosk.confirm()
    with kiosk.device.store.writing() as execute:
        execute("DROP TABLE destination")
        execute("DELETE FROM _sqlite_migrations WHERE name = 'destinations'")
    store = Store(kiosk.home.database)
    assert store.destinations() == []
    store.close()


# The commands


def test_the_doctor_says_it_in_lines_and_as_json(
    kiosk: Kiosk, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kiosk.confirm()
    if SystemClock().now() < BUILT:
        pytest.skip("this machine's clock is wrong")
    assert main(["doctor", "--home", str(home)]) == 0
    told = capsys.readouterr().out
    assert "1 ready" in told
    assert told.endswith("-> all is well\n")
    kiosk.outbox().hold(claimed(kiosk.outbox()), "answered 403")
    assert main(["doctor", "--home", str(home), "--json"]) == 4
    read = json.loads(capsys.readouterr().out)
    assert read["counts"] == {"held": 1}
    assert read["stuck"] == [{"state": "held", "reason": "answered 403", "count": 1}]
    assert len(read["troubles"]) == 1


@pytest.mark.parametrize("grouped", [True, False])
def test_what_is_stuck_is_tried_again_with_the_name_of_who_asked(
    kiosk: Kiosk, home: Path, grouped: bool
) -> None:
    receipt = kiosk.confirm()
    outbox = kiosk.outbox()
    refuse(kiosk, outbox)
    code = receipt.code.lower()
    named = f"{code[:3]} {code[3:6]} {code[6:]}" if grouped else receipt.submission_id
    assert main(["resend", named, "--home", str(home)]) == 0
    assert only(kiosk).state is State.WAITING
    assert getpass.getuser() in only(kiosk).last_error
    again = claimed(outbox)
    assert (again.may_have_arrived, again.refused_ago_s) == (False, None)


def test_what_may_have_arrived_is_looked_for_before_it_is_tried_again(
    kiosk: Kiosk, home: Path
) -> None:
    receipt = kiosk.confirm()
    outbox = kiosk.outbox()
    outbox.postpone(claimed(outbox), "no answer", 0, may_have_arrived=True)
    refuse(kiosk, outbox)
    assert main(["resend", receipt.code, "--home", str(home)]) == 0
    assert claimed(outbox).may_have_arrived


def test_what_an_operator_knows_to_be_there_is_settled(
    kiosk: Kiosk, home: Path
) -> None:
    receipt = kiosk.confirm()
    refuse(kiosk, kiosk.outbox())
    command = ["settle", receipt.code, "--as", "SR-17", "--home", str(home)]
    assert main(command) == 0
    assert (only(kiosk).state, only(kiosk).remote_id) == (State.DELIVERED, "SR-17")
    assert getpass.getuser() in only(kiosk).last_error
    case = kiosk.door.follow(receipt.code)
    assert case is not None
    assert case.progress is Progress.SENT
    assert main(command) == 2


def test_an_answer_on_its_way_does_not_undo_what_was_settled(
    kiosk: Kiosk, home: Path
) -> None:
    receipt = kiosk.confirm()
    outbox = kiosk.outbox()
    parcel = claimed(outbox)
    command = ["settle", receipt.code, "--as", "SR-17", "--home", str(home)]
    assert main(command) == 2  # it is being carried
    outbox.postpone(parcel, "busy", 0, may_have_arrived=True)
    assert main(command) == 0
    outbox.delivered(parcel, "SR-18")
    assert only(kiosk).remote_id == "SR-17"


@pytest.mark.parametrize("command", [["resend"], ["settle", "--as", "SR-17"]])
def test_what_cannot_be_done_is_said_and_changes_nothing(
    kiosk: Kiosk,
    home: Path,
    command: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    receipt = kiosk.confirm()
    outbox = kiosk.outbox()
    assert main([*command, "no-such", "--home", str(home)]) == 2
    assert "no submission here" in capsys.readouterr().err
    claimed(outbox)
    assert main([*command, receipt.code, "--home", str(home)]) == 2
    assert "is leased" in capsys.readouterr().err
    assert (only(kiosk).state, only(kiosk).last_error) == (State.LEASED, "")
