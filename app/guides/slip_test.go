package guides

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/mail/dns"
	"handrail/app/mail/health"
	"handrail/app/mail/mailcheck"
	"handrail/app/report"
	"handrail/app/task"
)

// TestADomainWithASlip: a domain that DNS does not have is told as such in every guide that asks DNS, as a problem, and
// never as one that takes no email.
func TestADomainWithASlip(t *testing.T) {
	const slip = "northgaet.example"
	asked, services := 0, guidetest.New().Services()
	check := mailcheck.Checker{Resolver: dns.Fake{}, Now: services.Now}
	services.Mail.Check = check.Check
	services.Mail.Health = func(ctx context.Context, d []dns.Domain, keys []string, r task.Report) ([]*health.State, error) {
		return health.Check(ctx, check, d, keys, r)
	}
	services.Mail.Receivers = func(context.Context, string) ([]string, error) {
		return nil, mailcheck.NoSuchDomain()
	}
	for _, g := range All(services) {
		if g.ID != "mta-sts" && g.ID != "tls-reports" && g.ID != "mail-health" && g.ID != "enhanced-filtering" {
			continue
		}
		asked++
		v := &guide.Visit{Answers: maps.Clone(guidetest.Answers()), Outcomes: map[string]guide.Outcome{}}
		v.Answers["domain"] = slip
		i := slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.Look != nil })
		doc, err := g.Steps[i].Look(t.Context(), v, nil)
		if err != nil {
			t.Errorf("%s: %v", g.ID, err)
			continue
		}
		told := slices.IndexFunc(doc.Findings(), func(f report.Finding) bool {
			return f.Title == "This domain does not exist" && f.Severity == report.Problem && f.Do != ""
		})
		text := strings.ToLower(textOf(t, doc))
		if told < 0 || strings.Contains(text, "no server receives") || strings.Contains(text, "takes no email") {
			t.Errorf("%s does not say that the domain does not exist: %s", g.ID, text)
		}
		if g.Steps[i].Ready != nil && g.Steps[i].Ready(v, doc) == nil {
			t.Errorf("%s goes on", g.ID)
		}
	}
	if asked != 4 {
		t.Errorf("%d guides were asked", asked)
	}
}

// textOf returns a document as a page.
func textOf(t *testing.T, d *report.Document) string {
	t.Helper()
	var b strings.Builder
	if err := report.WriteMarkdown(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
