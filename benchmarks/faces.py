"""start, memory, touch: what somebody at the glass waits for, and what the machine pays.

Ours is the real program on Qt's raster backend at 1920x1080, off screen; beside it a bare
PySide6 window, and Chromium with a page that shows the same.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final

from benchmarks.browser import Browser, installed, own_share, share, showing
from benchmarks.drawn import as_web_page, read
from benchmarks.measured import MB, Act, Place, Row, Sample, in_turns, one
from tests.kiosk.every_kind import write_every_kind

_STARTS: Final = 12
_ROUNDS: Final = 3
_REST_S: Final = 60
_JOURNEYS: Final = 100
_CHROMIUM: Final = "Chromium, kiosk mode, a page of the same look"
_BARE: Final = "bare PySide6 window with one button"
_CHECKED: Final = "that window, and before it the checks of settings, pack and store"
_STACK: Final = "bare QStackedWidget, both pages ready, the same look"

_SETTINGS: Final = """\
pack = "{pack}"
key_folder = "{keys}"
[touch]
hold_ms = 0 # the finger's own time
double_strike_ms = 0
[idle]
warn_after_s = 1800
"""
_SCREEN: Final = {
    "screens": [{"name": "panel", "x": 0, "y": 0, "width": 1920, "height": 1080}]
}


class Studio:
    """A kiosk's home that has started before, and how programs are started beside it."""

    def __init__(self, folder: Path, pack: str = "patras") -> None:
        folder.mkdir()
        self.folder = folder
        self.complaints = folder / "complaints"
        self.home = folder / "home"
        self.home.mkdir()
        settings = _SETTINGS.format(pack=pack, keys=folder / "keys")
        (self.home / "plateia.toml").write_text(settings, "utf-8")
        screen = folder / "screen.json"
        screen.write_text(json.dumps(_SCREEN), "utf-8")
        self._environment = {
            **os.environ,
            "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
            "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        }
        # What is installed is compiled; a clone that may not be written to is not.
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def start(self, module: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a module of ours, spoken to a line at a time."""
        with self.complaints.open("a", encoding="utf-8") as complaints:
            return subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                env=self._environment,
            )

    def moments(self, module: str, *arguments: str) -> list[float]:
        """Seconds from the start of a program to what its probe tells."""
        start = time.monotonic()
        with self.start(module, *arguments) as process:
            told, _ = process.communicate(timeout=120)
        return [float(word) - start for word in told.split()]

    def page(self, form: str) -> Path:
        """Every page of a journey, written as the peers read it."""
        path = self.folder / "pages.json"
        with Talking(self, "benchmarks.walk", str(self.home), form) as walk:
            path.write_text(walk.ask("draw"), "utf-8")
        as_web_page(read(path), self.folder / "pages.html")
        return path


class Talking:
    """A child that answers, from `with` to its end."""

    def __init__(self, studio: Studio, module: str, *arguments: str) -> None:
        self._process = studio.start(module, *arguments)
        self._complaints = studio.complaints

    def __enter__(self) -> "Talking":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    @property
    def pid(self) -> int:
        """The child's."""
        return self._process.pid

    def ask(self, order: str) -> str:
        """Give an order, and return what the child tells of it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        told = self._process.stdout.readline()
        if not told:
            raise RuntimeError(self._complaints.read_text("utf-8"))
        return told


def start(place: Place) -> Iterator[Row]:
    """From the start of the process until the first screen is painted and hears a touch."""
    studio, beside = Studio(place.folder / "start"), Studio(place.folder / "checked")
    studio.page("problem")
    told: dict[str, list[list[float]]] = defaultdict(list)

    def starting(name: str, *command: str) -> Act:
        def once() -> float:
            moments = studio.moments(*command)
            told[name].append(moments)
            return moments[1]

        return once

    acts = {
        "ours": starting("ours", "benchmarks.glass", "--home", str(studio.home)),
        "bare": starting("bare", "benchmarks.bare"),
        "checked": starting("checked", "benchmarks.checked", str(beside.home)),
    }
    program = installed()
    if program is not None:
        acts["chromium"] = lambda: _start_of_chromium(program, studio.folder)
    for act in acts.values():
        act()  # compiled, and on disk
    told.clear()
    took = in_turns(acts, _STARTS)
    answers = {
        name: Sample(tuple(moments[2] for moments in some))
        for name, some in told.items()
    }
    what = "start to a first screen that is painted and hears a touch"
    yield Row(what, took["ours"], _BARE, took["bare"], 1.5)
    yield Row(what, took["ours"], _CHROMIUM, took.get("chromium"), 1.0)
    yield Row(what, took["ours"], _CHECKED, took["checked"])
    what = "start to the second screen, painted"
    yield Row(what, answers["ours"], f"{_BARE}: its answer", answers["bare"])


def _start_of_chromium(program: str, folder: Path) -> float:
    begun = time.monotonic()
    browser = Browser(program, folder / "pages.html", folder / "browser")
    try:
        browser.attach()
        browser.wait_until_painted()
        browser.evaluate("onmousedown = () => { window.heard = true; }")
        browser.touch(960, 540)
        while not browser.evaluate("window.heard === true"):
            pass
        return time.monotonic() - begun
    finally:
        browser.close()


def memory(place: Place) -> Iterator[Row]:
    """The share of the machine's memory, at rest and after a day's use. Ours and the bare
    window are weighed one after the other, for they would share what they load; a
    browser shares nothing with them, and rests meanwhile."""
    studio = Studio(place.folder / "memory")
    studio.page("problem")
    with ExitStack() as opened:
        browser = _beside(studio, opened)
        with Talking(studio, "benchmarks.walk", str(studio.home), "problem") as walk:
            walk.ask(f"rest {_REST_S}")
            ours, whole = [own_share(walk.pid)], [share(walk.pid)]
            web = [] if browser is None else [share(browser.pid)]
            walk.ask(f"hurry {_JOURNEYS}")
            walk.ask("rest 5")
            ours.append(own_share(walk.pid))
            whole.append(share(walk.pid))
        if browser is not None:
            for _ in range(_JOURNEYS):
                _round_of_chromium(browser, _steps(browser))
            web.append(share(browser.pid))
    with Talking(studio, "benchmarks.bare", "rest") as bare:
        time.sleep(_REST_S)
        beside = one(own_share(bare.pid))
        os.kill(bare.pid, signal.SIGTERM)
    for at, when in enumerate(("at rest for a minute", f"after {_JOURNEYS} journeys")):
        what, theirs = f"memory (PSS), {when}", one(web[at]) if web else None
        yield Row(f"{what}: the face", one(ours[at]), _BARE, beside, 1.6, MB)
        yield Row(f"{what}: the face", one(ours[at]), _CHROMIUM, theirs, 0.2, MB)
        told = f"{what}: with what renders and plays its voice"
        yield Row(told, one(whole[at]), _CHROMIUM, theirs, None, MB)


def _steps(browser: Browser) -> int:
    return int(browser.evaluate("pages.length"))


def _round_of_chromium(browser: Browser, steps: int) -> list[float]:
    """Go round once; milliseconds from each click to its frame."""
    middle = """(() => { const leads = pages[at].querySelector("button[onclick]");
        const place = leads.getBoundingClientRect(); window.told = next();
        return [place.x + place.width / 2, place.y + place.height / 2]; })()"""
    took = []
    for _ in range(steps):
        x, y = browser.evaluate(middle)
        browser.touch(x, y)
        took.append(float(browser.evaluate("window.told")) / 1e3)
    return took


def touch(place: Place) -> Iterator[Row]:
    """From press to the next screen, fully painted, every kind of screen there is."""
    yield from _touches(Studio(place.folder / "patras"), "problem")
    studio = Studio(place.folder / "lefki", "lefki")
    write_every_kind(studio.home / "packs" / "lefki")
    yield from _touches(studio, "everything")


def _touches(studio: Studio, form: str) -> Iterator[Row]:
    took: dict[str, list[list[float]]] = defaultdict(list)
    pages = studio.page(form)
    with ExitStack() as opened:
        walk = Talking(studio, "benchmarks.walk", str(studio.home), form)
        stack = Talking(studio, "benchmarks.stack", str(pages))
        ours, bare = opened.enter_context(walk), opened.enter_context(stack)
        browser = _beside(studio, opened)
        names: list[str] = []
        for number in range(_ROUNDS + 1):
            went = json.loads(ours.ask("go"))
            rounds = {"ours": [each for _, each in went]}
            rounds["bare"] = [each for _, each in json.loads(bare.ask("go"))]
            if browser is not None:
                rounds["chromium"] = _round_of_chromium(browser, _steps(browser))
            if number:  # the first draws what is kept
                for name, each in rounds.items():
                    took[name].append(each)
            names = [name for name, _ in went]
    yield from _by_screen(names, took)


def _beside(studio: Studio, opened: ExitStack) -> Browser | None:
    program = installed()
    if program is None:
        return None
    page, home = studio.folder / "pages.html", studio.folder / "browser"
    return opened.enter_context(showing(program, page, home))


def _by_screen(names: list[str], took: dict[str, list[list[float]]]) -> Iterator[Row]:
    gathered: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for who, rounds in took.items():
        for each in rounds:
            for name, seconds in zip(names, each, strict=True):
                gathered[name][who].append(seconds)
    for name, some in gathered.items():
        ours, bare = (Sample(tuple(some[who])) for who in ("ours", "bare"))
        yield Row(f"touch to `{name}`, painted", ours, _STACK, bare, 2.0)
    whole = {
        who: Sample(tuple(seconds for each in rounds for seconds in each))
        for who, rounds in took.items()
    }
    what = "touch to the next screen, painted: all of them"
    yield Row(what, whole["ours"], _STACK, whole["bare"], 2.0)
    yield Row(what, whole["ours"], _CHROMIUM, whole.get("chromium"), 1.0)
