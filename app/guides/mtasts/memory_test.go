package mtasts

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/policyhistory"
	"handrail/app/report"
	"handrail/app/task"
)

// seenAt is what a look finds: this policy and this id, both right where not empty.
func seenAt(at time.Time, text, id string) *mailcheck.State {
	s := &mailcheck.State{Domain: dns.Domain{ASCII: "example.org", Unicode: "example.org"}, At: at,
		RecordState: "absent",
		PolicyState: "absent", Effective: "absent", ReportingState: "absent",
		Hosts: []mailcheck.Host{{Name: "mail.example.org", Pref: 10}}}
	if id != "" {
		s.RecordState, s.Record = "valid", sts.Selected{State: "valid", Record: &sts.Record{ID: id}}
	}
	if text != "" {
		p, err := sts.ParsePolicy([]byte(text))
		if err != nil {
			panic(err)
		}
		s.PolicyState, s.Policy = "valid", sts.Fetched{Status: 200, Body: []byte(text), Policy: p}
	}
	return s
}

func textOf(mode sts.Mode, maxAge int64, mx ...string) string {
	return sts.Policy{Mode: mode, MX: mx, MaxAge: maxAge}.String()
}

// looked settles a look as the wizard does.
func looked(t *testing.T, d deps, v *guide.Visit, step string, s *mailcheck.State) *report.Document {
	t.Helper()
	d.Mail.Check = func(context.Context, dns.Domain, task.Report) (*mailcheck.State, error) { return s, nil }
	doc, err := d.look(context.Background(), v, nil, Document)
	if err != nil {
		t.Fatal(err)
	}
	v.Outcomes[step] = guide.Outcome{State: guide.Completed, At: s.At, Facts: doc.Facts()}
	return doc
}

// TestIdChangesWhenAndOnlyWhenTheTextDoes walks a domain through its life.
func TestIdChangesWhenAndOnlyWhenTheTextDoes(t *testing.T) {
	for _, memory := range []*guidetest.Notes{{}, nil} {
		d := deps{Services: services.Services{Now: func() time.Time { return noon.Add(100 * time.Hour) }}}
		if memory != nil {
			d.Observations = memory
		}
		ctx := context.Background()
		a := textOf(sts.Testing, day, "mail.example.org")
		v := visitWith(nil, map[string]string{askAim: aimChange, askMode: "testing", askMX: "mail.example.org",
			askMaxAge: "86400"})
		hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }

		looked(t, d, v, stepToday, seenAt(hour(0), a, "first"))
		v.Outcomes[stepPolicy] = guide.Outcome{State: guide.Completed, At: hour(1)}
		if got := d.made(ctx, v, nil).ID; got != "first" {
			t.Errorf("the text stays and the id becomes %q", got)
		}
		v.Answers[askMX] = "mail.example.org\nbackup.example.org"
		v.Outcomes[stepPolicy] = guide.Outcome{State: guide.Completed, At: hour(2)}
		b := madeOf(v).Policy
		second := d.made(ctx, v, nil).ID
		if second != sts.NewID(hour(2)) {
			t.Errorf("a new text gets the id %q, want one from the time it was confirmed", second)
		}
		looked(t, d, v, stepServed, seenAt(hour(3), b, "first"))
		if got := d.made(ctx, v, nil).ID; got != second {
			t.Errorf("once the new text is served, the id turns from %q to %q", second, got)
		}
		looked(t, d, v, stepToday, seenAt(hour(4), b, "first")) // opened again later
		if got := d.made(ctx, v, nil).ID; memory != nil && got != second {
			t.Errorf("opened again, the id turns from %q to %q", second, got)
		}
		looked(t, d, v, stepAnnounced, seenAt(hour(5), b, second))
		if got := d.made(ctx, v, nil).ID; got != second {
			t.Errorf("announced, the id turns from %q to %q", second, got)
		}
		if memory == nil {
			continue
		}
		v.Outcomes[stepPolicy] = guide.Outcome{State: guide.Completed, At: hour(6)} // confirmed once more
		if got := d.made(ctx, v, nil).ID; got != second {
			t.Errorf("confirmed again without a change, the id turns from %q to %q", second, got)
		}
	}
}

func TestNoTwoTextsShareAnId(t *testing.T) {
	d := deps{Services: services.Services{Observations: &guidetest.Notes{}, Now: func() time.Time { return noon }}}
	seen := map[string]string{}
	for _, mx := range []string{"a.example.org", "b.example.org", "c.example.org", "a.example.org"} {
		v := visitWith(map[string]string{}, map[string]string{askAim: aimStart, askMX: mx, askMaxAge: "86400"})
		v.Outcomes[stepPolicy] = guide.Outcome{State: guide.Completed, At: noon} // a clock that stands still
		id := d.made(context.Background(), v, nil).ID
		if other, ok := seen[id]; ok && other != mx {
			t.Errorf("%s and %s share the id %s", mx, other, id)
		}
		seen[id] = mx
	}
	if len(seen) != 3 {
		t.Errorf("three texts have %d ids", len(seen))
	}
}

func TestIdAnnouncedTooEarlyIsNotUsedAgain(t *testing.T) {
	d := deps{Services: services.Services{Observations: &guidetest.Notes{}, Now: func() time.Time { return noon }}}
	v := visitWith(nil, map[string]string{askAim: aimChange, askMode: "testing", askMX: "new.example.org",
		askMaxAge: "86400"})
	old := textOf(sts.Testing, day, "mail.example.org")
	looked(t, d, v, stepToday, seenAt(noon, old, "one"))
	v.Outcomes[stepPolicy] = guide.Outcome{State: guide.Completed, At: noon.Add(time.Hour)}
	id := d.made(context.Background(), v, nil).ID
	looked(t, d, v, stepServed, seenAt(noon.Add(2*time.Hour), old, id)) // the record came before the text
	if got := d.made(context.Background(), v, nil).ID; got == id {
		t.Error("senders already fetched the older text under this id, and it is handed out again")
	}
}

func TestALookIsRemembered(t *testing.T) {
	n := &guidetest.Notes{}
	d := deps{Services: services.Services{Observations: n, Now: func() time.Time { return noon }}}
	v := visitWith(nil, nil)
	text := textOf(sts.Enforce, 604800, "mail.example.org")
	looked(t, d, v, stepToday, seenAt(noon, text, "one"))
	looked(t, d, v, stepToday, seenAt(noon.Add(time.Hour), text, "one"))
	looked(t, d, v, stepToday, seenAt(noon.Add(2*time.Hour), "", ""))
	got := policyhistory.History(context.Background(), d.Observations, "example.org")
	if len(got) != 1 || got[0].MaxAge != 604800 || got[0].Mode != "enforce" || got[0].ID != "one" ||
		!got[0].First.Equal(noon) || !got[0].Last.Equal(noon.Add(time.Hour)) {
		t.Errorf("remembered %+v", got)
	}
	n.Fail = errors.New("read-only")
	doc := looked(t, d, v, stepToday, seenAt(noon, text, "one"))
	told := false
	for _, b := range doc.Blocks {
		if b, ok := b.(report.Banner); ok && strings.Contains(b.Lead, "could not save") {
			told = true
		}
	}
	if !told {
		t.Error("the policy could not be remembered, and the page does not say so")
	}
}
