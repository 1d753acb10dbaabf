"""plateia-ctl: the operator's tools. No Qt, no network.

Exit codes: 0 done, 2 a setting, a pack or what was asked for is wrong, 3 the disk or the
store is, 4 (of `doctor`) something needs an operator.
"""

import argparse
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from kiosk.clock import SystemClock
from kiosk.config import load_config
from kiosk.device import open_device
from kiosk.doctor import Health, Look, examine, unseen
from kiosk.errors import Known, Misconfigured
from kiosk.export import export
from kiosk.home import Home
from kiosk.maps import put_map, read_map
from kiosk.mercator import Bounds
from kiosk.packs import Pack, find_pack, load_pack
from kiosk.rows import Sent
from kiosk.tending import ask_for_erase, ask_for_resend, ask_for_settle
from kiosk.translations import standings
from kiosk.xform import form_xml
from kiosk.xlsform import form_xlsx


class Line(msgspec.Struct, frozen=True):
    """A submission, as `outbox --json` prints it."""

    submission_id: str
    receipt: str
    form: str
    state: str
    destination: str | None
    remote_id: str | None
    attempts: int
    last_error: str
    part: int
    """0 is the submission itself, 1 its first photo or voice note."""


class Spoken(msgspec.Struct, frozen=True):
    """How far the program speaks a language; it knows none itself, and is told."""

    code: str
    name: str
    sentences: int
    said: int
    unread: int


class Program(msgspec.Struct, frozen=True):
    """What the core does not know of the program it belongs to."""

    languages: tuple[Spoken, ...] = ()
    shelves: tuple[Path, ...] = ()
    """Where the packs stand that come with it."""
    look: Look = unseen
    """Asks a printer how it is."""


ALONE: Final = Program()


def main(arguments: list[str] | None = None, program: Program = ALONE) -> int:
    """Run one command and return its exit code."""
    asked = _parser().parse_args(arguments)
    asked.program = program
    try:
        code: int = asked.run(asked)
    except Known as error:
        print(f"plateia-ctl: {error}", file=sys.stderr)
        return error.exit_code
    return code


def _outbox(asked: argparse.Namespace) -> int:
    home = Home.find(asked.home)
    device = open_device(home, load_config(home))
    lines = [_line(sent) for sent in device.store.outbox()]
    if asked.json:
        print(msgspec.json.format(msgspec.json.encode(lines), indent=2).decode())
    else:
        for line in lines:
            arrived = line.remote_id or line.last_error or "-"
            what = f"+ part {line.part}" if line.part else line.form
            print(
                f"{line.receipt}  {what:12} {line.state:16}"
                f" {line.destination or '-':16} {line.attempts:4}  {arrived}"
            )
    return 0


def _doctor(asked: argparse.Namespace) -> int:
    home = Home.find(asked.home)
    config, look = load_config(home), asked.program.look
    health = examine(home, config, SystemClock(), look)
    if asked.json:
        print(msgspec.json.format(msgspec.json.encode(health), indent=2).decode())
    else:
        for line in _told(health):
            print(line)
    return 4 if health.troubles else 0


def _told(health: Health) -> list[str]:
    """Say how a kiosk is, in lines."""
    counts = ", ".join(f"{count} {state}" for state, count in health.counts.items())
    waits_s, safe = health.oldest_pending_s, health.engine_is_safe
    return [
        f"engine    SQLite {health.engine}, {'safe' if safe else 'not safe'} to share;"
        f" journal {health.journal}; {health.sound}",
        f"disk      {health.disk_free_bytes // 1_000_000} MB free",
        f"key       {'there' if health.has_key else 'gone'}",
        f"clock     {health.clock}{'' if health.clock_is_sane else ', which is wrong'}",
        f"agent     {'at work' if health.agent_is_alive else 'not running'}",
        f"outbox    {counts or 'empty'}"
        + ("" if waits_s is None else f"; the oldest waits for {waits_s:.0f} s"),
        *([f"printer   {health.printer}"] if health.printer else []),
        *_attachments(health),
        *(
            f"{one.name:9} last took something: {one.delivered or 'never'}"
            for one in health.destinations
        ),
        *(f"-> {one}" for one in health.troubles or ["all is well"]),
    ]


def _attachments(health: Health) -> list[str]:
    counts = ", ".join(
        f"{count} {state}" for state, count in health.attachments.items()
    )
    return [f"media     {counts}"] if counts else []


def _check(asked: argparse.Namespace) -> int:
    pack = _pack(asked)
    print(f"{pack.folder}: sound; forms: {', '.join(form.id for form in pack.forms)}")
    return 0


def _map(asked: argparse.Namespace) -> int:
    home, pack, file = Home.find(asked.home), _pack(asked), Path(asked.file)
    with closing(read_map(file)) as source:
        sheet, here = source.sheet, pack.places.bounds
    if sheet.bounds is not None and not sheet.bounds.meets(here):
        raise Misconfigured(
            str(file),
            f"shows {_corners(sheet.bounds)}, and the places of"
            f' "{pack.municipality.id}" are in {_corners(here)}',
            "choose a map of this municipality",
        )
    home.make()
    place = put_map(file, pack.municipality.id, home.maps)
    shows = "does not say what it shows"
    if sheet.bounds is not None:
        whole = "" if here.within(sheet.bounds) else ", which is not all of it"
        shows = f"shows {_corners(sheet.bounds)}{whole}"
    print(f"{place}: zooms {sheet.least_zoom} to {sheet.most_zoom}; {shows}")
    print(f"shown with it: {sheet.attribution or 'nothing; ask whose data it is'}")
    print("restart the kiosk to see it")
    return 0


