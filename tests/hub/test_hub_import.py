"""The folder that travels: opened, checked, filed once, and answered in receipts. What
lies there is made with libsodium alone, from the description of the file."""

from __future__ import annotations

import json
import os
import shutil
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey

from tests.hub.clerk import decide
from tests.hub.post import dispatch, name, put, read
from tests.hub.running import Hub, run, running, write

MAGIC = b"plateia sealed 1\n"
COUNTERSIGN = bytes(range(16))
STRACE = shutil.which("strace")
CALLS = "trace=fsync,fdatasync,rename"


@dataclass
class Stick:
    """A stick with submissions on it, and the hub it is for."""

    folder: Path
    home: Path
    signer: SigningKey = field(default_factory=SigningKey.generate)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        code, (key,), _ = run(self.home, "keygen")
        assert code == 0
        self.key = bytes.fromhex(key)

    def sealed(self, told: dict[str, Any], named: str = "") -> bytes:
        """A file as a kiosk writes it."""
        body = json.dumps(told, ensure_ascii=False).encode()
        return self.sealed_bytes(named or told["id"], body)

    def sealed_bytes(self, named: str, body: bytes) -> bytes:
        """The same, whatever is in it."""
        box = SealedBox(PublicKey(self.key)).encrypt(COUNTERSIGN + body)
        signed = MAGIC + named.encode() + self.key + box
        signature = self.signer.sign(signed).signature
        return MAGIC + self.key + bytes(self.signer.verify_key) + signature + box

    def leave(self, number: int, **more: Any) -> Path:
        """A submission on the stick."""
        told = dispatch(number, service="pothole", **more)
        path = self.folder / f"{told['id']}.plateia"
        path.write_bytes(self.sealed(told))
        return path

    def taken(self, *arguments: str) -> tuple[int, list[str], str]:
        """What an import says."""
        return run(self.home, "import", str(self.folder), *arguments)

    def receipt(self, number: int) -> Any:
        """The receipt for a submission."""
        return json.loads((self.folder / f"{name(number)}.received").read_text("utf-8"))

    @property
    def signed_by(self) -> str:
        return bytes(self.signer.verify_key).hex()


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    return Stick(tmp_path / "stick", tmp_path / "home")


def filed(hub: Hub) -> list[str]:
    return sorted(one["description"].split("\n")[0] for one in hub.json("requests"))


# The key


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    code, (first,), _ = run(home, "keygen")
    assert code == 0
    path = home / "hub" / "municipality.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name]
    private = PrivateKey(bytes.fromhex(path.read_text("ascii").strip()))
    assert bytes(private.public_key).hex() == first
    kept = path.read_bytes()
    assert run(home, "keygen")[:2] == (0, [first])
    assert path.read_bytes() == kept


def test_a_key_that_is_damaged_is_not_replaced(tmp_path: Path) -> None:
    path = write(tmp_path / "home", "municipality.key", "scribble")
    code, lines, complaint = run(tmp_path / "home", "keygen")
    assert (code, lines) == (3, [])
    assert str(path) in complaint
    assert path.read_text("utf-8") == "scribble"


def test_without_a_key_nothing_is_imported(tmp_path: Path) -> None:
    code, lines, complaint = run(tmp_path / "home", "import", str(tmp_path))
    assert (code, lines) == (2, [])
    assert "plateia-hub keygen" in complaint


# Taken


def test_what_lies_there_is_filed_and_answered_in_a_receipt(stick: Stick) -> None:
    stick.leave(1)
    stick.leave(2)
    code, lines, complaint = stick.taken()
    assert (code, complaint) == (0, "")
    unchecked = f'hub.toml has no key for "square": {stick.signed_by}'
    assert lines == [
        f"{name(1)}.plateia: taken as request 1; {unchecked}",
        f"{name(2)}.plateia: taken as request 2; {unchecked}",
        "2 taken, 0 already here, 0 not taken",
    ]
    told = stick.receipt(2)
    assert told.pop("at").endswith("Z")
    assert told == {
        "id": name(2),
        "request": "2",
        "countersign": COUNTERSIGN.hex(),
        "status": "open",
        "closed": False,
        "note": None,
        "expected": None,
    }
    with running(stick.home) as hub:
        assert filed(hub) == [f"Τι συμβαίνει; Λακκούβα {at}" for at in (1, 2)]


