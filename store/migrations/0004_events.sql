-- Events: who was there, and the presses of the day.

-- One report of attendance. The digest tells one event from another by its times.
CREATE TABLE attendance (
    id        INTEGER PRIMARY KEY,
    digest    TEXT    NOT NULL UNIQUE,
    kind      TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    starts    TEXT    NOT NULL,
    ends      TEXT    NOT NULL,
    zoned     INTEGER NOT NULL, -- 0: clock times of whoever downloaded it
    attendees INTEGER NOT NULL,
    peak      INTEGER NOT NULL,
    median    INTEGER NOT NULL, -- stay, in seconds
    kept      TEXT    NOT NULL, -- what of people was kept
    source    TEXT    NOT NULL,
    taken     TEXT    NOT NULL,
    body      BLOB    NOT NULL  -- JSON, packed with deflate (RFC 1951)
) STRICT;

CREATE INDEX attendance_starts ON attendance (starts);

-- One real event or one rehearsal: its sheet and every press.
CREATE TABLE event_run (
    id     TEXT NOT NULL PRIMARY KEY,
    visit  TEXT NOT NULL,
    starts TEXT NOT NULL,
    body   TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;

CREATE INDEX event_run_visit ON event_run (visit, starts);
