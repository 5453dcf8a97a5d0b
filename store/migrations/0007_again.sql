-- rests is what the look read, as a list in JSON; '' where it is not known.
ALTER TABLE outcome ADD COLUMN rests TEXT NOT NULL DEFAULT '';

-- What the last look at a completed visit found, after it was completed.
CREATE TABLE again (
    visit    TEXT NOT NULL PRIMARY KEY REFERENCES visit (id) ON DELETE CASCADE,
    step     TEXT NOT NULL,
    at       TEXT NOT NULL,
    severity TEXT NOT NULL,
    title    TEXT NOT NULL,
    text     TEXT NOT NULL,
    rests    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
