-- The parts of domains about which the last look had no answer, and why. Such a part
-- stays as it was. Only the history of domains has rows here.
CREATE TABLE missed (
    section TEXT PRIMARY KEY,
    at      TEXT NOT NULL,
    why     TEXT NOT NULL
) STRICT;
