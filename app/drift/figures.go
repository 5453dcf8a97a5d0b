package drift

import "slices"

// figures returns what else is another number now, as sentences with a blank after each.
func (t Told) figures() (text string) {
	for _, f := range t.Facts {
		switch {
		case f.Before == "":
			text += f.What + ": " + f.After + ". "
		default:
			text += f.What + ": " + f.Before + " before, " + f.After + " now. "
		}
	}
	return text
}

// details returns when it happened, as closely as is known, and what it was before where figures does not say that.
func (t Told) details() string {
	text := "Handrail saw it on " + t.At.Local().Format(moment) + "."
	switch {
	case !t.Backup.IsZero():
		text = "It happened after Microsoft’s backup of " + t.Backup.Local().Format(moment) +
			" and before Handrail began to compare, on " + t.At.Local().Format(moment) + "."
	case !t.Since.IsZero():
		text = "It happened between " + t.Since.Local().Format(moment) + " and " + t.At.Local().Format(moment) + "."
	}
	said := slices.ContainsFunc(t.Facts, func(f Fact) bool { return f.Before == t.Before && f.After == t.After })
	if t.Before != "" && !said {
		text += " Before: " + t.Before + "."
	}
	if t.After != "" && !said {
		text += " Now: " + t.After + "."
	}
	if t.Back != "" {
		text += " " + t.Back
	}
	if t.Made != nil {
		text += " " + t.Made.Words()
	}
	if t.Made == nil || t.By != nil {
		text += " " + t.whoDid()
	}
	return text
}
