"""What a citizen shows or says is kept with the report, and goes after it."""

import secrets
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.citizen import ROOM_TO_CAPTURE_BYTES, CitizenDoor
from kiosk.config import Budget, Destination
from kiosk.errors import CannotSave
from kiosk.filing import ROOM_TO_ASK_BYTES
from kiosk.home import Home
from kiosk.media import LARGEST_PHOTO, LARGEST_VOICE, Captured, Media, check
from kiosk.outbox import Outbox, Parcel
from kiosk.rows import Frozen
from kiosk.schema import migrations
from kiosk.store import Store, connected
from kiosk.submission import Receipt, State
from tests.kiosk.album import jpeg, photo, voice, wav
from tests.kiosk.test_store import kept
from tests.kiosk.village import TOWN_HALL, Kiosk


def confirm(kiosk: Kiosk, *captured: Captured) -> Receipt:
    return kiosk.door.confirm(kiosk.walked(), "el", secrets.token_bytes, captured)


def text(outbox: Outbox) -> Parcel:
    parcel = outbox.claim(TOWN_HALL)
    assert parcel is not None
    return parcel


def states(kiosk: Kiosk) -> list[State]:
    return [one.state for one in kiosk.device.store.outbox()]


# What may be kept


@pytest.mark.parametrize(
    ("media", "content", "why"),
    [
        (Media.JPEG, b"", "no JPEG"),
        (Media.JPEG, b"<html>", "no JPEG"),
        (Media.JPEG, jpeg()[:30], "no JPEG"),
        (Media.JPEG, jpeg(side=1601), "1600 pixels"),
        (Media.JPEG, jpeg(more=LARGEST_PHOTO), "300000 bytes"),
        (Media.JPEG, jpeg(exif=True), "Exif"),
        (Media.WAV, jpeg(), "no audio/wav"),
        (Media.WAV, wav() + bytes(LARGEST_VOICE), "2000000 bytes"),
        (Media.OPUS, wav(), "no audio/ogg"),
    ],
)
def test_what_is_not_what_it_says_is_not_kept(
    kiosk: Kiosk, media: Media, content: bytes, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        confirm(kiosk, Captured("photo", media, content))
    assert states(kiosk) == []


def test_what_is_what_it_says_is_kept() -> None:
    opus = b"OggS\0\2" + bytes(22) + b"OpusHead" + bytes(20)
    for captured in (photo(), voice(), Captured("voice", Media.OPUS, opus)):
        check(captured)


class Disk(Home, frozen=True):
    """A home on a disk with so much free."""

    free: int = 0

    @property
    def free_bytes(self) -> int:
        return self.free


@pytest.mark.parametrize(
    ("free", "words", "pictures"),
    [
        (ROOM_TO_CAPTURE_BYTES, True, True),
        (ROOM_TO_CAPTURE_BYTES - 1, True, False),
        (ROOM_TO_ASK_BYTES, True, False),
        (ROOM_TO_ASK_BYTES - 1, False, False),
    ],
)
def test_the_disk_has_room_for_words_longer_than_for_pictures(
    kiosk: Kiosk, free: int, words: bool, pictures: bool
) -> None:
    home = Disk(kiosk.home.folder, free)
    door = CitizenDoor(home, kiosk.config, kiosk.pack, kiosk.device, kiosk.clock)
    assert door.may_capture() is pictures
    if words:
        door.check_room()
    else:
        with pytest.raises(CannotSave, match="MB of disk are free"):
            door.check_room()


# How it is kept


def test_a_report_and_what_belongs_to_it_are_kept_in_one_transaction(
    kiosk: Kiosk,
) -> None:
    said: list[str] = []
    kiosk.device.store._connection.set_trace_callback(said.append)
    confirm(kiosk, photo(), voice())
    kiosk.device.store._connection.set_trace_callback(None)
    words = [one.split()[0] for one in said]
    assert words == ["BEGIN", *["INSERT"] * 4, "COMMIT"]
    assert states(kiosk) == [State.READY, State.FOLLOWING, State.FOLLOWING]


def test_a_photo_lies_sealed_on_the_disk(kiosk: Kiosk) -> None:
    shown = photo(more=5_000)
    confirm(kiosk, shown)
    kiosk.device.store.close()
    disk = b"".join(one.read_bytes() for one in kiosk.home.folder.glob("plateia.db*"))
    assert shown.content[:40] not in disk
    assert b"photo-1" not in disk


# How it goes


def test_an_attachment_goes_when_its_report_is_there_and_not_before(
    kiosk: Kiosk,
) -> None:
    shown, said = photo(), voice()
    confirm(kiosk, shown, said)
    outbox = kiosk.outbox()
    assert outbox.claim_piece(TOWN_HALL, [TOWN_HALL]) is None
    outbox.delivered(text(outbox), "SR-1")
    for captured, name in ((shown, "photo-1.jpg"), (said, "voice-2.wav")):
        parcel = outbox.claim_piece(TOWN_HALL, [TOWN_HALL])
        assert parcel is not None
        assert parcel.piece is not None
        assert parcel.piece.content == captured.content
        assert parcel.piece.remote_id == "SR-1"
        told = parcel.piece.attachment
        assert (told.id, told.name, told.size) == (
            captured.id,
            name,
            len(captured.content),
        )
        assert told in parcel.dispatch.attachments
        outbox.delivered(parcel, None)
    assert outbox.claim_piece(TOWN_HALL, [TOWN_HALL]) is None
    assert states(kiosk) == [State.DELIVERED] * 3


def test_an_attachment_never_counts_as_a_report(kiosk: Kiosk) -> None:
    confirm(kiosk, photo())
    outbox = kiosk.outbox()
    assert outbox.due_in_s([TOWN_HALL]) is not None
    outbox.delivered(text(outbox), "SR-1")
    assert outbox.claim(TOWN_HALL) is None
    assert outbox.due_in_s([TOWN_HALL]) is None
    assert outbox.piece_due_in_s([TOWN_HALL]) is not None
    assert len(outbox.open_cases(TOWN_HALL, 0, 10)) == 1
    assert kiosk.device.store.counts() == {State.DELIVERED: 1}
    assert kiosk.device.store.attachment_counts() == {State.READY: 1}


def test_what_is_there_is_no_longer_here(kiosk: Kiosk) -> None:
    confirm(kiosk, photo(more=50_000))
    outbox = kiosk.outbox()
    outbox.delivered(text(outbox), "SR-1")
    parcel = outbox.claim_piece(TOWN_HALL, [TOWN_HALL])
    assert parcel is not None
    outbox.delivered(parcel, None)
    with kiosk.device.store.writing() as execute:
        sizes = execute("SELECT length(body) FROM outbox WHERE part = 1").fetchall()
    assert sizes == [(0,)]


def test_a_photo_that_changed_on_disk_is_put_aside_and_its_report_is_not(
    kiosk: Kiosk,
) -> None:
    confirm(kiosk, photo(), voice())
    outbox = kiosk.outbox()
    with kiosk.device.store.writing() as execute:
        execute("UPDATE outbox SET body = x'00' WHERE part = 1")
    outbox.delivered(text(outbox), "SR-1")
    parcel = outbox.claim_piece(TOWN_HALL, [TOWN_HALL])
    assert parcel is not None
    assert parcel.piece is not None
    assert parcel.piece.attachment.name == "voice-2.wav"
    assert states(kiosk)[:2] == [State.DELIVERED, State.QUARANTINED]


def test_a_photo_may_go_somewhere_else_than_its_report(kiosk: Kiosk) -> None:
    confirm(kiosk, photo())
    outbox = kiosk.outbox()
    outbox.delivered(text(outbox), "SR-1")
    hub = Destination(name="hub", type="hub", url="http://127.0.0.1:1")
    parcel = outbox.claim_piece(hub, [hub, TOWN_HALL])
    assert parcel is not None
    assert parcel.piece is not None
    assert parcel.piece.remote_id is None


def test_what_goes_with_its_report_is_opened_with_it(kiosk: Kiosk) -> None:
    shown, said, lost = photo(1), voice(), photo(2)
    confirm(kiosk, shown, said, lost)
    with kiosk.device.store.writing() as execute:
        execute("UPDATE outbox SET body = x'00' WHERE part = 3")
    outbox = kiosk.outbox()
    parcel = text(outbox)
    with_it = outbox.pieces_of(parcel)
    assert [one.content for one in with_it] == [shown.content, said.content]
    outbox.delivered(parcel, "SR-1", without=[said.id])
    assert states(kiosk) == [
        State.DELIVERED,
        State.DELIVERED,
        State.REFUSED,
        State.QUARANTINED,
    ]


def test_an_operator_cures_what_is_stuck_of_a_report(kiosk: Kiosk) -> None:
    receipt = confirm(kiosk, photo())
    outbox = kiosk.outbox()
    outbox.delivered(text(outbox), "SR-1")
    parcel = outbox.claim_piece(TOWN_HALL, [TOWN_HALL])
    assert parcel is not None
    outbox.hold(parcel, "answered 401")
    assert [one.count for one in kiosk.device.store.stuck()] == [1]
    assert kiosk.device.store.resend(receipt.code, "again")
    assert outbox.claim_piece(TOWN_HALL, [TOWN_HALL]) is not None


def test_a_report_settled_by_hand_lets_its_photo_go(kiosk: Kiosk) -> None:
    receipt = confirm(kiosk, photo())
    outbox = kiosk.outbox()
    assert kiosk.device.store.settle_by_hand(receipt.code, "77", "it is there")
    parcel = outbox.claim_piece(TOWN_HALL, [TOWN_HALL])
    assert parcel is not None
    assert parcel.piece is not None
    assert parcel.piece.remote_id == "77"


def test_a_photo_of_a_report_that_had_no_destination_finds_its_way(
    kiosk: Kiosk,
) -> None:
    other = replace(kiosk, folder=kiosk.folder / "other", destinations=())
    confirm(other, photo())
    outbox = other.outbox()
    outbox.route([TOWN_HALL])
    outbox.delivered(text(outbox), "SR-1")
    assert outbox.claim_piece(TOWN_HALL, [TOWN_HALL]) is not None
    other.device.store.close()


# What it may cost


def test_words_cost_nothing_and_pictures_what_the_budget_says(kiosk: Kiosk) -> None:
    outbox = kiosk.outbox()
    thrifty = Destination(
        name="far", type="hub", url="http://127.0.0.1:1", budget=Budget(mb_a_day=1)
    )
    assert outbox.allowance(TOWN_HALL).size > 10**9
    assert outbox.allowance(thrifty).size == 1_000_000
    outbox.spend(thrifty, 400_000)
    outbox.spend(thrifty, 500_000)
    assert outbox.allowance(thrifty).size == 100_000
    outbox.spend(thrifty, 200_000)
    assert outbox.allowance(thrifty).size == 0
    kiosk.clock.sleep(86_400)
    assert outbox.allowance(thrifty).size == 1_000_000


# A store of an earlier version


def test_what_an_earlier_version_kept_is_carried_as_before(tmp_path: Path) -> None:
    path = tmp_path / "plateia.db"
    then = connected(path)
    migrations.apply(Database(then), stop_before="parts")
    old = kept("A")
    then.execute(
        "INSERT INTO submission (id, receipt, form, confirmed, sealed, key_wrapped)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (old.id, old.receipt, old.form, old.confirmed, old.sealed, old.key_wrapped),
    )
    then.execute(
        "INSERT INTO outbox (submission_id, destination, state, attempts, next_at, body,"
        " body_sha256) VALUES (?, 'hall', 'waiting', 4, 7.5, ?, ?)",
        (old.id, b"body", b"sum"),
    )
    then.close()
    store = Store(path)
    claimed = store.claim("hall", 0, 8.0, "boot", 60)
    assert claimed is not None
    assert (claimed.submission_id, claimed.attempts, claimed.part) == (old.id, 4, 0)
    assert claimed.body == claimed.dispatch == Frozen(b"body", b"sum")
    store.close()
