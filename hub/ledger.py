"""The ledger: all SQL about requests, and only SQL every database speaks; the SQL about
their photos and voice notes is in `inventory`.

Each request is a row, each step of its life another. What is promised to a caller is
promised after the commit. One sender's `external_id` is one request because a unique
constraint says so, whoever asks first and by whichever door.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Select,
    func,
    insert,
    select,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from hub import chorus
from hub.engine import open_engine
from hub.errors import WorldFault
from hub.inventory import Inventory
from hub.model import Change, Decision, Entry, Kind, Search, Step, Submission
from hub.steps import Stand, move, take_turn
from hub.tables import changes, dispatches, house, metadata, promises, requests

EDITION = "1"
TRIES = 40
PAUSE_S = 0.05


class Filing(msgspec.Struct, frozen=True):
    """A request to be written down (its `id` is not used), and the dispatch it was made
    of where a kiosk sent one."""

    entry: Entry
    body: bytes | None = None
    joins: int | None = None
    """The request to which it says "me too"."""


class Filed(msgspec.Struct, frozen=True):
    """A request that is written down: now, or before and then perhaps differently."""

    entry: Entry
    body: bytes | None
    is_new: bool


class Ledger:
    """All requests. `secret` is 32 random bytes every hub on this database shares."""

    def __init__(self, engine: Engine, secret: bytes) -> None:
        self._engine = engine
        self.inventory = Inventory(engine)
        self.secret = secret

    def record(self, new: Entry) -> Entry:
        """Writes a request down and gives it its number; or the request that is already
        there under its external_id. Commits before it returns."""
        return self.record_all([Filing(new)])[0].entry

    def record_all(self, filings: Sequence[Filing]) -> list[Filed]:
        """Writes requests down, all in one transaction, which is one wait for the disk;
        each that is already there under its external_id is given as it is there."""
        # Two senders of the same requests take them in one order, so neither waits for
        # the other in a ring.
        names = [filing.entry.submission.external_id or "" for filing in filings]
        turns = sorted(range(len(filings)), key=names.__getitem__)
        with self._engine.begin() as connection:
            if any(filing.joins for filing in filings):
                take_turn(connection)
            filed = {turn: _file(connection, filings[turn]) for turn in turns}
        return [filed[turn] for turn in range(len(filings))]

    def dispatch(self, number: int) -> bytes | None:
        """What a kiosk sent for the request with this number, as it came."""
        wanted = select(dispatches.c.body).where(dispatches.c.request_id == number)
        with self._engine.connect() as connection:
            return connection.execute(wanted).scalar_one_or_none()

    def known(self, jurisdiction: str, external_id: str | None) -> Entry | None:
        """The request a sender calls `external_id`."""
        if external_id is None:
            return None
        return self._one(
            requests.c.jurisdiction == jurisdiction,
            requests.c.external_id == external_id,
        )

    def with_token(self, jurisdiction: str, token: str) -> Entry | None:
        """The batch request that was answered with this token."""
        return self._one(
            requests.c.jurisdiction == jurisdiction, requests.c.token == token
        )

    def find(self, number: int) -> Entry | None:
        """The request with this number."""
        return self._one(requests.c.id == number)

    def search(self, search: Search) -> list[Entry]:
        """The wanted page of requests, newest first."""
        wanted = (
            _entries()
            .where(*_conditions(search))
            .order_by(requests.c.requested_at.desc(), requests.c.id.desc())
            .limit(search.size)
            .offset((search.page - 1) * search.size)
        )
        return [_entry(row) for row in self._rows(wanted)]

    def count(self, search: Search) -> int:
        """How many requests there are on all pages."""
        wanted = select(func.count()).select_from(requests).where(*_conditions(search))
        with self._engine.connect() as connection:
            return connection.execute(wanted).scalar_one()

    def change(self, seen: Entry, decided: Decision, at: datetime) -> bool:
        """Moves a request on, and all that joined it; False, and nothing written, where
        somebody else changed it since it was `seen`."""
        stand = Stand(seen.id, seen.stage, seen.version)
        with self._engine.begin() as connection:
            take_turn(connection)
            if not move(connection, stand, decided, at):
                return False
            chorus.carry_along(connection, seen.id, decided, at)
            return True

    def voices(self, numbers: Sequence[int]) -> dict[int, int]:
        """How many people said the same, of those requests that more than one did."""
        return chorus.voices(self._engine, numbers)

    def joined_by(self, number: int) -> int | None:
        """The request that this one joined."""
        return chorus.joined_by(self._engine, number)

    def history(self, number: int) -> list[Change]:
        """Every step of one request, oldest first."""
        wanted = (
            select(changes, promises.c.expected)
            .outerjoin(promises, promises.c.change_id == changes.c.id)
            .where(changes.c.request_id == number)
            .order_by(changes.c.id)
        )
        return [_change(row) for row in self._rows(wanted)]

    def changes(
        self, jurisdiction: str, since: datetime, until: datetime | None, most: int
    ) -> list[Change]:
        """The steps of all public requests in a time, oldest first: who reads on from
        the last one misses none."""
        wanted = (
            select(changes)
            .join(requests, requests.c.id == changes.c.request_id)
            .where(requests.c.jurisdiction == jurisdiction, _is_public())
            .where(changes.c.at >= since)
            .order_by(changes.c.at, changes.c.id)
            .limit(most)
        )
        if until is not None:
            wanted = wanted.where(changes.c.at <= until)
        return [_change(row) for row in self._rows(wanted)]

    def steps(
        self, jurisdiction: str, after: int, of: Sequence[int], most: int
    ) -> list[Step]:
        """The steps after a number, in order, of requests whose sender named them; with
        `of`, of these requests only."""
        wanted = (
            select(changes, requests.c.external_id, promises.c.expected)
            .join(requests, requests.c.id == changes.c.request_id)
            .outerjoin(promises, promises.c.change_id == changes.c.id)
            .where(requests.c.jurisdiction == jurisdiction)
            .where(requests.c.external_id.is_not(None), changes.c.id > after)
            .order_by(changes.c.id)
            .limit(most)
        )
        if of:
            wanted = wanted.where(requests.c.id.in_(of))
        rows = self._rows(wanted)
        return [Step(_change(row), row["external_id"]) for row in rows]

    def newest_step(self) -> int:
        """The number of the last step there is; 0 for none."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.max(changes.c.id))).scalar() or 0

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def _one(self, *conditions: ColumnElement[bool]) -> Entry | None:
        rows = self._rows(_entries().where(*conditions))
        return _entry(rows[0]) if rows else None

    def _rows(self, wanted: Select[Any]) -> list[RowMapping]:
        with self._engine.connect() as connection:
            return list(connection.execute(wanted).mappings())


