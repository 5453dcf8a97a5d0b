-- Organisations that Handrail is connected to. At most one of them is shown.
-- The record says who signed in; it holds no secret.
CREATE TABLE organisation (
    id      TEXT    NOT NULL PRIMARY KEY COLLATE NOCASE,
    name    TEXT    NOT NULL,
    domain  TEXT    NOT NULL,
    account TEXT    NOT NULL,
    cloud   TEXT    NOT NULL,
    client  TEXT    NOT NULL,
    record  TEXT    NOT NULL,
    added   TEXT    NOT NULL,
    shown   INTEGER NOT NULL DEFAULT 0 CHECK (shown IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX organisation_shown ON organisation (shown) WHERE shown = 1;

-- Which organisation was shown when a visit began or a report was made; empty
-- where there was none.
ALTER TABLE visit ADD COLUMN organisation TEXT NOT NULL DEFAULT '' COLLATE NOCASE;
ALTER TABLE report ADD COLUMN organisation TEXT NOT NULL DEFAULT '' COLLATE NOCASE;

CREATE INDEX report_organisation ON report (organisation);
