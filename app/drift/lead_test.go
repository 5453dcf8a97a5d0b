package drift

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/mail/domainpart"
	"handrail/app/tenant"
)

// TestAPeriodThatEndedIsNamed: nothing is said of the days after it.
func TestAPeriodThatEndedIsNamed(t *testing.T) {
	day := func(d, h int) time.Time { return time.Date(2026, 11, d, h, 0, 0, 0, time.Local) }
	ended := func(d int) time.Time { return day(d, 0).Add(-time.Nanosecond) } // the day before d was asked for whole
	for want, r := range map[string]Result{
		"Nothing that matters changed on 19 November 2026.": {From: day(19, 0), To: ended(20)},
		"Nothing that matters changed from 1 November 2026 to 19 November 2026.": {From: day(1, 0),
			To: ended(20)},
		"Nothing that matters changed since 19 November 2026.":          {From: day(19, 0), To: day(22, 9)},
		"Nothing that matters changed since Handrail began to compare.": {To: ended(20)},
		"1 change from 1 November 2026 to 19 November 2026.": {From: day(1, 0),
			To: ended(20), Told: make([]Told, 1)},
		"Every change on 19 November 2026 is accepted.": {From: day(19, 0),
			To: ended(20), Accepted: make([]Told, 1)},
		"Handrail saw no change on 19 November 2026, but could not read everything.": {From: day(19, 0), To: ended(20),
			Unread: make([]tenant.Status, 1)},
	} {
		if got := r.Heading(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestDomainsNeedNoOrganisation: the heading covers only the time in which a domain was compared, and what had no
// answer is said.
func TestDomainsNeedNoOrganisation(t *testing.T) {
	to := time.Date(2026, 11, 22, 9, 0, 0, 0, time.Local)
	mx := domainpart.Section("example.org", domainpart.MX, "")
	for want, at := range map[string]time.Time{
		"Nothing that matters changed since Handrail began to compare, on 20 November 2026.":     to.AddDate(0, 0, -2),
		"Handrail compares your domains from now on. There is nothing to compare them with yet.": to,
	} {
		p := &past{moments: []history.Moment{{Section: mx, Kind: history.MomentBegin, At: at}}}
		r, err := Since(context.Background(), Sources{Domains: p}, to.AddDate(0, 0, -31), to)
		if err != nil || r.Lead() != want {
			t.Errorf("%q, want %q, %v", r.Lead(), want, err)
		}
		r.Missed = []history.Missed{{Section: domainpart.Section("example.org", domainpart.Certificate, "mx"),
			Why: "No name server answered."}}
		rest := r.OfDomains()
		if len(rest) != 2 || !strings.HasPrefix(rest[0], "example.org has been compared since") ||
			!strings.HasSuffix(rest[1], "No name server answered.") {
			t.Errorf("%q", rest)
		}
	}
	if SubjectOf(mx) != SubjectDomains {
		t.Error(SubjectOf(mx))
	}
}

// TestWhatIsComparedHasAName: the values of one property stand beside its name, not beside that of the person.
func TestWhatIsComparedHasAName(t *testing.T) {
	for want, c := range map[string]history.Change{
		"Can use MFA": change(tenant.SectionRegistration, "ada", `{"isMfaCapable":true}`, `{"isMfaCapable":false}`),
		"Sign-in method": change(tenant.SectionRegistration, "ada", `{"methodsRegistered":[]}`,
			`{"methodsRegistered":["email"]}`),
		"newThing":  change(tenant.SectionUsers, "ada", `{"newThing":1}`, `{"newThing":2}`),
		"Group tag": change(tenant.SectionAutopilot, "1", `{"groupTag":"A"}`, `{"groupTag":"B"}`),
		"":          change(tenant.SectionDefaults, "d", `{"isEnabled":true}`, `{"isEnabled":false}`),
	} {
		told, err := Tell(context.Background(), now(t), []history.Change{c})
		if err != nil || len(told) != 1 || told[0].What != want {
			t.Errorf("%+v, want %q", told, want)
		}
	}
}

// TestNoiseSpeaksInWords: what the report on sign-in methods repeats has no names of Microsoft's.
func TestNoiseSpeaksInWords(t *testing.T) {
	for name, d := range followsFromMethods {
		if d.label == "" && (d.yes == "" || d.no == "") && name != "handrailMethods" || d.noise == "" {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

// TestWhatWasUndoneAsksForNothing: a change that ended says so, has nothing to do, and cannot be accepted.
func TestWhatWasUndoneAsksForNothing(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.Local)
	off := Told{Section: "s", ID: "1", Field: "state", Before: "on", After: "off", At: at, Text: "It is now off.",
		Do: "Turn it on.", spots: make([]spot, 1)}
	on := off
	on.Before, on.After, on.At, on.Text, on.Do = "off", "on", at.AddDate(0, 0, 1), "It is now on.", ""
	all := putBack([]Told{on, off})
	if all[1].Text != "It is now off. This was undone on 23 November 2026." || all[1].Do != "" || all[1].CanAccept() ||
		!off.CanAccept() || !all[0].CanAccept() {
		t.Errorf("%+v", all)
	}
}
