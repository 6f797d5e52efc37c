"""The tables of the store, as a list of migrations: the n-th script leads from schema version n to n + 1.

A script that has landed is never changed; what must change is a new script at the end.
"""

MIGRATIONS = (
    """
    CREATE TABLE report (
        id TEXT PRIMARY KEY,
        revision INTEGER NOT NULL,          -- grows with every change, so that an index can tell what it lacks
        ingest_version INTEGER NOT NULL,
        title TEXT NOT NULL, subtitle TEXT NOT NULL, authors TEXT NOT NULL, publisher TEXT NOT NULL,
        commissioned_by TEXT NOT NULL, performed_by TEXT NOT NULL, series TEXT NOT NULL,
        report_number TEXT NOT NULL, year INTEGER, isbn TEXT NOT NULL, issn TEXT NOT NULL,
        doi TEXT NOT NULL, handle TEXT NOT NULL, licence TEXT NOT NULL, language TEXT NOT NULL,
        shares TEXT NOT NULL, last_changed TEXT NOT NULL, landing_page TEXT NOT NULL,
        heading TEXT NOT NULL, pdf TEXT NOT NULL, path TEXT NOT NULL,
        sha256 TEXT NOT NULL, landing_sha256 TEXT NOT NULL
    );
    CREATE TABLE detail (                   -- what only `show` asks for
        report TEXT PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
        pages TEXT NOT NULL, candidates TEXT NOT NULL, notes TEXT NOT NULL
    );
    CREATE TABLE passage (
        number INTEGER PRIMARY KEY AUTOINCREMENT,   -- what engines know a passage by; never used again
        id TEXT NOT NULL UNIQUE,
        report TEXT NOT NULL REFERENCES report (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,                  -- in reading order, from 0
        text TEXT NOT NULL, kind TEXT NOT NULL, section TEXT NOT NULL, matter TEXT NOT NULL,
        finding INTEGER NOT NULL, standard TEXT NOT NULL, margin REAL NOT NULL,
        places TEXT NOT NULL, note TEXT NOT NULL
    );
    CREATE INDEX passage_by_report ON passage (report, position);
    CREATE TABLE run (                      -- where the words of a passage are printed, packed by catalogue.runs
        passage INTEGER PRIMARY KEY REFERENCES passage (number) ON DELETE CASCADE,
        packed BLOB NOT NULL
    );
    CREATE TABLE indexed (report TEXT PRIMARY KEY, revision INTEGER NOT NULL);
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    INSERT INTO meta VALUES ('revision', '0');
    """,
    """
    ALTER TABLE report ADD COLUMN landing_path TEXT NOT NULL DEFAULT '';
    """,
    """
    ALTER TABLE report ADD COLUMN superseded_by TEXT NOT NULL DEFAULT '';   -- id of the newer version, or ''
    CREATE TABLE edit (                     -- what a user has set by hand; kept when the report is read again
        report TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (report, field)
    );
    CREATE TABLE fetched (                  -- what came from the net, to ask only for what has changed
        url TEXT PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
        checked TEXT NOT NULL               -- ISO time, UTC
    );
    CREATE TABLE follow (                   -- saved queries
        name TEXT PRIMARY KEY, query TEXT NOT NULL, options TEXT NOT NULL, created TEXT NOT NULL
    );
    CREATE TABLE told (                     -- what a follower has been told of, or had before; text, for ids can come again
        follow TEXT NOT NULL REFERENCES follow (name) ON DELETE CASCADE,
        passage TEXT NOT NULL, report TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (follow, passage)
    );
    """,
)
VERSION = len(MIGRATIONS)
