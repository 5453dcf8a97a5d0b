-- Lists read little: what waits or has a problem of all visits, and the change log of visits in which a change was sent.
CREATE INDEX outcome_open ON outcome (visit) WHERE state IN ('waiting', 'problem');
CREATE INDEX journal_sent ON journal (visit) WHERE state = 'sent';

-- A long document is packed with deflate (RFC 1951); document is empty then.
ALTER TABLE report ADD COLUMN packed BLOB;
