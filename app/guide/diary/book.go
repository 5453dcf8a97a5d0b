package diary

import (
	"fmt"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
)

// bookNames is how many names of people a change has in the diary. Its own page has more.
const bookNames = 12

// Period is the time of a diary: from one day to another, both whole.
type Period struct{ From, To time.Time }

// Days returns the period from the beginning of a day to the end of another, where this computer is. It is turned round
// where to is before from.
func Days(from, to time.Time) Period {
	if to.Before(from) {
		from, to = to, from
	}
	y, m, d := from.Local().Date()
	p := Period{From: time.Date(y, m, d, 0, 0, 0, 0, time.Local)}
	y, m, d = to.Local().Date()
	p.To = time.Date(y, m, d+1, 0, 0, 0, 0, time.Local) // the first moment after it
	return p
}

// Title returns the period in words.
func (p Period) Title() string {
	last := p.To.Add(-time.Nanosecond).Local()
	return p.From.Local().Format("2 January 2006") + " to " + last.Format("2 January 2006")
}

// Book returns the diary of a period: every change with what was undone, the reports that were removed, and those that
// are not as they were saved.
func (s Source) Book(p Period, places []report.Place, now time.Time) *report.Document {
	d := &report.Document{Title: "Change diary, " + p.Title(), Subject: s.Organisation, At: now.UTC(),
		Kind: report.KindDiary}
	var changes []Change
	failed := 0
	for _, c := range s.Between(p.From, p.To) {
		if c.Happened() {
			changes = append(changes, c)
		} else {
			failed++
		}
	}
	d.Headline = guide.Count(len(changes), "change", "changes") + " from " + p.Title() + "."
	d.Blocks = append(d.Blocks, report.Facts{Rows: s.summary(p, changes, failed, places)})
	for _, c := range changes {
		d.Blocks = append(d.Blocks, c.section()...)
	}
	d.Blocks = append(d.Blocks, removed(p, places)...)
	d.Blocks = append(d.Blocks, report.Heading{Text: "What is not in this diary"},
		report.Text{Text: "Changes that people made without Handrail are not here. “What changed” under Reports shows them."},
		report.Text{Text: "Steps that a person did by hand are as that person confirmed them. Handrail did not see them " +
			"done."})
	return d
}

// summary counts what is in the diary.
func (s Source) summary(p Period, changes []Change, failed int, places []report.Place) []report.Fact {
	hand, undone, open := 0, 0, 0
	for _, c := range changes {
		switch {
		case c.State == ByHand:
			hand++
		case !c.UndoneAt.IsZero():
			undone++
		case c.State == Unknown:
			open++
		}
	}
	rows := []report.Fact{{Name: "period", Label: "Period", Value: p.Title()},
		{Name: "changes", Label: "Changes", Value: fmt.Sprint(len(changes)), Text: guide.Figures(len(changes))}}
	add := func(name, label string, n int) {
		if n > 0 {
			rows = append(rows, report.Fact{Name: name, Label: label, Value: fmt.Sprint(n), Text: guide.Figures(n)})
		}
	}
	add("by-hand", "Of these, done by hand", hand)
	add("undone", "Of these, undone later", undone)
	add("unknown", "Not known whether made", open)
	add("not-made", "Confirmed, but not made", failed)
	return append(rows, report.Fact{Name: "reports", Label: "Saved reports", Value: string(worst(places)),
		Text: Verdict(places)})
}

// section returns a change as a part of the diary.
func (c *Change) section() []report.Block {
	f := report.Facts{Rows: []report.Fact{{Label: "When", Value: Moment(c.At)}, {Label: "Changed by",
		Value: by([]Change{*c})},
		{Label: "Why", Value: c.reason()}}}
	if c.Subject != "" {
		f.Rows = append(f.Rows, report.Fact{Label: "About", Value: c.Subject})
	}
	if !c.UndoneAt.IsZero() {
		f.Rows = append(f.Rows, report.Fact{Label: "Undone", Value: Moment(c.UndoneAt)})
	}
	if names := c.people(); names != "" {
		f.Rows = append(f.Rows, report.Fact{Label: "Who was affected", Value: names})
	}
	if len(c.Done) > 0 {
		f.Rows = append(f.Rows, report.Fact{Label: "Done by hand", Value: guide.Some(c.Done, mostDone)})
	}
	if c.NoUndo != "" {
		f.Rows = append(f.Rows, report.Fact{Label: "Cannot be undone", Value: c.NoUndo})
	}
	blocks := []report.Block{report.Heading{Text: c.At.Local().Format("2 January 2006") + ": " + c.Headline()}, f}
	if b, bad := standing([]Change{*c}); bad {
		blocks = append(blocks, b)
	}
	t := report.Table{Columns: []string{"Setting", "Before", "After"}, Rows: c.Table()}
	if len(t.Rows) > 0 {
		blocks = append(blocks, t)
	}
	return blocks
}

