package diary

import (
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/report"
)

// proof describes what was read before and after, and what Microsoft answered.
func proof(all []Change, k Checks) report.Block {
	f := report.Facts{Title: "How it was proven"}
	add := func(name, label, text string) {
		f.Rows = append(f.Rows, report.Fact{Name: name, Label: label, Value: text})
	}
	if made := machine(all); len(made) > 0 {
		add("before", "Before", "Handrail read the settings just before the change, on "+Moment(made[len(made)-1].At)+".")
	}
	text, ids := answered(all)
	if text != "" {
		add("answer", "Microsoft’s answer", text)
	}
	if ids != "" {
		f.Rows = append(f.Rows, report.Fact{Name: "request-ids", Label: "Request IDs", Value: ids, Detail: true})
	}
	if k.Step != "" {
		text := "“" + k.Step + "” read it again on " + Moment(k.At) + "."
		if k.Headline != "" {
			text += " It found: " + sentence(k.Headline)
		}
		add("after", "After", text)
	} else {
		add("after", "After", "Handrail has not read it again since.")
	}
	return f
}

// answered describes what Microsoft answered to the requests of changes, with the IDs by which Microsoft finds them.
func answered(all []Change) (text, requests string) {
	confirmed, open := 0, 0
	var ids []string
	for _, c := range all {
		for _, r := range c.Rows {
			switch {
			case r.Before == r.After:
			case r.State == change.Confirmed:
				confirmed++
			case r.State.Open():
				open++
			}
		}
		ids = append(ids, c.Requests...)
	}
	if confirmed+open == 0 {
		return "", ""
	}
	text = guide.Count(confirmed, "setting is", "settings are") + " confirmed"
	if open > 0 {
		text += ", and for " + guide.Count(open, "setting", "settings") + " no answer came"
	}
	return text + ".", strings.Join(ids, ", ")
}

func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".?!:") {
		return s
	}
	return s + "."
}
