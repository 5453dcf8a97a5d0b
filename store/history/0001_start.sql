-- What one organisation was like. None of it can be read again.
-- Times are written as in handrail.db.

-- A moment is one look at a section after which its rows were not what they had been.
-- kind: begin (a line begins: nothing before it is compared with it) or change.
-- old and new are the hashes of the section in the cache before and after it; a
-- moment counts once the cache holds new, until then settled is 0.
-- before is when the section was last read before it, shape how it is read, fields
-- how many rows have each property.
CREATE TABLE moment (
    number  INTEGER PRIMARY KEY,
    section TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    at      TEXT    NOT NULL,
    before  TEXT    NOT NULL,
    old     TEXT    NOT NULL,
    new     TEXT    NOT NULL,
    shape   TEXT    NOT NULL,
    fields  TEXT    NOT NULL,
    settled INTEGER NOT NULL
) STRICT;
CREATE INDEX moment_of ON moment (section, at);
CREATE INDEX moment_when ON moment (at);

-- A row of a section as it was from one moment, since, until before another.
-- until is NULL where it still is.
CREATE TABLE version (
    number  INTEGER PRIMARY KEY,
    section TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    until   INTEGER,
    body    BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX version_now ON version (section, id) WHERE until IS NULL;
CREATE UNIQUE INDEX version_row ON version (section, id, since);
CREATE INDEX version_since ON version (since);
CREATE INDEX version_until ON version (until) WHERE until IS NOT NULL;

-- When each section was last read whole, also where nothing had changed.
CREATE TABLE look (
    section TEXT PRIMARY KEY,
    at      TEXT NOT NULL
) STRICT;
