package diary

import (
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/report"
)

// The bounds that keep a change on one page. What is left out is counted.
const (
	mostNames    = 30 // of people
	mostSettings = 10
	mostUntested = 4
	mostSame     = 2 // of the settings that a change leaves as they are
	mostDone     = 6
	mostSteps    = 3  // that were done by hand
	mostGroups   = 7  // of people who are affected in one way
	mostValue    = 72 // characters of a value
)

// Checks are what a visit found after a change.
type Checks struct {
	Step     string // title of the step that read the settings again; "" where none did
	At       time.Time
	Headline string
	Untested []report.Finding // what could not be tested
}

// Page returns the page about the changes of one visit, which must be one at least. checks is what was found since.
func Page(all []Change, checks Checks, now time.Time) *report.Document {
	d := &report.Document{Title: headline(all), Subject: owner(all), At: now.UTC(), Kind: report.KindRecord}
	d.Headline = d.Title
	d.Blocks = append(d.Blocks, head(all))
	if b, bad := standing(all); bad {
		d.Blocks = append(d.Blocks, b)
	}
	d.Blocks = append(d.Blocks, settings(all)...)
	d.Blocks = append(d.Blocks, proof(all, checks))
	d.Blocks = append(d.Blocks, affected(all, mostNames)...)
	d.Blocks = append(d.Blocks, undo(machine(all))...)
	return withUntested(d, all, checks)
}

// headline returns the fact of a page: what is different now.
func headline(all []Change) string {
	made := machine(all)
	switch n := len(made); {
	case n == 0 && len(all) == 1, n == 0 && all[0].Step == all[len(all)-1].Step:
		return all[len(all)-1].Headline()
	case n == 0:
		return all[0].Title + ": " + guide.Count(len(all), "step", "steps") + " done by hand"
	case n == 1:
		return made[0].Headline()
	case made[n-1].Undoes:
		return made[0].Title + ": " + guide.Count(n, "change", "changes") + ", the last one an undo"
	default:
		return made[0].Title + ": " + guide.Count(n, "change", "changes")
	}
}

// Headline returns what a change did, in one line.
func (c *Change) Headline() string {
	var set []Row
	for _, r := range c.Rows {
		if r.Before != r.After && r.State == change.Confirmed {
			set = append(set, r)
		}
	}
	n := guide.Count(len(set), "setting", "settings")
	switch {
	case c.State == ByHand:
		return "Done by hand: “" + c.StepTitle + "”"
	case c.State == Unknown:
		return c.Title + ": not known whether the change was made"
	case c.State == NotMade:
		return c.Title + ": the change was not made"
	case c.Undoes:
		return c.Title + ": " + n + " restored"
	case len(set) == 1 && set[0].Before != notWritten && len(set[0].Setting)+len(set[0].After) < 70:
		return set[0].Setting + ": now “" + words(set[0].After) + "”"
	}
	return c.Title + ": " + n + " changed"
}

// owner returns whose changes these are.
func owner(all []Change) string {
	for _, c := range all {
		if c.Organisation != "" {
			return c.Organisation
		}
	}
	return all[0].Subject
}

// head describes by whom, when, why and with which guide.
func head(all []Change) report.Facts {
	made, first, last := machine(all), all[0], all[len(all)-1]
	if len(made) == 0 {
		made = all
	}
	when := Moment(made[0].At)
	if n := len(made); n > 1 {
		when += ", and last on " + Moment(made[n-1].At)
	}
	with := first.Title
	if first.Subject != "" {
		with += ", about " + first.Subject
	}
	return report.Facts{Rows: append([]report.Fact{{Name: "by", Label: "Changed by", Value: by(all)}}, append(rolesOf(all),
		report.Fact{Name: "when", Label: "When", Value: when},
		report.Fact{Name: "why", Label: "Why", Value: last.Why, Text: last.reason()},
		report.Fact{Name: "guide", Label: "Guide", Value: with})...)}
}

func (c *Change) reason() string {
	switch {
	case c.Why != "":
		return "“" + c.Why + "”"
	case c.Gone:
		return "Not known: the progress of this guide was deleted."
	}
	return "No reason was given."
}

// by returns who made changes, in words.
func by(all []Change) string {
	var who, words []string
	unknown, hand := false, false
	for _, c := range all {
		switch name := c.account(); {
		case c.State == ByHand:
			hand = true
		case !c.Known || name == "":
			unknown = true
		case !slices.Contains(who, name):
			who = append(who, name)
		}
	}
	switch {
	case len(who) == 0 && !unknown:
		return "The person who uses Handrail, by hand"
	case len(who) == 0:
		words = append(words, "Not known: no account was written down")
	default:
		words = append(words, strings.Join(who, ", ")+", with Handrail")
		if unknown {
			words = append(words, "not known for other changes")
		}
	}
	if hand {
		words = append(words, "other steps by hand")
	}
	return strings.Join(words, "; ")
}

// Moment writes a time as a page has it: in UTC, and as this computer's clock showed it where that differs.
func Moment(t time.Time) string {
	text := t.UTC().Format("Monday 2 January 2006, 15:04 UTC")
	local := t.Local()
	if _, offset := local.Zone(); offset == 0 {
		return text
	}
	layout := "15:04"
	if local.Day() != t.UTC().Day() {
		layout = "2 January 15:04"
	}
	return text + " (" + local.Format(layout) + " on this computer)"
}

// standing describes what must not be missed: that it is not known how a change ended, or that a part is not made.
func standing(all []Change) (report.Banner, bool) {
	for _, c := range all {
		switch c.State {
		case Unknown:
			return report.Banner{Tone: report.Problem, Lead: "Handrail does not know whether all of this was made.",
				Text: "Open the guide. Handrail reads the settings again before it does anything else."}, true
		case Part:
			return report.Banner{Tone: report.Warning, Lead: "A part of the change was made, and a part was not.",
				Text: "The table says which. Open the guide to make the rest or to undo it."}, true
		}
	}
	return report.Banner{}, false
}
