"""Seals what a citizen said, so that a copied disk says nothing.

Each submission has a key of its own (XChaCha20-Poly1305). That key is wrapped for the
device (an X25519 sealed box): a face holds only the device's public key, so it can seal
and never open. The private key lies in a file outside the home folder; the agent, which
must send, opens with it. Destroying the wrapped key forgets the submission.

What leaves by hand is signed (Ed25519) with a key derived from the same private key: there
is no second file to lose, to steal or to copy from kiosk to kiosk.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_encrypt as encrypted,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead
from nacl.signing import SigningKey
from nacl.utils import random

from kiosk.errors import CannotSave, Damaged
from kiosk.sums import blake2b, sha256


class Sealed(msgspec.Struct, frozen=True):
    """What was sealed under one key: the key, wrapped, and each part, by its name."""

    key_wrapped: bytes
    parts: Mapping[str, bytes]


class NewKey(msgspec.Struct, frozen=True):
    """A key that nothing was sealed with yet, and the same wrapped for a device.

    Wrapping takes longest of all, and needs nothing of what will be said: it can be done
    before somebody waits for it. One key is for one submission.
    """

    clear: bytes
    wrapped: bytes


def new_key(public_key: bytes) -> NewKey:
    """Make one for the device with this public key."""
    clear = random(Aead.KEY_SIZE)
    return NewKey(clear, SealedBox(PublicKey(public_key)).encrypt(clear))


def seal(key: NewKey, owner: str, parts: Mapping[str, bytes]) -> Sealed:
    """Seal the parts of one submission.

    The owner's id and the part's name are bound in: a part put in another's place does
    not open.
    """
    sealed = {
        name: _sealed(key.clear, clear, _bound(owner, name))
        for name, clear in parts.items()
    }
    return Sealed(key.wrapped, sealed)


class Opener:
    """Opens what was sealed for this device; only the agent holds one."""

    def __init__(self, private_key: PrivateKey) -> None:
        self._box = SealedBox(private_key)
        self.public: bytes = bytes(private_key.public_key)
        """The key for which it was sealed."""

    def open(self, key_wrapped: bytes, owner: str, name: str, sealed: bytes) -> bytes:
        """Return the clear part.

        Raises Damaged when it was changed, torn, moved, or sealed for another device.
        """
        return self.open_all(key_wrapped, owner, {name: sealed})[name]

    def open_all(
        self, key_wrapped: bytes, owner: str, parts: Mapping[str, bytes]
    ) -> dict[str, bytes]:
        """Return these parts of one owner, clear; their key, which takes longest, is
        opened once. Raises Damaged, as above."""
        name, clear = next(iter(parts), ""), {}
        try:
            box = Aead(self._box.decrypt(key_wrapped))
            for name, sealed in parts.items():
                clear[name] = bytes(box.decrypt(sealed, aad=_bound(owner, name)))
        except (CryptoError, ValueError, TypeError):
            raise _shut(owner, name) from None
        return clear

    def seal_again(
        self, key_wrapped: bytes, owner: str, parts: Mapping[str, bytes]
    ) -> Mapping[str, bytes]:
        """Seal parts anew under the key they have, so that the others open as before.

        Raises Damaged when that key was sealed for another device.
        """
        try:
            key = self._box.decrypt(key_wrapped)
        except (CryptoError, ValueError, TypeError):
            raise _shut(owner, "key") from None
        return seal(NewKey(key, key_wrapped), owner, parts).parts


class Signer:
    """Signs as this device; only the agent holds one."""

    def __init__(self, private_key: PrivateKey) -> None:
        self._private = bytes(private_key)
        self._key = SigningKey(self.secret(b"sign", b""))
        self.public: bytes = bytes(self._key.verify_key)
        """The key, 32 bytes, by which others know what this device signed."""

    def sign(self, message: bytes) -> bytes:
        """Return the signature, 64 bytes."""
        return bytes(self._key.sign(message).signature)

    def secret(self, purpose: bytes, about: bytes) -> bytes:
        """Return 32 bytes that only this device can make, the same ones every time.

        The purpose, 16 bytes at most, keeps the secrets of different uses apart.
        """
        return blake2b(about, self._private, purpose)


def make_key(folder: Path) -> bytes:
    """Make this device's key, keep its private half in the folder, return the public.

    Raises CannotSave when the folder cannot be written.
    """
    private = PrivateKey.generate()
    public = bytes(private.public_key)
    path = key_path(folder, public)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = path.with_suffix(".new")
        end = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(end, "w", encoding="ascii") as file:
            file.write(bytes(private).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        _sync_folder(folder)
    except OSError as error:
        raise CannotSave(
            str(folder),
            f"cannot hold the device's key ({error.strerror})",
            "let this user write it, or set key_folder in plateia.toml",
        ) from error
    return public


def load_opener(folder: Path, public_key: bytes) -> Opener:
    """Return the opener for what was sealed with `public_key`.

    Raises Damaged when the key file is missing or is another device's.
    """
    return Opener(_load(folder, public_key))


def load_signer(folder: Path, public_key: bytes) -> Signer:
    """Return the signer of the device with this public key. Raises Damaged, as above."""
    return Signer(_load(folder, public_key))


def check_key(folder: Path, public_key: bytes) -> None:
    """Raise Damaged if the private key is gone: what is sealed now could never be sent."""
    path = key_path(folder, public_key)
    if not path.exists():
        raise Damaged(
            str(path),
            "this device's key is gone",
            "put the key file back where it was; without it nothing kept here can be sent",
        )


def key_path(folder: Path, public_key: bytes) -> Path:
    """Where the private half of a public key lies."""
    return folder / f"{sha256(public_key).hex()[:16]}.key"


def _load(folder: Path, public_key: bytes) -> PrivateKey:
    path = key_path(folder, public_key)
    try:
        private = PrivateKey(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except (OSError, ValueError, TypeError, CryptoError) as error:
        raise Damaged(
            str(path),
            f"is not this device's key ({error})",
            "put the key file back where it was; without it nothing kept here can be sent",
        ) from None
    if bytes(private.public_key) != public_key:
        raise Damaged(
            str(path), "is another device's key", "put this device's key file back"
        )
    return private


def _shut(owner: str, name: str) -> Damaged:
    return Damaged(
        f"submission {owner}",
        f"its {name} does not open with this device's key",
        "put the right key file back, or restore the store from its last copy",
    )


def _sealed(key: bytes, clear: bytes, bound: bytes) -> bytes:
    """The nonce, and what `Aead.decrypt` opens with it."""
    nonce = random(Aead.NONCE_SIZE)
    return nonce + encrypted(clear, bound, nonce, key)


def _bound(owner: str, name: str) -> bytes:
    return f"{owner}/{name}".encode()


def _sync_folder(folder: Path) -> None:
    end = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(end)
    finally:
        os.close(end)
