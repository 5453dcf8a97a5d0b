package mfaenforce

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/mfa"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// hand says how to set the chosen way up.
func (d Deps) hand(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m := chosen(v)
	a := about[m.ID]
	h := &guide.Handover{Done: "I have set it up", Links: []guide.Link{{Title: "Where it is set", URL: a.open}},
		Blocks: []report.Block{report.Text{Text: m.Title + ". Press what is named here. Nothing else needs to change."}}, Todo: slices.Clone(a.do)}
	if names := glass(v); len(names) > 0 && canSpare(m.ID) {
		h.Todo = append(h.Todo, "Leave out: "+strings.Join(names, ", ")+".")
	}
	h.Words = []guide.Words{{To: "Everybody", Subject: "You will be asked for a second step when you sign in",
		Text: "From now on Microsoft asks for a second step after your password. Open aka.ms/mfasetup on a computer at work, sign in, and add a method. A passkey on your phone is the easiest. If you cannot, tell us before you leave the office."}}
	return h, nil
}

// check looks again whether the chosen way is on.
func (d Deps) check(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if d.Link == nil {
		return nil, app.Errorf(app.NotFound, "Connect your organisation first, then come back.", "No organisation is connected.")
	}
	fresh := d.Link.SignedIn(ctx)
	if fresh {
		if _, err := d.Link.Refresh(ctx, []string{tenant.SectionDefaults, tenant.SectionAccess, tenant.SectionPerUserMFA}, rep); err != nil {
			return nil, err
		}
	}
	o, err := d.organisation(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	m := chosen(v)
	before, _ := strconv.Atoi(v.Fact("asked"))
	asked := o.Asked(&o.Enforcement)
	on := isOn(o, m.ID, asked[mfa.No])
	if !fresh && on == mfa.No {
		on = mfa.Unknown
	}
	f := map[mfa.Tri]report.Finding{
		mfa.Yes:     {Code: "demand-on", Severity: report.OK, Title: "It is on", Text: "Microsoft says so."},
		mfa.No:      {Code: "demand-off", Severity: report.Warning, Title: "It is not on yet", Text: "Microsoft does not show it.", Do: "Finish the steps, wait some minutes, then look again."},
		mfa.Unknown: {Code: "demand-unknown", Severity: report.Unknown, Title: "Whether it is on is not known", Text: "Nothing that Handrail may read tells.", Do: "Look where you set it."},
	}[on]
	doc := d.frame("Is it on?", m.Title)
	doc.Blocks = append(doc.Blocks, report.Findings{Items: []report.Finding{f}},
		report.Text{Text: fmt.Sprintf("Asked for a second step: %d accounts before, %d now.", before, asked[mfa.Yes])},
		report.Facts{Rows: []report.Fact{{Name: "on", Label: "On", Value: on.String()}, {Name: "asked-now", Label: "Asked now", Value: strconv.Itoa(asked[mfa.Yes])}}})
	return doc, nil
}

// isOn tells whether a way is on; notAsked is how many accounts nothing asks.
func isOn(o *mfa.Organisation, way string, notAsked int) mfa.Tri {
	e := &o.Enforcement
	switch way {
	case mfa.DemandDefaults:
		return e.Defaults
	case mfa.DemandAccess, mfa.DemandAdmins:
		for _, p := range e.Policies {
			if p.Asks && (way == mfa.DemandAccess && p.Users.Everyone || way == mfa.DemandAdmins && (p.Users.Everyone || len(p.Users.Roles) > 0)) {
				return mfa.Yes
			}
		}
		if e.Complete != mfa.Yes {
			return mfa.Unknown
		}
		return mfa.No
	case mfa.DemandPerUser:
		return mfa.Is(notAsked == 0)
	case mfa.DemandPortals:
		return mfa.Yes
	}
	return mfa.Unknown
}

// gate lets go on unless it is certain that nothing was done.
func gate(_ *guide.Visit, doc *report.Document) error {
	if doc.Facts()["on"] == "no" {
		return app.Errorf(app.NotFound, "Finish the steps, then look again.", "It is not on yet.")
	}
	return nil
}

// record keeps what was chosen and whom it meets.
func (d Deps) record(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	doc, err := d.who(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	doc.Title = "Record: asking for a second step"
	doc.Blocks = append([]report.Block{report.Facts{Title: "What you decided", Rows: []report.Fact{
		{Name: "chosen", Label: "Way", Value: chosen(v).ID, Text: chosen(v).Title},
		{Name: "spared", Label: "Emergency accounts left out", Value: strings.Join(glass(v), ", "), Text: orNone(glass(v))},
		{Name: "asked-before", Label: "Accounts asked before", Value: v.Fact("asked")},
		{Name: "is-on", Label: "On when last looked", Value: v.Fact("on")},
	}}}, doc.Blocks...)
	return doc, nil
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "None named"
	}
	return strings.Join(names, ", ")
}
