"""What belongs to a submission in a folder: `ID.N.plateia`, the N-th of its attachments.

It is taken when its submission is here, names it, and says of these very bytes that they
are its own; so nobody hangs a photo on somebody else's report. `ID.N.received` beside it
is written when it is on disk: JSON with the SHA-256 of what is kept, and the countersign
from inside the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from hub.album import Album
from hub.dispatch import LARGEST_MEDIA, Attachment, Dispatch, digest, read_dispatch
from hub.errors import Declined
from hub.office import Office
from hub.sealed import Opened, Opener, Unfit

_NAME = re.compile(r"([0-9a-f-]{36})\.([1-9][0-9]{0,2})")


class Enclosed(Struct, frozen=True):
    """The receipt for one attachment."""

    id: str
    sha256: str
    countersign: str


class Enclosures:
    """Takes attachments, and says what its receipt is."""

    largest = LARGEST_MEDIA + 1024
    """Bytes of a file."""

    def __init__(
        self, office: Office, opener: Opener, album: Album, jurisdiction: str | None
    ) -> None:
        self._office = office
        self._opener = opener
        self._album = album
        self._jurisdiction = jurisdiction
        self._keys: Mapping[str, str] = office.settings.kiosks

    def take(self, name: str, file: bytes) -> tuple[Enclosed, bool]:
        """Keeps one; gives its receipt, and whether it was not here before. Raises
        Unfit."""
        opened = self._opener.open(name, file)
        dispatch, attachment = self._named(name)
        check_signer(self._keys, dispatch.kiosk, opened)
        sha256 = digest(opened.body)
        if (len(opened.body), sha256) != (attachment.size, attachment.sha256):
            raise Unfit("it is not what its submission says of it")
        try:
            is_new = self._album.keep(dispatch.id, attachment, opened.body)
        except Declined as no:
            raise Unfit(no.title) from no
        return Enclosed(name, sha256, opened.countersign.hex()), is_new

    def _named(self, name: str) -> tuple[Dispatch, Attachment]:
        """The attachment a file's name means, as its submission has it."""
        parts = _NAME.fullmatch(name)
        if parts is None:
            raise Unfit("its name is no attachment's")
        place = self._office.place(self._jurisdiction)
        entry = self._office.ledger.known(place, parts[1])
        if entry is None:
            raise Unfit("its submission is not here yet")
        body = self._office.ledger.dispatch(entry.id) or b""
        try:
            dispatch = read_dispatch(body)
            return dispatch, dispatch.attachments[int(parts[2]) - 1]
        except (Declined, IndexError):
            raise Unfit("its submission has no such attachment") from None


def check_signer(keys: Mapping[str, str], kiosk: str, opened: Opened) -> None:
    """Raises Unfit where hub.toml knows the kiosk by another key."""
    signer = opened.signer.hex()
    if keys.get(kiosk, signer).lower() != signer:
        raise Unfit(
            f'hub.toml has another key for the kiosk "{kiosk}" than {signer}, '
            "which signed it"
        )
