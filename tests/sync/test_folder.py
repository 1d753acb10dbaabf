"""The folder's connector, with the real program of the municipality at its other end."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from nacl.public import PrivateKey

from kiosk.errors import Misconfigured
from kiosk.submission import Progress
from kiosk.vault import Signer
from sync.connector import Accepted, Delivered, Earlier, Kind, Trouble
from sync.connectors.folder import Folder
from tests.hub.running import ROOT, running
from tests.sync.contract import GARBAGE, SETTLED, make_dispatch
from tests.sync.stick import Village
from tests.sync.test_hub_connector_many import make_many

STRACE = shutil.which("strace")
TOKEN = Earlier(token="any", settled=True)


@pytest.fixture
def village(tmp_path: Path) -> Village:
    return Village(tmp_path)


@pytest.fixture
def folder(village: Village) -> Folder:
    return village.connector()


# There and back


def test_what_lies_there_is_accepted_and_delivered_when_the_receipt_is_back(
    village: Village, folder: Folder
) -> None:
    told = folder.carry(make_dispatch(), None)
    assert told == Accepted(make_dispatch().id)
    assert folder.carry(make_dispatch(), TOKEN) == told
    assert village.goes_to_town()[-1] == "1 taken, 0 already here, 0 not taken"
    assert folder.carry(make_dispatch(), TOKEN) == Delivered("1")
    assert village.connector().carry(make_dispatch(), SETTLED) == Delivered("1")
    assert [one.suffix for one in village.stick.iterdir()] == [".received"]


def test_only_the_submission_whose_receipt_is_there_is_delivered(
    village: Village, folder: Folder
) -> None:
    folder.carry(make_dispatch(1), None)
    village.goes_to_town()
    assert folder.carry(make_dispatch(2), None) == Accepted(make_dispatch(2).id)


def test_a_lost_stick_loses_nothing_and_doubles_nothing(
    village: Village, folder: Folder
) -> None:
    first, second = make_dispatch(1), make_dispatch(2)  # of one moment
    folder.carry(first, None)
    lost = village.stick.rename(village.stick.with_name("lost"))
    village.stick.mkdir()
    folder.carry(second, None)
    assert folder.carry(first, TOKEN) == Accepted(first.id)
    village.goes_to_town()
    assert village.filed() == 2
    assert folder.carry(first, TOKEN) == Delivered("1")
    for path in lost.iterdir():
        path.rename(village.stick / path.name)
    assert village.goes_to_town()[-1] == "0 taken, 2 already here, 0 not taken"
    assert village.filed() == 2


def test_two_kiosks_share_a_stick_and_believe_only_their_own_receipts(
    village: Village, folder: Folder
) -> None:
    other = village.connector(PrivateKey.generate())
    folder.carry(make_dispatch(1), None)
    other.carry(make_dispatch(2), None)
    village.goes_to_town()
    assert other.carry(make_dispatch(2), TOKEN) == Delivered("2")
    village.decides("1", status="fixed", note="Έγινε.")
    village.decides("2", status="fixed", note="Έγινε.")
    village.goes_to_town()
    for connector, number in ((folder, "1"), (other, "2")):
        told = connector.news(["1", "2"])
        assert not isinstance(told, Trouble)
        assert list(told) == [number]


def test_the_decisions_of_the_clerk_come_back_on_the_stick(
    village: Village, folder: Folder
) -> None:
    folder.carry(make_dispatch(), None)
    assert folder.news(["1"]) == {}
    steps = [
        ({}, Progress.SENT, ""),
        ({"status": "planned"}, Progress.SEEN, ""),
        ({"note": "Την Τρίτη,\nμάλλον."}, Progress.SEEN, "Την Τρίτη, μάλλον."),
        ({"status": "fixed", "note": "Έγινε."}, Progress.DONE, "Έγινε."),
    ]
    village.goes_to_town()
    for decision, progress, message in steps:
        if decision:
            village.decides("1", **decision)
            village.goes_to_town()
        told = folder.news(["1", "7"])
        assert not isinstance(told, Trouble)
        assert (told["1"].progress, told["1"].message) == (progress, message)
        assert list(told) == ["1"]


# What lies there


def test_a_thief_of_the_stick_reads_nothing(village: Village, folder: Folder) -> None:
    folder.carry(make_dispatch(), None)
    content = village.path(make_dispatch()).read_bytes()
    for word in ("λάμπα", "Πλατεία", make_dispatch().receipt, "square", "broken"):
        assert word.encode() not in content


def test_the_same_submission_gives_the_same_file_and_is_not_written_twice(
    village: Village, folder: Folder
) -> None:
    dispatch = make_dispatch()
    folder.carry(dispatch, None)
    path = village.path(dispatch)
    first, kept = path.stat(), path.read_bytes()
    village.connector().carry(dispatch, SETTLED)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (
        first.st_ino,
        first.st_mtime_ns,
    )
    path.unlink()
    village.connector().carry(dispatch, None)
    assert path.read_bytes() == kept
    village.connector(PrivateKey.generate()).carry(dispatch, None)
    assert path.read_bytes()[49:] != kept[49:]


@pytest.mark.parametrize("left", [0, 10, 300])
def test_what_is_torn_is_written_again(
    village: Village, folder: Folder, left: int
) -> None:
    folder.carry(make_dispatch(), None)
    path = village.path(make_dispatch())
    whole = path.read_bytes()
    path.write_bytes(whole[:left])
    assert folder.carry(make_dispatch(), TOKEN) == Accepted(make_dispatch().id)
    assert path.read_bytes() == whole


def test_the_municipality_is_told_of_our_service_in_its_words(
    village: Village,
) -> None:
    to = village.to(services={"broken-lamp": "pothole"})
    Folder(to, Signer(village.device)).carry(make_dispatch(), None)
    village.goes_to_town()
    with running(village.home) as hub:
        assert hub.json("requests")[0]["service_code"] == "pothole"


# Receipts that are none


def forge(village: Village, content: bytes) -> None:
    village.path(make_dispatch(), "received").write_bytes(content)


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda body: repr(body[:12]))
def test_a_receipt_that_is_garbage_proves_nothing(
    village: Village, folder: Folder, garbage: bytes
) -> None:
    forge(village, garbage)
    assert folder.carry(make_dispatch(), None) == Accepted(make_dispatch().id)
    assert folder.news(["1"]) == {}


def test_a_receipt_that_somebody_else_wrote_proves_nothing(
    village: Village, folder: Folder
) -> None:
    folder.carry(make_dispatch(1), None)
    village.goes_to_town()
    real = json.loads(village.path(make_dispatch(1), "received").read_bytes())
    told = {"id": make_dispatch(2).id, "request": "1"}
    for countersign in (real["countersign"], "", "00" * 16):
        content = json.dumps(real | told | {"countersign": countersign}).encode()
        village.path(make_dispatch(2), "received").write_bytes(content)
        assert folder.carry(make_dispatch(2), None) == Accepted(make_dispatch(2).id)


@pytest.mark.parametrize("suffix", ["plateia", "received"])
def test_links_and_pipes_that_somebody_left_are_neither_followed_nor_waited_for(
    village: Village, folder: Folder, tmp_path: Path, suffix: str
) -> None:
    path = village.path(make_dispatch(), suffix)
    precious = tmp_path / "precious"
    precious.write_text("kept")
    path.symlink_to(precious)
    (village.stick / f".{path.name}.new").symlink_to(precious)
    assert folder.carry(make_dispatch(), None) == Accepted(make_dispatch().id)
    assert precious.read_text() == "kept"
    path.unlink()
    os.mkfifo(path)
    assert folder.carry(make_dispatch(), None) == Accepted(make_dispatch().id)
    assert folder.news(["1"]) == {}


def test_a_link_to_the_same_words_elsewhere_is_not_the_file(
    village: Village, folder: Folder, tmp_path: Path
) -> None:
    folder.carry(make_dispatch(), None)
    path = village.path(make_dispatch())
    path.symlink_to(path.rename(tmp_path / "elsewhere"))
    folder.carry(make_dispatch(), None)
    assert not path.is_symlink()


# A folder in trouble


def test_a_stick_that_is_not_there_is_a_dead_line_and_its_place_is_not_taken_for_it(
    village: Village, folder: Folder
) -> None:
    village.stick.rmdir()
    told = folder.carry(make_dispatch(), None)
    assert told == Trouble(Kind.LINK, "the folder is not there")
    assert folder.news(["1"]) == told
    assert not village.stick.exists()
    village.stick.write_text("no folder")
    assert folder.carry(make_dispatch(), None) == told


def test_a_folder_that_may_not_be_written_is_a_dead_line(village: Village) -> None:
    folder = Folder(village.to(url="file:///sys/kernel"), Signer(village.device))
    told = folder.carry(make_dispatch(), None)
    assert told == Trouble(Kind.LINK, "the folder may not be written")


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """As on a medium that is full in the middle of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_a_medium_that_is_full_in_the_middle_holds_no_half_file(
    village: Village, folder: Folder
) -> None:
    with no_file_longer_than(300):
        told = folder.carry(make_dispatch(), None)
    assert isinstance(told, Trouble)
    assert (told.kind, told.code) == (Kind.LINK, "the folder fails (EFBIG)")
    assert list(village.stick.iterdir()) == []
    assert folder.carry(make_dispatch(), None) == Accepted(make_dispatch().id)
    assert list(village.stick.iterdir()) == [village.path(make_dispatch())]


