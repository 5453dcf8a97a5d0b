-- What is marked about the people of a list of who is affected: when each was first found to have
-- to act, since when no longer, and when they were written to; '' where that did not happen. It
-- has IDs and no names.
CREATE TABLE affected (
    organisation TEXT NOT NULL COLLATE NOCASE REFERENCES organisation (id) ON DELETE CASCADE,
    list         TEXT NOT NULL,
    person       TEXT NOT NULL,
    first        TEXT NOT NULL,
    done         TEXT NOT NULL,
    written      TEXT NOT NULL,
    PRIMARY KEY (organisation, list, person)
) STRICT, WITHOUT ROWID;
