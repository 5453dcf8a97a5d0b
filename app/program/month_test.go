package program

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/app/drift"
	"handrail/app/sample/graphsim"
	"handrail/app/terminal"
	"handrail/store"
)

// toldSince returns what changed in the sample's organisation after from.
func toldSince(t *testing.T, p *Program, from time.Time) drift.Result {
	t.Helper()
	s, err := p.Changes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, err := drift.Since(t.Context(), s, from, time.Now())
	if err != nil || r.None {
		t.Fatal(err)
	}
	return r
}

// endOfMonth is after the last event of the sample's month.
func endOfMonth() time.Time { return time.Now().UTC().Truncate(24 * time.Hour) }

// TestTheSampleHasAMonth: the history begins 29 days ago, what happened has its own days and a person who did it,
// and the organisation of today is not another one than that at the end of the month.
func TestTheSampleHasAMonth(t *testing.T) {
	p := openSample(t)
	today := endOfMonth()
	r := toldSince(t, p, time.Time{})
	days := map[time.Time]bool{}
	var text, own []string
	for _, one := range r.Told {
		days[one.At.UTC().Truncate(24*time.Hour)] = true
		if text = append(text, one.Text); one.Made != nil {
			own = append(own, one.Text)
		}
		by := one.By != nil || strings.HasPrefix(one.ByWhy, "Several did this: ")
		if bought := strings.HasPrefix(one.Text, "You now have 60 licences"); by == bought {
			t.Errorf("%s It was %+v, %s", one.Text, one.By, one.ByWhy)
		}
	}
	for _, want := range []string{"Callum Reid is now a Global Administrator (was: none).",
		"7 people registered Microsoft Authenticator.",
		"2 policies no longer apply to 14 people: the group “Conditional Access exclusions” grew from 2 to 16.",
		"Yuki Tanaka has a new account.", "Kevin Stone cannot sign in any more.",
		"The policy “CA007 Terms of use” is now report-only.", "You now have 60 licences of "} {
		if !slices.ContainsFunc(text, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("%q is missing in\n%s", want, strings.Join(text, "\n"))
		}
	}
	if len(own) != 1 || own[0] != "Ian McKay now has per-user MFA." {
		t.Errorf("made with Handrail: %q", own)
	}
	if len(days) < 10 || len(r.Begun) < 15 {
		t.Errorf("%d days, %d parts begin", len(days), len(r.Begun))
	}
	for _, m := range r.Begun {
		if !m.At.Equal(today.AddDate(0, 0, -29)) {
			t.Errorf("%s begins on %s", m.Section, m.At)
		}
	}
	if now := toldSince(t, p, today); len(now.Told)+now.Noise+len(now.Begun) > 0 {
		t.Errorf("today is not the end of the month: %+v", now)
	}
	left, err := filepath.Glob(filepath.Join(p.Folder, "month-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%q is left, %v", left, err)
	}
}

// TestOneProgramAloneKeepsItsMonth: several that live a month at once leave one whole month, and one that is stopped
// leaves none.
func TestOneProgramAloneKeepsItsMonth(t *testing.T) {
	folder := t.TempDir()
	open := func() *Program {
		p, err := Open(context.Background(), terminal.Flags{Data: folder, Sample: true}, true)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := open()
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if _, err := p.liveMonth(stopped); err == nil || store.Known(p.Folder, graphsim.TenantID) {
		t.Errorf("it was stopped: %v", err)
	}
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if _, err := p.liveMonth(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	defer p.Close()
	if r := toldSince(t, p, time.Time{}); len(r.Told) < 15 || len(r.Begun) < 15 {
		t.Errorf("%d changes, %d parts begin", len(r.Told), len(r.Begun))
	}
}
