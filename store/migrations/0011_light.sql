-- Lists read little: what waits or has a problem of all visits, and the change log of visits in which a change was sent.
-- A hash on paper is looked up, and an organisation is forgotten, without reading all.
CREATE INDEX outcome_open ON outcome (visit) WHERE state IN ('waiting', 'problem');
CREATE INDEX journal_sent ON journal (visit) WHERE state = 'sent';
CREATE INDEX place_hash ON place (hash);
CREATE INDEX confirmation_organisation ON confirmation (organisation);

-- A long document is packed with deflate (RFC 1951); document is empty then.
ALTER TABLE report ADD COLUMN packed BLOB;
