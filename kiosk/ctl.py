"""plateia-ctl: the operator's tools. No Qt, no network.

Exit codes: 0 done, 2 a setting or a pack is wrong, 3 the disk or the store is.
"""

import argparse
import sys
from pathlib import Path

import msgspec

from kiosk.config import Home, load_config
from kiosk.device import open_device
from kiosk.errors import Known, Misconfigured
from kiosk.packs import Pack, find_pack, load_pack
from kiosk.rows import Sent
from kiosk.xform import form_xml


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


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    asked = _parser().parse_args(arguments)
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
            print(
                f"{line.receipt}  {line.form:12} {line.state:16}"
                f" {line.destination or '-':16} {line.attempts:4}  {arrived}"
            )
    return 0


def _check(asked: argparse.Namespace) -> int:
    pack = _pack(asked)
    print(f"{pack.folder}: sound; forms: {', '.join(form.id for form in pack.forms)}")
    return 0


def _xform(asked: argparse.Namespace) -> int:
    pack = _pack(asked)
    form = pack.form(asked.form)
    if form is None:
        raise Misconfigured(
            str(pack.folder),
            f'has no form "{asked.form}"',
            f"choose one of: {', '.join(form.id for form in pack.forms)}",
        )
    written = form_xml(form, pack.places, pack.municipality.languages)
    sys.stdout.buffer.write(written + b"\n")  # UTF-8, whatever the terminal's own
    return 0


def _pack(asked: argparse.Namespace) -> Pack:
    folder = Path(asked.pack)
    if not folder.is_dir():
        folder = find_pack(asked.pack, [Home.find(asked.home).packs])
    return load_pack(folder, icons=None)


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
    check = commands.add_parser(
        "check", parents=[home], help="check a content pack: a folder or its name"
    )
    check.add_argument("pack", metavar="PACK")
    check.set_defaults(run=_check)
    xform = commands.add_parser(
        "xform", parents=[home], help="print a form as an XForm, for ODK Central"
    )
    xform.add_argument("pack", metavar="PACK")
    xform.add_argument("form", metavar="FORM")
    xform.set_defaults(run=_xform)
    return parser


if __name__ == "__main__":
    sys.exit(main())
