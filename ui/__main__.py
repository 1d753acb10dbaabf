"""plateia: the faces, and the demonstration. The composition root.

Exit codes: 0 done, 1 a fault of ours, 2 a setting or a pack is wrong, 3 the disk, a port
or another program is in the way.
"""

from ui import imports  # first: it makes all that follow quick

# isort: split

import argparse
import resource
import signal
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

import i18n
import resources
from kiosk.config import Config, load_config
from kiosk.errors import Known
from kiosk.home import Home
from kiosk.packs import find_pack, load_pack
from ui.face import CitizenFace, open_core, shelves
from ui.glass import (
    application_here,
    application_off_screen,
    display_works,
    panel_of,
    pixels,
    usual_panel,
)
from ui.screen import Scene
from ui.theme import Theme, load_fonts
from ui.tours import add_tour, check_choice, complain, home_of, size, tour


def main(arguments: list[str] | None = None) -> int:
    """Run a face or a tool and return its exit code."""
    imports.all_loaded()
    asked, more = _kiosks().parse_known_args(arguments)
    if more:
        asked = parser().parse_args(arguments)
    try:
        code: int = asked.run(asked)
    except Known as error:
        print(f"plateia: {error}", file=sys.stderr)
        return error.exit_code
    return code


def _citizen(asked: argparse.Namespace) -> int:
    """The citizen face alone: the agent is a unit of its own."""
    home = home_of(asked)
    return _run_face(home, load_config(home), asked.window)


def _desk(asked: argparse.Namespace) -> int:
    """The service desk: on the same home as the kiosk beside it, or on its own."""
    from ui.desk.face import DeskFace  # noqa: PLC0415 -- a kiosk never needs a desk
    from ui.desk.ground import ground_of  # noqa: PLC0415 -- the same

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    home = home_of(asked)
    working = shelves(home).choose(load_config(home))
    ground = ground_of(home, working.config, working.pack)
    application = application_here()
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
    home = home_of(asked)
    if not display_works():
        print(
            "plateia: no display here, so the tour makes the same journey off screen."
        )
        return tour(parser().parse_args(["tour", "--home", str(home.folder)]))
    application = application_here()
    from ui.village import Village  # noqa: PLC0415 -- for trying alone

    village = Village(home)
    try:
        village.settle()
        config = load_config(home)
        village.start(config)
        village.gave_up.connect(complain)
        return _run_face(home, config, asked.window, application)
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
    check_choice(pack, asked)
    folder = Path(asked.export)
    month = Month.of(read_export(folder), asked.month, folder)
    application = application_off_screen(pixels(asked.size))
    load_fonts()
    known = pack.municipality.languages
    language = asked.language or known[0]
    i18n.use(language)
    theme = Theme(usual_panel(asked.size, config), town=pack.municipality.colour)
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
    check_choice(pack, asked)
    form = pack.form(asked.form) or pack.forms[0]
    application = application_off_screen(pixels("640x480"))
    load_fonts()
    paper = write_form(Path(asked.out), pack, form, asked.language)
    application.quit()
    print(f"{asked.out}: {paper.label}")
    return 0


def _run_face(
    home: Home, config: Config, window: bool, application: QApplication | None = None
) -> int:
    # What a citizen said may be in a core file, and no wiping reaches it.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    working = shelves(home).choose(config)
    if working.mistake is not None:
        complain(f"{working.mistake} (the pack that worked last is shown)")
    core = open_core(home, working.config, working.pack)
    application = application or application_here()
    screen = application.primaryScreen().geometry().size()
    size = screen * 0.8 if window else screen
    face = CitizenFace(application, core, panel_of(size, config))
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


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    root = argparse.ArgumentParser(
        prog="plateia", description="The kiosk in the square."
    )
    _add_own(root)
    home, window = (argparse.ArgumentParser(add_help=False) for _ in range(2))
    _add_home(home, argparse.SUPPRESS)
    _add_window(window, argparse.SUPPRESS)
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
    add_tour(commands.add_parser("tour", parents=[home], help="a journey in pictures"))
    return root


def _kiosks() -> argparse.ArgumentParser:
    """Return the parser of what the kiosk itself is started with: to make that of all the
    commands takes ten times as long, and nobody waits for them at a kiosk."""
    own = argparse.ArgumentParser(prog="plateia", add_help=False)
    _add_own(own)
    return own


def _add_own(root: argparse.ArgumentParser) -> None:
    _add_home(root, None)
    _add_window(root, unset=False)
    root.set_defaults(run=_citizen)


def _add_home(one: argparse.ArgumentParser, default: str | None) -> None:
    told = "the kiosk's folder"
    one.add_argument("--home", metavar="DIR", default=default, help=told)


def _add_window(one: argparse.ArgumentParser, unset: bool | str) -> None:
    told = "in a window, not full screen"
    one.add_argument("--window", action="store_true", default=unset, help=told)


def _add_month(month: argparse.ArgumentParser) -> None:
    month.add_argument(
        "--from", dest="export", metavar="DIR", required=True, help="the export"
    )
    month.add_argument("--out", metavar="PNG", required=True, help="the picture")
    month.add_argument("--month", help="as 2026-10; default the last there is")
    month.add_argument("--pack", help="the content pack")
    month.add_argument("--language", help="by code; default the pack's first")
    month.add_argument("--size", type=size, default="1920x1080", metavar="WxH")
    month.set_defaults(run=_month)


def _add_paper(paper: argparse.ArgumentParser) -> None:
    paper.add_argument("--out", metavar="PDF", required=True, help="the form")
    paper.add_argument("--form", help="which one; default the pack's first")
    paper.add_argument("--language", help="by code; default the pack's first")
    paper.add_argument("--pack", help="the content pack")
    paper.set_defaults(run=_paper)


if __name__ == "__main__":
    sys.exit(main())
