"""What a face is shown on: an application, on a screen or off one, and a panel's measures."""

import os
import sys
from typing import Final

import msgspec
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from kiosk.config import Config
from kiosk.errors import CannotSave
from ui.theme import Panel

_LARGE_MM_PER_PX: Final = 0.248
"""21.5 inches at 1920x1080, lying or standing."""
_PANELS_MM_PER_PX: Final = {
    (1366, 768): 0.300,
    (1600, 900): 0.277,
    (1440, 900): 0.284,
    (1280, 1024): 0.294,
    (1024, 768): 0.297,
}
"""Common panels: 18.5, 20, and three of 19, 19 and 15 inches."""


def application_off_screen(size: QSize) -> QApplication:
    """Draw off screen, on a panel of this size: touches beyond Qt's own 800x800 get lost.

    Raises CannotSave when there is no room for the panel's description.
    """
    import tempfile  # noqa: PLC0415 -- a kiosk in a square has a screen

    if os.environ.get("QT_QPA_PLATFORM", "offscreen") != "offscreen":
        return application_here()
    panel = {
        "name": "panel",
        "x": 0,
        "y": 0,
        "width": size.width(),
        "height": size.height(),
    }
    try:
        with tempfile.NamedTemporaryFile(suffix=".json") as description:
            description.write(msgspec.json.encode({"screens": [panel]}))
            description.flush()
            os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={description.name}"
            return application_here()
    except OSError as error:
        raise CannotSave(
            tempfile.gettempdir(),
            f"cannot be written ({error.strerror})",
            "free some space",
        ) from error


def application_here() -> QApplication:
    """Return the application, making it the first time."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(["plateia"])
    application.setStartDragDistance(40)  # a trembling finger does not drag
    return application


def usual_panel(size: str, config: Config) -> Panel:
    """Return a panel of so many pixels, as large as most of them are."""
    wanted, screen = pixels(size), config.screen
    return Panel(wanted, _usual(wanted), screen.viewing_mm, screen.reach_mm)


def _usual(size: QSize) -> float:
    long, short = sorted(size.toTuple(), reverse=True)
    return _PANELS_MM_PER_PX.get((long, short), _LARGE_MM_PER_PX)


def pixels(size: str) -> QSize:
    """Read WIDTHxHEIGHT."""
    width, height = (int(part) for part in size.split("x"))
    return QSize(width, height)


def panel_of(size: QSize, config: Config) -> Panel:
    """Return the panel of this screen, as its settings tell of it; as most of them are,
    where nobody has measured it."""
    screen = config.screen
    mm = screen.mm_per_px or _usual(size)
    return Panel(size, mm, screen.viewing_mm, screen.reach_mm)


def display_works() -> bool:
    """Say whether a window can be shown; Qt ends the whole process when it cannot."""
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        return os.environ.get("QT_QPA_PLATFORM", "") in ("linuxfb", "eglfs")
    import subprocess  # noqa: PLC0415 -- for the demonstration alone

    attempt = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    tried = subprocess.run(
        [sys.executable, "-c", attempt], capture_output=True, check=False
    )
    return tried.returncode == 0
