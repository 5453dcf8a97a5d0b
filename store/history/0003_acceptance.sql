-- Differences that someone accepted. Nothing here depends on the moments, which may be folded or removed.
-- Of several for one place (section, id, field) the last one counts, and none if it was withdrawn.
-- field is "" where it is about the row being there; value is what is accepted, as text or
-- as a hash, "" where it is not there; shape is how the section was read.
-- severity, subject, text, many, before and after are the sentence that was accepted, seen and
-- since when it happened; until is the last day on which it holds, "" without end.
CREATE TABLE acceptance (
    number    INTEGER PRIMARY KEY,
    section   TEXT NOT NULL,
    id        TEXT NOT NULL,
    field     TEXT NOT NULL,
    value     TEXT NOT NULL,
    shape     TEXT NOT NULL,
    severity  TEXT NOT NULL,
    subject   TEXT NOT NULL,
    text      TEXT NOT NULL,
    many      TEXT NOT NULL,
    before    TEXT NOT NULL,
    after     TEXT NOT NULL,
    seen      TEXT NOT NULL,
    since     TEXT NOT NULL,
    who       TEXT NOT NULL,
    why       TEXT NOT NULL,
    at        TEXT NOT NULL,
    until     TEXT NOT NULL,
    withdrawn TEXT NOT NULL
) STRICT;
