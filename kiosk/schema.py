"""The tables, as migrations: appended to, never edited once released."""

from kiosk.engine import Database, Migrations

migrations = Migrations("plateia")


@migrations()
def first(db: Database) -> None:
    """Submissions, the outbox, and what is known of the machine."""
    _first_meta(db)
    _first_submission(db)
    _first_outbox(db)


def _first_meta(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE meta (
            name TEXT PRIMARY KEY,
            value ANY NOT NULL
        ) STRICT
        """
    )


def _first_submission(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE submission (
            id TEXT PRIMARY KEY,          -- UUID
            receipt TEXT NOT NULL UNIQUE, -- nine symbols
            form TEXT NOT NULL,
            confirmed TEXT NOT NULL,      -- UTC, ISO 8601
            sealed BLOB NOT NULL,         -- the Submission, under a key of its own
            key_wrapped BLOB,             -- that key, for this device; NULL is forgotten
            progress TEXT NOT NULL DEFAULT 'kept',
            message TEXT NOT NULL DEFAULT '',
            updated TEXT                  -- the municipality's time of its last news
        ) STRICT
        """
    )


def _first_outbox(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            submission_id TEXT NOT NULL UNIQUE REFERENCES submission (id),
            destination TEXT,             -- NULL: none takes this form yet
            lane INTEGER NOT NULL DEFAULT 0,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_at REAL NOT NULL DEFAULT 0, -- seconds of this boot; 0 is now
            lease_boot TEXT,
            lease_until REAL,
            sent_at REAL,                 -- seconds of this boot; when it may have left
            refused_at REAL,              -- seconds of this boot; when it was first refused
            last_error TEXT NOT NULL DEFAULT '',
            token TEXT,                   -- what a batch service gave instead of an id
            remote_id TEXT,
            body BLOB NOT NULL,           -- the Dispatch, frozen and sealed
            body_sha256 BLOB NOT NULL     -- of the sealed bytes: a clear one could be guessed
        ) STRICT
        """
    )
    db.execute(
        "CREATE INDEX outbox_due ON outbox (destination, lane, next_at, id)"
        " WHERE state IN ('ready', 'waiting', 'sent_unverified')"
    )
    for index in (
        "outbox_leased ON outbox (lease_until) WHERE state = 'leased'",
        "outbox_open ON outbox (destination, id) WHERE state = 'delivered'",
    ):
        db.execute(f"CREATE INDEX {index}")


@migrations()
def destinations(db: Database) -> None:
    """How the way to each destination fares, so that a restart storms nobody."""
    db.execute(
        """
        CREATE TABLE destination (
            name TEXT PRIMARY KEY,
            boot TEXT NOT NULL DEFAULT '',   -- the boot whose seconds rests_until counts
            rests INTEGER NOT NULL DEFAULT 0, -- how often it rested since it took something
            rests_until REAL NOT NULL DEFAULT 0,
            trouble TEXT NOT NULL DEFAULT '', -- what is wrong with the line; '' is nothing
            delivered TEXT                   -- UTC, ISO 8601: when it last took something
        ) STRICT
        """
    )


@migrations()
def aside(db: Database) -> None:
    """What stands aside is found without reading all that does not."""
    db.execute(
        "CREATE INDEX outbox_aside ON outbox (state)"
        " WHERE state = 'confirmed' OR state = 'held'"
    )


@migrations()
def parts(db: Database) -> None:
    """A submission's attachments are rows of their own: they are carried after it."""
    db.execute("ALTER TABLE outbox RENAME TO outbox_of_wholes")
    _parts_outbox(db)
    columns = (
        "id, submission_id, destination, lane, state, attempts, next_at, lease_boot,"
        " lease_until, sent_at, refused_at, last_error, token, remote_id, body, body_sha256"
    )
    db.execute(f"INSERT INTO outbox ({columns}) SELECT {columns} FROM outbox_of_wholes")
    db.execute("DROP TABLE outbox_of_wholes")
    for index in (
        "outbox_due ON outbox (destination, lane, next_at, id)"
        " WHERE state IN ('ready', 'waiting', 'sent_unverified')",
        "outbox_leased ON outbox (lease_until) WHERE state = 'leased'",
        "outbox_open ON outbox (destination, id) WHERE state = 'delivered' AND part = 0",
        "outbox_aside ON outbox (state) WHERE state = 'confirmed' OR state = 'held'",
    ):
        db.execute(f"CREATE INDEX {index}")