def test_an_empty_folder_is_no_trouble(stick: Stick) -> None:
    assert stick.taken()[:2] == (0, ["0 taken, 0 already here, 0 not taken"])


def test_a_stick_that_comes_again_brings_nothing_twice(stick: Stick) -> None:
    stick.leave(1)
    stick.taken()
    first = stick.receipt(1)
    code, lines, _ = stick.taken()
    assert (code, lines) == (
        0,
        [
            f"{name(1)}.plateia: already here as request 1",
            "0 taken, 1 already here, 0 not taken",
        ],
    )
    assert stick.receipt(1) == first


def test_what_came_by_line_is_the_same_request_on_a_stick(stick: Stick) -> None:
    with running(stick.home) as hub:
        number = read(put(hub, dispatch(1, service="pothole")), 201)["request"]
        stick.leave(1)
        stick.leave(2)
        code, lines, _ = stick.taken()
        assert code == 0
        assert lines[0] == f"{name(1)}.plateia: already here as request {number}"
        assert len(filed(hub)) == 2


def test_a_lost_receipt_is_written_again(stick: Stick) -> None:
    stick.leave(1)
    stick.taken()
    first = stick.receipt(1)
    (stick.folder / f"{name(1)}.received").write_text("{torn", "utf-8")
    stick.taken()
    assert stick.receipt(1) == first


def test_receipts_are_brought_up_to_date_also_where_the_file_is_gone(
    stick: Stick,
) -> None:
    stick.leave(1).chmod(0o400)
    stick.taken()
    (stick.folder / f"{name(1)}.plateia").unlink()
    with running(stick.home) as hub:
        decide(hub, "1", status="fixed", note="Έγινε.")
    assert stick.taken()[0] == 0
    told = stick.receipt(1)
    assert (told["status"], told["closed"], told["note"]) == ("fixed", True, "Έγινε.")
    assert told["countersign"] == COUNTERSIGN.hex()


def test_many_come_in_parts(stick: Stick) -> None:
    for number in range(1, 121):
        stick.leave(number)
    code, lines, _ = stick.taken()
    assert (code, lines[-1]) == (0, "120 taken, 0 already here, 0 not taken")
    assert stick.receipt(120)["request"] == "120"


# Not taken


def spoiled(stick: Stick, number: int, at: int) -> None:
    """One byte of a file is another."""
    path = stick.leave(number)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_what_cannot_be_taken_is_named_and_spoils_nothing(
    stick: Stick, tmp_path: Path
) -> None:
    stick.leave(1)
    spoiled(stick, 2, -1)
    spoiled(stick, 3, 0)
    torn = stick.leave(4)
    torn.write_bytes(torn.read_bytes()[:300])
    moved = stick.leave(5)
    moved.replace(moved.with_stem(name(6)))
    stick.leave(7, latitude=91)
    (stick.folder / f"{name(8)}.plateia").symlink_to(tmp_path / "home" / "hub")
    os.mkfifo(stick.folder / f"{name(9)}.plateia")
    (stick.folder / f"{name(10)}.plateia").write_bytes(b"x" * 100_000)
    (stick.folder / "\x1b[2J.plateia").write_bytes(b"x")
    wrong = dispatch(12, service="pothole")
    (stick.folder / f"{name(11)}.plateia").write_bytes(stick.sealed(wrong, name(11)))
    code, lines, complaint = stick.taken()
    assert (code, complaint) == (4, "")
    assert lines[-1] == "1 taken, 0 already here, 10 not taken"
    told = dict(line.split(": not taken: ") for line in lines[:-1] if "not " in line)
    whole = "it is not whole, or"
    assert told == {
        f"{name(2)}.plateia": f"{whole} not as its kiosk signed it",
        f"{name(3)}.plateia": f"{whole} is no submission of a kiosk's",
        f"{name(4)}.plateia": f"{whole} not as its kiosk signed it",
        f"{name(6)}.plateia": f"{whole} not as its kiosk signed it",
        f"{name(7)}.plateia": "this is no submission: Expected `float` <= 90.0 - at"
        " `$.latitude`",
        f"{name(8)}.plateia": "it cannot be read (Too many levels of symbolic links)",
        f"{name(9)}.plateia": "it is not a plain file",
        f"{name(10)}.plateia": "it is larger than 66560 bytes",
        "'\\x1b[2J.plateia'": f"{whole} is no submission of a kiosk's",
        f"{name(11)}.plateia": "its name is not that of the submission in it",
    }
    assert [one.name for one in stick.folder.glob("*.received")] == [
        f"{name(1)}.received"
    ]


