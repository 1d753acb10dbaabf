"""Who says "me too": requests that join another, and go where it goes.

Each is a request of its own, so that its sender is answered under the id they gave it, and
is counted once however often it comes. The clerk decides about the other, and with it about
all that joined it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    exists,
    func,
    insert,
    literal,
    select,
)

from hub.model import Decision, Entry, Stage
from hub.steps import Stand, move
from hub.tables import promises, requests, supports


def join(connection: Connection, number: int, new: Entry, other: int) -> None:
    """Lets a request that was just filed join another of its place, and be where that one
    is. One that is closed cannot be joined: then somebody says that it is not done."""
    chain = select(supports.c.supported_id).where(supports.c.request_id == other)
    first = connection.execute(chain).scalar_one_or_none() or other
    wanted = (
        select(requests.c.stage, requests.c.note, requests.c.version)
        .where(requests.c.id == first, requests.c.id != number)
        .where(requests.c.jurisdiction == new.jurisdiction)
        .with_for_update()
    )
    found = connection.execute(wanted).one_or_none()
    if found is None or Stage(found.stage).is_closed:
        return
    joined = {"request_id": number, "supported_id": first}
    connection.execute(insert(supports).values(joined))
    if found.version:  # somebody has decided something about it
        promised = select(promises.c.expected).where(
            promises.c.request_id == first, promises.c.version == found.version
        )
        expected = connection.execute(promised).scalar_one_or_none()
        decided = Decision(Stage(found.stage), found.note, expected)
        stand = Stand(number, new.stage, new.version)
        move(connection, stand, decided, new.updated_at)


def carry_along(
    connection: Connection, number: int, decided: Decision, at: datetime
) -> None:
    """Moves on all that joined a request, as it was moved itself."""
    wanted = (
        select(requests.c.id, requests.c.stage, requests.c.version)
        .join(supports, supports.c.request_id == requests.c.id)
        .where(supports.c.supported_id == number)
        .order_by(requests.c.id)
    )
    for row in connection.execute(wanted).all():
        move(connection, Stand(row.id, Stage(row.stage), row.version), decided, at)


def stands_alone() -> ColumnElement[bool]:
    """That a request has joined no other."""
    return ~exists().where(supports.c.request_id == requests.c.id)


def voices(engine: Engine, numbers: Sequence[int]) -> dict[int, int]:
    """How many people said the same, of those requests that more than one did."""
    wanted = (
        select(supports.c.supported_id, func.count() + literal(1))
        .where(supports.c.supported_id.in_(numbers))
        .group_by(supports.c.supported_id)
    )
    with engine.connect() as connection:
        return {number: count for number, count in connection.execute(wanted)}


def joined_by(engine: Engine, number: int) -> int | None:
    """The request that this one joined."""
    wanted = select(supports.c.supported_id).where(supports.c.request_id == number)
    with engine.connect() as connection:
        return connection.execute(wanted).scalar_one_or_none()
