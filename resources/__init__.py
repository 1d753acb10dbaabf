"""THINGS. What is shown and not said: fonts, icons, keyboards, the style sheet, our packs.

May import: the standard library.
May never: anything of ours, Qt, the network. It tells where a thing lies; whoever asks
reads it.
"""

import os
from functools import cache
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent

SHELF: Final = _HERE / "packs"
"""Where the packs we ship stand, one folder each."""


def icon(name: str) -> Path | None:
    """Return the drawing of that name, or None when there is none.

    A drawing is a square SVG of shapes without a colour: set `fill` on its root.
    """
    path = _HERE / "icons" / f"{name}.svg"
    # The name may come from a stranger's pack: nothing outside the folder is an icon.
    return path if name in icons() else None


@cache
def icons() -> frozenset[str]:
    """Return the name of every drawing; they come with the program and stay."""
    names = (one.name for one in os.scandir(_HERE / "icons"))
    return frozenset(name[:-4] for name in names if name.endswith(".svg"))


def fonts() -> tuple[Path, ...]:
    """Return every font file, TrueType, in the order of their names."""
    return tuple(sorted((_HERE / "fonts").glob("*.ttf")))


def style() -> Path:
    """Return the one style sheet of the faces, with tokens still to be filled in."""
    return _HERE / "style.qss"


def desk_style() -> Path:
    """Return what a desk's face adds to it, with tokens as well."""
    return _HERE / "desk.qss"


def keyboard(name: str) -> Path | None:
    """Return the layout of a language's keyboard, or of `mail`; None when there is none."""
    path = _HERE / "keyboards" / f"{name}.toml"
    return path if name in keyboards() else None


def keyboards() -> tuple[str, ...]:
    """Return the name of every layout of a keyboard, in alphabetical order."""
    return tuple(sorted(path.stem for path in (_HERE / "keyboards").glob("*.toml")))


def packs() -> tuple[str, ...]:
    """Return the name of every content pack we ship, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in SHELF.glob("*/pack.toml")))


def pack(name: str) -> Path:
    """Return the folder of a pack we ship; whether it is there is for `packs` to say."""
    return SHELF / name
