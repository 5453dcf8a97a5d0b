-- Few reports have a number of sessions that is not known, and each page about a domain
-- asks for these.
CREATE INDEX tls_report_unread ON tls_report (domain, day)
    WHERE (instr(odd, 'odd-count') > 0 OR instr(odd, 'no-count') > 0);
