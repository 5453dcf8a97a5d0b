-- Which kept rows an unfinished refresh has met unchanged: a list of ids for each page. Such rows are not incoming.
CREATE TABLE seen (
    section INTEGER NOT NULL,
    page    INTEGER NOT NULL,
    ids     TEXT    NOT NULL,
    PRIMARY KEY (section, page)
) STRICT, WITHOUT ROWID;

-- What has to be made again from changed sections before it is read: 'people'.
CREATE TABLE due (
    what TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- An unfinished refresh of before begins again.
DELETE FROM body WHERE key IN (SELECT body FROM incoming WHERE body IS NOT NULL);
DELETE FROM incoming;
UPDATE section SET next = '', pages = 0, paged = '', noted = '[]' WHERE next <> '' OR pages > 0;
