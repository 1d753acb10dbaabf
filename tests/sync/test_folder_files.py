"""Photos and voice notes on a stick: sealed, signed, kept once, and proved by a receipt."""

import hashlib
import json
import os
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from kiosk.submission import Dispatch
from sync.connector import Delivered, Follower, Haul, Kind, Piece, Trouble
from sync.connectors.folder import Folder
from tests.sync.contract import GARBAGE, SETTLED
from tests.sync.openrosa_server import make_photos
from tests.sync.stick import Village

CONTENTS = (b"\xff\xd8\xff" + b"1" * 250_000, b"\xff\xd8\xff" + b"2" * 290_000)
REPORT = make_photos(*CONTENTS)
LIES = Haul(Trouble(Kind.UNFINISHED, "lies in the folder"), 0)
ARRIVED = Haul(Delivered(None), 0)


@pytest.fixture
def village(tmp_path: Path) -> Village:
    return Village(tmp_path)


@pytest.fixture
def folder(village: Village) -> Folder:
    return village.connector()


def piece(at: int, of: Dispatch = REPORT) -> Piece:
    return Piece(of.attachments[at], CONTENTS[at], None, 1)


def path(village: Village, place: int, ending: str = "plateia") -> Path:
    return village.stick / f"{REPORT.id}.{place}.{ending}"


def on_stick(village: Village, folder: Folder) -> None:
    """The report and both photos lie there."""
    folder.carry(REPORT, None)
    assert [folder.carry_piece(REPORT, piece(at)) for at in (0, 1)] == [LIES, LIES]


def shelved(village: Village) -> dict[str, bytes]:
    """What the municipality has of the report."""
    shelf = village.home / "hub" / "media"
    kept = {one.name: shelf / one.id[-2:] / one.id for one in REPORT.attachments}
    return {name: path.read_bytes() for name, path in kept.items() if path.exists()}


# There and back


def test_each_photo_is_a_file_and_delivered_when_its_own_receipt_is_back(
    village: Village, folder: Folder
) -> None:
    assert isinstance(folder, Follower)
    on_stick(village, folder)
    names = sorted(one.name for one in village.stick.iterdir())
    assert names == [f"{REPORT.id}{more}.plateia" for more in (".1", ".2", "")]
    lines = village.goes_to_town()
    assert lines[-1] == "3 taken, 0 already here, 0 not taken"
    assert lines[1:3] == [f"{REPORT.id}.{at}.plateia: taken" for at in (1, 2)]
    path(village, 2, "received").rename(village.home / "lost")
    assert folder.carry(REPORT, SETTLED) == Delivered("1")
    assert folder.carry_piece(REPORT, piece(0)) == ARRIVED
    assert folder.carry_piece(REPORT, piece(1)) == LIES
    assert shelved(village) == dict(
        zip(("photo-1.jpg", "photo-2.jpg"), CONTENTS, strict=True)
    )
    assert [one.name for one in village.stick.glob("*.plateia")] == [
        f"{REPORT.id}.2.plateia"
    ]


def test_a_photo_that_comes_again_is_kept_once_and_acknowledged_again(
    village: Village, folder: Folder
) -> None:
    on_stick(village, folder)
    village.goes_to_town()
    path(village, 1, "received").unlink()
    assert village.goes_to_town()[-1] == "0 taken, 3 already here, 0 not taken"
    assert folder.carry_piece(REPORT, piece(0)) == ARRIVED
    assert len(shelved(village)) == 2


def test_news_is_told_of_the_report_and_its_photos_disturb_nothing(
    village: Village, folder: Folder
) -> None:
    on_stick(village, folder)
    village.goes_to_town()
    village.decides("1", status="fixed", note="Έγινε.")
    village.goes_to_town()
    told = folder.news(["1"])
    assert not isinstance(told, Trouble)
    assert told["1"].message == "Έγινε."
    assert folder.carry_piece(REPORT, piece(1)) == ARRIVED


def test_a_photo_waits_in_town_for_its_report(village: Village, folder: Folder) -> None:
    folder.carry_piece(REPORT, piece(0))
    code, lines, _ = village.imported()
    told = f"{REPORT.id}.1.plateia: not taken: its submission is not here yet"
    assert (code, lines[0]) == (4, told)
    assert folder.carry_piece(REPORT, piece(0)) == LIES
    folder.carry(REPORT, None)
    assert village.goes_to_town()[-1] == "2 taken, 0 already here, 0 not taken"
    assert folder.carry_piece(REPORT, piece(0)) == ARRIVED


# What lies there


def test_a_thief_of_the_stick_sees_no_picture(village: Village, folder: Folder) -> None:
    on_stick(village, folder)
    content = path(village, 1).read_bytes()
    assert b"1" * 20 not in content
    assert b"photo-1" not in content


def test_the_same_photo_gives_the_same_file_and_is_not_written_twice(
    village: Village, folder: Folder
) -> None:
    on_stick(village, folder)
    before = path(village, 1).stat()
    assert village.connector().carry_piece(REPORT, piece(0)) == LIES
    assert path(village, 1).stat().st_ino == before.st_ino
    whole = path(village, 1).read_bytes()
    path(village, 1).write_bytes(whole[:70_000])
    assert folder.carry_piece(REPORT, piece(0)) == LIES
    assert path(village, 1).read_bytes() == whole


# Receipts that are none


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda body: repr(body[:12]))
def test_a_receipt_that_is_garbage_proves_nothing(
    village: Village, folder: Folder, garbage: bytes
) -> None:
    path(village, 1, "received").write_bytes(garbage)
    assert folder.carry_piece(REPORT, piece(0)) == LIES


