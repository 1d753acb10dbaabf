"""A pack that was checked, in one piece: a kiosk that starts again reads it in a tenth of
the time, and checks nothing twice.

It is believed only where nothing can have changed since: no file of the folder, nothing of
the program that checked it, no byte of the piece itself.
"""

from pathlib import Path
from typing import Final

import msgspec

from kiosk.packs import Pack
from kiosk.sums import blake2b

_SUM_BYTES: Final = 32
_PURPOSE: Final = b"checked pack"


class _Checked(msgspec.Struct, frozen=True):
    looks: str
    """What the files of its folder looked like."""
    program: str
    """What checked it looked like."""
    pack: Pack


def in_one_piece(pack: Pack, looks: str, program: str) -> bytes | None:
    """Return it; None for a pack that would not come back as it is."""
    kept = _Checked(looks, program, pack)
    told = msgspec.msgpack.encode(kept, enc_hook=_path_told)
    piece = blake2b(told, b"", _PURPOSE) + told
    return piece if out_of_piece(piece, looks, program) == pack else None


def out_of_piece(piece: bytes, looks: str, program: str) -> Pack | None:
    """Return the pack; None where it has to be checked anew."""
    told = piece[_SUM_BYTES:]
    if blake2b(told, b"", _PURPOSE) != piece[:_SUM_BYTES]:
        return None
    try:
        kept = msgspec.msgpack.decode(told, type=_Checked, dec_hook=_path_read)
    except msgspec.MsgspecError:
        return None
    return kept.pack if (kept.looks, kept.program) == (looks, program) else None


def _path_told(value: object) -> str:
    if not isinstance(value, Path):
        raise NotImplementedError(f"a pack holds a {type(value).__name__}")
    return str(value)


def _path_read(kind: type, value: object) -> Path:
    if kind is not Path or not isinstance(value, str):
        raise NotImplementedError(f"a pack holds a {kind.__name__}")
    return Path(value)