def _languages(asked: argparse.Namespace) -> int:
    folder = _folder(asked)
    program = {one.code: one for one in asked.program.languages}
    languages = load_pack(folder, icons=None).municipality.languages
    print(f"{'':16} {'the program':24} the pack")
    for one in standings(folder, languages):
        it = program.get(one.language, Spoken(one.language, "", 0, 0, 0))
        words = _part(it.sentences, it.said, it.unread)
        pack = _part(one.texts, one.texts - len(one.missing), one.unread)
        print(f"{it.code:3} {it.name:12} {words:24} {pack}")
        for what, lines in (("missing", one.missing), ("no longer there", one.stale)):
            for line in lines if asked.all else ():
                print(f"      {what}: {line}")
    return 0


def _part(of: int, said: int, unread: int) -> str:
    """Say how much of it is there: `all 195`, `190 of 195, 12 unread`."""
    told = f"all {of}" if said == of else f"{said} of {of}"
    return f"{told}, {unread} unread" if unread else told


def _corners(bounds: Bounds) -> str:
    return (
        f"{bounds.south:.3f} to {bounds.north:.3f} N,"
        f" {bounds.west:.3f} to {bounds.east:.3f} E"
    )


def _xform(asked: argparse.Namespace) -> int:
    pack = _pack(asked)
    form = pack.form(asked.form)
    if form is None:
        raise Misconfigured(
            str(pack.folder),
            f'has no form "{asked.form}"',
            f"choose one of: {', '.join(form.id for form in pack.forms)}",
        )
    languages = pack.municipality.languages
    if asked.xls:
        written = form_xlsx(form, pack.places, languages)
    else:
        written = form_xml(form, pack.places, languages) + b"\n"
    sys.stdout.buffer.write(written)  # UTF-8, whatever the terminal's own
    return 0


def _pack(asked: argparse.Namespace) -> Pack:
    return load_pack(_folder(asked), icons=None)


def _folder(asked: argparse.Namespace) -> Path:
    folder = Path(asked.pack)
    if folder.is_dir():
        return folder
    return find_pack(asked.pack, [Home.find(asked.home).packs, *asked.program.shelves])


def _export(asked: argparse.Namespace) -> int:
    home = Home.find(asked.home)
    config = load_config(home)
    asked.pack = asked.pack or config.pack
    pack = _pack(asked)
    device = open_device(home, config)
    with closing(device.store):
        told = export(Path(asked.out), asked.since, device, config, pack, SystemClock())
    # How much was left out is not said: with a total it would be a subtraction.
    span = "no month may be shown" if told.months is None else " to ".join(told.months)
    print(f"{asked.out}: {told.rows} rows in {told.cells} groups; {span}")
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write it as 2026-10-01") from None


def _line(sent: Sent) -> Line:
    return Line(
        sent.submission_id,
        sent.receipt,
        sent.form,
        sent.state,
        sent.destination,
        sent.remote_id,
        sent.attempts,
        sent.last_error,
        sent.part,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="plateia-ctl", description="The operator's tools of a Plateia kiosk."
    )
    home = argparse.ArgumentParser(add_help=False)
    home.add_argument("--home", metavar="DIR", help="the kiosk's folder")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    outbox = commands.add_parser(
        "outbox", parents=[home], help="list every submission and where it is"
    )
    outbox.add_argument("--json", action="store_true", help="as JSON")
    outbox.set_defaults(run=_outbox)
    doctor = commands.add_parser(
        "doctor", parents=[home], help="say whether this kiosk is well"
    )
    doctor.add_argument("--json", action="store_true", help="as JSON")
    doctor.set_defaults(run=_doctor)
    ask_for_resend(
        commands.add_parser(
            "resend", parents=[home], help="try a stuck submission again"
        )
    )
    told = "note that a submission is at the municipality"
    ask_for_settle(commands.add_parser("settle", parents=[home], help=told))
    told = "destroy what was said, at its citizen's wish or when its time is over"
    ask_for_erase(commands.add_parser("erase", parents=[home], help=told))
    check = commands.add_parser(
        "check", parents=[home], help="check a content pack: a folder or its name"
    )
    check.add_argument("pack", metavar="PACK")
    check.set_defaults(run=_check)
    told = "say how far the program and a pack speak each language"
    _ask_for_languages(commands.add_parser("languages", parents=[home], help=told))
    told = "write what was collected as open data, without anything personal"
    _ask_for_export(commands.add_parser("export", parents=[home], help=told))
    told = "give a pack a map: MBTiles or PMTiles, raster"
    _take_map(commands.add_parser("map", parents=[home], help=told))
    told = "print a form as an XForm, for ODK Central"
    _take_form(commands.add_parser("xform", parents=[home], help=told))
    return parser


def _take_map(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pack", metavar="PACK")
    parser.add_argument("file", metavar="FILE")
    parser.set_defaults(run=_map)


def _take_form(xform: argparse.ArgumentParser) -> None:
    xform.add_argument("pack", metavar="PACK")
    xform.add_argument("form", metavar="FORM")
    told = "as an XLSForm, an .xlsx file, for Kobo"
    xform.add_argument("--xls", action="store_true", help=told)
    xform.set_defaults(run=_xform)


def _ask_for_languages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pack", metavar="PACK")
    parser.add_argument("--all", action="store_true", help="with what is missing")
    parser.set_defaults(run=_languages)


def _ask_for_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="DIR", required=True, help="a new folder")
    told = "from this day's month on; default all months that are over"
    parser.add_argument("--since", metavar="DATE", type=_day, help=told)
    told = "the content pack, a folder or its name; default that of plateia.toml"
    parser.add_argument("--pack", metavar="PACK", help=told)
    parser.set_defaults(run=_export)


if __name__ == "__main__":
    sys.exit(main())
