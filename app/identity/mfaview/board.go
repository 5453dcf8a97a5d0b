package mfaview

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/report"
)

// QueueTitle returns the title of a queue.
func QueueTitle(q mfa.Queue) string {
	switch q {
	case mfa.OnlyNumber:
		return "The number is the only method"
	case mfa.DefaultNumber:
		return "The number still comes first"
	case mfa.SpareNumber:
		return "The number can go"
	}
	return "Not known"
}

// QueueDo returns what to do for the people of a queue.
func QueueDo(q mfa.Queue) string {
	switch q {
	case mfa.OnlyNumber:
		return "Ask the person to set up another method now, such as a passkey or Microsoft Authenticator."
	case mfa.DefaultNumber:
		return "Ask the person to make the other method the default. Then the number can go."
	case mfa.SpareNumber:
		return "Remove the number, unless the person still uses it to reset the password."
	}
	return "Find out what is missing, then check again."
}

// BoardAnswer returns the answer of a board: who loses the only method, and by when.
func BoardAnswer(b *mfa.Board, now time.Time) (lead, text string) {
	all := mfa.Retirements()
	first, last := b.Count(mfa.OnlyNumber, all.First), b.Count(mfa.OnlyNumber, all.Last)
	unknown, dormant := b.Count(mfa.UnknownNumber, time.Time{}), 0
	for i := range b.Lines {
		if b.Lines[i].Queue == mfa.OnlyNumber && b.Lines[i].Dormant == access.Yes {
			dormant++
		}
	}
	of := guide.Count(b.People, "person", "people")
	lose := func(n int, day time.Time) string {
		verb := map[bool]string{true: "loses", false: "lose"}[n == 1]
		if !now.UTC().Before(day) {
			verb = "lost"
		}
		return verb + " their only MFA method on " + mfa.DayWords(day)
	}
	switch {
	case !b.Announced:
		return "Microsoft announced the end of text messages and phone calls for its public cloud only.",
			"Your organisation is in another cloud, so this list is empty."
	case first > 0:
		lead = fmt.Sprintf("%d of %s %s", first, of, lose(first, all.First))
		if last > 0 {
			lead += fmt.Sprintf("; %d more on %s", last, mfa.DayWords(all.Last))
		}
	case last > 0:
		lead = fmt.Sprintf("%d of %s %s", last, of, lose(last, all.Last))
	case unknown > 0:
		verb := map[bool]string{true: "loses", false: "lose"}[unknown == 1]
		lead = fmt.Sprintf("It is not known whether %d of %s %s their only MFA method", unknown, of, verb)
		unknown = 0 // said
	default:
		lead = "No one loses their only MFA method"
	}
	return lead + ".", strings.Join(aside(b, unknown, dormant), " ")
}

// aside returns the sentences beside the answer: what it does not hold.
func aside(b *mfa.Board, unknown, dormant int) (text []string) {
	add := func(n int, one, many string) {
		if n > 0 {
			text = append(text, guide.Count(n, one, many)+".")
		}
	}
	add(dormant, fmt.Sprintf("of them has not signed in for %d days or more", mfa.DormantDays),
		fmt.Sprintf("of them have not signed in for %d days or more", mfa.DormantDays))
	if unknown > 0 {
		text = append(text, "Handrail does not know this for "+guide.Count(unknown, "person", "people")+".")
	}
	unsure := 0
	for i := range b.Lines {
		if b.Lines[i].Queue == mfa.OnlyNumber && !b.Lines[i].Sure {
			unsure++
		}
	}
	add(unsure, "person may have until "+mfa.DayWords(mfa.Retirements().Last),
		"people may have until "+mfa.DayWords(mfa.Retirements().Last))
	add(b.Blocked, "account cannot sign in and is left out", "accounts cannot sign in and are left out")
	return text
}

// BoardTotals counts the lines by queue and day.
func BoardTotals(b *mfa.Board) report.Table {
	all := mfa.Retirements()
	t := report.Table{Title: "How many, and by when",
		Columns: []string{"Queue", mfa.DayWords(all.First), mfa.DayWords(all.Last), "All"},
		Right:   []bool{false, true, true, true}}
	for _, q := range mfa.Queues() {
		t.Rows = append(t.Rows, []string{QueueTitle(q), strconv.Itoa(b.Count(q, all.First)),
			strconv.Itoa(b.Count(q, all.Last)), strconv.Itoa(b.Count(q, time.Time{}))})
	}
	return t
}

