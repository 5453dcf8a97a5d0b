package screens

import (
	"context"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/recommend"
	"handrail/app/task"
)

// firstStage is a stage without guides under way, whose check finds what answer returns.
func firstStage(t *testing.T, answer func(typed string) (recommend.Seen, error)) (*stage, *fakeLink) {
	t.Helper()
	s, f := tenantStage(t, task.Inline{})
	f.orgs, f.current = nil, ""
	s.ports.TrySample = func() error { return nil }
	s.ports.FirstCheck = func(_ context.Context, typed string, rep task.Report) (recommend.Seen, error) {
		rep(task.Progress{Done: 1, Total: 1, Note: "Checked " + typed})
		return answer(typed)
	}
	health := s.world.demo()
	health.ID, health.Title, health.Minutes = "mail-health", "Check the health of your email", 5
	health.Steps[0].Asks[0].Known = guide.KnownDomain
	methods := s.world.demo()
	methods.ID, methods.Title, methods.Minutes = "mfa-methods", "Change sign-in methods", 40
	sts := s.world.demo()
	sts.ID, sts.Title, sts.Minutes = "mta-sts", "Protect incoming email with MTA-STS", 45
	sts.Steps[0].Asks[0].Known = guide.KnownDomain
	s.ports.Guides = append(s.ports.Guides, health, methods, sts)
	return s, f
}

func foundOf(string) (recommend.Seen, error) {
	return recommend.Seen{Domain: "northgate.example", At: sunday.Add(-time.Minute), Signs: []recommend.Sign{
		{Code: recommend.Retirement}, {Code: recommend.NoPolicy},
		{Code: recommend.MailToDo, Count: 1, Subject: "DMARC policy is “none”"}}}, nil
}

// canCheck lets the first start check a domain, for which the demo guide is recommended.
func (s *stage) canCheck() {
	s.ports.TrySample = func() error { return nil }
	s.ports.Guides[0].ID = "mta-sts"
	s.ports.FirstCheck = func(context.Context, string, task.Report) (recommend.Seen, error) { return foundOf("") }
}

// TestFirstStart: one field, then three guides with their reasons. The domain is not asked for again, and it is there
// after a new start.
func TestFirstStart(t *testing.T) {
	s, _ := firstStage(t, foundOf)
	s.open("home").shows("Start with one check", "Your domain or work email address", "Check this domain",
		"Sign in to your organisation", "Try the sample organisation").hides("start with these")
	s.write("ada@northgate.example").enter()
	s.shows("Checked northgate.example: start with these 3 guides", "Change sign-in methods",
		"You use Microsoft 365, where text messages for sign-in end in 71 days.", "Connect first", "40 minutes",
		"Connect to start", "Your domain has no MTA-STS policy to require encryption.", "Ready to start",
		"DMARC policy is “none”.", "Check again")
	if nameOf(s.w.Win.Canvas().Focused()) != "Connect to start" {
		t.Errorf("the focus is on %q", nameOf(s.w.Win.Canvas().Focused()))
	}
	if got := s.memory.setting[guide.DomainSetting]; got != "northgate.example" {
		t.Errorf("kept: %q", got)
	}
	s.reopen("home").shows("start with these 3 guides", "northgate.example") // without another check
	s.tab("Start guide").enter()
	s.at("today", guide.ShowPage) // the question for the domain is answered
	if v := s.only(); v.Guide != "mta-sts" || v.Answer("domain") != "northgate.example" {
		t.Errorf("it began %s about %q", v.Guide, v.Answer("domain"))
	}
}

// TestFirstStartSaysWhatIsWrong: a slip, a domain that does not exist, silence and a failure have words of their own
// and recommend nothing.
func TestFirstStartSaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		seen recommend.Seen
		err  error
		says string
	}{
		"a slip": {err: app.Errorf(app.Invalid, "Enter it like this: example.org.", "This is not a domain."),
			says: "This is not a domain. Enter it like this: example.org."},
		"gone": {seen: recommend.Seen{Domain: "exampel.org", At: sunday, Gone: true},
			says: "This domain does not exist: exampel.org."},
		"silent": {seen: recommend.Seen{Domain: "example.org", At: sunday, Silent: true},
			says: "Handrail could not check example.org."},
		"failed": {err: app.Errorf(app.Unreachable, "Check your connection.", "No name server answers."),
			says: "No name server answers."},
	} {
		s, _ := firstStage(t, func(string) (recommend.Seen, error) { return c.seen, c.err })
		s.open("home").write("exampel.org").enter()
		s.shows(c.says).hides("start with")
		if name == "gone" && s.memory.setting[guide.DomainSetting] != "" {
			t.Error("a domain that does not exist is known everywhere")
		}
	}
}

// TestFirstStartTellsWhatItCannotRead: an organisation whose data cannot be read is not as good as none.
func TestFirstStartTellsWhatItCannotRead(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	f.viewErr = app.Errorf(app.Damaged, "Close Handrail and open it again.", "The file with your data is damaged.")
	s.canCheck()
	s.open("home").shows("The file with your data is damaged.", "Your domain or work email address")
}

// TestFirstStartWithAnOrganisation: the sign-in alone is enough for recommendations, and none asks to connect.
func TestFirstStartWithAnOrganisation(t *testing.T) {
	s, f := firstStage(t, foundOf)
	g := newFakeLink()
	f.orgs, f.current = g.orgs, g.current
	connect := guide.Visit{ID: "c", Guide: connectGuide, Ended: sunday, Answers: map[string]string{},
		Outcomes: map[string]guide.Outcome{}}
	if err := s.memory.SaveVisit(t.Context(), connect); err != nil {
		t.Fatal(err)
	}
	s.open("home").shows("Checked Northgate Community Trust: start with", "Change sign-in methods",
		"1 person has only sign-in methods that are not allowed.").hides("Connect to start").hides("Sign in to your organisation")
}

// TestStopTheFirstCheck: the check can be stopped, and what was found late does not come through.
func TestStopTheFirstCheck(t *testing.T) {
	m := &task.Manual{}
	s, _ := firstStage(t, foundOf)
	s.ports.Runner = m
	s.open("home")
	for m.Run() {
	}
	s.w.focus(s.w.current.(*home).start.field.Entry())
	s.write("northgate.example").enter()
	s.shows("Checking northgate.example")
	s.tab("Cancel").enter()
	s.shows("Stopped.", "Nothing was changed.")
	for m.Run() {
	}
	s.shows("Stopped.").hides("start with these")
}