// people describes who was affected, in one line.
func (c *Change) people() string {
	var all []string
	for _, a := range c.Affected {
		text := sentence(a.Text)
		if names := named(a, min(len(a.Names), bookNames)); names != "" {
			text += " " + names
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

// removed lists the reports that were removed in a period, with what they leave.
func removed(p Period, places []report.Place) []report.Block {
	t := report.Table{Title: "Reports that were removed", Columns: []string{"Report", "Saved", "Removed", "Check hash"}}
	aged := 0
	for _, one := range places {
		if one.State == report.Removed && !one.Removed.Before(p.From) && one.Removed.Before(p.To) {
			if one.Aged {
				aged++ // years of checks would bury what a person removed
				continue
			}
			seal := report.Seal{Hash: one.Hash}
			t.Rows = append(t.Rows, []string{fmt.Sprint(one.Number), report.FormatTime(one.Saved),
				report.FormatTime(one.Removed), seal.Groups()})
		}
	}
	var blocks []report.Block
	if len(t.Rows) > 0 {
		blocks = append(blocks, t, report.Text{Text: "Someone removed these reports in Handrail. Their number, time and hash " +
			"stay."})
	}
	if aged > 0 {
		blocks = append(blocks, report.Text{Text: "Handrail removed " + guide.Count(aged, "report", "reports") +
			" because of age, as chosen in Settings. For each, number, time and hash stay."})
	}
	return blocks
}

// worst returns the worst state of places.
func worst(places []report.Place) report.PlaceState {
	state := report.Unchanged
	for _, p := range places {
		switch {
		case !p.State.Good():
			return p.State
		case p.State == report.Removed:
			state = p.State
		}
	}
	return state
}

// Verdict reports whether all saved reports are as they were saved, and names those that are not.
func Verdict(places []report.Place) string {
	var bad []string
	good, gone := 0, 0
	for _, p := range places {
		switch {
		case !p.State.Good():
			bad = append(bad, Name(p)+" "+stateWords[p.State])
		case p.State == report.Removed:
			gone++
		default:
			good++
		}
	}
	text := ""
	switch {
	case len(bad) > 0:
		text = "Not as saved: " + guide.Some(bad, 6) + "."
		if good > 0 {
			text += " " + guide.Count(good, "other report is", "other reports are") + " unchanged."
		}
	case good == 0:
		text = "There are no saved reports."
	case good == 1:
		text = "The saved report is as it was saved."
	default:
		text = "All " + guide.Figures(good) + " saved reports are as they were saved."
	}
	if gone > 0 {
		text += " " + guide.Count(gone, "report was", "reports were") + " removed in Handrail."
	}
	return text
}

var stateWords = map[report.PlaceState]string{report.Altered: "was changed outside Handrail",
	report.Missing: "is missing, and was not removed in Handrail", report.Added: "was added outside Handrail",
	report.Unproven: "cannot be checked, because the report before it is missing"}

// Name returns what a saved report is called.
func Name(p report.Place) string {
	switch {
	case p.Number == 0:
		return "the report “" + p.Title + "”"
	case p.Title == "":
		return fmt.Sprintf("report %d", p.Number)
	}
	return fmt.Sprintf("report %d, “%s”,", p.Number, p.Title)
}

// Judge describes in one sentence how a saved report is.
func Judge(p report.Place) string {
	switch p.State {
	case report.Unchanged:
		return fmt.Sprintf("Report %d is as it was saved on %s.", p.Number, p.Saved.UTC().Format("2 January 2006"))
	case report.Removed:
		if p.Aged {
			return fmt.Sprintf("Report %d was removed because of its age on %s, as chosen in Settings.", p.Number,
				p.Removed.UTC().Format("2 January 2006"))
		}
		return fmt.Sprintf("Report %d was removed in Handrail on %s.", p.Number, p.Removed.UTC().Format("2 January 2006"))
	case report.Added:
		return "This report was added outside Handrail."
	case report.Unproven:
		return fmt.Sprintf("Handrail cannot check report %d, because report %d is missing.", p.Number, p.Number-1)
	case report.Missing:
		return fmt.Sprintf("Report %d is missing, and was not removed in Handrail.", p.Number)
	}
	return fmt.Sprintf("Report %d is not as it was saved. It was changed outside Handrail.", p.Number)
}
