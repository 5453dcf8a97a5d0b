-- Rows of an unfinished refresh, in the order in which they came: each page is written at the end of the table, and not
-- all over it. No id comes twice, because a refresh knows which it has met.
DELETE FROM body WHERE key IN (SELECT body FROM incoming WHERE body IS NOT NULL);
DELETE FROM seen;
DROP TABLE incoming;
CREATE TABLE incoming (
    section INTEGER NOT NULL,
    body    INTEGER NOT NULL,
    id      TEXT    NOT NULL,
    hash    BLOB    NOT NULL,
    PRIMARY KEY (section, body)
) STRICT, WITHOUT ROWID;

-- An unfinished refresh of before begins again.
UPDATE section SET next = '', pages = 0, paged = '', noted = '[]' WHERE next <> '' OR pages > 0;
