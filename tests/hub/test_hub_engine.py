"""The database: which SQLite may keep a WAL, and what every connection promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from hub.engine import best_sqlite, is_safe_with_wal, open_engine, sqlite_url
from hub.errors import ConfigurationMistake
from hub.tables import changes, dispatches, house, requests


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
    ],
)
def test_only_a_mended_sqlite_may_keep_a_wal(
    version: tuple[int, ...], safe: bool
) -> None:
    assert is_safe_with_wal(version) is safe


def test_every_connection_makes_the_promises_its_engine_can_keep(
    tmp_path: Path,
) -> None:
    engine = open_engine(sqlite_url(tmp_path / "with space &.db"))
    good = is_safe_with_wal(best_sqlite().sqlite_version_info)
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            said = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in (
                    "journal_mode",
                    "synchronous",
                    "foreign_keys",
                    "busy_timeout",
                )
            }
            assert said == {
                "journal_mode": "wal" if good else "truncate",
                "synchronous": 2 if good else 3,
                "foreign_keys": 1,
                "busy_timeout": 10_000,
            }
    engine.dispose()


@pytest.mark.parametrize("url", ["", "what", "nosuch://x", "sqlite://"])
def test_a_url_that_names_no_database_is_a_mistake_in_the_settings(url: str) -> None:
    with pytest.raises(ConfigurationMistake, match=r"hub\.toml"):
        open_engine(url)


def test_the_tables_can_be_made_on_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    made = [
        str(CreateTable(t).compile(dialect=dialect))
        for t in (house, requests, changes, dispatches)
    ]
    assert "id BIGSERIAL" in made[1]
    assert "TIMESTAMP WITH TIME ZONE" in made[1]
    assert "DOUBLE PRECISION" in made[1]
    assert "REFERENCES requests (id)" in made[2]
    assert "body BYTEA NOT NULL" in made[3]
