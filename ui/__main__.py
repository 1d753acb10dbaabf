"""plateia: the faces, and the demonstration. The composition root.

Exit codes: 0 done, 1 a fault of ours, 2 a setting or a pack is wrong, 3 the disk, a port
or another program is in the way.
"""

from ui import imports  # first: it makes all that follow quick

# isort: split

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

import i18n
import resources
from kiosk.config import Config, load_config
from kiosk.errors import CannotSave, Known, Misconfigured
from kiosk.home import Home
from kiosk.packs import Pack, find_pack, load_pack
from ui.face import CitizenFace, open_core, shelves
from ui.person import Means
from ui.screen import Scene
from ui.theme import Letters, Look, Panel, Theme, load_fonts
from ui.trouble import keep_log
from ui.village import Village, write_settings


def main(arguments: list[str] | None = None) -> int:
    """Run a face or a tool and return its exit code."""
    imports.all_loaded()
    asked = parser().parse_args(arguments)
    try:
        code: int = asked.run(asked)
    except Known as error:
        print(f"plateia: {error}", file=sys.stderr)
        return error.exit_code
    return code


def _citizen(asked: argparse.Namespace) -> int:
    """The citizen face alone: the agent is a unit of its own."""
    home = _home(asked)
    return _run_face(home, load_config(home), asked.window)


def _desk(asked: argparse.Namespace) -> int:
    """The service desk: on the same home as the kiosk beside it, or on its own."""
    from ui.desk.face import DeskFace  # noqa: PLC0415 -- a kiosk never needs a desk
    from ui.desk.ground import ground_of  # noqa: PLC0415 -- the same

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    home = _home(asked)
    working = shelves(home).choose(load_config(home))
    ground = ground_of(home, working.config, working.pack)
    application = _application()
    screen = application.primaryScreen().geometry().size()
    desk = DeskFace(application, ground, screen * 0.8 if asked.window else screen)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if asked.window:
        desk.window.show()
    else:
        desk.window.showMaximized()
    return application.exec()


def _demo(asked: argparse.Namespace) -> int:
    """Citizen face, agent and hub together."""
    home = _home(asked)
    if not _display_works():
        print(
            "plateia: no display here, so the tour makes the same journey off screen."
        )
        return _tour(parser().parse_args(["tour", "--home", str(home.folder)]))
    application = _application()
    village = Village(home)
    try:
        village.settle()
        config = load_config(home)
        village.start(config)
        village.gave_up.connect(_complain)
        return _run_face(home, config, asked.window, application)
    finally:
        village.stop()


def _tour(asked: argparse.Namespace) -> int:
    """Make a citizen's journey on the real screens, off screen, and show it in pictures."""
    from ui.tour import Plan, take_tour  # noqa: PLC0415 -- QtTest is for tours only

    home = _home(asked)
    application = _application_off_screen(_pixels(asked.size))
    village = Village(home)
    try:
        if asked.offline and not home.settings.exists():
            write_settings(home.settings)
        elif not asked.offline:
            village.settle()
        config = load_config(home)
        if asked.pack:
            config = msgspec.structs.replace(config, pack=asked.pack)
        if asked.input == Means.SWITCH:  # nobody has to be waited for
            quick = msgspec.structs.replace(config.input, step_s=0.02)
            config = msgspec.structs.replace(config, input=quick)
        core = open_core(home, config)
        _check_choice(core.pack, asked)
        plan = Plan(
            out=Path(asked.out) if asked.out else home.folder / "tour",
            form=asked.form,
            language=asked.language or core.pack.municipality.languages[0],
            look=Look(asked.theme),
            letters=Letters(asked.text),
            offline=asked.offline,
            wait_s=asked.wait,
            by=Means(asked.input),
            speaks=asked.speak,
        )
        if not asked.offline:
            village.start(config)
            village.gave_up.connect(_complain)
        return take_tour(application, core, _panel(asked.size, config), plan)
    finally:
        village.stop()


