"""The store: what is on disk is on disk, and what failed left nothing."""

import fcntl
import secrets
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from kiosk.errors import CannotSave, Damaged
from kiosk.rows import Frozen, Kept
from kiosk.schema import migrations
from kiosk.store import Store, engine_is_safe
from kiosk.store.connection import STEPS
from kiosk.submission import State
from tests.kiosk.village import Kiosk

OLD = (3, 40, 1)  # what Debian 12 brings: two processes may lose a commit in its WAL
NEW = (3, 51, 3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "plateia.db")
    yield store
    store.close()


def kept(receipt: str = "000000000", destination: str | None = "hall") -> Kept:
    return Kept(
        id=secrets.token_hex(18),
        receipt=receipt,
        form="problem",
        confirmed="2026-05-04T09:30:00+00:00",
        sealed=b"sealed",
        key_wrapped=b"key",
        destination=destination,
        dispatch=Frozen(b"body", b"sum"),
    )


def pragma(store: Store, name: str) -> object:
    with store.writing() as execute:
        return execute(f"PRAGMA {name}").fetchone()[0]


def keep_many(store: Store) -> None:
    for number in range(100):
        store.keep(kept(str(number)))


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), True),
        ((3, 7, 0), False),
        (OLD, False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        (NEW, True),
        ((4, 0, 0), True),
    ],
)
def test_an_engine_with_the_wal_reset_bug_is_known(
    version: tuple[int, ...], safe: bool
) -> None:
    assert engine_is_safe(version) is safe


@pytest.mark.parametrize(
    ("version", "journal", "synchronous"), [(NEW, "wal", 2), (OLD, "truncate", 3)]
)
def test_every_connection_sets_its_own_safety(
    tmp_path: Path, version: tuple[int, ...], journal: str, synchronous: int
) -> None:
    for _ in range(2):
        store = Store(tmp_path / "plateia.db", version)
        assert pragma(store, "journal_mode") == journal
        assert pragma(store, "synchronous") == synchronous
        assert pragma(store, "foreign_keys") == 1
        assert pragma(store, "secure_delete") == 1
        assert pragma(store, "temp_store") == 2
        assert pragma(store, "busy_timeout") == 5000
        assert pragma(store, "journal_size_limit") == 4 * 1024 * 1024
        store.close()


def test_a_home_may_move_to_a_machine_with_an_older_engine(tmp_path: Path) -> None:
    for version, receipt in [(NEW, "0"), (OLD, "1"), (NEW, "2")]:
        store = Store(tmp_path / "plateia.db", version)
        assert store.keep(kept(receipt))
        store.close()
    store = Store(tmp_path / "plateia.db")
    assert [one.receipt for one in store.outbox()] == ["0", "1", "2"]
    store.close()


def test_two_engines_at_once_are_refused(tmp_path: Path) -> None:
    store = Store(tmp_path / "plateia.db", NEW)
    with pytest.raises((CannotSave, Damaged), match="stop"):
        Store(tmp_path / "plateia.db", OLD)
    store.close()


def test_the_store_is_its_owners_alone(store: Store) -> None:
    store.keep(kept())
    modes = {path.stat().st_mode & 0o077 for path in store.path.parent.glob("*.db*")}
    assert modes == {0}


def test_a_submission_and_its_outbox_row_are_one(store: Store) -> None:
    assert store.keep(kept("A"))
    assert store.keep(kept("B", destination=None))
    states = [(one.receipt, one.state) for one in store.outbox()]
    assert states == [("A", State.READY), ("B", State.CONFIRMED)]
    row = store.case("A")
    assert row is not None
    assert (row.form, row.progress, row.message, row.updated) == (
        "problem",
        "kept",
        "",
        None,
    )
    assert store.case("C") is None


def test_a_receipt_that_is_taken_keeps_nothing(store: Store) -> None:
    assert store.keep(kept("A"))
    assert not store.keep(kept("A"))
    assert len(store.outbox()) == 1


def test_nothing_is_kept_when_the_second_half_fails(store: Store) -> None:
    with store.writing() as execute:
        execute(
            "CREATE TRIGGER no BEFORE INSERT ON outbox"
            " BEGIN SELECT raise(ABORT, 'no'); END"
        )
    with pytest.raises(Exception, match="no"):
        store.keep(kept("A"))
    with store.writing() as execute:
        execute("DROP TRIGGER no")
    assert store.case("A") is None
    assert store.keep(kept("A"))


