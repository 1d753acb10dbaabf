"""The vault: a copied disk says nothing, and what was touched does not open."""

import secrets
from pathlib import Path

import pytest
from nacl.exceptions import BadSignatureError
from nacl.public import PrivateKey
from nacl.signing import VerifyKey

from kiosk.errors import CannotSave, Damaged
from kiosk.vault import (
    Opener,
    Signer,
    check_key,
    key_path,
    load_opener,
    load_signer,
    make_key,
    new_key,
    seal,
)
from tests.kiosk.village import Kiosk

ME = "submission-1"
PARTS = {"answers": b"lighting", "dispatch": "Σβηστή λάμπα".encode()}


@pytest.fixture
def key() -> PrivateKey:
    return PrivateKey.generate()


def test_what_was_sealed_opens(key: PrivateKey) -> None:
    sealed = seal(new_key(bytes(key.public_key)), ME, PARTS)
    for name, clear in PARTS.items():
        opened = Opener(key).open(sealed.key_wrapped, ME, name, sealed.parts[name])
        assert opened == clear
        assert clear not in sealed.parts[name]


def test_a_part_in_anothers_place_does_not_open(key: PrivateKey) -> None:
    sealed = seal(new_key(bytes(key.public_key)), ME, PARTS)
    with pytest.raises(Damaged, match="its dispatch does not open"):
        Opener(key).open(sealed.key_wrapped, ME, "dispatch", sealed.parts["answers"])
    with pytest.raises(Damaged, match="submission submission-2"):
        Opener(key).open(
            sealed.key_wrapped, "submission-2", "answers", sealed.parts["answers"]
        )
    other = seal(new_key(bytes(key.public_key)), "submission-2", PARTS)
    with pytest.raises(Damaged):
        Opener(key).open(other.key_wrapped, ME, "answers", sealed.parts["answers"])


def test_a_changed_byte_does_not_open_wherever_it_stands(key: PrivateKey) -> None:
    sealed = seal(new_key(bytes(key.public_key)), ME, PARTS)
    opener = Opener(key)
    body, wrapped = sealed.parts["answers"], sealed.key_wrapped
    for place in range(len(body)):
        torn = bytearray(body)
        torn[place] ^= 1
        with pytest.raises(Damaged):
            opener.open(wrapped, ME, "answers", bytes(torn))
    for place in range(len(wrapped)):
        torn = bytearray(wrapped)
        torn[place] ^= 1
        with pytest.raises(Damaged):
            opener.open(bytes(torn), ME, "answers", body)


@pytest.mark.parametrize("length", [0, 1, 23, 24, 39, 40])
def test_what_was_cut_short_does_not_open(key: PrivateKey, length: int) -> None:
    sealed = seal(new_key(bytes(key.public_key)), ME, PARTS)
    with pytest.raises(Damaged):
        Opener(key).open(
            sealed.key_wrapped, ME, "answers", sealed.parts["answers"][:length]
        )
    with pytest.raises(Damaged):
        Opener(key).open(
            sealed.key_wrapped[:length], ME, "answers", sealed.parts["answers"]
        )


def test_another_device_cannot_open(key: PrivateKey) -> None:
    sealed = seal(new_key(bytes(key.public_key)), ME, PARTS)
    thief = Opener(PrivateKey.generate())
    with pytest.raises(Damaged, match="put the right key file back"):
        thief.open(sealed.key_wrapped, ME, "answers", sealed.parts["answers"])


def test_a_device_key_is_its_owners_alone(tmp_path: Path) -> None:
    public = make_key(tmp_path / "keys")
    path = key_path(tmp_path / "keys", public)
    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert [one.name for one in (tmp_path / "keys").iterdir()] == [path.name]
    sealed = seal(new_key(public), ME, PARTS)
    opener = load_opener(tmp_path / "keys", public)
    opened = opener.open(sealed.key_wrapped, ME, "answers", sealed.parts["answers"])
    assert opened == b"lighting"


@pytest.mark.parametrize("written", ["", "no key", "00" * 31, "Κλειδί", "00" * 33])
def test_a_key_file_that_is_none_is_told(tmp_path: Path, written: str) -> None:
    public = make_key(tmp_path)
    key_path(tmp_path, public).write_text(written, "utf-8")
    with pytest.raises(Damaged, match="is not this device's key"):
        load_opener(tmp_path, public)


def test_a_key_that_is_gone_or_anothers_is_told(tmp_path: Path) -> None:
    public = make_key(tmp_path)
    path = key_path(tmp_path, public)
    check_key(tmp_path, public)
    path.write_text(secrets.token_hex(32), "ascii")
    with pytest.raises(Damaged, match="is another device's key"):
        load_opener(tmp_path, public)
    path.unlink()
    with pytest.raises(Damaged, match="this device's key is gone"):
        check_key(tmp_path, public)


def test_a_folder_that_cannot_hold_the_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotSave, match="cannot hold the device's key"):
        make_key(tmp_path / "file")


def test_no_clear_word_of_a_report_is_on_the_disk(kiosk: Kiosk) -> None:
    kiosk.confirm()
    written = {
        path: path.read_bytes()
        for path in kiosk.home.folder.rglob("*")
        if path.is_file()
    }
    assert kiosk.home.database in written
    words = ["broken-lamp", "lighting", "danger", "square", "Σβηστή", "λάμπα"]
    words += ["Πλατεία", "Dark lamp", "38.271"]
    for word in words:
        for coded in (
            word.encode(),
            word.encode("utf-16-le"),
            word.encode("utf-16-be"),
        ):
            assert [path for path, held in written.items() if coded in held] == []


def test_the_private_key_is_not_in_the_home(kiosk: Kiosk) -> None:
    path = key_path(kiosk.config.keys, kiosk.device.public_key)
    private = path.read_text("ascii").strip()
    for file in kiosk.home.folder.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert private.encode() not in held
            assert bytes.fromhex(private) not in held


def test_what_this_device_signed_is_known_by_its_key_alone(tmp_path: Path) -> None:
    public = make_key(tmp_path)
    signer = load_signer(tmp_path, public)
    signature = signer.sign(b"a file")
    VerifyKey(signer.public).verify(b"a file", signature)
    with pytest.raises(BadSignatureError):
        VerifyKey(signer.public).verify(b"a filE", signature)
    assert load_signer(tmp_path, public).public == signer.public
    assert signer.public != public


def test_two_devices_sign_and_keep_their_secrets_apart(key: PrivateKey) -> None:
    one, other = Signer(key), Signer(PrivateKey.generate())
    assert one.public != other.public
    secrets_made = {
        one.secret(b"seal", b"x"),
        one.secret(b"seal", b"y"),
        one.secret(b"sign", b"x"),
        other.secret(b"seal", b"x"),
    }
    assert len(secrets_made) == 4
    assert one.secret(b"seal", b"x") == Signer(key).secret(b"seal", b"x")


def test_without_its_key_a_device_signs_nothing(tmp_path: Path) -> None:
    public = make_key(tmp_path)
    key_path(tmp_path, public).unlink()
    with pytest.raises(Damaged, match="is not this device's key"):
        load_signer(tmp_path, public)