def test_what_is_sealed_for_another_hub_is_not_taken(stick: Stick) -> None:
    stick.key = bytes(PrivateKey.generate().public_key)
    stick.leave(1)
    code, lines, _ = stick.taken()
    assert code == 4
    assert "another key than this hub's" in lines[0]


def test_the_same_id_for_something_else_is_not_taken(stick: Stick) -> None:
    stick.leave(1)
    stick.taken()
    stick.leave(1, description="άλλο")
    code, lines, _ = stick.taken()
    assert code == 4
    assert "already used" in lines[0]


def test_a_kiosk_whose_key_is_known_is_believed_with_no_other(stick: Stick) -> None:
    write(stick.home, "hub.toml", f'[kiosks]\nsquare = "{stick.signed_by.upper()}"')
    stick.leave(1)
    assert stick.taken()[:2] == (
        0,
        [
            f"{name(1)}.plateia: taken as request 1",
            "1 taken, 0 already here, 0 not taken",
        ],
    )
    stick.signer = SigningKey.generate()
    stick.leave(2)
    code, lines, _ = stick.taken()
    assert code == 4
    assert f'another key for the kiosk "square" than {stick.signed_by}' in lines[1]


def test_naming_a_known_key_is_not_signing_with_it(stick: Stick) -> None:
    write(stick.home, "hub.toml", f'[kiosks]\nsquare = "{stick.signed_by}"')
    honest = bytes(stick.signer.verify_key)
    stick.signer = SigningKey.generate()
    forged = stick.leave(1)
    content = forged.read_bytes()
    forged.write_bytes(content[:49] + honest + content[81:])
    code, lines, _ = stick.taken()
    assert code == 4
    assert "not as its kiosk signed it" in lines[0]


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_a_receipt_is_on_the_medium_after_its_request_and_before_it_has_its_name(
    stick: Stick, tmp_path: Path
) -> None:
    stick.leave(1)
    log = tmp_path / "calls"
    traced = [STRACE or "", "-f", "-y", "-o", str(log), "-e", CALLS]
    assert run(stick.home, "import", str(stick.folder), before=traced)[0] == 0
    steps = [
        word
        for line in log.read_text("utf-8").splitlines()
        for word, sign in (
            ("request", "/hub.db"),
            ("receipt", ".received.new>)"),
            ("name", "rename("),
            ("folder", f"{stick.folder}>)"),
        )
        if sign in line
    ]
    at = steps.index("receipt")
    assert "request" in steps[:at]
    assert steps[at : at + 3] == ["receipt", "name", "folder"]


# The world


def test_a_folder_that_is_not_there_is_said(stick: Stick, tmp_path: Path) -> None:
    code, lines, complaint = run(stick.home, "import", str(tmp_path / "none"))
    assert (code, lines) == (3, [])
    assert "is no folder" in complaint


def test_a_receipt_that_cannot_be_written_loses_nothing(stick: Stick) -> None:
    stick.leave(1)
    blocked = stick.folder / f"{name(1)}.received"
    blocked.mkdir()
    code, lines, complaint = stick.taken()
    assert (code, lines) == (3, [])
    assert "is safe" in complaint
    blocked.rmdir()
    code, lines, _ = stick.taken()
    assert (code, lines[0]) == (0, f"{name(1)}.plateia: already here as request 1")


def test_several_jurisdictions_must_be_told_apart(stick: Stick) -> None:
    write(stick.home, "hub.toml", "jurisdictions = ['a.gr', 'b.gr']")
    stick.leave(1)
    code, _, complaint = stick.taken()
    assert code == 2
    assert "--jurisdiction" in complaint
    assert stick.taken("--jurisdiction", "b.gr")[0] == 0


@pytest.mark.parametrize("key", ["", "00", "x" * 64])
def test_a_kiosks_key_that_is_none_is_a_mistake_in_the_settings(
    stick: Stick, key: str
) -> None:
    write(stick.home, "hub.toml", f'[kiosks]\nsquare = "{key}"')
    code, _, complaint = stick.taken()
    assert code == 2
    assert "hub.toml" in complaint
    assert "kiosks" in complaint
