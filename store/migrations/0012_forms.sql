-- Checks that are equal but for times and other numbers are kept once: form is the document without these, packed with
-- deflate (RFC 1951), and each report has its own marks, packed too. The text is put together again byte by byte.
CREATE TABLE form (
    id   INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE, -- SHA-256 of the form
    body BLOB NOT NULL
) STRICT;

ALTER TABLE report ADD COLUMN form INTEGER;
ALTER TABLE report ADD COLUMN marks BLOB;

CREATE INDEX report_form ON report (form) WHERE form IS NOT NULL;

-- A form goes with its last report, however that was removed.
CREATE TRIGGER form_unused AFTER DELETE ON report WHEN old.form IS NOT NULL
BEGIN DELETE FROM form WHERE id = old.form AND NOT EXISTS (SELECT 1 FROM report WHERE form = old.form); END;

CREATE TRIGGER form_left AFTER UPDATE OF form ON report WHEN old.form IS NOT NULL AND old.form IS NOT new.form
BEGIN DELETE FROM form WHERE id = old.form AND NOT EXISTS (SELECT 1 FROM report WHERE form = old.form); END;
