package tlsreports

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/services"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/report"
	"handrail/app/task"
)

// TestNoReportsAreNoneYet: without a report nothing is fine, and where none is requested, waiting is not the advice.
func TestNoReportsAreNoneYet(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	s := services.Services{Now: func() time.Time { return now }}
	text := sts.Policy{Mode: sts.Testing, MX: []string{"mx.choir.example"}, MaxAge: 604800}.String()
	p, _ := sts.ParsePolicy([]byte(text))
	s.Mail.Check = func(context.Context, dns.Domain, task.Report) (*mailcheck.State, error) {
		st := &mailcheck.State{Domain: dns.Domain{ASCII: "choir.example", Unicode: "choir.example"}, At: now,
			PolicyState: "valid", RecordState: "valid", ReportingState: "absent",
			Hosts: []mailcheck.Host{{Name: "mx.choir.example"}}, Effective: "testing"}
		st.Policy.Body, st.Policy.Policy = []byte(text), p
		st.Record.Record = &sts.Record{ID: "1"}
		return st, nil
	}
	g := Guide(s)
	v := &guide.Visit{Answers: map[string]string{"domain": "choir.example"}, Outcomes: map[string]guide.Outcome{}}
	for _, step := range g.Steps[:4] {
		doc, err := step.Look(t.Context(), v, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range doc.Findings() {
			if f.Severity == report.OK && f.Code != "condition-policy" {
				t.Errorf("%s: fine without a report: %+v", step.ID, f)
			}
			if slices.Contains([]string{"condition-days", "condition-organisations"}, f.Code) &&
				(f.Severity != report.Warning || !strings.Contains(f.Title, "none yet") ||
					!strings.HasPrefix(f.Do, "Request reports")) {
				t.Errorf("%+v", f)
			}
		}
		if text := markdown(t, doc); (step.ID == stepWhere || step.ID == stepRead) &&
			!strings.Contains(text, "| Reports about this domain | None yet |") {
			t.Errorf("%s:\n%s", step.ID, text)
		}
	}
}

func markdown(t *testing.T, d *report.Document) string {
	t.Helper()
	var b strings.Builder
	if err := report.WriteMarkdown(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
