"""Writing down a step of a request's life, within whatever transaction moves it."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, update

from hub.model import Decision, Stage
from hub.tables import changes, house, promises, requests


class Stand(msgspec.Struct, frozen=True):
    """Where a request stands: which it is, how far, and how often it was changed."""

    number: int
    stage: Stage
    version: int


def take_turn(connection: Connection) -> None:
    """Waits until nobody else writes steps. They are numbered in the order they are
    committed, because only one hub at a time holds this row: who reads on from a number
    misses none. Taken before any request is: nobody waits for another in a ring."""
    turn = update(house).where(house.c.name == "turn")
    connection.execute(turn.values(value=house.c.value))


def move(connection: Connection, seen: Stand, decided: Decision, at: datetime) -> bool:
    """Moves a request on; False, and nothing written, where it is not as it was seen."""
    version = seen.version + 1
    turn = (
        update(requests)
        .where(requests.c.id == seen.number, requests.c.version == seen.version)
        .values(stage=decided.stage, note=decided.note, version=version, updated_at=at)
    )
    if connection.execute(turn).rowcount != 1:
        return False
    step = {
        "request_id": seen.number,
        "at": at,
        "was": seen.stage,
        "now": decided.stage,
        "note": decided.note,
    }
    key = connection.execute(insert(changes).values(step)).inserted_primary_key
    assert key is not None, "an insert of one row has a key"
    if decided.expected is not None:
        promise = {
            "change_id": key[0],
            "request_id": seen.number,
            "version": version,
            "expected": decided.expected,
        }
        connection.execute(insert(promises).values(promise))
    return True