def _entries() -> Select[Any]:
    """Requests, each with the day that was named with its last change."""
    return select(requests, promises.c.expected).outerjoin(
        promises,
        (promises.c.request_id == requests.c.id)
        & (promises.c.version == requests.c.version),
    )


def _file(connection: Connection, filing: Filing) -> Filed:
    new = filing.entry
    row = msgspec.structs.asdict(new.submission) | {
        "jurisdiction": new.jurisdiction,
        "kind": new.kind,
        "service_name": new.service_name,
        "token": new.token,
        "stage": new.stage,
        "note": new.note,
        "version": new.version,
        "requested_at": new.requested_at,
        "updated_at": new.updated_at,
    }
    try:
        with connection.begin_nested():
            key = connection.execute(insert(requests).values(row)).inserted_primary_key
    except IntegrityError:
        wanted = (
            select(requests, dispatches.c.body)
            .outerjoin(dispatches, dispatches.c.request_id == requests.c.id)
            .where(requests.c.jurisdiction == new.jurisdiction)
            .where(requests.c.external_id == new.submission.external_id)
        )
        known = connection.execute(wanted).mappings().one_or_none()
        if known is None:
            raise
        return Filed(_entry(known), known["body"], is_new=False)
    assert key is not None, "an insert of one row has a key"
    if filing.body is not None:
        sent = {"request_id": key[0], "body": filing.body}
        connection.execute(insert(dispatches).values(sent))
    if filing.joins is not None:
        chorus.join(connection, key[0], new, filing.joins)
    return Filed(msgspec.structs.replace(new, id=key[0]), filing.body, is_new=True)


