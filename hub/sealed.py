"""What a kiosk leaves in a folder: a submission or an attachment, sealed for the
municipality and signed by the kiosk, one file each.

    "plateia sealed 1\\n"   17 bytes
    recipient               32, the X25519 key it is sealed for
    signer                  32, the Ed25519 key of the kiosk
    signature               64, over the line above, the file's name without its ending,
                                the recipient and the box
    box                     a libsodium sealed box: 16 bytes of countersign, then the JSON
                                of a submission or the bytes of an attachment

The countersign comes back in the receipt beside the file. Only who opened the box knows
it, so a receipt that bears it was written by the municipality.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

import msgspec
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.signing import VerifyKey

from hub.errors import ConfigurationMistake, WorldFault

MAGIC = b"plateia sealed 1\n"
COUNTERSIGN = 16
_KEYS = struct.Struct("32s32s64s")
_HEAD = len(MAGIC) + _KEYS.size


class Unfit(Exception):
    """A file that cannot be taken, and why, in a few words."""


class Opened(msgspec.Struct, frozen=True):
    """A file that was opened. `signer` is the Ed25519 key it is signed with."""

    countersign: bytes
    body: bytes
    signer: bytes


class Opener:
    """Opens what was sealed for this municipality."""

    def __init__(self, key: PrivateKey) -> None:
        self._key = key
        self.public = bytes(key.public_key)

    def open(self, name: str, file: bytes) -> Opened:
        """Opens the file that has this name, without its ending. Raises Unfit."""
        if not file.startswith(MAGIC) or len(file) < _HEAD:
            raise Unfit("it is not whole, or is no submission of a kiosk's")
        recipient, signer, signature = _KEYS.unpack_from(file, len(MAGIC))
        box = file[_HEAD:]
        try:
            VerifyKey(signer).verify(signed_part(name, recipient, box), signature)
        except (BadSignatureError, ValueError) as error:
            raise Unfit("it is not whole, or not as its kiosk signed it") from error
        if recipient != self.public:
            raise Unfit("it is sealed for another key than this hub's")
        try:
            clear = SealedBox(self._key).decrypt(box)
        except (CryptoError, ValueError, TypeError) as error:
            raise Unfit("it does not open with this hub's key") from error
        return Opened(clear[:COUNTERSIGN], clear[COUNTERSIGN:], signer)


def signed_part(name: str, recipient: bytes, box: bytes) -> bytes:
    """What the kiosk signs."""
    return MAGIC + name.encode() + recipient + box


def make_key(path: Path) -> bytes:
    """Makes this hub's key and keeps it in `path`, for its owner alone to read; or takes
    the one that is there. Returns the public half. Raises Known."""
    if path.exists():
        return load_opener(path).public
    key = PrivateKey.generate()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        end = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(end, "w", encoding="ascii") as file:
            file.write(bytes(key).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        # A link does not replace: of two that make a key at once, one key stays.
        os.link(new, path)
        new.unlink()
        sync_folder(path.parent)
    except FileExistsError:
        return load_opener(path).public
    except OSError as error:
        raise WorldFault(
            f"{path}: cannot be written ({error.strerror}); give the hub access to it"
        ) from error
    return bytes(key.public_key)


def load_opener(path: Path) -> Opener:
    """The opener whose key is in `path`. Raises ConfigurationMistake where there is no
    key, WorldFault where it cannot be read."""
    try:
        written = path.read_text(encoding="ascii").strip()
        return Opener(PrivateKey(bytes.fromhex(written)))
    except FileNotFoundError as error:
        raise ConfigurationMistake(
            f"{path}: this hub has no key yet; make one with plateia-hub keygen and give "
            "its public half to the kiosks"
        ) from error
    except OSError as error:
        raise WorldFault(
            f"{path}: cannot be read ({error.strerror}); give the hub access to it"
        ) from error
    except (ValueError, TypeError, CryptoError) as error:
        raise WorldFault(
            f"{path}: is no key ({error}); put back a copy of the one that was there"
        ) from error


def sync_folder(folder: Path) -> None:
    """Sees to it that the names in a folder are on disk. Raises OSError."""
    end = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(end)
    finally:
        os.close(end)