def test_a_receipt_for_something_else_proves_nothing(
    village: Village, folder: Folder
) -> None:
    """Of another photo, by somebody who never opened it, or of other bytes."""
    on_stick(village, folder)
    village.goes_to_town()
    real = json.loads(path(village, 1, "received").read_bytes())
    report = json.loads((village.stick / f"{REPORT.id}.received").read_bytes())
    digest = hashlib.sha256(CONTENTS[1]).hexdigest()
    for forged in (
        real,
        real | {"id": f"{REPORT.id}.2", "sha256": digest},
        real | {"id": f"{REPORT.id}.2", "sha256": digest, "countersign": "00" * 16},
        report | {"id": f"{REPORT.id}.2", "sha256": digest},
    ):
        path(village, 2, "received").write_text(json.dumps(forged))
        assert folder.carry_piece(REPORT, piece(1)) == LIES
    path(village, 1, "received").write_text(json.dumps(real | {"id": REPORT.id}))
    assert folder.carry_piece(REPORT, piece(0)) == LIES
    path(village, 1, "received").write_text(json.dumps(real))
    assert folder.carry_piece(REPORT, piece(0)) == ARRIVED
    other = Piece(REPORT.attachments[0], b"other", None, 1)
    assert folder.carry_piece(REPORT, other) == LIES


def test_links_and_pipes_are_neither_followed_nor_waited_for(
    village: Village, folder: Folder, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.write_text("kept")
    for ending in ("plateia", "received"):
        path(village, 1, ending).symlink_to(precious)
        os.mkfifo(path(village, 2, ending))
    assert folder.carry_piece(REPORT, piece(0)) == LIES
    assert folder.carry_piece(REPORT, piece(1)) == LIES
    assert precious.read_text() == "kept"


# A folder in trouble


def test_a_stick_that_is_not_there_is_a_dead_line(
    village: Village, folder: Folder
) -> None:
    village.stick.rmdir()
    told = Haul(Trouble(Kind.LINK, "the folder is not there"), 0)
    assert folder.carry_piece(REPORT, piece(0)) == told
    folder.hang_up()
    stopped = Haul(Trouble(Kind.LINK, "stopped"), 0)
    assert folder.carry_piece(REPORT, piece(0)) == stopped


# What the municipality does not take


def refused(village: Village, place: int = 1) -> str:
    """Why a photo is not taken in town; its report may well be."""
    code, lines, complaint = village.imported()
    assert (code, complaint) == (4, "")
    told = dict(line.split(": not taken: ") for line in lines if ": not taken" in line)
    assert not path(village, place, "received").exists()
    return told[path(village, place).name]


def test_a_photo_of_another_kiosks_is_not_hung_on_a_report(
    village: Village, folder: Folder
) -> None:
    """Who knows its id may sign and seal; only the report says which bytes are its own."""
    folder.carry(REPORT, None)
    stranger = village.connector(PrivateKey.generate())
    stranger.carry_piece(REPORT, Piece(REPORT.attachments[0], b"other", None, 1))
    assert refused(village) == "it is not what its submission says of it"
    third = make_photos(b"1", b"2", b"3")
    stranger.carry_piece(third, Piece(third.attachments[2], b"3", None, 1))
    told = "its submission has no such attachment"
    assert refused(village, place=3) == told


def test_a_photo_in_anothers_place_is_not_taken(
    village: Village, folder: Folder
) -> None:
    on_stick(village, folder)
    path(village, 1).replace(path(village, 2))
    told = "it is not whole, or not as its kiosk signed it"
    assert refused(village, place=2) == told


def test_a_kiosk_that_is_known_by_its_key_is_believed_with_no_other(
    village: Village, folder: Folder
) -> None:
    on_stick(village, folder)
    village.goes_to_town()
    signer = path(village, 1).read_bytes()[49:81].hex()
    (village.home / "hub" / "hub.toml").write_text(f'[kiosks]\nsquare = "{signer}"')
    path(village, 1, "received").unlink()
    assert village.goes_to_town()[-1] == "0 taken, 3 already here, 0 not taken"
    path(village, 1, "received").unlink()
    path(village, 1).unlink()
    village.connector(PrivateKey.generate()).carry_piece(REPORT, piece(0))
    assert 'another key for the kiosk "square"' in refused(village)


@pytest.mark.parametrize("left", [0, 10, 200_000])
def test_a_torn_photo_is_not_taken(village: Village, folder: Folder, left: int) -> None:
    on_stick(village, folder)
    path(village, 1).write_bytes(path(village, 1).read_bytes()[:left])
    assert refused(village).startswith("it is not whole")
    assert shelved(village).keys() == {"photo-2.jpg"}


def test_names_that_are_no_attachments_are_told(
    village: Village, folder: Folder
) -> None:
    on_stick(village, folder)
    for name in (f"{REPORT.id}.0", f"{REPORT.id}.1.1", "a.b", f"{REPORT.id}."):
        (village.stick / f"{name}.plateia").write_bytes(path(village, 1).read_bytes())
    code, lines, _ = village.imported()
    assert (code, lines[-1]) == (4, "3 taken, 0 already here, 4 not taken")
    (village.stick / f"{REPORT.id}.1.plateia").write_bytes(b"x" * 4_002_000)
    assert village.imported()[1][-1] == "0 taken, 2 already here, 5 not taken"


def test_the_photo_of_a_report_in_another_jurisdiction_is_not_taken(
    village: Village, folder: Folder
) -> None:
    toml = village.home / "hub" / "hub.toml"
    toml.write_text("jurisdictions = ['a.gr', 'b.gr']")
    on_stick(village, folder)
    assert village.imported("--jurisdiction", "a.gr")[0] == 0
    (village.stick / f"{REPORT.id}.plateia").unlink()
    lines = village.imported("--jurisdiction", "b.gr")[1]
    assert lines[-1] == "0 taken, 0 already here, 2 not taken"
