package deviceprofiles

import (
	"context"
	"encoding/json"
	"strconv"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// lookAfter reads the group and its members again.
func (d deps) lookAfter(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, progress, tenant.SectionDevices, tenant.SectionGroups)
	if err != nil {
		return nil, err
	}
	if err := d.settle(ctx, v); err != nil {
		return nil, err
	}
	t, err := d.resolve(ctx, v, w)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Does the group have the rule?", v)
	rule, err := readRule(v)
	if err != nil {
		return noRule(doc, err), nil
	}
	w.gaps(doc)
	asPlanned, state := access.Unknown, string(report.Unknown)
	switch {
	case t.group.ID != "":
		asPlanned = access.Is(string(t.group.Rule) == rule.Text)
		state = orUnknown(string(t.group.Processing))
		doc.Add(report.Code{Label: "Rule of “" + string(t.group.Name) + "”", Text: string(t.group.Rule)})
	case t.known && (t.make || t.why != ""):
		asPlanned, state = access.No, notThere
	}
	f := after(asPlanned, t)
	doc.Headline(f.Title)
	doc.Find(f)
	doc.Fact("as-planned", "As planned", asPlanned.String(), "")
	doc.Fact("processing", "Processing", state, "")
	m, err := d.movesNow(ctx, w, t, v)
	if err != nil {
		return nil, err
	}
	m.still(doc)
	return doc.Answered(), nil
}

// after returns the finding about the rule.
func after(asPlanned access.Answer, t target) report.Finding {
	switch {
	case asPlanned == access.Yes && t.group.Processing.Is("Paused"):
		return report.Finding{Code: "after-paused", Severity: report.Problem, Title: "The rule is there, and is paused",
			Text: "Microsoft does not update the members.", Do: "Turn the processing on."}
	case asPlanned == access.Yes:
		return report.Finding{Code: "after-ok", Severity: report.OK, Title: "The group has the rule",
			Text: "Microsoft needs minutes, and sometimes a day, to update the members."}
	case asPlanned == access.No:
		return report.Finding{Code: "after-no", Severity: report.Note, Title: "The group does not have the rule yet",
			Text: "The change is not made, or Microsoft does not show it yet.", Do: "Make the change, then check again."}
	}
	return report.Finding{Code: "after-unknown", Severity: report.Unknown, Title: "The group could not be read",
		Text: "It is not known whether it has the rule.", Do: "Refresh “Groups” on the page Organisation."}
}

// movesNow compares the members as they are now with the rule.
func (d deps) movesNow(ctx context.Context, w *world, t target, v *guide.Visit) (moves, error) {
	rule, why := checked(v)
	if why != "" || t.group.ID == "" {
		return moves{}, ctx.Err()
	}
	var list struct {
		Value []tenant.Member `json:"value"`
	}
	if !d.runner().Can() {
		return w.moves(ctx, t, rule)
	}
	body, err := d.Tenant.Writer.Read(ctx, groupsPath+"/"+t.group.ID+"/members")
	if err != nil || json.Unmarshal(body, &list) != nil || list.Value == nil {
		return moves{}, ctx.Err()
	}
	return w.movesOf(list.Value, rule), ctx.Err()
}

// still adds how many devices still have to join and leave.
func (m moves) still(doc *frame.Draft) {
	for _, f := range []struct {
		name, label string
		n           int
	}{{"members-there", "Devices that are there already", len(m.stay)}, {"to-join", "Still to join", len(m.join)},
		{"to-leave", "Still to leave", len(m.leave)}} {
		if !m.known {
			doc.Fact(f.name, f.label, string(report.Unknown), "Not known")
			continue
		}
		doc.Fact(f.name, f.label, strconv.Itoa(f.n), "")
	}
	if m.known {
		doc.Add(m.table())
	}
}

// settle finds out what became of requests whose answer was lost.
func (d deps) settle(ctx context.Context, v *guide.Visit) error {
	if !d.runner().Can() {
		return ctx.Err()
	}
	h, err := d.runner().History(ctx, v.ID)
	if err != nil || len(h.Unsettled()) == 0 {
		return err
	}
	_, err = d.runner().Settle(ctx, v.ID, func(ctx context.Context, sent change.Write) (made, known bool, err error) {
		last, _ := h.Latest(sent.Verb, sent.Object)
		late := d.Now().Sub(last.At) >= change.Late
		if sent.Verb == change.Create {
			id, err := d.find(ctx, sent)
			if err == nil && id != "" {
				err = d.runner().Prove(ctx, v.ID, sent, id)
			}
			return id != "", err == nil && (id != "" || late), ctx.Err()
		}
		now, err := d.Tenant.Writer.Read(ctx, sent.Object)
		switch {
		case sent.Verb == change.Remove:
			gone := app.CodeOf(err) == app.NotFound
			return gone, gone || err == nil && late, ctx.Err()
		case err != nil:
			return false, false, ctx.Err()
		}
		made, known = change.Matches(now, sent.Body)
		return made, known && (made || late), nil
	})
	return err
}
