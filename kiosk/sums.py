"""Sums of bytes, by the library that seals: `hashlib` would bring OpenSSL as well, three
megabytes in every process of an old PC."""

from nacl.bindings import (
    crypto_generichash_blake2b_salt_personal,
    crypto_hash_sha256,
)


def sha256(content: bytes) -> bytes:
    """Return the SHA-256 sum, 32 bytes (FIPS 180-4)."""
    return bytes(crypto_hash_sha256(content))


def blake2b(content: bytes, key: bytes, purpose: bytes) -> bytes:
    """Return the BLAKE2b sum of 32 bytes (RFC 7693), keyed; `purpose`, 16 bytes at most,
    keeps the sums of different uses apart."""
    made = crypto_generichash_blake2b_salt_personal(
        content, digest_size=32, key=key, person=purpose
    )
    return bytes(made)
