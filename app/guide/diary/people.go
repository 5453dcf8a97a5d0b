package diary

import (
	"strings"

	"handrail/app/guide"
	"handrail/app/report"
)

// affected describes who was affected by the latest of changes that says so, by name. most is how many names there are;
// the rest is counted.
func affected(all []Change, most int) []report.Block {
	title := "Who was affected"
	var from *Change
	known := false
	for i := range all {
		c := &all[i]
		if c.State != ByHand && c.Known {
			known = true
		}
		if len(c.Affected) > 0 && (from == nil || c.UndoneAt.IsZero() && !c.Undoes) {
			from = c
		}
	}
	if from == nil {
		text := "Handrail did not write down who was affected."
		if known {
			text = "The plan named no one who is affected."
		}
		return []report.Block{report.Heading{Text: title}, report.Text{Text: text}}
	}
	blocks := []report.Block{report.Heading{Text: title}}
	for _, a := range from.Affected[:min(len(from.Affected), mostGroups)] {
		text := a.Severity.Label() + ": " + sentence(a.Text)
		n := min(len(a.Names), most)
		most -= n
		if names := named(a, n); names != "" {
			text += " " + names
		}
		blocks = append(blocks, report.Text{Text: text})
	}
	if left := len(from.Affected) - mostGroups; left > 0 {
		blocks = append(blocks, report.Text{Text: guide.Count(left, "more group is", "more groups are") +
			" in the change diary."})
	}
	return blocks
}

// named returns the first n names of those who are affected, and how many there are besides.
func named(a guide.ConfirmedAffected, n int) string {
	total := max(a.Count, len(a.Names))
	switch {
	case total == 0:
		return ""
	case n == 0:
		return guide.Count(total, "name is", "names are") + " in Handrail."
	case total > n:
		return strings.Join(a.Names[:n], ", ") + " and " + guide.Figures(total-n) + " more."
	}
	return guide.Some(a.Names, n) + "."
}

// undo describes how to undo the changes that Handrail made, and what cannot be undone.
func undo(made []Change) []report.Block {
	blocks := []report.Block{report.Heading{Text: "How to undo it"}}
	text := func(s string) { blocks = append(blocks, report.Text{Text: s}) }
	if n := len(made); n > 1 && made[n-1].Undoes && !made[n-2].UndoneAt.IsZero() {
		text("It is undone: the settings are as they were before.")
		return blocks
	}
	var from *Change
	for i := range made {
		if made[i].UndoneAt.IsZero() {
			from = &made[i]
		}
	}
	if from == nil {
		text("Undo by hand what was done by hand. Handrail saved no values from before these steps.")
		return blocks
	}
	switch {
	case from.Undo != "":
		text("1. With Handrail: " + sentence(from.Undo))
		text("2. Without Handrail: set each setting to its value under “Before”, in Microsoft’s admin center.")
	case from.NoUndo == "":
		text("Set each setting to its value under “Before”, in Microsoft’s admin center.")
	}
	if from.NoUndo != "" {
		text("Cannot be undone: " + sentence(from.NoUndo))
	}
	return blocks
}

// withUntested adds what was not tested.
func withUntested(d *report.Document, all []Change, k Checks) *report.Document {
	var items []string
	made := machine(all)
	if k.Step == "" && len(made) > 0 {
		items = append(items, "Whether the settings are still as planned: Handrail has not read them again since the change.")
	}
	if len(made) < len(all) {
		items = append(items, "Whether the steps by hand were done as shown: a person confirmed them.")
	}
	for _, f := range k.Untested {
		items = append(items, sentence(f.Title)+oneMore(f.Text))
	}
	if n := len(made); n > 0 && !made[n-1].Known {
		items = append(items, "Who was affected: this change is older than the version of Handrail that writes it down.")
	}
	d.Blocks = append(d.Blocks, report.Heading{Text: "What was not tested"})
	if len(items) == 0 {
		d.Blocks = append(d.Blocks, report.Text{Text: "The checks of this guide found nothing that Handrail could not test."})
	}
	left := max(0, len(items)-mostUntested)
	for _, text := range items[:len(items)-left] {
		d.Blocks = append(d.Blocks, report.Text{Text: report.Unknown.Label() + ": " + text})
	}
	if left > 0 {
		d.Blocks = append(d.Blocks, report.Text{Text: guide.Count(left, "more point", "more points") +
			" could not be tested. The reports of the guide name them."})
	}
	return d
}

// oneMore returns the first sentence of a text, led by a blank.
func oneMore(text string) string {
	if first, _, found := strings.Cut(text, ". "); found {
		text = first + "."
	}
	if text == "" || len(text) > 160 {
		return ""
	}
	return " " + text
}