def test_a_full_disk_keeps_nothing_and_is_told(store: Store) -> None:
    pages = pragma(store, "page_count")
    assert isinstance(pages, int)
    pragma(store, f"max_page_count = {pages + 2}")
    with pytest.raises(CannotSave) as caught:
        keep_many(store)
    held = len(store.outbox())
    assert 0 < held < 100
    assert str(caught.value) == (
        f"{store.path}: the disk is full; free some space and start again"
    )
    assert store.case(str(held)) is None
    pragma(store, "max_page_count = 1000000")
    assert store.keep(kept(str(held)))
    assert pragma(store, "integrity_check") == "ok"


def test_many_threads_keep_side_by_side(store: Store) -> None:
    def keep(name: str) -> None:
        for number in range(20):
            assert store.keep(kept(f"{name}{number}"))

    threads = [Thread(target=keep, args=(name,)) for name in "ABCD"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.receipt for one in store.outbox()}) == 80


@pytest.mark.parametrize(
    "written", ["Γεια", "x" * 4096, "SQLite format 3\0" + "x" * 4096]
)
def test_a_file_that_is_no_store_is_told_and_left_alone(
    tmp_path: Path, written: str
) -> None:
    path = tmp_path / "plateia.db"
    path.write_text(written, "utf-8")
    with pytest.raises(Damaged) as caught:
        Store(path)
    assert str(caught.value).startswith(f"{path}: is not a sound store (")
    assert str(caught.value).endswith("; put back its last copy")
    assert path.read_text("utf-8") == written


@pytest.mark.parametrize("place", ["no-such-folder/plateia.db", "."])
def test_a_place_that_cannot_hold_a_store_is_told(tmp_path: Path, place: str) -> None:
    with pytest.raises(CannotSave) as caught:
        Store(tmp_path / place)
    assert "cannot be written" in str(caught.value)


def test_a_store_on_a_disk_that_may_not_be_written_is_told() -> None:
    with pytest.raises(CannotSave):  # nobody, root included, may make a file there
        Store(Path("/proc/plateia.db"))


def test_what_is_noted_once_stays(store: Store) -> None:
    assert store.once("name", lambda: b"first") == b"first"
    assert store.once("name", lambda: b"second") == b"first"


def test_what_cannot_be_made_is_not_noted(store: Store) -> None:
    def fail() -> bytes:
        raise CannotSave("keys", "no", "yes")

    with pytest.raises(CannotSave):
        store.once("name", fail)
    assert store.once("name", lambda: b"made") == b"made"


def test_a_store_of_an_earlier_run_opens_with_all_it_holds(tmp_path: Path) -> None:
    with Kiosk(tmp_path) as kiosk:
        receipt = kiosk.confirm()
    with Kiosk(tmp_path) as kiosk:
        case = kiosk.door.follow(receipt.code)
        assert case is not None
        assert case.confirmed == receipt.confirmed


def test_nobody_passes_whoever_stands_at_the_door(tmp_path: Path) -> None:
    inside, waiting, late = (Store(tmp_path / "plateia.db") for _ in range(3))

    def is_free() -> bool:
        with late.path.with_suffix(".lock").open("r") as line:
            try:
                fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    with inside.writing():
        assert is_free()  # whoever is inside stands in no line
        at_the_door = Thread(target=lambda: waiting.keep(kept()))
        at_the_door.start()
        while is_free():
            pass
    at_the_door.join()
    assert is_free()
    assert late.keep(kept("1"))
    for one in (inside, waiting, late):
        one.close()


class Hasty(Store):
    """One who waits in line for no more than a moment."""

    patience_s = 0.05


def test_who_stopped_in_line_holds_nobody_up_for_long(tmp_path: Path) -> None:
    store = Hasty(tmp_path / "plateia.db")
    with store.path.with_suffix(".lock").open("r") as line:
        fcntl.flock(line, fcntl.LOCK_EX)
        assert store.keep(kept())
        assert store.keep(kept("1"))
    store.close()


def test_a_store_that_lacks_a_step_is_known_by_its_name() -> None:
    assert [one.name for one in migrations._migrations] == list(STEPS)
