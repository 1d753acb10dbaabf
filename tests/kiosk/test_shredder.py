"""What is delivered and past its time is destroyed: no byte of it is in any file."""

import shutil
from pathlib import Path
from random import Random

import msgspec
import pytest

from kiosk.doctor import examine
from kiosk.export import export
from kiosk.outbox import News
from kiosk.parcel import DISPATCH, FACTS
from kiosk.rows import Ending, Frozen, Kept
from kiosk.shredder import AT_EASE_BYTES, DAY_S, scrub
from kiosk.store import Store
from kiosk.submission import Dispatch, Facts, Progress, State
from kiosk.vault import load_opener
from tests.kiosk.album import photo
from tests.kiosk.thief import (
    KEEP,
    Evidence,
    carry,
    file,
    shredder,
    states,
    turn,
)
from tests.kiosk.village import TOWN_HALL, Kiosk

LIVELY = 1000
"""Submissions: the engine leaves a copy of one in some three hundred."""
SEED = 3


def test_no_byte_of_what_was_said_is_left_in_any_file(kiosk: Kiosk) -> None:
    for number in range(5):
        file(kiosk, [photo(number, more=20_000)])
    file(kiosk)
    before = Evidence(kiosk)
    words = b"".join(before.opened())
    assert b"broken-lamp" in words  # without the purge whoever has the key reads all
    assert b"photo 3" in words
    assert before.left() == 6 + 6 + 11
    carry(kiosk, kiosk.outbox())
    kiosk.clock.sleep(KEEP * DAY_S)
    delivered = Evidence(kiosk)
    assert delivered.left() == 6 + 6 + 6  # being delivered destroys no key and no word
    assert turn(kiosk) == 6
    assert before.left() == 0
    assert set(states(kiosk)) == {State.PURGED}
    assert kiosk.device.store.is_scrubbed()


def lively(store: Store, chance: Random) -> None:
    """Rows that grow and shrink beside each other, as in years at work."""
    for number in range(LIVELY):
        kept = Kept(
            id=f"{chance.getrandbits(128):032x}-abcd",
            receipt=f"{number:09}",
            form="problem",
            confirmed="2026-05-04T09:30:00+00:00",
            sealed=chance.randbytes(chance.randint(250, 700)),
            key_wrapped=chance.randbytes(80),
            destination="town-hall",
            dispatch=Frozen(chance.randbytes(chance.randint(500, 1500)), bytes(32)),
        )
        assert store.keep(kept)
        for _ in range(chance.randint(0, 3)):
            row = store.claim("town-hall", 0, 500, "boot", 60)
            if row is None:
                break
            ending = Ending(State.DELIVERED, remote_id="S" * chance.randint(3, 40))
            if chance.random() < 0.3:
                ending = Ending(State.WAITING, "no answer " * chance.randint(3, 9))
            store.settle(row.outbox_id, row.attempts + 1, ending)
            told = "έγινε " * chance.randint(0, 30)
            store.note_news(row.submission_id, "seen", told, None)


@pytest.mark.parametrize("is_written_anew", [True, False])
def test_not_even_where_the_engine_has_moved_rows(
    kiosk: Kiosk, is_written_anew: bool
) -> None:
    store = kiosk.device.store
    lively(store, Random(SEED))
    before = Evidence(kiosk)
    for name, _ in before.keys:
        assert store.erase(name, "", is_taken_back=True) is not None
    store.scrub(None if is_written_anew else 0)
    assert set(states(kiosk)) == {State.PURGED}
    assert (before.left() == 0) is is_written_anew


def test_without_scrubbing_the_log_still_holds_it(kiosk: Kiosk) -> None:
    if kiosk.device.store.journal() != "wal":
        pytest.skip("this engine has no safe WAL")
    file(kiosk)
    before = Evidence(kiosk)
    carry(kiosk, kiosk.outbox())
    kiosk.clock.sleep(KEEP * DAY_S)
    assert shredder(kiosk).turns(KEEP) == 1
    assert before.left() > 0


def test_open_data_is_the_same_before_and_after(kiosk: Kiosk, tmp_path: Path) -> None:
    for _ in range(6):
        file(kiosk)
    carry(kiosk, kiosk.outbox())
    kiosk.clock.sleep(KEEP * DAY_S + 5 * DAY_S)
    written = []
    for name in ("before", "after"):
        out = tmp_path / name
        export(out, None, kiosk.device, kiosk.config, kiosk.pack, kiosk.clock)
        written.append({one.name: one.read_bytes() for one in out.iterdir()})
        turn(kiosk)
    assert (
        b"\xce\xa3\xce\xb2\xce\xb7\xcf\x83\xcf\x84\xce\xae" in written[1]["reports.csv"]
    )
    assert written[0] == written[1]


