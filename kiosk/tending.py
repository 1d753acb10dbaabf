"""What an operator does about one submission: try it again, settle it, erase it."""

import argparse
import getpass
from contextlib import closing
from datetime import UTC, datetime

from kiosk.bell import ring
from kiosk.clock import SystemClock
from kiosk.codes import read_code
from kiosk.config import load_config
from kiosk.device import open_device
from kiosk.erasure import outcome
from kiosk.errors import Known, Misconfigured
from kiosk.home import Home
from kiosk.shredder import Shredder, scrub
from kiosk.store import Store
from kiosk.submission import State
from kiosk.vault import load_opener


def resend(asked: argparse.Namespace) -> int:
    home, named = Home.find(asked.home), _named(asked.submission)
    with closing(open_device(home, load_config(home)).store) as store:
        note = f"to be tried again, says {_who()}"
        if not store.resend(named, note, asked.not_there):
            raise _no(store, named, "is not held, refused or quarantined")
    ring(home.bell)
    return 0


def settle(asked: argparse.Namespace) -> int:
    home, named = Home.find(asked.home), _named(asked.submission)
    with closing(open_device(home, load_config(home)).store) as store:
        if not store.settle_by_hand(named, asked.id, f"it is there, says {_who()}"):
            raise _no(store, named, "cannot be settled now")
    return 0


def erase(asked: argparse.Namespace) -> int:
    home = Home.find(asked.home)
    config = load_config(home)
    device = open_device(home, config)
    with closing(device.store) as store:
        if asked.due:
            days = config.agent.keep_days
            opener = load_opener(config.keys, device.public_key)
            count = Shredder(store, opener, SystemClock()).turns(days)
            print(f"{count} erased here, {days:g} days after they were delivered")
        else:
            named = _named(asked.submission)
            note = f"erased at its citizen's wish, says {_who()}"
            found = store.erase(named, note, asked.take_back)
            if found is None:
                raise _no(store, named, "")
            print(outcome(named, found, asked.take_back))
        scrub(store)
    return 0


def _named(written: str) -> str:
    """Return a receipt in its one form; anything else as it is."""
    return read_code(written) or written


def _who() -> str:
    """Say who is at the keyboard, and when."""
    return f"{getpass.getuser()} at {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


def _no(store: Store, named: str, why: str) -> Known:
    state = store.state(named)
    if state is None:
        told = "no submission here has this receipt or id"
        return Misconfigured(named, told, "see plateia-ctl outbox")
    cure = "wait a moment" if state is State.LEASED else "see plateia-ctl outbox"
    return Misconfigured(named, f"is {state} and {why}", cure)


def ask_for_resend(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("submission", metavar="RECEIPT", help="its receipt or its id")
    parser.add_argument(
        "--not-there",
        action="store_true",
        help="it may have arrived, and somebody has looked: it has not",
    )
    parser.set_defaults(run=resend)


def ask_for_settle(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("submission", metavar="RECEIPT", help="its receipt or its id")
    parser.add_argument("--as", dest="id", required=True, metavar="ID", help="there")
    parser.set_defaults(run=settle)


def ask_for_erase(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    told = "its receipt or its id"
    which.add_argument("submission", metavar="RECEIPT", nargs="?", help=told)
    told = "all that has been at the municipality for keep_days"
    which.add_argument("--due", action="store_true", help=told)
    told = "also what is not sent, or may not have arrived: it is not sent any more"
    parser.add_argument("--take-back", action="store_true", help=told)
    parser.set_defaults(run=erase)
