package mfamethods

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
	"handrail/app/tenant"
)

// boardFacts returns the numbers of a board for programs, and what they rest on. A
// number whose data was not read is unknown.
func boardFacts(b *mfa.Board, o *mfa.Organisation) report.Facts {
	all := mfa.Retirements()
	read := func(sections ...string) (all bool) {
		all = true
		for _, one := range sections {
			all = all && !o.Read[one].IsZero()
		}
		return all
	}
	count := func(known bool, name, label string, n int) report.Fact {
		if !known {
			return report.Fact{Name: name, Label: label, Value: "unknown", Text: "Not known"}
		}
		return report.Fact{Name: name, Label: label, Value: strconv.Itoa(n)}
	}
	of := func(q mfa.Queue, on time.Time) int { return b.Count(q, on) }
	dormant := 0
	for i := range b.Lines {
		if b.Lines[i].Dormant == access.Yes {
			dormant++
		}
	}
	users := read(tenant.SectionUsers)
	sure := read(tenant.SectionUsers, tenant.SectionRegistration, tenant.SectionMethods)
	roles := sure && read(tenant.SectionRoles)
	ever := time.Time{}
	f := report.Facts{Title: "In short", Rows: []report.Fact{
		count(users, "board/people", "Accounts that can sign in", b.People),
		count(sure, "board/only-method", mfaview.QueueTitle(mfa.OnlyNumber), of(mfa.OnlyNumber, ever)),
		count(roles, "board/only-method-first", "Of these, until "+mfa.DayWords(all.First),
			of(mfa.OnlyNumber, all.First)),
		count(roles, "board/only-method-last", "Of these, until "+mfa.DayWords(all.Last),
			of(mfa.OnlyNumber, all.Last)),
		count(sure, "board/still-default", mfaview.QueueTitle(mfa.DefaultNumber), of(mfa.DefaultNumber, ever)),
		count(sure, "board/to-spare", mfaview.QueueTitle(mfa.SpareNumber), of(mfa.SpareNumber, ever)),
		count(sure, "board/not-known", "Not known", of(mfa.UnknownNumber, ever)),
		count(users, "board/dormant", "Dormant, of all these", dormant),
		count(sure, "board/forbidden", "People whose number no setting allows", b.Forbidden),
		count(users, "board/blocked", "Accounts that cannot sign in", b.Blocked),
		{Name: "board/passkey-opt-out", Label: "Opted out of automatic passkeys", Value: b.OptOut.String(),
			Text: map[access.Answer]string{access.Yes: "Yes. It moves no date.", access.No: "No",
				access.Unknown: "Not known: Handrail could not read it."}[b.OptOut]},
	}}
	f.Rows = append(f.Rows, logFacts(b.Log)...)
	return f
}

// logFacts returns the span of the sign-in log.
func logFacts(l *mfa.Log) []report.Fact {
	from := report.Fact{Name: "board/log-from", Label: "Sign-in log", Value: "unknown", Text: "Not known. " + l.Why}
	to := report.Fact{Name: "board/log-to", Label: "Sign-in log, until", Value: "unknown", Text: "Not known"}
	if l.Steps {
		from.Value, to.Value, to.Text = l.From.Format(time.DateOnly), l.To.Format(time.DateOnly), mfa.DayWords(l.To)
		from.Text = strings.Replace(mfaview.LogSpan(l), "f", "F", 1)
		if !l.Whole {
			from.Text += ", not complete"
		}
	}
	return []report.Fact{from, to}
}

// boardFindings returns what changes how a board is to be read.
func boardFindings(b *mfa.Board) (found []report.Finding) {
	if b.Provider == access.Yes {
		found = append(found, report.Finding{Code: "mfa-own-provider", Severity: report.Unknown,
			Title: "Your own telephone provider exempts no one for certain",
			Text: "It starts in an evaluation mode without text messages, then serves a share of your people. " +
				"It never keeps the number as a way to sign in without a password.",
			Do: "Ask the people in the list “Not known” to set up another method too."})
	}
	if b.OptOut == access.Yes {
		found = append(found, report.Finding{Code: "mfa-passkey-opt-out", Severity: report.Note,
			Title: "Your organisation opted out of automatic passkeys",
			Text:  "This moves no date. Text messages and phone calls end on the same days.",
			Do:    "Turn on passkeys, so that people can set one up before their day."})
	}
	if b.Announced && !b.Log.Steps {
		found = append(found, report.Finding{Code: "mfa-use-not-known", Severity: report.Unknown,
			Title: "It is not known who really uses a number", Text: b.Log.Why,
			Do: "Refresh “Recent sign-ins” under Organisation, then check again."})
	}
	guests, led := 0, 0
	for i := range b.Lines {
		if b.Lines[i].Manager.Read {
			led++
		}
		if l := &b.Lines[i]; l.Queue == mfa.OnlyNumber && l.Guest == access.Yes {
			guests++
		}
	}
	if guests > 0 {
		found = append(found, report.Finding{Code: "mfa-guests-no-way", Severity: report.Warning,
			Title: guide.Count(guests, "guest has", "guests have") + " only a number, and no way is certain for them",
			Text:  "Microsoft has only planned passkeys for guests.",
			Do:    "Ask them to set up Microsoft Authenticator before their day."})
	}
	if n := len(b.Lines); n > mfa.MostManagers {
		found = append(found, report.Finding{Code: "mfa-managers-too-many", Severity: report.Note,
			Title: "There are no lists by manager",
			Text:  fmt.Sprintf("Handrail reads the managers of at most %d people.", mfa.MostManagers),
			Do:    "Use the lists by department."})
	} else if led < n {
		found = append(found, report.Finding{Code: "mfa-managers-not-read", Severity: report.Unknown,
			Title: fmt.Sprintf("The managers of %d of %s were not read", n-led, guide.Count(n, "person", "people")),
			Text:  "The lists by department have everyone.", Do: "Sign in, then check again."})
	}
	return found
}
