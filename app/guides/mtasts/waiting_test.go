package mtasts

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/report"
	"handrail/app/task"
)

// TestWhatIsNotThereYetWaits: a new record, and a new name, wait for as long as an older answer may be cached, with the
// time to check again. After that they are a problem, and what no older answer causes is one at once.
func TestWhatIsNotThereYetWaits(t *testing.T) {
	const text = "version: STSv1\r\nmode: testing\r\nmx: mail.example.org\r\nmax_age: 86400\r\n"
	answer := func(id string) dns.Answer {
		a := dns.Answer{Status: dns.NXDomain, TTL: time.Hour}
		if id != "" {
			a.Status, a.Records = dns.Found, []dns.Record{{Type: dns.TXT, Text: []string{"v=STSv1; id=" + id + ";"}}}
		}
		return a
	}
	for name, c := range map[string]struct {
		step, id string
		after    time.Duration // since it was published
		change   func(*mailcheck.State)
		waits    bool
		state    guide.State
	}{
		"at once":        {stepAnnounced, "", time.Minute, nil, true, guide.Waiting},
		"older ID":       {stepAnnounced, "5", 59 * time.Minute, nil, true, guide.Waiting},
		"time is over":   {stepAnnounced, "", 61 * time.Minute, nil, false, guide.HasProblem},
		"something else": {stepAnnounced, "", time.Minute, func(s *mailcheck.State) { s.Beside = true }, false, guide.HasProblem},
		"no policy host": {stepServed, "", time.Minute, func(s *mailcheck.State) {
			s.PolicyState, s.PolicyHost = "absent", mailcheck.PolicyHost{Status: dns.NXDomain, TTL: time.Hour}
		}, true, guide.Waiting},
		"still no policy host": {stepServed, "", 2 * time.Hour, func(s *mailcheck.State) {
			s.PolicyState, s.PolicyHost = "absent", mailcheck.PolicyHost{Status: dns.NXDomain, TTL: time.Hour}
		}, false, guide.HasProblem},
		"host without a file": {stepServed, "", time.Minute, func(s *mailcheck.State) {
			s.PolicyState, s.PolicyHost = "absent", mailcheck.PolicyHost{Status: dns.Found, TTL: time.Hour}
		}, false, guide.HasProblem},
	} {
		now := noon.Add(c.after)
		s := seenAt(now, text, c.id)
		s.RecordAnswer = answer(c.id)
		if c.change != nil {
			c.change(s)
		}
		d := testDeps(now, s)
		v := visitWith(nil, map[string]string{askAim: aimStart, askMode: "testing", askMX: "mail.example.org",
			askMaxAge: "86400"})
		for _, step := range []string{stepPolicy, stepHost, stepAnnounce} {
			v.Outcomes[step] = guide.Outcome{State: guide.Completed, At: noon}
		}
		step := d.announcedStep()
		if c.step == stepServed {
			step = d.servedStep()
		}
		f, err := guide.Looker{Library: kept{}, Now: d.Now}.Look(t.Context(), step, v, nil)
		if err != nil {
			t.Fatal(err)
		}
		until, err := step.RunWait(t.Context(), v)
		if err != nil || until.At.After(now) != c.waits || c.waits && !until.At.Equal(noon.Add(time.Hour)) {
			t.Errorf("%s: waits until %v, %v", name, until, err)
		}
		if got := f.Outcome.Waits(until, now).State; got != c.state {
			t.Errorf("%s: the step is %s", name, got)
		}
		if told := strings.Contains(plainText(t, f.Document), "Until then, this is not a problem."); told != c.waits {
			t.Errorf("%s: %s", name, plainText(t, f.Document))
		}
	}
}

// kept is a library that keeps nothing.
type kept struct{ report.Library }

func (kept) SaveReport(context.Context, report.SavedReport) (string, error) { return "r", nil }

func testDeps(now time.Time, s *mailcheck.State) deps {
	var d deps
	d.Now = func() time.Time { return now }
	d.Mail.Check = func(context.Context, dns.Domain, task.Report) (*mailcheck.State, error) { return s, nil }
	return d
}
