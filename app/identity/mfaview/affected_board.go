package mfaview

import (
	"strings"

	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/report"
)

// The fates of a board, by position.
const (
	fateLocked = iota
	fateOnly
	fateUnknown
	fateNotInReport
	fateDefault
	fateSpare
	fateNone
)

// boardFates are what happens to people when text messages end. Their codes are stable.
var boardFates = []affected.Fate{
	{Code: "locked-out", Title: "Locked out until an administrator helps", Severity: report.Problem,
		Do: "Allow a method that they can set up, or help them with a Temporary Access Pass."},
	{Code: string(mfa.OnlyNumber), Title: "Must register a new sign-in method", Severity: report.Warning,
		Do: QueueDo(mfa.OnlyNumber)},
	{Code: string(mfa.UnknownNumber), Title: "Not known", Severity: report.Unknown, Do: QueueDo(mfa.UnknownNumber)},
	{Code: "not-in-report", Title: "Not in Microsoft’s registration report", Severity: report.Unknown,
		Do: QueueDo(mfa.UnknownNumber)},
	{Code: string(mfa.DefaultNumber), Title: "Has another method, but the number comes first", Severity: report.Note,
		Do: QueueDo(mfa.DefaultNumber)},
	{Code: string(mfa.SpareNumber), Title: "Has another method, the number can go", Severity: report.OK,
		Do: QueueDo(mfa.SpareNumber)},
	{Code: "nothing-changes", Title: "Nothing changes", Severity: report.OK},
}

// AffectedBoard returns everyone who can sign in as a list about the end of text messages and
// phone calls, most serious first, and the position of each in the organisation. after is the
// preview of turning both off. The caller adds its letters.
func AffectedBoard(b *mfa.Board, after *mfa.Preview) (l *affected.List, at []int) {
	o := after.Question.Organisation
	l = &affected.List{Key: "mfa-end", Title: "Who is affected when text messages end", At: readAt(after),
		Caption: "Only text messages or calls today", Fates: boardFates}
	var lines []*mfa.Line // beside People; nil: no number
	inLine := make(map[int]bool, len(b.Lines))
	for want := range boardFates { // the lines are sorted by queue, not by these
		for i := range b.Lines {
			if line := &b.Lines[i]; boardFate(line, after) == want {
				inLine[line.Person] = true
				l.People, lines = append(l.People, boardPerson(b, line, want)), append(lines, line)
			}
		}
	}
	for _, line := range lines {
		at = append(at, line.Person)
	}
	for _, i := range after.Sorted() {
		if p := &o.People[i]; !inLine[i] && p.Marks&mfa.SyncAccount == 0 && p.Enabled != access.No {
			one := personIn(p)
			one.Fate, one.Must, one.Why = fateNone, affected.No, "Has no phone number that is allowed"
			if !b.Announced {
				one.Why = "Announced for Microsoft’s public cloud only"
			}
			l.People, at = append(l.People, one), append(at, i)
		}
	}
	l.Open = func(i int) *report.Document { return openedLine(after, at[i], lines, i) }
	l.Notes = notRead(o)
	l.Summary = boardSummary(l)
	if len(l.Days()) > 1 {
		l.DaysNote = "The later date is for Global Administrators and external users."
	}
	return l, at
}

// boardFate returns the fate of a line.
func boardFate(l *mfa.Line, after *mfa.Preview) int {
	switch l.Queue {
	case mfa.OnlyNumber:
		if after.Results[l.Person].Outcomes.Has(mfa.LockedOut) {
			return fateLocked
		}
		return fateOnly
	case mfa.DefaultNumber:
		return fateDefault
	case mfa.SpareNumber:
		return fateSpare
	}
	if after.Question.Organisation.People[l.Person].InReport == access.No {
		return fateNotInReport
	}
	return fateUnknown
}

func boardPerson(b *mfa.Board, l *mfa.Line, fate int) affected.Person {
	who := b.Who(l)
	p := personIn(who)
	p.Fate, p.Until, p.MayBeLater = fate, l.On, !l.Sure
	p.Manager = affected.Share{ID: l.Manager.ID, Name: l.Manager.Name, Known: l.Manager.Read}
	switch fate {
	case fateLocked:
		p.Must, p.Why = affected.Yes, "Has only "+numbers(who)+"; no other method is allowed"
	case fateOnly:
		p.Must, p.Why = affected.Yes, "Has only "+numbers(who)
	case fateDefault, fateSpare:
		p.Must, p.Why = affected.No, "Also has "+strings.Join(l.Left.Titles(), ", ")
	default:
		p.Why = strings.TrimSuffix(l.Reason, ".")
	}
	return p
}

// boardSummary describes the people who do not have to act.
func boardSummary(l *affected.List) string {
	other, unread, unknown := 0, 0, 0
	for i := range l.People {
		switch l.People[i].Fate {
		case fateDefault, fateSpare, fateNone:
			other++
		case fateNotInReport:
			unread++
		case fateUnknown:
			unknown++
		}
	}
	words := "Phone calls end too. " + figures(other, "person does not depend on a number",
		"people do not depend on a number")
	if unknown > 0 {
		words += "; not known for " + guide.Count(unknown, "person", "people")
	}
	if unread > 0 {
		words += "; " + guide.Count(unread, "is", "are") + " not in Microsoft’s report"
	}
	return words + "."
}

// openedLine returns the page of person i: what happens to the number, then what they will see.
func openedLine(after *mfa.Preview, i int, lines []*mfa.Line, at int) *report.Document {
	who := &after.Question.Organisation.People[i]
	doc := &report.Document{Title: who.Label(), Subject: who.UPN}
	if at < len(lines) {
		doc.Blocks = append(doc.Blocks, lineDetails(lines[at]).Blocks...)
	}
	doc.Blocks = append(doc.Blocks, opened(PersonOf(after, i)).Blocks...)
	return doc
}