def _parts_outbox(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            submission_id TEXT NOT NULL REFERENCES submission (id),
            part INTEGER NOT NULL DEFAULT 0, -- 0 is the submission, 1 its first attachment
            destination TEXT,             -- NULL: none takes this form yet
            lane INTEGER NOT NULL DEFAULT 0, -- 0 is text, 1 is media
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_at REAL NOT NULL DEFAULT 0, -- seconds of this boot; 0 is now
            lease_boot TEXT,
            lease_until REAL,
            sent_at REAL,                 -- seconds of this boot; when it may have left
            refused_at REAL,              -- seconds of this boot; when it was first refused
            last_error TEXT NOT NULL DEFAULT '',
            token TEXT,                   -- what a batch service gave instead of an id
            remote_id TEXT,
            body BLOB NOT NULL,           -- frozen and sealed; '' once an attachment is there
            body_sha256 BLOB NOT NULL,    -- of the sealed bytes: a clear one could be guessed
            UNIQUE (submission_id, part)
        ) STRICT
        """
    )


@migrations()
def budgets(db: Database) -> None:
    """What attachments have cost of each destination's line, by the hour."""
    db.execute(
        """
        CREATE TABLE spent (
            destination TEXT NOT NULL,
            hour TEXT NOT NULL,           -- by this machine's clock, 2026-05-04T09
            bytes INTEGER NOT NULL,
            PRIMARY KEY (destination, hour)
        ) STRICT
        """
    )


@migrations()
def notices(db: Database) -> None:
    """What the agent brought to be read; a feed's notices are replaced all at once."""
    db.execute(
        """
        CREATE TABLE notice (
            feed TEXT NOT NULL,           -- the name in plateia.toml
            place INTEGER NOT NULL,       -- in the feed's own order
            id TEXT NOT NULL,             -- the feed's own: an ADA, a CAP identifier
            kind TEXT NOT NULL,
            language TEXT NOT NULL,
            title TEXT NOT NULL,          -- plain text, as is the next; never an address
            text TEXT NOT NULL,
            published TEXT,               -- UTC, ISO 8601
            expires TEXT,
            severity TEXT NOT NULL,       -- '' where nobody warns of anything
            PRIMARY KEY (feed, place)
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE feed (
            name TEXT PRIMARY KEY,
            tag TEXT NOT NULL,            -- what the server gave, to be asked for news only
            modified TEXT NOT NULL,
            heard TEXT                    -- UTC, ISO 8601: when it last told anything
        ) STRICT
        """
    )


@migrations()
def documents(db: Database) -> None:
    """The pages of the newest decisions lie beside them."""
    db.execute("ALTER TABLE notice ADD COLUMN link TEXT NOT NULL DEFAULT ''")
    db.execute(
        """
        CREATE TABLE document (
            feed TEXT NOT NULL,
            id TEXT NOT NULL,             -- of the notice it belongs to
            link TEXT NOT NULL,           -- where it was fetched
            body BLOB NOT NULL,           -- a PDF; '' where it is none, or too large
            PRIMARY KEY (feed, id)
        ) STRICT
        """
    )
    # What hangs there was told without links: ask for all of it again.
    db.execute("UPDATE feed SET tag = '', modified = ''")


@migrations()
def expected(db: Database) -> None:
    """The day by which a municipality hopes to be done."""
    db.execute("ALTER TABLE submission ADD COLUMN expected TEXT")  # ISO 8601, a day


@migrations()
def calls(db: Database) -> None:
    """Somebody at a kiosk asks for a person; somebody at a desk says that they come."""
    db.execute(
        """
        CREATE TABLE call (
            id INTEGER PRIMARY KEY,
            kiosk TEXT NOT NULL,
            place TEXT NOT NULL,          -- the village and where in it
            language TEXT NOT NULL,
            page TEXT NOT NULL,
            called TEXT NOT NULL,         -- UTC, ISO 8601
            who TEXT NOT NULL DEFAULT '', -- comes
            answered TEXT,                -- UTC, ISO 8601
            ended TEXT                    -- UTC, ISO 8601; nobody waits any more
        ) STRICT
        """
    )


@migrations()
def keeping(db: Database) -> None:
    """What is there long enough is erased here; of that, news is still asked."""
    db.execute(
        """
        CREATE TABLE age (                -- one row: how long this kiosk has run, for sure
            boot TEXT NOT NULL,           -- the boot of the last look
            uptime REAL NOT NULL,         -- seconds of that boot
            seconds REAL NOT NULL
        ) STRICT
        """
    )
    # In seconds of that age; -1 until the next look. NULL: not there, or erased.
    db.execute("ALTER TABLE submission ADD COLUMN delivered_at REAL")
    db.execute(
        "UPDATE submission SET delivered_at = -1 WHERE id IN"
        " (SELECT submission_id FROM outbox WHERE part = 0 AND state = 'delivered')"
    )
    db.execute("DROP INDEX outbox_open")
    for index in (
        "submission_delivered ON submission (delivered_at)"
        " WHERE delivered_at IS NOT NULL",
        "outbox_open ON outbox (destination, id)"
        " WHERE state IN ('delivered', 'purged') AND part = 0",
    ):
        db.execute(f"CREATE INDEX {index}")


