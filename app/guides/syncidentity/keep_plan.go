package syncidentity

import (
	"context"
	"strconv"

	"handrail/app/guide"
	"handrail/app/identity/syncid"
	"handrail/app/report"
)

// planKeep shows what the decision changes.
func (d deps) planKeep(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	w, fresh, err := d.settled(ctx, v)
	if err != nil {
		return nil, err
	}
	rows := w.undoRows()
	switch {
	case len(w.touched) == 0 && len(rows) == 0:
		return stays("Handrail excluded no account in this guide, so there is nothing to undo."), nil
	case v.Answer(askKeep) != keepUndo:
		return stays("The exclusion stays as it is."), nil
	case w.policyGap:
		return stays("Handrail could not read your policies, so it changes none."), nil
	}
	plan := &guide.Plan{Changes: rows, ByHand: !d.runner().Can(), FromSaved: !fresh, Affected: w.undoAffects(),
		Undo: "The step “Exclude the sync account” excludes it again."}
	if why, err := d.held(ctx, w); err != nil {
		return nil, err
	} else if why != "" {
		plan.ByHand, plan.Summary = true, "Handrail does not make this change. "+why
	}
	if guide.Unchanged(rows) {
		plan.Summary, plan.ByHand = "The exclusion is undone.", false
	}
	return plan, nil
}

// undoAffects is about what the policies then do to the sync.
func (w *world) undoAffects() (all []guide.Affected) {
	var stops, will []string
	for _, r := range w.undoing() {
		switch {
		case r.after == syncid.Stops:
			stops = append(stops, w.calledRow(r.row))
		case r.after == syncid.WillHit:
			will = append(will, w.calledRow(r.row))
		}
	}
	if len(stops) > 0 {
		all = append(all, guide.Affected{Severity: report.Problem, Names: stops,
			Text: "The sync stops if it still uses this account. It is stopped by:"})
	}
	if len(will) > 0 {
		all = append(all, guide.Affected{Severity: report.Warning, Names: will,
			Text: "These stop the sync once they are switched on:"})
	}
	if names := w.naming(); w.made != "" && len(names) > 0 {
		all = append(all, guide.Affected{Severity: report.Note, Names: names,
			Text: "The group stays, because these policies name it:"})
	}
	return append(all, guide.Affected{Severity: report.OK, Text: "Nothing else of the policies changes."})
}

// excludedHere adds how many policies this visit changed that still exclude the group.
func (w *world) excludedHere(doc interface {
	Fact(name, label, value, text string)
}) {
	if len(w.touched) == 0 {
		return
	}
	value := strconv.Itoa(w.still())
	if w.policyGap {
		value = string(report.Unknown)
	}
	doc.Fact(factExcluded, "Policies that exclude the account since this guide", value, "")
}
