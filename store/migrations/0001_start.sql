-- Times are RFC 3339 in UTC with nine digits of a second, so that they sort as
-- text and a person can read them. An empty time means that it has not come.

CREATE TABLE visit (
    id      TEXT NOT NULL PRIMARY KEY,
    guide   TEXT NOT NULL,
    subject TEXT NOT NULL,
    step    TEXT NOT NULL,
    page    TEXT NOT NULL,
    started TEXT NOT NULL,
    changed TEXT NOT NULL,
    ended   TEXT NOT NULL
) STRICT;

CREATE INDEX visit_changed ON visit (changed);

-- What was typed (draft 1) stands beside what was confirmed (draft 0).
CREATE TABLE answer (
    visit TEXT    NOT NULL REFERENCES visit (id) ON DELETE CASCADE,
    name  TEXT    NOT NULL,
    draft INTEGER NOT NULL CHECK (draft IN (0, 1)),
    text  TEXT    NOT NULL,
    PRIMARY KEY (visit, name, draft)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome (
    visit  TEXT NOT NULL REFERENCES visit (id) ON DELETE CASCADE,
    step   TEXT NOT NULL,
    state  TEXT NOT NULL,
    at     TEXT NOT NULL,
    report TEXT NOT NULL,
    note   TEXT NOT NULL,
    until  TEXT NOT NULL,
    facts  TEXT NOT NULL,
    PRIMARY KEY (visit, step)
) STRICT, WITHOUT ROWID;

-- The journal outlives the visits: no reference, and nothing may change it.
CREATE TABLE journal (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     TEXT NOT NULL,
    visit  TEXT NOT NULL,
    guide  TEXT NOT NULL,
    step   TEXT NOT NULL,
    what   TEXT NOT NULL,
    old    TEXT NOT NULL,
    new    TEXT NOT NULL,
    state  TEXT NOT NULL,
    report TEXT NOT NULL
) STRICT;

CREATE INDEX journal_visit ON journal (visit);

CREATE TRIGGER journal_kept BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;

CREATE TRIGGER journal_whole BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END;

CREATE TABLE memo (
    kind    TEXT NOT NULL,
    subject TEXT NOT NULL,
    key     TEXT NOT NULL,
    value   TEXT NOT NULL,
    first   TEXT NOT NULL,
    last    TEXT NOT NULL,
    PRIMARY KEY (kind, subject, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The document is JSON as package report writes it. Lists read every column
-- but that one, so it stands last.
CREATE TABLE report (
    id       TEXT NOT NULL PRIMARY KEY,
    guide    TEXT NOT NULL,
    step     TEXT NOT NULL,
    visit    TEXT NOT NULL,
    title    TEXT NOT NULL,
    subject  TEXT NOT NULL,
    at       TEXT NOT NULL,
    worst    TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT;

CREATE INDEX report_at ON report (at);
