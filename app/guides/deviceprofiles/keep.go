package deviceprofiles

import (
	"context"
	"encoding/json"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// planKeep shows what the decision changes.
func (d deps) planKeep(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	if v.Answer(askKeep) != keepUndo {
		return stays("Handrail changes nothing: the group stays as it is.", "The group", "As it is"), nil
	}
	if err := d.settle(ctx, v); err != nil {
		return nil, err
	}
	rows, _, why, err := d.undone(ctx, v)
	if err != nil {
		return nil, err
	}
	if why != "" {
		return stays(why, "The group", "As it is"), nil
	}
	affected := []guide.Affected{{Severity: report.Note, Text: "The members change again as the former rule says."}}
	if made, err := d.made(ctx, v); err != nil {
		return nil, err
	} else if made != "" {
		if affected, err = d.losers(ctx, made); err != nil {
			return nil, err
		}
	}
	return &guide.Plan{Changes: rows, Undo: "You can make the change again in the step “Change the group”.",
		Affected: affected}, nil
}

// losers returns what is known of those who need a group that is to be deleted. What is known to depend on it keeps it.
func (d deps) losers(ctx context.Context, id string) ([]guide.Affected, error) {
	w, err := d.load(ctx, nil, tenant.SectionGroups, tenant.SectionAccess)
	if err != nil {
		return nil, err
	}
	r, err := w.dependsOn(ctx, id)
	if err != nil || r.whole("") {
		return []guide.Affected{{Severity: report.Note,
			Text: "At the last check, nothing that Handrail can read depended on the group."}}, err
	}
	return []guide.Affected{{Severity: report.Unknown, Text: "It is not known whether something depends on the group. " +
		"What was assigned to it since would stop."}}, nil
}

// undone returns what undoing changes, with the requests, or why there is nothing to undo.
func (d deps) undone(ctx context.Context, v *guide.Visit) (rows []guide.Change, writes []change.Write, why string,
	err error) {
	const byHand = "If you made the change by hand, undo it by hand."
	made, err := d.made(ctx, v)
	if err != nil {
		return nil, nil, "", err
	}
	if made != "" {
		return d.removal(ctx, v, made)
	}
	h, err := d.runner().History(ctx, v.ID)
	if err != nil {
		return nil, nil, "", err
	}
	for _, one := range h.Undo() { // the oldest former rule comes last, and decides
		writes = append(writes, one)
		g, read := d.live(ctx, strings.TrimPrefix(one.Object, groupsPath+"/"))
		if !read {
			return nil, nil, "The group cannot be read now, so Handrail restores nothing.", ctx.Err()
		}
		var former struct {
			Rule tenant.Text `json:"membershipRule"`
		}
		if err := json.Unmarshal(one.Body, &former); err != nil {
			return nil, nil, "", err
		}
		rows = append(rows, guide.Change{Setting: "Rule of “" + one.Title + "”", Now: string(g.Rule),
			After: string(former.Rule)})
	}
	if len(writes) == 0 {
		return nil, nil, "Handrail made no change in this guide. " + byHand, nil
	}
	return rows, writes, "", nil
}

// removal returns the removal of the group that Handrail made, unless something depends on it.
func (d deps) removal(ctx context.Context, v *guide.Visit, id string) (rows []guide.Change, writes []change.Write,
	why string, err error) {
	w, err := d.load(ctx, nil, tenant.SectionGroups, tenant.SectionAccess)
	if err != nil {
		return nil, nil, "", err
	}
	r, err := w.dependsOn(ctx, id)
	if err != nil {
		return nil, nil, "", err
	}
	used := r.names()
	for _, p := range r.parents {
		used = append(used, p.name)
	}
	if len(used) > 0 {
		return nil, nil, "Handrail does not delete the group: it is used by " + strings.Join(used, ", ") + ".", nil
	}
	g, read := d.live(ctx, id)
	if !read {
		return nil, nil, "The group cannot be read now, so Handrail deletes nothing.", ctx.Err()
	}
	return []guide.Change{{Setting: "Group “" + string(g.Name) + "”", Now: "There", After: "Deleted"}},
		[]change.Write{{Verb: change.Remove, Object: groupsPath + "/" + id, Title: string(g.Name)}}, "", nil
}

// applyKeep makes the decision.
func (d deps) applyKeep(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if v.Answer(askKeep) != keepUndo || guide.Unchanged(plan.Changes) {
		return ctx.Err()
	}
	return d.runner().Apply(ctx, v.ID, change.Order{Scopes: groupScopes, Shown: plan.Changes,
		Again: func(ctx context.Context) ([]guide.Change, []change.Write, error) {
			rows, writes, why, err := d.undone(ctx, v)
			if err == nil && why != "" {
				err = app.Errorf(app.Invalid, "Show the plan again.", "%s", why)
			}
			return rows, writes, err
		}}, progress)
}

// lookRecord returns the report: what was found, chosen and changed.
func (d deps) lookRecord(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc := frame.New(frame.Head{Title: "A group of devices", Subject: strings.Join(chosen(v), ", "), At: d.Now(),
		Sources: []string{frame.FromVisit}})
	doc.Add(report.Code{Label: "Rule", Text: ruleText(v)})
	for _, f := range []struct{ name, label string }{{"chosen", "Devices that you mean"},
		{"taken", "Devices that the rule takes"}, {"also-taken", "Taken, and not chosen"}, {"join", "Join"},
		{"leave", "Leave"}, {factPolicies, "Conditional Access policies"},
		{"depends", "Everything that depends on it"}, {"disagree", "Answers that differ"},
		{"as-planned", "As planned"}} {
		value := v.Fact(f.name)
		if value == "" {
			value = string(report.Unknown)
		}
		doc.Fact(f.name, f.label, value, "")
	}
	f := report.Finding{Code: "recorded", Severity: report.Note, Title: "Handrail changed nothing",
		Text: "The report has what the rule would do."}
	if d.Journal != nil {
		h, err := d.runner().History(ctx, v.ID)
		if err != nil {
			return nil, err
		}
		var table report.Table
		if table, f = recorded(h, f); len(table.Rows) > 0 {
			doc.Add(table)
			doc.Detail("request-ids", "Request IDs", requestIDs(h), "")
		}
	}
	doc.Headline(f.Title)
	doc.Find(f)
	return doc.Done(), nil
}
