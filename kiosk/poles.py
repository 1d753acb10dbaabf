"""What stands on a pole: a number somebody types, or the text of its QR code.

Pure. A text is only looked at: an address in it is never asked for anything.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from kiosk.places import Asset, Fixture, Gazetteer

LONGEST_TEXT: Final = 512
"""Letters; what is longer is no label on a pole."""

# The Greek capitals that look like Latin ones, as on plates of either alphabet.
_LATIN: Final = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
_BETWEEN: Final = re.compile(r"[/?&=#;]+")
_GEO: Final = re.compile(r"geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:[,;?].*)?", re.I)


def numbered(written: str, places: Gazetteer) -> tuple[Fixture, ...]:
    """Return what may carry this number: all of the same one, else all with its digits.

    Case, spaces, hyphens and leading zeros do not count; on a keypad of digits people
    leave out the letters, so `0147` finds `P-147` unless something is called 147.
    """
    wanted = _plain(written)
    if not wanted:
        return ()
    every = [*_every(places)]
    same = [one for one in every if _plain(one.asset.number) == wanted]
    if not same and wanted.isdigit():
        same = [one for one in every if _digits(one.asset) == wanted]
    return tuple(same)


def place_of(scanned: str, places: Gazetteer) -> tuple[str, ...] | None:
    """Return the place answer that a scanned text names, or None if it names none.

    It may be a number, `lamps:147`, an address with the number in it, or a `geo:` URI
    (RFC 5870) inside the municipality. One that could be two things is none.
    """
    text = scanned.strip()
    if not text or len(text) > LONGEST_TEXT:
        return None
    point = _GEO.fullmatch(text)
    if point is not None:
        return places.answer_at(float(point[1]), float(point[2]))
    known = places.fixture(text)
    if known is not None:
        return places.answer_of(known)
    wanted = {_plain(one) for one in _BETWEEN.split(text)} | {_plain(text)}
    found = [one for one in _every(places) if _plain(one.asset.number) in wanted - {""}]
    return places.answer_of(found[0]) if len(found) == 1 else None


def _every(places: Gazetteer) -> Iterator[Fixture]:
    for layer in places.layers:
        for asset in layer.assets:
            yield Fixture(layer=layer, asset=asset)


def _plain(written: str) -> str:
    """Letters and digits only, as a plate shows them; no zeros before a number."""
    text = unicodedata.normalize("NFKD", written).upper().translate(_LATIN)
    kept = "".join(one for one in text if one.isalnum())
    return re.sub(r"(?<!\d)0+(?=\d)", "", kept)


def _digits(asset: Asset) -> str:
    return _plain("".join(one for one in asset.number if one.isdigit()))
