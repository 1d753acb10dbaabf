"""What a tour has seen, as `tour.json` tells it; and how it is written."""

from pathlib import Path

import msgspec
from PySide6.QtWidgets import QWidget

from kiosk.errors import CannotSave


class Shown(msgspec.Struct, frozen=True):
    """A page that was shown."""

    name: str
    png: str
    spoken: str
    """All that the page says aloud."""
    words: list[str]
    """All that stands on it."""


def picture(window: QWidget, out: Path, name: str) -> None:
    """Draw a window into a folder. Raises CannotSave when it cannot be written."""
    if not window.grab().save(str(out / name)):
        raise CannotSave(
            str(out / name), "cannot be written", "choose another folder with --out"
        )


def clear(out: Path) -> None:
    """Make the folder of a tour, without the pictures of an earlier one. Raises
    CannotSave."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for old in out.glob("[0-9][0-9]-*.png"):
            old.unlink()
    except OSError as error:
        raise CannotSave(
            str(out),
            f"cannot be written ({error.strerror})",
            "choose another folder with --out",
        ) from error


def save(report: msgspec.Struct, out: Path) -> None:
    """Write `tour.json`, whole or not at all."""
    text = msgspec.json.format(msgspec.json.encode(report), indent=2)
    new = out / "tour.json.new"
    new.write_bytes(text + b"\n")
    new.replace(out / "tour.json")
