-- What happened to a row, so that much can be counted without comparing it again.

-- what: of a version, what happened when it began: '' nothing that is told, because
-- a line began; '+' the row is new; '-' the row is gone, and body is empty; else the
-- paths that differ, with commas, or '*' where they are many.
-- until of a version is since of the next one with the same ID.
ALTER TABLE version ADD COLUMN what TEXT NOT NULL DEFAULT '';

-- counts: of a moment, how many rows each "what" has, as JSON. Versions that began
-- after the moment before and not after this one are its own: folding removes a
-- moment, and no number in a version changes.
-- notes: what had to be known about the rows; other notes begin a line.
ALTER TABLE moment ADD COLUMN counts TEXT NOT NULL DEFAULT '{}';
ALTER TABLE moment ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';

INSERT INTO version (section, id, since, until, body, what)
    SELECT v.section, v.id, v.until, (SELECT min(n.since) FROM version n
        WHERE n.section = v.section AND n.id = v.id AND n.since > v.until), x'', '-'
    FROM version v WHERE v.until IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM version n WHERE n.section = v.section AND n.id = v.id AND n.since = v.until);
UPDATE version SET what = iif(EXISTS (SELECT 1 FROM version p WHERE p.section = version.section
        AND p.id = version.id AND p.until = version.since AND p.what <> '-'), '*', '+')
    WHERE what = '' AND since IN (SELECT number FROM moment WHERE kind = 'change');
UPDATE moment SET counts = (SELECT json_group_object(what, n) FROM (
        SELECT what, count(*) AS n FROM version WHERE since = moment.number AND what <> '' GROUP BY what))
    WHERE kind = 'change';

DROP INDEX version_now;
DROP INDEX version_since;
DROP INDEX version_until;
CREATE INDEX version_since ON version (section, since, what);
CREATE INDEX version_until ON version (section, until, since);

-- With the number that every index ends with: the moments of a section in order.
DROP INDEX moment_of;
CREATE INDEX moment_of ON moment (section);

-- What does not count yet.
CREATE INDEX moment_open ON moment (number) WHERE settled = 0;
