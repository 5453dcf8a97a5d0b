package diary

import (
	"fmt"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/report"
)

// settings are what was changed, as a table; and what was done by hand.
func settings(all []Change) (blocks []report.Block) {
	t := report.Table{Title: "What was changed", Columns: []string{"Setting", "Before", "After"}}
	left, same := 0, 0
	for _, c := range all {
		shown := 0
		for _, r := range c.Rows {
			switch stays := r.Before == r.After; {
			case stays && shown == mostSame:
				same++
			case len(t.Rows) == mostSettings:
				left++
			default:
				t.Rows = append(t.Rows, []string{short(r.Setting), short(words(r.Before)), short(after(c, r))})
				if stays {
					shown++
				}
			}
		}
	}
	if len(t.Rows) > 0 {
		blocks = append(blocks, t)
	}
	if left > 0 {
		blocks = append(blocks, report.Text{Text: guide.Count(left, "more setting is", "more settings are") +
			" in the change log of Handrail."})
	}
	if same > 0 {
		blocks = append(blocks, report.Text{Text: guide.Count(same, "more setting stays as it is.",
			"more settings stay as they are.")})
	}
	return append(blocks, byHand(all)...)
}

// short returns a value as it fits into a row of the page.
func short(text string) string {
	if runes := []rune(text); len(runes) > mostValue {
		return string(runes[:mostValue-1]) + "…"
	}
	return text
}

func byHand(all []Change) (blocks []report.Block) {
	left := 0
	for _, c := range all {
		if c.State != ByHand {
			continue
		}
		if len(blocks) > mostSteps {
			left++
			continue
		}
		if len(blocks) == 0 {
			blocks = append(blocks, report.Heading{Text: "What was done by hand"})
		}
		text := c.StepTitle + ", confirmed on " + Moment(c.At) + "."
		if n := min(len(c.Done), mostDone); n > 0 {
			text += " " + strings.Join(c.Done[:n], "; ")
			if more := len(c.Done) - n; more > 0 {
				text += fmt.Sprintf("; and %d more", more)
			}
			text = sentence(text)
		}
		blocks = append(blocks, report.Text{Text: text})
	}
	if left > 0 {
		blocks = append(blocks, report.Text{Text: guide.Count(left, "more step was done by hand.",
			"more steps were done by hand.")})
	}
	return blocks
}

// Table returns the settings that c changed or was to change: setting, before, after.
func (c *Change) Table() (rows [][]string) {
	for _, r := range c.Rows {
		if r.Before != r.After {
			rows = append(rows, []string{r.Setting, words(r.Before), after(*c, r)})
		}
	}
	return rows
}

// after writes how a setting is after a change, as far as that is known.
func after(c Change, r Row) string {
	switch {
	case r.Before == r.After:
		return "Stays as it is"
	case r.State == change.Confirmed && !c.UndoneAt.IsZero():
		return words(r.After) + " (undone on " + c.UndoneAt.Local().Format("2 January 2006") + ")"
	case r.State == change.Confirmed:
		return words(r.After)
	case r.State.Open():
		return "Not known. Planned: " + words(r.After)
	}
	return "Not changed. Planned: " + words(r.After)
}
