package store

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/mail/domainlook"
	"handrail/app/mail/domainpart"
	"handrail/app/report"
)

func domainsIn(t *testing.T, folder string) *Domains {
	t.Helper()
	d := NewDomains(folder, clock, nil, func(n Notice) { t.Error(n) })
	t.Cleanup(func() { must(t, d.Close()) })
	return d
}

// lookedAt is a made look: some parts of a domain, each with one of few values or without an answer.
func lookedAt(r *rand.Rand, domain string, at time.Time) domainlook.Look {
	l := domainlook.Look{Domain: domain, At: at}
	for _, part := range []string{domainpart.MX, domainpart.SPF, domainpart.Policy, domainpart.DMARC} {
		switch r.IntN(5) {
		case 0: // not asked
			continue
		case 1:
			l.Parts = append(l.Parts, domainlook.Part{Section: domainpart.Section(domain, part, ""), Why: "It is silent."})
		default:
			l.Parts = append(l.Parts, domainlook.Part{Section: domainpart.Section(domain, part, ""),
				Row: fmt.Appendf(nil, `{"id":%q,"state":"s%d"}`, part, r.IntN(3))})
		}
	}
	return l
}

// TestTheHistoryOfADomainReplays holds for made looks that every part of every past day comes back exactly, that the
// changes lead from one to the next, and that a part without an answer stays as it was and is named.
func TestTheHistoryOfADomainReplays(t *testing.T) {
	ctx, d := context.Background(), domainsIn(t, t.TempDir())
	for n := range 40 {
		r := rand.New(rand.NewPCG(uint64(n), 3))
		domain, at := fmt.Sprintf("d%d.example", n), noon
		now, missed, days := map[string]string{}, map[string]bool{}, []lived(nil)
		for range 12 {
			at = at.Add(time.Duration(1+r.IntN(72)) * time.Hour)
			l := lookedAt(r, domain, at)
			must(t, d.KeepLook(ctx, l))
			for _, p := range l.Parts {
				if missed[p.Section] = p.Row == nil; p.Row != nil {
					now[p.Section] = string(p.Row)
				}
			}
			days = append(days, lived{at, maps.Clone(now)})
		}
		h, err := d.open(false)
		must(t, err)
		for _, day := range days {
			if got := asOfDomain(t, h, domain, day.at); !maps.Equal(got, day.rows) {
				t.Fatalf("%s as of %s: %v, not %v", domain, day.at, got, day.rows)
			}
		}
		replayDomain(t, h, domain, now)
		all, err := h.Missed(ctx)
		must(t, err)
		for _, m := range all {
			if strings.HasPrefix(m.Section, domainpart.Within(domain)) != missed[m.Section] ||
				(now[m.Section] == "") != m.Since.IsZero() && missed[m.Section] {
				t.Errorf("%+v", m)
			}
			delete(missed, m.Section)
		}
		for section, still := range missed {
			if still {
				t.Errorf("%s had no answer, which is forgotten", section)
			}
		}
		must(t, d.Forget(ctx, domain))
		if got := asOfDomain(t, h, domain, at); len(got) > 0 {
			t.Errorf("forgotten, and there are %v", got)
		}
	}
}

func asOfDomain(t *testing.T, h *History, domain string, at time.Time) map[string]string {
	t.Helper()
	got := map[string]string{}
	for _, part := range []string{domainpart.MX, domainpart.SPF, domainpart.Policy, domainpart.DMARC} {
		section := domainpart.Section(domain, part, "")
		_, err := h.AsOf(context.Background(), section, at, func(_ string, body []byte) error {
			got[section] = string(body)
			return nil
		})
		must(t, err)
	}
	return got
}

// replayDomain applies every change to what was there when its part began.
func replayDomain(t *testing.T, h *History, domain string, want map[string]string) {
	t.Helper()
	ctx := context.Background()
	all, err := h.Moments(ctx, time.Time{}, noon.AddDate(1, 0, 0))
	must(t, err)
	now := map[string]string{}
	for i := len(all) - 1; i >= 0; i-- {
		m := all[i]
		if !strings.HasPrefix(m.Section, domainpart.Within(domain)) {
			continue
		}
		if m.Kind == history.MomentBegin {
			now[m.Section] = asOfDomain(t, h, domain, m.At)[m.Section]
		}
		changes, err := h.Changes(ctx, m.Number)
		must(t, err)
		for _, c := range changes {
			if c.Kind != history.Changed || string(c.Before) != now[c.Section] || !c.Since.Before(c.At) {
				t.Fatalf("%s: %+v", domain, c)
			}
			now[c.Section] = string(c.After)
		}
	}
	if !maps.Equal(now, want) {
		t.Fatalf("%s: replayed %v, not %v", domain, now, want)
	}
}