def test_what_is_left_is_a_service_and_a_village_under_another_key(
    kiosk: Kiosk,
) -> None:
    file(kiosk)
    (old,) = Evidence(kiosk).keys
    carry(kiosk, kiosk.outbox())
    kiosk.clock.sleep(KEEP * DAY_S)
    turn(kiosk)
    left = Evidence(kiosk)
    assert left.keys[0] != old
    ((owner, _, body),) = left.bodies
    clear = left.opener.open(left.keys[0][1], owner, FACTS, body)
    assert msgspec.json.decode(clear, type=Facts) == Facts(
        service="broken-lamp", village="ano"
    )
    assert clear == b'{"service":"broken-lamp","village":"ano"}'


def test_the_number_still_answers_and_news_still_come(kiosk: Kiosk) -> None:
    code, outbox = file(kiosk), kiosk.outbox()
    carry(kiosk, outbox)
    kiosk.clock.sleep(KEEP * DAY_S)
    turn(kiosk)
    found = kiosk.door.follow(code)
    assert found is not None
    assert (found.progress, found.is_taken_back) == (Progress.SENT, False)
    (case,) = outbox.open_cases(TOWN_HALL, 0, 50)
    outbox.note_news(case, News(Progress.DONE, "Φτιάχτηκε.", None))
    found = kiosk.door.follow(code)
    assert found is not None
    assert (found.progress, found.message) == (Progress.DONE, "Φτιάχτηκε.")


def test_what_comes_back_too_late_is_noted_once_and_sent_nowhere(kiosk: Kiosk) -> None:
    file(kiosk)
    outbox = kiosk.outbox()
    carry(kiosk, outbox)
    kiosk.clock.sleep(KEEP * DAY_S)
    turn(kiosk)
    (case,) = outbox.open_cases(TOWN_HALL, 0, 50)
    assert outbox.came_back(case, "came back undelivered")
    assert not outbox.came_back(case, "came back undelivered")
    assert states(kiosk) == [State.PURGED]
    assert kiosk.device.store.outbox()[0].last_error == "came back undelivered"


def test_a_copy_of_before_can_be_read_and_one_of_after_cannot(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    """The control: a thief with the whole disk, the device's key as well."""
    file(kiosk, [photo(7)])
    carry(kiosk, kiosk.outbox())
    kiosk.clock.sleep(KEEP * DAY_S)
    read = []
    for name in ("before", "after"):
        shutil.copytree(kiosk.home.folder, tmp_path / name)
        copy = Store(tmp_path / name / "plateia.db")
        opener = load_opener(kiosk.config.keys, kiosk.device.public_key)
        for row in copy.filed(0, 10):
            part = FACTS if row.state is State.PURGED else DISPATCH
            assert row.key_wrapped is not None
            read.append(opener.open(row.key_wrapped, row.submission_id, part, row.body))
        copy.close()
        turn(kiosk)
    assert msgspec.json.decode(read[0], type=Dispatch).answers["details"] == ("danger",)
    assert b"danger" not in read[1]


# Others are there too


def test_who_reads_meanwhile_puts_scrubbing_off(kiosk: Kiosk) -> None:
    if kiosk.device.store.journal() != "wal":
        pytest.skip("this engine has no safe WAL")
    file(kiosk)
    before = Evidence(kiosk)
    carry(kiosk, kiosk.outbox())
    reader = Store(kiosk.home.database)
    reader._connection.execute("BEGIN")
    reader._connection.execute("SELECT * FROM submission").fetchall()
    kiosk.device.store._connection.execute("PRAGMA busy_timeout = 1")
    kiosk.clock.sleep(KEEP * DAY_S)
    assert turn(kiosk) == 1
    assert not kiosk.device.store.is_scrubbed()
    told = examine(kiosk.home, kiosk.config, kiosk.clock).troubles
    assert "erase --due" in "\n".join(told)
    reader.close()
    assert turn(kiosk) == 0
    assert kiosk.device.store.is_scrubbed()
    assert before.left() == 0


def test_a_large_store_is_written_anew_when_an_operator_wants_it(kiosk: Kiosk) -> None:
    with kiosk.device.store.writing() as execute:
        execute("INSERT INTO meta VALUES ('large', zeroblob(?))", (AT_EASE_BYTES,))
    file(kiosk)
    before = Evidence(kiosk)
    carry(kiosk, kiosk.outbox())
    kiosk.clock.sleep(KEEP * DAY_S)
    assert turn(kiosk) == 1
    assert not kiosk.device.store.is_scrubbed()
    scrub(kiosk.device.store)
    assert kiosk.device.store.is_scrubbed()
    assert before.left() == 0


def test_a_store_of_before_begins_to_count_when_it_is_opened(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    file(kiosk)
    carry(kiosk, kiosk.outbox())
    with kiosk.device.store.writing() as execute:
        execute("DROP INDEX submission_delivered")
        execute("DROP INDEX outbox_open")
        execute("CREATE INDEX outbox_open ON outbox (destination, id)")
        execute("ALTER TABLE submission DROP COLUMN delivered_at")
        execute("DROP TABLE age")
        execute("DELETE FROM _sqlite_migrations WHERE name = 'keeping'")
    Store(kiosk.home.database).close()
    assert turn(kiosk) == 0
    kiosk.clock.sleep(KEEP * DAY_S)
    assert turn(kiosk) == 1
