-- Lists that grow: reports over all domains by day, visits of one organisation, and which report a raw text belongs to.
CREATE INDEX tls_report_by_day ON tls_report (day, id);
CREATE INDEX tls_report_raw ON tls_report (raw);
CREATE INDEX visit_organisation ON visit (organisation);