// TestNothingIsCreatedBeforeTheFirstLook: a start and a page leave no file, and another process sees what was kept.
func TestNothingIsCreatedBeforeTheFirstLook(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	one, other := domainsIn(t, folder), domainsIn(t, folder)
	past, err := one.Past()
	if past != nil || err != nil {
		t.Fatal(past, err)
	}
	must(t, one.Forget(ctx, "example.org"))
	if _, err := os.Stat(filepath.Join(folder, domainsFile)); err == nil {
		t.Error("a file without a look")
	}
	part := domainlook.Part{Section: domainpart.Section("example.org", domainpart.MX, ""), Row: []byte(`{"id":"mx"}`)}
	must(t, one.KeepLook(ctx, domainlook.Look{Domain: "example.org", At: noon, Parts: []domainlook.Part{part}}))
	if past, err = other.Past(); err != nil {
		t.Fatal(err)
	}
	if all, err := past.Moments(ctx, time.Time{}, noon); err != nil || len(all) != 1 {
		t.Error(all, err)
	}
}

// TestADomainIsForgottenWithTheLastReport: what is remembered of a domain goes with the last report and walk about it,
// not before, and with the organisation if its reports go. Nothing of it stays in the file.
func TestADomainIsForgottenWithTheLastReport(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	s, _, err := Open(folder, clock)
	must(t, err)
	defer func() { must(t, s.Close()) }()
	d := domainsIn(t, folder)
	const alone = "xn--bcher-kva.example"
	for _, domain := range []string{"parish.example", alone, "other.example"} {
		must(t, d.KeepLook(ctx, domainlook.Look{Domain: domain, At: noon, Parts: []domainlook.Part{
			{Section: domainpart.Section(domain, domainpart.MX, ""), Row: []byte(`{"id":"mx"}`)},
			{Section: domainpart.Section(domain, domainpart.SPF, ""), Why: "It is silent."}}}))
	}
	known := func() string {
		t.Helper()
		h, err := d.open(false)
		must(t, err)
		all, err := h.domains(ctx)
		must(t, err)
		return strings.Join(all, " ")
	}
	keep := func(subject string) string {
		t.Helper()
		id, err := s.SaveReport(ctx, report.SavedReport{Title: "t", Subject: subject, At: noon,
			Document: &report.Document{Title: "t"}})
		must(t, err)
		return id
	}
	one, two, third := keep("parish.example"), keep("parish.example"), keep("bücher.example ("+alone+")")
	must(t, s.SaveVisit(ctx, guide.Visit{ID: "v", Guide: "mta-sts", Subject: "parish.example", Started: noon,
		Changed: noon}))
	must(t, s.DeleteReport(ctx, one))
	must(t, s.DeleteReport(ctx, two))
	if got := known(); got != "other.example parish.example "+alone {
		t.Errorf("a walk is still about it: %s", got)
	}
	must(t, s.DeleteVisit(ctx, "v"))
	must(t, s.DeleteVisit(ctx, "v"))
	if got := known(); got != "other.example "+alone {
		t.Errorf("nothing is about it any more: %s", got)
	}
	must(t, s.ForgetOrganisation(ctx, parish, false))
	if got := known(); got != "other.example "+alone {
		t.Errorf("the reports stay: %s", got)
	}
	must(t, s.ForgetOrganisation(ctx, parish, true))
	if got := known(); got != alone {
		t.Errorf("the report of no organisation stays: %s", got)
	}
	must(t, s.DeleteReport(ctx, third))
	must(t, d.Close())
	text, err := os.ReadFile(filepath.Join(folder, domainsFile))
	must(t, err)
	if strings.Contains(string(text), "example") {
		t.Error("a name is still in the file")
	}
}

// TestADamagedHistoryOfDomainsIsPutAside: what was found is noted in a new file, and the person is told.
func TestADamagedHistoryOfDomainsIsPutAside(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, domainsFile), []byte(strings.Repeat("damage ", 2000)), 0o600))
	var told []Notice
	d := NewDomains(folder, clock, nil, func(n Notice) { told = append(told, n) })
	defer func() { must(t, d.Close()) }()
	part := domainlook.Part{Section: domainpart.Section("example.org", domainpart.MX, ""), Row: []byte(`{"id":"mx"}`)}
	must(t, d.KeepLook(ctx, domainlook.Look{Domain: "example.org", At: noon, Parts: []domainlook.Part{part}}))
	if len(told) != 1 || !strings.Contains(told[0].Message, "the history of your domains") {
		t.Errorf("%+v", told)
	}
}
