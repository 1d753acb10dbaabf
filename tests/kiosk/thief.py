"""A kiosk in which reports come of age, and a thief who copies its disk."""

import secrets
from collections.abc import Sequence
from typing import Final

from kiosk.config import Config
from kiosk.media import Captured
from kiosk.outbox import Outbox, Parcel
from kiosk.parcel import DISPATCH, part_name
from kiosk.shredder import Shredder
from kiosk.submission import State
from kiosk.vault import load_opener
from tests.kiosk.village import TOWN_HALL, Kiosk

KEEP: Final = Config().agent.keep_days

LOOK: Final = 16
"""Bytes that no two things have in common by chance."""


class Evidence:
    """What a thief copied out of the store while it was there: the sealed bytes."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.folder = kiosk.home.folder
        self.opener = load_opener(kiosk.config.keys, kiosk.device.public_key)
        with kiosk.device.store.writing() as execute:
            self.keys = execute("SELECT id, key_wrapped FROM submission").fetchall()
            self.sealed = execute("SELECT sealed FROM submission").fetchall()
            self.bodies = execute(
                "SELECT submission_id, part, body FROM outbox WHERE length(body) > 0"
            ).fetchall()

    def opened(self) -> list[bytes]:
        """All that was said, in clear: whoever has the device's key can read it."""
        keys = dict(self.keys)
        return [
            self.opener.open(
                keys[owner], owner, part_name(part) if part else DISPATCH, body
            )
            for owner, part, body in self.bodies
        ]

    def left(self) -> int:
        """How many of these things some file of the home still holds a piece of."""
        pieces = {
            thing[at : at + LOOK]: number
            for number, (*_, thing) in enumerate(
                (*self.keys, *self.sealed, *self.bodies)
            )
            for at in range(0, len(thing) - LOOK, LOOK)
        }
        held = [path.read_bytes() for path in self.folder.rglob("*") if path.is_file()]
        found = {
            pieces[file[at : at + LOOK]]
            for file in held
            for at in range(len(file))
            if file[at : at + LOOK] in pieces
        }
        return len(found)


def file(kiosk: Kiosk, captured: Sequence[Captured] = ()) -> str:
    return kiosk.door.confirm(kiosk.walked(), "en", secrets.token_bytes, captured).code


def carry(kiosk: Kiosk, outbox: Outbox) -> None:
    """Deliver all that waits, and look once: its time begins to count."""
    while parcel := next_parcel(outbox):
        outbox.delivered(parcel, f"SR-{parcel.dispatch.receipt}")
    assert turn(kiosk) == 0


def next_parcel(outbox: Outbox) -> Parcel | None:
    return outbox.claim(TOWN_HALL) or outbox.claim_piece(TOWN_HALL, [TOWN_HALL])


def shredder(kiosk: Kiosk) -> Shredder:
    opener = load_opener(kiosk.config.keys, kiosk.device.public_key)
    return Shredder(kiosk.device.store, opener, kiosk.clock)


def turn(kiosk: Kiosk) -> int:
    return shredder(kiosk).turn(KEEP).erased


def states(kiosk: Kiosk) -> list[State]:
    return [one.state for one in kiosk.device.store.outbox()]
