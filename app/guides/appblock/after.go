package appblock

import (
	"context"
	"strconv"

	"handrail/app/device/indicator"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// lookAfter compares a new export of the indicators with the list.
func (d deps) lookAfter(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.draft(v, "Is the list there?")
	doc.Find(w.gaps(v)...)
	d.compare(doc, w, v)
	return doc.Answered(), nil
}

// compare adds which rows of the list are in the new export.
func (d deps) compare(doc *frame.Draft, w *world, v *guide.Visit) {
	now, given, err := d.list(v.Answer(askAfter))
	if !w.known || !given || err != nil {
		doc.Fact("as-planned", "As planned", string(report.Unknown), "")
		switch {
		case err != nil:
			doc.Find(frame.NotKnown("after-unread", "Handrail could not read the new export", err))
		case !given:
			doc.Find(report.Finding{Code: "not-checked-again", Severity: report.Note, Title: "You have not checked again yet",
				Text: "Handrail needs an export from after the import.", Do: "Export the indicators again."})
		}
		return
	}
	there, absent, other, found := d.sorted(w, v, now)
	doc.Fact("rows-found", "Addresses that are there", strconv.Itoa(there), "")
	doc.Fact("rows-absent", "Addresses that are missing", strconv.Itoa(len(absent)), "")
	doc.Fact("rows-other", "Addresses with another action", strconv.Itoa(len(other)), "")
	if there+len(absent)+len(other) == 0 {
		doc.Headline("There is no list to compare")
		doc.Fact("as-planned", "As planned", string(report.Unknown), "")
		return
	}
	if len(absent)+len(other) == 0 {
		doc.Headline("The list is there")
		doc.Fact("as-planned", "As planned", "yes", "")
		usual, longest := indicator.Hours()
		doc.Find(report.Finding{Code: "as-planned", Severity: report.OK, Title: "The list is there",
			Text: "All " + guide.Count(there, "address is", "addresses are") + " in the new export. It works after " +
				strconv.Itoa(usual) + " to " + strconv.Itoa(longest) + " hours."})
		return
	}
	doc.Headline("The list is not complete")
	doc.Fact("as-planned", "As planned", "no", "")
	doc.Find(report.Finding{Code: "as-planned", Severity: report.Warning, Title: "The list is not complete",
		Text: guide.Count(len(absent)+len(other), "address is", "addresses are") + " missing or different.",
		Do:   "Import the files again, then export again."})
	t := report.Table{Title: "Not as planned", Columns: []string{"Address", "State"}}
	for _, one := range absent {
		t.Rows = append(t.Rows, []string{one, "Missing"})
	}
	for _, one := range other {
		t.Rows = append(t.Rows, []string{one, "Another action: " + string(found[indicatorItem(one)])})
	}
	doc.Add(t)
}

// sorted returns how many rows of the list are in a new export, which are missing, and which have another action. found
// is the action of each item there.
func (d deps) sorted(w *world, v *guide.Visit, now indicator.List) (there int, absent, other []string,
	found map[string]indicator.Action) {
	v2 := v.Clone()
	delete(v2.Answers, askExisting) // all rows must be there, also those that were there before
	found = map[string]indicator.Action{}
	for _, one := range now.Rows {
		a, seen := found[one.Item()]
		switch {
		case one.Expired(d.Now()), one.Action == action(v) && one.Groups != "": // for some devices alone
		case !seen, a == action(v) && wins(one.Action, a), one.Action == action(v) && !wins(a, one.Action):
			found[one.Item()] = one.Action
		}
	}
	for _, one := range d.plan(w, &v2).rows {
		switch a, ok := found[one.Item()]; {
		case !ok:
			absent = append(absent, one.Value)
		case a != one.Action:
			other = append(other, one.Value)
		default:
			there++
		}
	}
	return there, absent, other, found
}

// wins reports whether an action wins over another at the same address, or whether that is not known: Allow wins
// over Warn, and Warn over Block.
func wins(a, over indicator.Action) bool {
	rank := map[indicator.Action]int{indicator.Allow: 1, indicator.Warn: 2, indicator.Block: 3}
	if rank[a] == 0 || rank[over] == 0 {
		return a != over
	}
	return rank[a] < rank[over]
}

// indicatorItem returns the item of an address of the list.
func indicatorItem(value string) string {
	for _, kind := range []indicator.Type{indicator.DomainName, indicator.URL} {
		if item := (indicator.Indicator{Type: kind, Value: value}).Item(); item != "" {
			return item
		}
	}
	return ""
}

// lookRecord returns what was found and decided.
func (d deps) lookRecord(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.draft(v, "Report: apps that are blocked")
	if w.show(doc, v, "What does this score stop?", true) {
		doc.Add(w.collateral(chosen(v)), w.entries(chosen(v)), w.stays())
	}
	if v.Answer(askAfter) != "" {
		doc.Add(report.Heading{Text: "After the import"})
		d.compare(doc, w, v)
	}
	return doc.Done(), nil
}
