package drift

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/mail/domainpart"
)

// TestThePolicyThatWasNotReadIsNamedSo: what rests on an older reading says so, and nothing is claimed of an ID.
func TestThePolicyThatWasNotReadIsNamedSo(t *testing.T) {
	c := change(domainpart.Section("a.example", domainpart.MX, ""), "mx", part(t, servers("mx1.a.example")),
		part(t, servers("mx.c.example")))
	section := domainpart.Section("a.example", domainpart.Policy, "")
	past := ofDomain{change: c, others: map[string]string{section: part(t, policyOf("enforce", "mx1.a.example"))},
		missed: []history.Missed{{Section: section, At: lookedAt, Since: lookedAt.AddDate(0, 0, -1), Why: "It is silent."}}}
	r, err := Since(context.Background(), Sources{Domains: past}, time.Time{}, lookedAt)
	if err != nil || len(r.Told) != 1 ||
		!strings.Contains(r.Told[0].Text, "the policy that Handrail last read does not name") {
		t.Errorf("%+v, %v", r.Told, err)
	}
	if rest := strings.Join(r.Rest(), "\n"); !strings.Contains(rest,
		"a.example, so changes are not known: MTA-STS policy. It is silent.") {
		t.Error(rest)
	}
	record := domainpart.Section("a.example", domainpart.Record, "")
	past.change = change(section, "policy", part(t, policyOf("enforce", "mx1.a.example")), part(t, policyOf("testing")))
	past.others[record] = `{"id":"mta-sts","state":"valid","values":["1"]}`
	past.missed[0].Section = record
	if r, err = Since(context.Background(), Sources{Domains: past}, time.Time{}, lookedAt); err != nil ||
		strings.Contains(fmt.Sprint(r.Told), "not the ID") {
		t.Errorf("%+v, %v", r.Told, err)
	}
}

// silent is a past of domains in which nothing changed, and some parts had no answer.
type silent struct {
	history.Past
	missed []history.Missed
}

func (silent) Moments(context.Context, time.Time, time.Time) ([]history.Moment, error) {
	return nil, nil
}

func (p silent) Missed(context.Context) ([]history.Missed, error) { return p.missed, nil }

// TestNoAnswerIsNotNothing: the heading and the gaps say that DNS did not answer, and are not spoilt by a mail server
// that could never be reached from here.
func TestNoAnswerIsNotNothing(t *testing.T) {
	before := lookedAt.AddDate(0, 0, -2)
	for name, c := range map[string]struct {
		part  string
		since time.Time
		whole bool // the heading covers everything
		gaps  int
	}{
		"DNS":                             {domainpart.SPF, before, false, 1},
		"DNS that never answered":         {domainpart.MX, time.Time{}, false, 1},
		"a server out of reach":           {domainpart.Certificate, before, true, 1},
		"a server never within reach":     {domainpart.Certificate, time.Time{}, true, 0},
		"a name server without a verdict": {domainpart.DNSSEC, time.Time{}, true, 0},
	} {
		past := silent{missed: []history.Missed{{Section: domainpart.Section("a.example", c.part, ""), At: lookedAt,
			Since: c.since, Why: "It is silent."}}}
		r, err := Since(context.Background(), Sources{Domains: past}, before, lookedAt)
		if err != nil || strings.Contains(r.Heading(), "could not read everything") == c.whole {
			t.Errorf("%s: %q, %v", name, r.Heading(), err)
		}
		if gaps := r.Gaps(); len(gaps) != c.gaps || c.gaps > 0 && !strings.Contains(gaps[0].Lead+gaps[0].Text,
			"No answer at the last check of a.example, so changes are not known:"+domainpart.Title(c.part, "")) {
			t.Errorf("%s: %v", name, gaps)
		}
	}
}
