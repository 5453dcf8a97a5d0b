-- What was read of one organisation. All of it can be read again.
-- Times are written as in handrail.db.

-- A section by its number, because each row names it. paged is when the last
-- page of an unfinished refresh was kept, noted what must be known of its rows.
CREATE TABLE section (
    number    INTEGER PRIMARY KEY,
    id        TEXT    NOT NULL UNIQUE,
    state     TEXT    NOT NULL,
    rows      INTEGER NOT NULL,
    started   TEXT    NOT NULL,
    completed TEXT    NOT NULL,
    hash      TEXT    NOT NULL,
    message   TEXT    NOT NULL,
    hint      TEXT    NOT NULL,
    requests  TEXT    NOT NULL,
    notes     TEXT    NOT NULL,
    next      TEXT    NOT NULL,
    pages     INTEGER NOT NULL,
    paged     TEXT    NOT NULL,
    noted     TEXT    NOT NULL
) STRICT;

-- The text of a row as Microsoft sent it. It is written once: a swap moves only
-- the key from incoming to kept.
CREATE TABLE body (
    key  INTEGER PRIMARY KEY,
    text BLOB NOT NULL
) STRICT;

CREATE TABLE kept (
    section INTEGER NOT NULL,
    id      TEXT    NOT NULL,
    hash    BLOB    NOT NULL,
    body    INTEGER NOT NULL,
    PRIMARY KEY (section, id)
) STRICT, WITHOUT ROWID;

-- Rows of an unfinished refresh. body is null where the kept row has that hash.
CREATE TABLE incoming (
    section INTEGER NOT NULL,
    id      TEXT    NOT NULL,
    hash    BLOB    NOT NULL,
    body    INTEGER,
    PRIMARY KEY (section, id)
) STRICT, WITHOUT ROWID;

-- How many people each filter finds.
CREATE TABLE tally (
    filter TEXT    NOT NULL PRIMARY KEY,
    people INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who is searched: made from users, registration and roles, and made anew with
-- them. name and text are folded for comparing; last is in seconds, -1 never;
-- flags has a bit for each filter; whole is the person as JSON. The indexes are
-- part of the making (see person.go). No key is ever given twice.
CREATE TABLE person (
    key   INTEGER PRIMARY KEY AUTOINCREMENT,
    id    TEXT    NOT NULL,
    upn   TEXT    NOT NULL,
    name  TEXT    NOT NULL,
    flags INTEGER NOT NULL,
    last  INTEGER NOT NULL,
    text  TEXT    NOT NULL,
    whole TEXT    NOT NULL
) STRICT;
