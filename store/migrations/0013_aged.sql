-- Why a report was removed: 'age' where it was older than Settings says, '' where a person removed it.
ALTER TABLE place ADD COLUMN why TEXT NOT NULL DEFAULT '';

-- Whether a change refers to a report.
CREATE INDEX journal_report ON journal (report) WHERE report <> '';

-- The other reports of a visit, which stay as long as its change.
CREATE INDEX report_visit ON report (visit) WHERE visit <> '';
