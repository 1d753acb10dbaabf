"""The core, deeply. Storage is never faked: SQLite on a folder of the test's own is fast."""
