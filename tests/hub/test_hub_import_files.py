"""Photos in the folder that travels, as anybody would leave them who has read the
description of the file: made with libsodium alone."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.hub.post import dispatch, name
from tests.hub.running import run
from tests.hub.test_hub_import import COUNTERSIGN, STRACE, Stick

PHOTO = b"\xff\xd8\xff a photo"
OTHER = b"\xff\xd8\xff another"


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    return Stick(tmp_path / "stick", tmp_path / "home")


def attached(number: int, *photos: bytes) -> dict[str, Any]:
    """A report with photos."""
    listed = [
        {
            "id": name(900 + at),
            "name": f"photo-{at}.jpg",
            "question": "photo",
            "media": "image/jpeg",
            "size": len(photo),
            "sha256": hashlib.sha256(photo).hexdigest(),
        }
        for at, photo in enumerate(photos, start=1)
    ]
    return dispatch(number, service="pothole", attachments=listed)


def leave(stick: Stick, number: int, *photos: bytes) -> list[Path]:
    """A report and its photos on the stick; the photos' files."""
    told = attached(number, *photos)
    (stick.folder / f"{told['id']}.plateia").write_bytes(stick.sealed(told))
    left = []
    for at, photo in enumerate(photos, start=1):
        named = f"{told['id']}.{at}"
        left.append(stick.folder / f"{named}.plateia")
        left[-1].write_bytes(stick.sealed_bytes(named, photo))
    return left


def shelved(stick: Stick, at: int) -> Path:
    """Where the hub has the photo of that place."""
    photo = name(900 + at)
    return stick.home / "hub" / "media" / photo[-2:] / photo


def test_a_photo_is_kept_by_its_report_and_answered_in_a_receipt(stick: Stick) -> None:
    leave(stick, 1, PHOTO, OTHER)
    code, lines, complaint = stick.taken()
    assert (code, complaint) == (0, "")
    assert lines[1:] == [
        f"{name(1)}.1.plateia: taken",
        f"{name(1)}.2.plateia: taken",
        "3 taken, 0 already here, 0 not taken",
    ]
    receipt = json.loads((stick.folder / f"{name(1)}.2.received").read_text("utf-8"))
    assert receipt == {
        "id": f"{name(1)}.2",
        "sha256": hashlib.sha256(OTHER).hexdigest(),
        "countersign": COUNTERSIGN.hex(),
    }
    assert [shelved(stick, at).read_bytes() for at in (1, 2)] == [PHOTO, OTHER]


def test_a_photo_that_was_damaged_here_is_taken_anew(stick: Stick) -> None:
    leave(stick, 1, PHOTO)
    stick.taken()
    kept = shelved(stick, 1)
    kept.write_bytes(b"torn")
    assert stick.taken()[1][-1] == "1 taken, 1 already here, 0 not taken"
    assert kept.read_bytes() == PHOTO


def test_where_photos_cannot_be_kept_nothing_is_acknowledged(stick: Stick) -> None:
    leave(stick, 1, PHOTO)
    blocked = stick.home / "hub" / "media"
    blocked.write_text("no folder")
    code, lines, complaint = stick.taken()
    assert (code, len(lines)) == (3, 1)
    assert str(blocked) in complaint
    assert not (stick.folder / f"{name(1)}.1.received").exists()
    blocked.unlink()
    assert stick.taken()[1][-1] == "1 taken, 1 already here, 0 not taken"


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_a_receipt_is_written_when_the_photo_is_on_disk(
    stick: Stick, tmp_path: Path
) -> None:
    leave(stick, 1, PHOTO)
    log = tmp_path / "calls"
    calls = "trace=fsync,fdatasync,rename"
    traced = [shutil.which("strace") or "", "-f", "-y", "-o", str(log), "-e", calls]
    assert run(stick.home, "import", str(stick.folder), before=traced)[0] == 0
    signs = (
        ("photo", f"/{name(901)}>)"),
        ("folder", f"/media/{name(901)[-2:]}>)"),
        ("shelf", "/hub/media>)"),
        ("receipt", f".{name(1)}.1.received.new>)"),
    )
    lines = [one for one in log.read_text("utf-8").splitlines() if "(" in one]
    steps = [next((w for w, sign in signs if sign in one), "") for one in lines]
    assert [one for one in steps if one] == [word for word, _ in signs]
