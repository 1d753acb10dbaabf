"""The tables, for every database that SQLAlchemy speaks to.

Only added to, never changed: `create_all` makes what is not there yet, and a hub that
knows less leaves the rest alone.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator


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


metadata = MetaData()
_Number = BigInteger().with_variant(Integer(), "sqlite")

house = Table(
    "house",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
requests = Table(
    "requests",
    metadata,
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
    metadata,
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
promises = Table(
    "promises",
    metadata,
    Column(
        "change_id",
        _Number,
        ForeignKey("changes.id"),
        primary_key=True,
        autoincrement=False,
    ),
    # With these the day that holds now is found, and none that a later change withdrew.
    Column("request_id", _Number, ForeignKey("requests.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("expected", Date, nullable=False),
    UniqueConstraint("request_id", "version"),
)
supports = Table(
    "supports",
    metadata,
    # A request that says "me too", and the one it joined.
    Column(
        "request_id",
        _Number,
        ForeignKey("requests.id"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("supported_id", _Number, ForeignKey("requests.id"), nullable=False),
    Index("supports_by_request", "supported_id"),
)
media = Table(
    "media",
    metadata,
    Column("id", String(36), primary_key=True),
    # By its id: the submission itself may have gone to another system.
    Column("submission", String(36), nullable=False),
    Column("name", String(100), nullable=False),
    Column("question", String(255), nullable=False),
    Column("media", String(40), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("metadata", Text, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("touched_at", Moment, nullable=False),
    Index("media_by_submission", "submission", "name"),
    Index(
        "media_unfinished",
        "touched_at",
        sqlite_where=text("kept < size"),
        postgresql_where=text("kept < size"),
    ),
)
dispatches = Table(
    "dispatches",
    metadata,
    Column(
        "request_id",
        _Number,
        ForeignKey("requests.id"),
        primary_key=True,
        autoincrement=False,
    ),
    # As it came: what a later hub learns to read is not lost here.
    Column("body", LargeBinary, nullable=False),
)
