"""`plateia tour`: a citizen's journey, or a clerk's morning, off screen and in pictures."""

import argparse
import sys
from pathlib import Path

import msgspec

import resources
from kiosk.config import load_config
from kiosk.errors import Misconfigured
from kiosk.home import Home
from kiosk.packs import Pack, find_pack
from ui.face import open_core, sound_pack
from ui.glass import application_off_screen, pixels, usual_panel
from ui.person import Means
from ui.theme import Letters, Look
from ui.trouble import keep_log
from ui.village import Village, write_settings


def add_tour(parser: argparse.ArgumentParser) -> None:
    """Tell what may be asked of a tour."""
    parser.add_argument(
        "--out", metavar="DIR", help="for the pictures; default HOME/tour"
    )
    told = "whose: a citizen's journey, or a clerk's morning at the desk"
    parser.add_argument(
        "--face", choices=("citizen", "desk"), default="citizen", help=told
    )
    parser.add_argument("--pack", help="the content pack")
    parser.add_argument("--form", help="the form to fill in; default the pack's first")
    parser.add_argument("--language", help="by code; default the pack's first")
    parser.add_argument("--size", type=size, default="1920x1080", metavar="WxH")
    parser.add_argument("--text", choices=[one.value for one in Letters], default="1")
    parser.add_argument("--theme", choices=[one.value for one in Look], default="day")
    parser.add_argument(
        "--input", choices=[one.value for one in Means], default="touch"
    )
    told = "by voice where the form takes it; needs a microphone"
    parser.add_argument("--speak", action="store_true", help=told)
    parser.add_argument("--offline", action="store_true", help="no agent and no hub")
    parser.add_argument(
        "--wait",
        type=float,
        default=60,
        metavar="S",
        help="seconds to wait for delivery",
    )
    parser.set_defaults(run=tour)


def tour(asked: argparse.Namespace) -> int:
    """Make a citizen's journey on the real screens, off screen, and show it in pictures."""
    if asked.face == "desk":
        return _desk_tour(asked)
    from ui.tour import Plan, take_tour  # noqa: PLC0415 -- QtTest is for tours only

    home = home_of(asked)
    application = application_off_screen(pixels(asked.size))
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
        check_choice(core.pack, asked)
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
            village.gave_up.connect(complain)
        return take_tour(application, core, usual_panel(asked.size, config), plan)
    finally:
        village.stop()


def _desk_tour(asked: argparse.Namespace) -> int:
    """Make a clerk's morning on the desk's pages, by keyboard, and show it in pictures."""
    from ui.desk.ground import ground_of  # noqa: PLC0415 -- a kiosk never needs a desk
    from ui.desktour import (  # noqa: PLC0415 -- QtTest is for tours only
        before_the_morning,
        plan_of,
        take_desk_tour,
    )

    home = home_of(asked)
    size = pixels(asked.size)
    application = application_off_screen(size)
    village = Village(home)
    try:
        if asked.offline and not home.settings.exists():
            write_settings(home.settings)
        elif not asked.offline:
            village.settle()
        config = load_config(home)
        office = msgspec.structs.replace(config.office, language=asked.language or "")
        config = msgspec.structs.replace(
            config, office=office, pack=asked.pack or config.pack
        )
        pack = sound_pack(find_pack(config.pack, [home.packs, resources.SHELF]))
        check_choice(pack, asked)
        ground = ground_of(home, config, pack)
        before_the_morning(ground, pack.municipality.languages[-1])
        out = Path(asked.out) if asked.out else home.folder / "tour"
        plan = plan_of(ground, out, asked.offline, asked.wait)
        if not asked.offline:
            village.start(config)
            village.gave_up.connect(complain)
        return take_desk_tour(application, ground, size, plan)
    finally:
        village.stop()


def home_of(asked: argparse.Namespace) -> Home:
    """Return the home that was asked for, ready, with its log. Raises CannotSave."""
    home = Home.find(asked.home)
    home.make()
    keep_log(home.logs)
    return home


def check_choice(pack: Pack, asked: argparse.Namespace) -> None:
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


def complain(sentence: str) -> None:
    """Tell an operator."""
    sys.stderr.write(f"plateia: {sentence}\n")


def size(text: str) -> str:
    """Check a panel's size. Raises ArgumentTypeError."""
    width, _, height = text.partition("x")
    if not (
        width.isdigit()
        and height.isdigit()
        and int(width) >= 640
        and int(height) >= 480
    ):
        raise argparse.ArgumentTypeError("write it as WIDTHxHEIGHT, 640x480 or more")
    return text
