"""A submission as it travels by hand: sealed for the municipality, signed by the kiosk.

    "plateia sealed 1\\n"   17 bytes
    recipient               32, the X25519 key it is sealed for
    signer                  32, the Ed25519 key of this kiosk
    signature               64, over the line above, the file's name without its ending,
                                the recipient and the box
    box                     a libsodium sealed box: 16 bytes of countersign, then the JSON
                                of a submission or the bytes of an attachment

The name is the submission's id; an attachment's has its place among those of its
submission behind a full stop, from 1: what it is called there stands in the JSON.

The same submission always gives the same bytes: the box's one-time key is derived from
this device's secret and the content, so that what lies there can be compared with what
should. The countersign comes back in the receipt. Only who opened the box knows it.
"""

import hashlib
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from nacl.exceptions import CryptoError
from nacl.public import Box, PrivateKey, PublicKey

MAGIC: Final = b"plateia sealed 1\n"
_COUNTERSIGN = 16
_NONCE = 24


class Hand(Protocol):
    """What makes a kiosk's mark; `kiosk.vault.Signer` is one."""

    public: bytes

    def sign(self, message: bytes) -> bytes:
        """Return the signature, 64 bytes."""

    def secret(self, purpose: bytes, about: bytes) -> bytes:
        """Return 32 bytes that only this device can make, the same ones every time."""


class Sealer:
    """Seals for one municipality."""

    def __init__(self, recipient: bytes, hand: Hand) -> None:
        """Raises ValueError when the recipient is no public key."""
        try:
            self._key = PublicKey(recipient)
            self._recipient = recipient
            Box(PrivateKey.generate(), self._key)
        except (CryptoError, TypeError, ValueError):
            raise ValueError("no public key") from None
        self._hand = hand

    def seal(self, name: str, body: bytes) -> bytes:
        """Return the file that has this name."""
        clear = self.countersign(name) + body
        once = PrivateKey(self._hand.secret(b"seal", self._recipient + clear))
        public = bytes(once.public_key)
        # As crypto_box_seal has it, so that the municipality opens it with that.
        nonce = hashlib.blake2b(public + self._recipient, digest_size=_NONCE).digest()
        box = public + Box(once, self._key).encrypt(clear, nonce).ciphertext
        signature = self._hand.sign(MAGIC + name.encode() + self._recipient + box)
        return MAGIC + self._recipient + self._hand.public + signature + box

    def countersign(self, name: str) -> bytes:
        """Return what the receipt for that file must bear."""
        told = self._recipient + name.encode()
        return self._hand.secret(b"countersign", told)[:_COUNTERSIGN]


def path_of(url: str) -> Path | None:
    """Return the folder a `file:` address names on this machine, or None."""
    try:
        address = urlsplit(url)
    except ValueError:
        return None
    here = address.scheme == "file" and address.netloc in {"", "localhost"}
    path = Path(unquote(address.path))
    plain = here and path.is_absolute() and not (address.query or address.fragment)
    return path if plain else None