CARRIER = """
import sys
import msgspec
from nacl.public import PrivateKey
from kiosk.config import Destination
from kiosk.submission import Dispatch
from kiosk.vault import Signer
from sync.connectors.folder import Folder
to = msgspec.json.decode(sys.argv[1], type=Destination)
folder = Folder(to, Signer(PrivateKey(bytes.fromhex(sys.argv[2]))))
many = msgspec.json.decode(sys.stdin.buffer.read(), type=list[Dispatch])
print("ready", flush=True)
while True:
    for one in many:
        print(folder.carry(one, None).token, flush=True)
        (folder._folder / f"{one.id}.plateia").unlink()
"""


def test_a_kiosk_that_is_killed_leaves_no_half_file(village: Village) -> None:
    many = make_many(20, words=2000)
    pauses = (0.02, 0.05, 0.11, 0.23)
    for pause in pauses:
        with subprocess.Popen(
            [
                sys.executable,
                "-c",
                CARRIER,
                msgspec.json.encode(village.to()).decode(),
                bytes(village.device).hex(),
            ],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(msgspec.json.encode(many))
            child.stdin.close()
            assert child.stdout.readline() == b"ready\n"
            time.sleep(pause)
            child.kill()
            child.stdout.read()
        for line in village.goes_to_town()[:-1]:
            assert "taken as request" in line or "already here" in line
    folder = village.connector()
    for one in many:
        assert isinstance(folder.carry(one, None), Accepted | Delivered)
    village.goes_to_town()
    assert all(isinstance(folder.carry(one, TOKEN), Delivered) for one in many)
    assert village.filed() == len(many)


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_a_file_is_on_the_medium_before_it_has_its_name(
    village: Village, tmp_path: Path
) -> None:
    log = tmp_path / "calls"
    told = [msgspec.json.encode(village.to()).decode(), bytes(village.device).hex()]
    subprocess.run(
        [
            *(STRACE or "", "-f", "-y", "-o", str(log)),
            *("-e", "trace=fsync,fdatasync,rename"),
            *(sys.executable, "-c", CARRIER.replace("while True", "if True"), *told),
        ],
        cwd=ROOT,
        input=msgspec.json.encode([make_dispatch()]),
        stdout=subprocess.PIPE,
        timeout=60,
        check=True,
    )
    calls = [line for line in log.read_text("utf-8").splitlines() if "(" in line]
    signs = [".plateia.new>)", "rename(", f"{village.stick}>)"]
    assert [sign for line in calls for sign in signs if sign in line] == signs


def test_a_line_hung_up_carries_nothing_more(village: Village, folder: Folder) -> None:
    folder.hang_up()
    assert folder.carry(make_dispatch(), None) == Trouble(Kind.LINK, "stopped")
    assert list(village.stick.iterdir()) == []


# Settings


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"url": "https://example.gr"}, "url"),
        ({"url": "file://server/share"}, "url"),
        ({"url": "file:relative"}, "url"),
        ({"url": "/media/usb"}, "url"),
        ({"url": "file:///media?x"}, "url"),
        ({"public_key": ""}, "public_key"),
        ({"public_key": "00"}, "public_key"),
        ({"public_key": "00" * 32}, "public_key"),
        ({"public_key": "x" * 64}, "public_key"),
    ],
)
def test_a_mistake_in_the_settings_is_said_before_anything_is_carried(
    village: Village, settings: dict[str, object], place: str
) -> None:
    with pytest.raises(Misconfigured, match=f'destination "stick", {place}'):
        Folder(village.to(**settings), Signer(village.device))
