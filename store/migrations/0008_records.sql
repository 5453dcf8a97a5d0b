-- The place of each saved report among all of them. hash is over the place, what the report holds, and the hash
-- before, so that a report that is altered, added or taken away outside Handrail is seen. A report that was removed
-- leaves its place.
CREATE TABLE place (
    number  INTEGER NOT NULL PRIMARY KEY,
    report  TEXT NOT NULL,
    saved   TEXT NOT NULL,
    content TEXT NOT NULL,
    hash    TEXT NOT NULL,
    removed TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX place_report ON place (report);

CREATE TRIGGER place_kept BEFORE UPDATE OF number, report, saved, content, hash ON place
BEGIN SELECT RAISE(ABORT, 'a place is never changed'); END;

CREATE TRIGGER place_whole BEFORE DELETE ON place
BEGIN SELECT RAISE(ABORT, 'places are never removed'); END;

-- What a plan said when it was confirmed, as JSON: the settings, who is affected, how to undo it. The journal says
-- what became of it. Who is affected has names, so this goes with the organisation, where the journal stays.
CREATE TABLE confirmation (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    at           TEXT NOT NULL,
    visit        TEXT NOT NULL,
    guide        TEXT NOT NULL,
    step         TEXT NOT NULL,
    organisation TEXT NOT NULL,
    account      TEXT NOT NULL,
    plan         TEXT NOT NULL
) STRICT;

CREATE INDEX confirmation_visit ON confirmation (visit);