@contextmanager
def open_ledger(url: str) -> Iterator[Ledger]:
    """The ledger at a database URL, made where there is none; closed at the end.

    Raises ConfigurationMistake for a URL that means nothing and WorldFault for a
    database that cannot be used; an existing one is then left as it was.
    """
    engine = open_engine(url)
    try:
        ledger = Ledger(engine, _prepare(engine))
    except DBAPIError as error:
        engine.dispose()
        # Only what the driver said: a URL may hold a password.
        raise WorldFault(
            f"the database {engine.url!r} cannot be used: {error.orig}; "
            "see that it is there, whole and ours to write, or put back a copy"
        ) from error
    try:
        yield ledger
    finally:
        ledger.close()


def _prepare(engine: Engine) -> bytes:
    _check_whole(engine)
    _make_tables(engine)
    edition = _agree(engine, "edition", EDITION)
    if edition != EDITION:
        raise WorldFault(
            f"the database {engine.url!r} is of edition {edition} and this hub "
            f"knows edition {EDITION}; use the hub that wrote it"
        )
    _agree(engine, "turn", "")
    return bytes.fromhex(_agree(engine, "secret", secrets.token_hex(32)))


def _make_tables(engine: Engine) -> None:
    # Hubs that start together all find no tables; who comes second is told so, and
    # finds them after a while.
    for _ in range(TRIES - 1):
        try:
            return metadata.create_all(engine)
        except DBAPIError:
            time.sleep(PAUSE_S)
    return metadata.create_all(engine)


def _check_whole(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if verdict != "ok":
        raise WorldFault(
            f"the database {engine.url!r} is damaged ({verdict}); put back a copy"
        )


def _agree(engine: Engine, name: str, value: str) -> str:
    """The value all hubs on this database hold under `name`: ours if we are first."""
    try:
        with engine.begin() as connection:
            connection.execute(insert(house).values(name=name, value=value))
    except IntegrityError:
        with engine.connect() as connection:
            held = select(house.c.value).where(house.c.name == name)
            return str(connection.execute(held).scalar_one())
    return value


def _conditions(search: Search) -> Iterator[ColumnElement[bool]]:
    columns = requests.c
    if search.jurisdiction is not None:
        yield columns.jurisdiction == search.jurisdiction
    if search.public:
        yield _is_public()
    if search.ids is not None:
        yield columns.id.in_(search.ids)
        return
    if search.said is None:
        yield chorus.stands_alone()
    if search.service_codes:
        yield columns.service_code.in_(search.service_codes)
    if search.stages:
        yield columns.stage.in_(search.stages)
    if search.since is not None:
        yield columns.requested_at >= search.since
    if search.until is not None:
        yield columns.requested_at <= search.until
    if search.said is not None:
        yield columns.description.contains(search.said, autoescape=True)


def _is_public() -> ColumnElement[bool]:
    # A blackbox request has no id outside this house, so nobody outside reads it.
    return requests.c.kind != Kind.BLACKBOX


def _entry(row: RowMapping) -> Entry:
    facts = _facts(row)
    submission = msgspec.convert(facts, Submission)
    return msgspec.convert(facts | {"submission": submission}, Entry)


def _change(row: RowMapping) -> Change:
    return msgspec.convert(_facts(row), Change)


def _facts(row: RowMapping) -> dict[str, object]:
    # SQLAlchemy's own kind of text names the columns; msgspec takes plain text only.
    return {str(name): value for name, value in row.items()}
