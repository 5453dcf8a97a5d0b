-- What sending servers told about mail to a domain (RFC 8460). One row a report
-- and domain; the same report counts once, whatever way it came. Days are
-- YYYY-MM-DD in UTC.
CREATE TABLE tls_report (
    id           INTEGER PRIMARY KEY,
    domain       TEXT    NOT NULL,
    day          TEXT    NOT NULL,
    organisation TEXT    NOT NULL,
    signed       TEXT    NOT NULL, -- pass, fail, untested
    succeeded    INTEGER NOT NULL,
    failed       INTEGER NOT NULL,
    report       TEXT    NOT NULL, -- the writer's number of it
    starts       TEXT    NOT NULL,
    ends         TEXT    NOT NULL,
    contact      TEXT    NOT NULL,
    signed_by    TEXT    NOT NULL,
    signed_why   TEXT    NOT NULL,
    odd          TEXT    NOT NULL, -- codes with blanks between
    source       TEXT    NOT NULL, -- where it was read first
    taken        TEXT    NOT NULL,
    raw          INTEGER NOT NULL REFERENCES tls_raw (id)
) STRICT;

CREATE UNIQUE INDEX tls_report_once ON tls_report (domain, report, organisation, starts, ends);

-- Sums of a domain's days are read from this index alone.
CREATE INDEX tls_report_day ON tls_report (domain, day, signed, organisation, succeeded, failed);

-- The report as received, packed with deflate (RFC 1951).
CREATE TABLE tls_raw (
    id   INTEGER PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE tls_policy (
    id        INTEGER PRIMARY KEY,
    report    INTEGER NOT NULL REFERENCES tls_report (id) ON DELETE CASCADE,
    type      TEXT    NOT NULL,
    text      TEXT    NOT NULL, -- lines
    mx        TEXT    NOT NULL, -- hosts with blanks between
    succeeded INTEGER NOT NULL,
    failed    INTEGER NOT NULL
) STRICT;

CREATE INDEX tls_policy_report ON tls_policy (report, type, succeeded, failed);

-- Domain and day stand here too, so that failures are found without their reports.
CREATE TABLE tls_failure (
    id           INTEGER PRIMARY KEY,
    policy       INTEGER NOT NULL REFERENCES tls_policy (id) ON DELETE CASCADE,
    domain       TEXT    NOT NULL,
    day          TEXT    NOT NULL,
    organisation TEXT    NOT NULL,
    signed       TEXT    NOT NULL,
    type         TEXT    NOT NULL, -- of the policy
    result       TEXT    NOT NULL,
    host         TEXT    NOT NULL,
    helo         TEXT    NOT NULL,
    sending_ip   TEXT    NOT NULL,
    receiving_ip TEXT    NOT NULL,
    count        INTEGER NOT NULL,
    info         TEXT    NOT NULL,
    reason       TEXT    NOT NULL
) STRICT;

CREATE INDEX tls_failure_day ON tls_failure (domain, day);
CREATE INDEX tls_failure_policy ON tls_failure (policy);

-- Files that could not be read. The same part of a file stands here once.
CREATE TABLE tls_refused (
    path   TEXT NOT NULL,
    part   TEXT NOT NULL,
    code   TEXT NOT NULL,
    reason TEXT NOT NULL,
    at     TEXT NOT NULL,
    PRIMARY KEY (path, part)
) STRICT, WITHOUT ROWID;

-- How far a source was read: what comes next, in the source's own words.
CREATE TABLE tls_cursor (
    source TEXT NOT NULL PRIMARY KEY,
    next   TEXT NOT NULL,
    at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