def _month(asked: argparse.Namespace) -> int:
    """Draw the picture of a month from what plateia-ctl export wrote."""
    from ui.month import Month, draw_month, read_export  # noqa: PLC0415 -- a tool's own

    home = Home.find(asked.home)
    config = load_config(home)
    pack = load_pack(
        find_pack(asked.pack or config.pack, [home.packs, resources.SHELF]),
        resources.icons(),
    )
    _check_choice(pack, asked)
    folder = Path(asked.export)
    month = Month.of(read_export(folder), asked.month, folder)
    application = _application_off_screen(_pixels(asked.size))
    load_fonts()
    known = pack.municipality.languages
    language = asked.language or known[0]
    i18n.use(language)
    theme = Theme(_panel(asked.size, config), town=pack.municipality.colour)
    spoken = (language, *(one for one in known if one != language))
    draw_month(month, pack, Scene(theme, spoken, pack.folder), Path(asked.out))
    application.quit()
    return 0


def _paper(asked: argparse.Namespace) -> int:
    """Write a form for a pen into a PDF, with a code and a number of its own."""
    from ui.stationery import write_form  # noqa: PLC0415 -- a tool's own

    home = Home.find(asked.home)
    pack = load_pack(
        find_pack(asked.pack or load_config(home).pack, [home.packs, resources.SHELF]),
        resources.icons(),
    )
    _check_choice(pack, asked)
    form = pack.form(asked.form) or pack.forms[0]
    application = _application_off_screen(_pixels("640x480"))
    load_fonts()
    paper = write_form(Path(asked.out), pack, form, asked.language)
    application.quit()
    print(f"{asked.out}: {paper.label}")
    return 0


def _application_off_screen(size: QSize) -> QApplication:
    """Draw off screen, on a panel of this size: touches beyond Qt's own 800x800 get lost.

    Raises CannotSave when there is no room for the panel's description.
    """
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") != "offscreen":
        return _application()
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
            return _application()
    except OSError as error:
        raise CannotSave(
            tempfile.gettempdir(),
            f"cannot be written ({error.strerror})",
            "free some space",
        ) from error


def _run_face(
    home: Home, config: Config, window: bool, application: QApplication | None = None
) -> int:
    # What a citizen said may be in a core file, and no wiping reaches it.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    working = shelves(home).choose(config)
    if working.mistake is not None:
        _complain(f"{working.mistake} (the pack that worked last is shown)")
    core = open_core(home, working.config, working.pack)
    application = application or _application()
    screen = application.primaryScreen().geometry().size()
    size = screen * 0.8 if window else screen
    face = CitizenFace(application, core, _panel_of(size, config))
    face.look_for_packs(config, working)
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # Qt's loop would never let Python see it
    if window:
        face.shell.show()
    else:
        application.setOverrideCursor(Qt.CursorShape.BlankCursor)
        face.shell.showFullScreen()
    return application.exec()


def _home(asked: argparse.Namespace) -> Home:
    home = Home.find(asked.home)
    home.make()
    keep_log(home.logs)
    return home


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(["plateia"])
    application.setStartDragDistance(40)  # a trembling finger does not drag
    return application


_PANELS_MM_PER_PX = {(1920, 1080): 0.248, (1080, 1920): 0.248, (1366, 768): 0.300}
"""Common panels: 21.5 inches in both directions, and 18.5 inches."""


def _panel(size: str, config: Config) -> Panel:
    pixels = _pixels(size)
    usual = _PANELS_MM_PER_PX.get(pixels.toTuple(), config.screen.mm_per_px)
    return Panel(pixels, usual, config.screen.viewing_mm, config.screen.reach_mm)


def _pixels(size: str) -> QSize:
    width, height = (int(part) for part in size.split("x"))
    return QSize(width, height)


def _panel_of(size: QSize, config: Config) -> Panel:
    screen = config.screen
    return Panel(size, screen.mm_per_px, screen.viewing_mm, screen.reach_mm)


def _display_works() -> bool:
    """Say whether a window can be shown; Qt ends the whole process when it cannot."""
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        return os.environ.get("QT_QPA_PLATFORM", "") in ("linuxfb", "eglfs")
    attempt = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    tried = subprocess.run(
        [sys.executable, "-c", attempt], capture_output=True, check=False
    )
    return tried.returncode == 0