@migrations()
def reports(db: Database) -> None:
    """What is open at the municipality: what it lists, and what this kiosk sent itself."""
    db.execute(
        """
        CREATE TABLE report (
            destination TEXT NOT NULL,
            id TEXT NOT NULL,             -- the destination's own; of ours, ours
            submission_id TEXT NOT NULL DEFAULT '', -- '' where it is from their list
            service TEXT NOT NULL,        -- their code; ours, if this kiosk sent it
            latitude REAL NOT NULL,       -- WGS84, as is the next
            longitude REAL NOT NULL,
            told TEXT,                    -- UTC, ISO 8601
            PRIMARY KEY (destination, submission_id, id)
        ) STRICT
        """
    )
    # Whose news is this one's as well: "me too" to a report of that id.
    db.execute("ALTER TABLE outbox ADD COLUMN follows TEXT")
    db.execute(
        "CREATE INDEX outbox_follows ON outbox (destination, remote_id)"
        " WHERE follows IS NOT NULL"
    )


@migrations()
def staff(db: Database) -> None:
    """Who works at the desk, what each did there, and what is said among them."""
    db.execute(
        """
        CREATE TABLE person (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            pin TEXT NOT NULL,            -- argon2id, as PHC writes it
            badge BLOB UNIQUE,            -- BLAKE2b of a long secret; NULL: has none
            since TEXT NOT NULL,          -- UTC, ISO 8601
            left_at TEXT,                 -- the same; NULL: still works here
            failures INTEGER NOT NULL DEFAULT 0, -- tries since the last that was right
            boot TEXT NOT NULL DEFAULT '', -- the boot whose seconds the next counts
            again_at REAL NOT NULL DEFAULT 0
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE deed (
            id INTEGER PRIMARY KEY,
            at TEXT NOT NULL,             -- UTC, ISO 8601
            who TEXT NOT NULL,
            kind TEXT NOT NULL,
            about TEXT NOT NULL,          -- a receipt, a name, a call; never a citizen's word
            more TEXT NOT NULL            -- the same
        ) STRICT
        """
    )
    for act in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER deed_stays_{act.lower()} BEFORE {act} ON deed"
            " BEGIN SELECT RAISE(ABORT, 'what was done stays written'); END"
        )
    _staff_notes(db)
    # Counts up with each change of what a clerk may change: who comes late is told so.
    db.execute("ALTER TABLE submission ADD COLUMN version INTEGER NOT NULL DEFAULT 0")


def _staff_notes(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE note (
            id INTEGER PRIMARY KEY,
            uid TEXT NOT NULL UNIQUE,     -- UUID, bound into the seal
            submission_id TEXT REFERENCES submission (id), -- NULL: to whoever comes next
            at TEXT NOT NULL,             -- UTC, ISO 8601
            who TEXT NOT NULL,
            key_wrapped BLOB,             -- NULL is forgotten
            sealed BLOB NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX note_about ON note (submission_id)")
    db.execute(
        """
        CREATE TABLE paper (
            serial TEXT PRIMARY KEY,      -- of a form that was filled in on paper
            submission_id TEXT NOT NULL REFERENCES submission (id)
        ) STRICT
        """
    )


@migrations()
def cures(db: Database) -> None:
    """What stands aside is counted at every look; what a clerk did about it can be undone."""
    db.execute(
        "CREATE INDEX outbox_stuck ON outbox (submission_id)"
        " WHERE state IN ('confirmed', 'held', 'refused', 'quarantined')"
    )
    db.execute(
        """
        CREATE TABLE cure (
            submission_id TEXT PRIMARY KEY REFERENCES submission (id),
            version INTEGER NOT NULL,     -- of the submission, after it
            kind TEXT NOT NULL, who TEXT NOT NULL,
            at TEXT NOT NULL,             -- UTC, ISO 8601
            boot TEXT NOT NULL,           -- the boot whose seconds the next counts
            until REAL NOT NULL,          -- it does not leave before
            sealed BLOB NOT NULL,         -- this and all that follows: as it was before
            progress TEXT NOT NULL, message TEXT NOT NULL, updated TEXT, delivered_at REAL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE cure_part (          -- each row of the outbox, as it was before
            outbox_id INTEGER PRIMARY KEY REFERENCES outbox (id),
            attempts INTEGER NOT NULL, state TEXT NOT NULL, destination TEXT,
            next_at REAL NOT NULL, sent_at REAL, refused_at REAL,
            last_error TEXT NOT NULL, token TEXT,
            body BLOB, body_sha256 BLOB   -- NULL of an attachment
        ) STRICT
        """
    )
