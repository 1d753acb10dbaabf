"""The ledger: the only module that speaks SQL, and only SQL every database speaks.

Each request is a row, each step of its life another. What is promised to a caller is
promised after the commit. One sender's `external_id` is one request because a unique
constraint says so, whoever asks first.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Double,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.types import TypeDecorator

from hub.engine import open_engine
from hub.errors import WorldFault
from hub.model import Change, Entry, Kind, Search, Stage, Submission

EDITION = "1"
TRIES = 5


class Moment(TypeDecorator[datetime]):
    """A time in UTC, also on a database that keeps no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


_metadata = MetaData()
_Number = BigInteger().with_variant(Integer(), "sqlite")

house = Table(
    "house",
    _metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
requests = Table(
    "requests",
    _metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("jurisdiction", String(255), nullable=False),
    Column("external_id", String(100)),
    Column("kind", String(10), nullable=False),
    Column("token", String(64), unique=True),
    Column("service_code", String(64), nullable=False),
    Column("service_name", Text, nullable=False),
    Column("stage", String(40), nullable=False),
    Column("note", Text),
    Column("version", Integer, nullable=False),
    Column("requested_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("lat", Double),
    Column("long", Double),
    Column("address_string", Text),
    Column("address_id", Text),
    Column("description", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("first_name", Text),
    Column("last_name", Text),
    Column("account_id", Text),
    Column("device_id", Text),
    Column("media_urls", JSON, nullable=False),
    Column("attributes", JSON, nullable=False),
    UniqueConstraint("jurisdiction", "external_id"),
    Index("requests_by_time", "requested_at", "id"),
    sqlite_autoincrement=True,
)
changes = Table(
    "changes",
    _metadata,
    Column("id", _Number, primary_key=True, autoincrement=True),
    Column("request_id", _Number, ForeignKey("requests.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("was", String(40), nullable=False),
    Column("now", String(40), nullable=False),
    Column("note", Text),
    Index("changes_by_request", "request_id", "id"),
    Index("changes_by_time", "at", "id"),
    sqlite_autoincrement=True,
)


class Ledger:
    """All requests. `secret` is 32 random bytes every hub on this database shares."""

    def __init__(self, engine: Engine, secret: bytes) -> None:
        self._engine = engine
        self.secret = secret

    def record(self, new: Entry) -> Entry:
        """Writes a request down and gives it its number (`new.id` is not used); or the
        request that is already there under its external_id. Commits before it
        returns."""
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
            with self._engine.begin() as connection:
                key = connection.execute(insert(requests).values(row))
                number = key.inserted_primary_key
        except IntegrityError:
            known = self.known(new.jurisdiction, new.submission.external_id)
            if known is None:
                raise
            return known
        assert number is not None, "an insert of one row has a key"
        return msgspec.structs.replace(new, id=number[0])

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
            select(requests)
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

    def change(self, seen: Entry, stage: Stage, note: str | None, at: datetime) -> bool:
        """Moves a request on; False, and nothing written, where somebody else changed
        it since it was `seen`."""
        turn = (
            update(requests)
            .where(requests.c.id == seen.id, requests.c.version == seen.version)
            .values(stage=stage, note=note, version=seen.version + 1, updated_at=at)
        )
        step = {
            "request_id": seen.id,
            "at": at,
            "was": seen.stage,
            "now": stage,
            "note": note,
        }
        with self._engine.begin() as connection:
            if connection.execute(turn).rowcount != 1:
                return False
            connection.execute(insert(changes).values(step))
            return True

    def history(self, number: int) -> list[Change]:
        """Every step of one request, oldest first."""
        wanted = (
            select(changes).where(changes.c.request_id == number).order_by(changes.c.id)
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

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def _one(self, *conditions: ColumnElement[bool]) -> Entry | None:
        rows = self._rows(select(requests).where(*conditions))
        return _entry(rows[0]) if rows else None

    def _rows(self, wanted: Select[Any]) -> list[RowMapping]:
        with self._engine.connect() as connection:
            return list(connection.execute(wanted).mappings())


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
    return bytes.fromhex(_agree(engine, "secret", secrets.token_hex(32)))


def _make_tables(engine: Engine) -> None:
    # Hubs that start together all find no tables; who comes second is told so, and
    # finds them the next time.
    for _ in range(TRIES - 1):
        try:
            return _metadata.create_all(engine)
        except DBAPIError:
            continue
    return _metadata.create_all(engine)


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
    if search.service_codes:
        yield columns.service_code.in_(search.service_codes)
    if search.stages:
        yield columns.stage.in_(search.stages)
    if search.since is not None:
        yield columns.requested_at >= search.since
    if search.until is not None:
        yield columns.requested_at <= search.until


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
