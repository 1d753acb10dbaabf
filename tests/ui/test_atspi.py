"""A kiosk on a real display, read by another program through the accessibility bus.

Nobody brings a screen reader to the square, but whoever serves at the desk may have one,
and what the bus tells is what our own voice reads: one truth (EN 301 549, 4.1.2).
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from kiosk.codes import ALPHABET

PYTHON = "/usr/bin/python3"
"""The system's own has the bus's library; ours has what pip brings."""
READER = Path(__file__).with_name("bus_reader.py")
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
NAMELESS = frozenset({"filler", "panel"})
"""What only holds other things together."""
TOUCHED = frozenset({"push button", "check box", "toggle button", "radio button"})
WAIT_S = 60

LANGUAGES = "Ποια γλώσσα να μιλάμε;"
HOME = "Καλώς ήρθατε. Τι θέλετε να κάνετε;"
KINDS = "Ποιο είναι το πρόβλημα;"
MORE = "Θέλετε να πείτε κάτι ακόμα;"


class Told(msgspec.Struct, frozen=True):
    """A thing that shows, as the bus tells it."""

    role: str
    name: str
    states: frozenset[str]
    box: tuple[int, int, int, int] = (0, 0, 0, 0)

    @property
    def touched(self) -> bool:
        return self.role in TOUCHED


def missing() -> str:
    """Say what this machine lacks, by the names of its Debian packages."""
    packages = {
        "xvfb": shutil.which("Xvfb"),
        "dbus": shutil.which("dbus-daemon"),
        "at-spi2-core": LAUNCHER.exists(),
        "libxcb-cursor0": find_library("xcb-cursor"),
        "python3-gi gir1.2-atspi-2.0": _has_library(),
    }
    return " ".join(name for name, there in packages.items() if not there)


def _has_library() -> bool:
    asked = [PYTHON, "-c", "import bus_reader; bus_reader.library()"]
    return Path(PYTHON).exists() and not subprocess.call(
        asked, cwd=READER.parent, stderr=subprocess.DEVNULL
    )


@dataclass
class Window:
    """A kiosk's window, for somebody who only has the bus."""

    surroundings: Mapping[str, str]

    def read(self) -> list[Told]:
        """Return all that shows, in its order."""
        return msgspec.json.decode(self._ask().stdout, type=list[Told])

    def do(self, action: str, name: str) -> None:
        """Do an action of what is called so; what is made ready meanwhile may hide it for
        a moment."""
        until = time.monotonic() + WAIT_S
        while self._ask(action, name).returncode:
            assert time.monotonic() < until, f"there is no “{name}” with “{action}”"

    def press(self, words: str) -> None:
        """Press what begins with these words."""
        self.do("Press", starting(self.read(), words).name)

    def come_to(self, title: str) -> list[Told]:
        """Wait until a page with this title shows."""
        until = time.monotonic() + WAIT_S
        there: list[Told] = []
        while time.monotonic() < until:
            there = self.read()
            if any(one.role == "label" and one.name == title for one in there):
                return there
        raise AssertionError(f"“{title}” never comes; there is {_names(there)}")

    def comes_to_be_checked(self) -> list[str]:
        """Wait until something is checked, and return all that is."""
        until = time.monotonic() + WAIT_S
        on: list[str] = []
        while not on and time.monotonic() < until:
            on = [one.name for one in self.read() if "checked" in one.states]
        return on

    def _ask(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        asked = [PYTHON, str(READER), "plateia", *words]
        return subprocess.run(
            asked, env=self.surroundings, capture_output=True, check=not words
        )


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """A kiosk in Greek, on a display and a bus of its own."""
    lacks = missing()
    if lacks:
        pytest.skip(f"the accessibility bus is not read here: apt-get install {lacks}")
    folder = tmp_path_factory.mktemp("bus")
    ours = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    display = ["Xvfb", "-displayfd", "1", "-screen", "0", "1920x1080x24"]
    bus = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    kiosk = [sys.executable, "-m", "ui", "--home", str(folder / "home"), "--window"]
    with ExitStack() as stack:
        stack.enter_context(_said(display, ours, "DISPLAY", ":"))
        stack.enter_context(_said(bus, ours, "DBUS_SESSION_BUS_ADDRESS"))
        stack.enter_context(_said(kiosk, ours))
        yield Window(ours)


@contextmanager
def _said(
    words: list[str], ours: dict[str, str], name: str = "", before: str = ""
) -> Iterator[None]:
    """Run a program to the end of the test; what it says first is kept under a name."""
    log = Path(ours["HOME"]) / f"{Path(words[0]).name}.log"
    with (
        log.open("wb") as trouble,
        subprocess.Popen(
            words,
            env=ours,
            stdout=subprocess.PIPE,
            stderr=trouble,
        ) as one,
    ):
        try:
            assert one.stdout is not None
            if name:
                ours[name] = before + one.stdout.readline().decode().strip()
            yield
        finally:
            one.terminate()


def _names(there: list[Told]) -> list[str]:
    return [one.name for one in there if one.name]


def starting(there: list[Told], words: str) -> Told:
    """Return what can be touched and is called so; the page's own, not a help like it."""
    return [one for one in there if one.touched and one.name.startswith(words)][-1]


def assert_told(there: list[Told], title: str) -> None:
    """Assert that nothing is nameless, that what can be touched can be reached, and that the
    question comes before its choices, and they row by row."""
    for one in there:
        assert one.name or one.role in NAMELESS, one
        assert not one.touched or "focusable" in one.states, one
    at = next(n for n, one in enumerate(there) if one.name == title)
    after = [one for one in there[at:] if one.touched]
    assert any("enabled" in one.states for one in after)
    places = [(one.box[1], one.box[0]) for one in after]
    assert places == sorted(places), _names(after)
    assert places[0][0] > there[at].box[1]


def go_to_choices(window: Window) -> None:
    """From the page at rest to the first question of a form."""
    there = window.come_to("Αγγίξτε την οθόνη")
    assert [one.role for one in there if one.touched] == ["push button"]
    window.press("Δήμος Πατρέων")
    assert_told(window.come_to(LANGUAGES), LANGUAGES)
    window.press("Ελληνικά")
    assert_told(window.come_to(HOME), HOME)
    window.press("Πείτε μας ένα πρόβλημα")


def test_a_journey_is_told_thing_by_thing(window: Window) -> None:
    go_to_choices(window)
    there = window.come_to(KINDS)
    assert_told(there, KINDS)
    assert starting(there, "Φως στον δρόμο").role == "push button"
    assert "enabled" not in starting(there, "Πριν").states  # it is the first page
    window.press("Φως στον δρόμο")
    window.come_to("Τι συμβαίνει με το φως;")
    window.press("Πίσω")
    there = window.come_to(KINDS)
    on = [one.name for one in there if "checked" in one.states]
    assert on == [starting(there, "Φως στον δρόμο").name]
    window.press("Φως στον δρόμο")
    window.come_to("Τι συμβαίνει με το φως;")
    window.press("Καμένη λάμπα")
    assert_told(window.come_to("Πού είναι;"), "Πού είναι;")
    window.press("Πλατεία")
    there = window.come_to(MORE)
    assert_told(there, MORE)
    assert starting(there, "Από σήμερα").role == "check box"
    assert starting(there, "Συνέχεια").name == _names(there)[-1]
    window.press("Από σήμερα")
    assert window.comes_to_be_checked() == ["Από σήμερα"]
    window.press("Από την αρχή")
    window.come_to(HOME)
    window.press("Τι έγινε με αυτό που είπα")
    there = window.come_to("Ποιος είναι ο αριθμός σας;")
    assert_told(there, "Ποιος είναι ο αριθμός σας;")
    keys = [one.name for one in there if one.touched and len(one.name) == 1]
    assert keys == sorted(keys)
    assert set(ALPHABET) <= set(keys)
