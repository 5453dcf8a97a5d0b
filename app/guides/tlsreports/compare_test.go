package tlsreports

import (
	"strings"
	"testing"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
)

// What senders read is said only where they can read something.
func TestWhatSendersReadIsSeen(t *testing.T) {
	text := sts.Policy{Mode: sts.Enforce, MX: []string{"mx.choir.example"}, MaxAge: 604800}.String()
	for name, c := range map[string]struct {
		policy, record, body, id string
		published, says          string
	}{
		"published": {"valid", "valid", text, "2", "yes", "see what you decided"},
		"LF at its ends": {"valid", "valid", strings.ReplaceAll(text, "\r\n", "\n"), "2", "yes",
			"see what you decided"},
		"the older one": {"valid", "valid", "version: STSv1\r\n", "2", "no", "older policy"},
		"the older ID":  {"valid", "valid", text, "1", "no", "Set the ID to 2"},
		"no host":       {"absent", "valid", "", "2", "no", "cannot read any policy"},
		"host fails":    {"unreachable", "valid", "", "2", "no", "cannot read any policy"},
		"not a policy":  {"invalid", "valid", "hello", "2", "no", "cannot read any policy"},
		"not answered":  {"unknown", "valid", "", "2", "unknown", "from here"},
		"no answer":     {"valid", "unknown", text, "", "unknown", "from here"},
	} {
		s := &mailcheck.State{Domain: dns.Domain{ASCII: "choir.example"}, PolicyState: c.policy, RecordState: c.record}
		s.Policy.Body = []byte(c.body)
		if c.record == "valid" {
			s.Record.Record = &sts.Record{ID: c.id}
		}
		f, published := compare(s, text, "2")
		if published != c.published || !strings.Contains(f.Title+" "+f.Text+" "+f.Do, c.says) {
			t.Errorf("%s: %s, %+v", name, published, f)
		}
	}
}