// BoardShares counts the lines of each share. none is the name of a share without one.
func BoardShares(title, column, none string, shares []mfa.Share) report.Table {
	t := report.Table{Title: title, Columns: []string{column, "Only method", "Comes first", "Can go", "Not known",
		"All"}, Right: []bool{false, true, true, true, true, true}}
	for _, s := range shares {
		row := []string{ShareName(s, none)}
		for _, q := range mfa.Queues() {
			row = append(row, strconv.Itoa(s.Count(q)))
		}
		t.Rows = append(t.Rows, append(row, strconv.Itoa(len(s.Lines))))
	}
	return t
}

// ShareName returns the name of a share in words.
func ShareName(s mfa.Share, none string) string {
	switch {
	case s.Name != "":
		return s.Name
	case s.Known:
		return none
	}
	return "Not read"
}

// BoardLists returns the people of a board: a list for each queue, and one for dormant
// accounts, which stand in no other list.
func BoardLists(b *mfa.Board, now time.Time) ([]report.Entries, error) {
	all := make([]report.Entries, len(mfa.Queues())+1)
	place := map[mfa.Queue]int{}
	for i, q := range mfa.Queues() {
		place[q] = i
		all[i] = report.Entries{Name: string(q), Items: []report.Entry{}}
	}
	dormant := len(all) - 1
	all[dormant] = report.Entries{Name: "dormant", Items: []report.Entry{}}
	same := map[boardKey]*report.Shared{}
	for i := range b.Lines {
		l := &b.Lines[i]
		at := place[l.Queue]
		if l.Dormant == access.Yes {
			at = dormant
		}
		e, err := boardEntry(b, l, now, same)
		if err != nil {
			return nil, err
		}
		all[at].Items = append(all[at].Items, e)
	}
	for i, q := range mfa.Queues() {
		all[i].Title = fmt.Sprintf("%s (%d)", QueueTitle(q), len(all[i].Items))
	}
	all[dormant].Title = fmt.Sprintf("Dormant: no sign-in for %d days (%d)", mfa.DormantDays, len(all[dormant].Items))
	return all, nil
}

// boardKey is what people with the same details have in common.
type boardKey struct {
	queue                                  mfa.Queue
	on                                     time.Time
	sure, numberSignIn                     bool
	numbers, numbersMaybe, left, leftMaybe mfa.Factor
	guest, losesReset                      access.Answer
	reason                                 string
}

func boardEntry(b *mfa.Board, l *mfa.Line, now time.Time, same map[boardKey]*report.Shared) (report.Entry, error) {
	key := boardKey{l.Queue, l.On, l.Sure, l.NumberSignIn, l.Numbers, l.NumbersMaybe, l.Left, l.LeftMaybe, l.Guest,
		l.LosesReset, l.Reason}
	one := same[key]
	if one == nil {
		data, err := json.Marshal(fateOf(l))
		if err != nil {
			return report.Entry{}, err
		}
		one = &report.Shared{Open: lineDetails(l), Data: data}
		same[key] = one
	}
	data, err := json.Marshal(lineOf(b, l))
	if err != nil {
		return report.Entry{}, err
	}
	who := b.Who(l)
	e := report.Entry{Title: who.Label(), About: who.UPN, Severity: lineSeverity(l, now), Same: one, Data: data,
		State: strings.Join(lineState(b, l), "; ")}
	e.Kinds = append(e.Kinds, QueueTitle(l.Queue))
	if who.Admin == access.Yes {
		e.Kinds = append(e.Kinds, "Administrators")
	}
	return e, nil
}

func lineSeverity(l *mfa.Line, now time.Time) report.Severity {
	switch l.Queue {
	case mfa.OnlyNumber:
		if !now.UTC().Before(l.On) {
			return report.Problem
		}
		return report.Warning
	case mfa.DefaultNumber:
		return report.Note
	case mfa.SpareNumber:
		return report.OK
	}
	return report.Unknown
}