def _check_choice(pack: Pack, asked: argparse.Namespace) -> None:
    """Raise Misconfigured for a form or a language that the pack has not."""
    choices = {
        "form": [one.id for one in pack.forms],
        "language": pack.municipality.languages,
    }
    for name, known in choices.items():
        given = getattr(asked, name, None)
        if given is not None and given not in known:
            raise Misconfigured(
                f"--{name}",
                f'the pack has no "{given}"',
                f"choose one of: {', '.join(known)}",
            )


def _complain(sentence: str) -> None:
    print(f"plateia: {sentence}", file=sys.stderr)


def _size(text: str) -> str:
    width, _, height = text.partition("x")
    if not (
        width.isdigit()
        and height.isdigit()
        and int(width) >= 640
        and int(height) >= 480
    ):
        raise argparse.ArgumentTypeError("write it as WIDTHxHEIGHT, 640x480 or more")
    return text


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    root = argparse.ArgumentParser(
        prog="plateia", description="The kiosk in the square."
    )
    home, window = (argparse.ArgumentParser(add_help=False) for _ in range(2))
    for one, default in ((root, None), (home, argparse.SUPPRESS)):
        one.add_argument(
            "--home", metavar="DIR", default=default, help="the kiosk's folder"
        )
    for one, unset in ((root, False), (window, argparse.SUPPRESS)):
        one.add_argument(
            "--window",
            action="store_true",
            default=unset,
            help="in a window, not full screen",
        )
    root.set_defaults(run=_citizen)
    commands = root.add_subparsers(
        metavar="COMMAND", title="without one: the citizen face"
    )
    demo = commands.add_parser(
        "demo", parents=[home, window], help="citizen face, agent and hub together"
    )
    demo.set_defaults(run=_demo)
    desk = commands.add_parser(
        "desk", parents=[home, window], help="the service desk, for the staff"
    )
    desk.set_defaults(run=_desk)
    told = "a form to be filled in with a pen, as a PDF"
    _add_paper(commands.add_parser("paper", parents=[home], help=told))
    told = "the picture of a month, from an export"
    _add_month(commands.add_parser("month", parents=[home], help=told))
    _add_tour(commands.add_parser("tour", parents=[home], help="a journey in pictures"))
    return root


def _add_month(month: argparse.ArgumentParser) -> None:
    month.add_argument(
        "--from", dest="export", metavar="DIR", required=True, help="the export"
    )
    month.add_argument("--out", metavar="PNG", required=True, help="the picture")
    month.add_argument("--month", help="as 2026-10; default the last there is")
    month.add_argument("--pack", help="the content pack")
    month.add_argument("--language", help="by code; default the pack's first")
    month.add_argument("--size", type=_size, default="1920x1080", metavar="WxH")
    month.set_defaults(run=_month)


def _add_paper(paper: argparse.ArgumentParser) -> None:
    paper.add_argument("--out", metavar="PDF", required=True, help="the form")
    paper.add_argument("--form", help="which one; default the pack's first")
    paper.add_argument("--language", help="by code; default the pack's first")
    paper.add_argument("--pack", help="the content pack")
    paper.set_defaults(run=_paper)


def _add_tour(tour: argparse.ArgumentParser) -> None:
    tour.add_argument(
        "--out", metavar="DIR", help="for the pictures; default HOME/tour"
    )
    tour.add_argument("--pack", help="the content pack")
    tour.add_argument("--form", help="the form to fill in; default the pack's first")
    tour.add_argument("--language", help="by code; default the pack's first")
    tour.add_argument("--size", type=_size, default="1920x1080", metavar="WxH")
    tour.add_argument("--text", choices=[one.value for one in Letters], default="1")
    tour.add_argument("--theme", choices=[one.value for one in Look], default="day")
    tour.add_argument("--input", choices=[one.value for one in Means], default="touch")
    told = "by voice where the form takes it; needs a microphone"
    tour.add_argument("--speak", action="store_true", help=told)
    tour.add_argument("--offline", action="store_true", help="no agent and no hub")
    tour.add_argument(
        "--wait",
        type=float,
        default=60,
        metavar="S",
        help="seconds to wait for delivery",
    )
    tour.set_defaults(run=_tour)


if __name__ == "__main__":
    sys.exit(main())
