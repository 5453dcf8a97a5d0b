package diary

import (
	"fmt"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
)

// Last returns the last of the saved reports by number, which stands for all before it: its hash is made over theirs.
// false where none has a place.
func Last(places []report.Place) (last report.Place, ok bool) {
	for _, p := range places {
		if p.Hash != "" && p.Number > last.Number && p.State.Good() {
			last, ok = p, true
		}
	}
	return last, ok
}

// anchor returns what a reader can note elsewhere, to see later whether reports here were replaced.
func anchor(places []report.Place) []report.Block {
	p, ok := Last(places)
	if !ok {
		return nil
	}
	seal := report.Seal{Number: p.Number, Saved: p.Saved, Hash: p.Hash}
	return []report.Block{report.Facts{Title: "To check this later", Rows: []report.Fact{
		{Name: "last-report", Label: "Last saved report", Value: fmt.Sprint(p.Number),
			Text: fmt.Sprintf("Report %d, saved %s", p.Number, report.FormatTime(p.Saved))},
		{Name: "last-hash", Label: "Its check hash", Value: p.Hash, Text: seal.Groups()},
	}}, report.Text{Text: "Keep this page, or this hash, where no one can change it: on paper, or with another person. " +
		"Enter the hash under “Verify a file” later. Handrail then says whether all reports up to this one are still the same."}}
}

// CleanHash makes a check hash of what a person typed from paper: blanks and capital letters do not matter. The error
// is an app.Invalid.
func CleanHash(text string) (string, error) {
	hash := strings.ToLower(strings.Join(strings.Fields(text), ""))
	if len(hash) != 64 || strings.Trim(hash, "0123456789abcdef") != "" {
		return "", app.Errorf(app.Invalid, "Enter the 64 digits and letters (0 to 9, a to f) of a change diary or a report.",
			"This is not a check hash.")
	}
	return hash, nil
}

// CheckAnchor reports whether the saved reports still have the one with this check hash and all that were saved before it,
// in words. The hash of a report is made over all before it, so one hash that was noted elsewhere shows that none of them
// was replaced. places are all of them.
func CheckAnchor(hash string, places []report.Place) (words string, good bool) {
	i := slices.IndexFunc(places, func(p report.Place) bool { return p.Hash == hash })
	if i < 0 {
		words = "No saved report has this check hash. The reports here were replaced or lost, or the hash is from another " +
			"computer."
		if last, ok := Last(places); ok {
			words += fmt.Sprintf(" The last report here is report %d.", last.Number)
		}
		return words, false
	}
	at := places[i]
	var before []report.Place
	var bad []string
	later := 0
	for _, p := range places {
		switch {
		case p.Number > at.Number || p.Number == 0:
			later++
			continue
		case !p.State.Good():
			bad = append(bad, Name(p)+" "+stateWords[p.State])
		}
		before = append(before, p)
	}
	if len(bad) > 0 {
		return fmt.Sprintf("Report %d still has this check hash, but up to it not all is as it was saved: %s.", at.Number,
			guide.Some(bad, 6)), false
	}
	words = fmt.Sprintf("Report %d, saved %s, still has this check hash. ", at.Number, report.FormatTime(at.Saved)) +
		Verdict(before)
	if later > 0 {
		words += " " + guide.Count(later, "report was", "reports were") + " saved later."
	}
	return words, true
}
