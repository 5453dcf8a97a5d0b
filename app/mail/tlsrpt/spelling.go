package tlsrpt

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/mail/tlsreport"
)

// plainName returns a field's name as RFC 8460 section 4.4 spells it: small letters, with
// hyphens. Another spelling is noted.
func (w *walker) plainName(s string) string {
	other := false
	for i := range len(s) {
		other = other || s[i] == '_' || s[i] >= 'A' && s[i] <= 'Z'
	}
	if !other {
		return s
	}
	plain := strings.ToLower(strings.ReplaceAll(s, "_", "-"))
	if slices.Contains(fieldNames, plain) {
		w.odd(tlsreport.FieldSpelling)
		return plain
	}
	return s
}

// fieldNames are the fields of a report (RFC 8460 section 4.4).
var fieldNames = []string{"organization-name", "report-id", "contact-info", "date-range", "policies",
	"start-datetime", "end-datetime", "policy", "summary", "failure-details", "policy-type", "policy-domain",
	"policy-string", "mx-host", "mx-host-pattern", "total-successful-session-count", "total-failure-session-count",
	"result-type", "sending-mta-ip", "receiving-mx-hostname", "receiving-mx-helo", "receiving-ip",
	"additional-information", "additional-info-uri", "failure-reason-code", "failed-session-count"}

// parseTime reads a time as reports write it: RFC 3339, also without a zone,
// which then is UTC. zoned reports whether it had a zone.
func parseTime(s string) (t time.Time, zoned bool, err error) {
	s = strings.TrimSpace(s)
	if len(s) == 10 { // seconds since 1970, or a day
		if n, bad := strconv.ParseInt(s, 10, 64); bad == nil {
			return inRange(time.Unix(n, 0).UTC(), true)
		}
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05Z0700"} {
		if t, err = time.Parse(layout, s); err == nil {
			return inRange(t.UTC(), true)
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02"} {
		if t, err = time.Parse(layout, s); err == nil {
			return inRange(t, false)
		}
	}
	return time.Time{}, false, err
}

// inRange refuses years that no report can be from; they would not sort as text.
func inRange(t time.Time, zoned bool) (time.Time, bool, error) {
	if t.Year() < 2000 || t.Year() > 9000 {
		return time.Time{}, false, refuse(NoDates, askAgain, "The report does not give its dates.")
	}
	return t.Truncate(time.Second), zoned, nil
}
