package screens

import (
	"context"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// barred is why a plan that is shown cannot be applied now.
type barred int

const (
	notBarred barred = iota
	signedOut        // Microsoft cannot be asked without a new sign-in
	offline          // someone is signed in, but Microsoft does not answer
	readOnly         // the person chose that Handrail changes nothing
	lacking          // it is known that a role, a permission or a licence is missing
)

// words returns the reason as the page of the plan shows it; "" for none.
func (b barred) words() string {
	switch b {
	case signedOut:
		return "You are not connected. Connect your organisation to make this change."
	case offline:
		return "Handrail cannot reach Microsoft. Check this computer’s connection, then select “Connect to apply”."
	case readOnly:
		return "Read-only mode is on. Turn it off in Settings to make this change."
	case lacking:
		return "Handrail cannot make this change with your account. The page shows what is missing."
	}
	return ""
}

// bar runs in a job and puts into f why its plan cannot be applied now, and what is missing for it. It never opens a
// browser.
func (w *Window) bar(ctx context.Context, g guide.Guide, step guide.Step, v *guide.Visit, f *found) {
	f.barred, f.lacks = notBarred, nil
	if step.Apply == nil || w.p.Tenant == nil {
		return
	}
	kept, err := w.p.Settings.Settings(ctx)
	switch {
	case err != nil:
		logError(err) // the change itself is refused then
	case tenant.IsReadOnly(kept):
		f.barred = readOnly
		return
	}
	if !w.p.Tenant.SignedIn(ctx) {
		f.barred = signedOut
		return
	}
	f.lacks = w.fetchLacks(ctx, g, step, v, f.plan)
	switch {
	case len(f.lacks) > 0:
		f.barred = lacking
	case w.unreached(ctx, f):
		f.barred = offline
	}
}

// handOf returns the changes of a plan as steps for someone who may make them.
func handOf(p *guide.Plan) *guide.Handover {
	return &guide.Handover{Todo: rowsOf(p), Done: "The change is made"}
}

// rowsOf returns each change of a plan in words.
func rowsOf(p *guide.Plan) (rows []string) {
	for _, c := range p.Changes {
		if !c.Unchanged() {
			rows = append(rows, "Change “"+c.Setting+"” from “"+c.Now+"” to “"+c.After+"”.")
		}
	}
	return rows
}

// drawLacks draws what is missing for the plan: which role, permission or licence, who can help, and a text to send.
func (z *wizard) drawLacks() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, l := range z.found.lacks {
		all = append(all, z.w.lackPart(z.s.Guide(), l, rowsOf(z.found.plan), z.page.Refresh))
	}
	if len(all) == 0 {
		return nil
	}
	return []fyne.CanvasObject{parts.Section("What is missing for this change", all...)}
}

// checkRights reads again what is missing for the plan, and shows the step again.
func (z *wizard) checkRights() {
	if z.writing || z.stop != nil {
		return
	}
	sections := []string{tenant.SectionUsers, tenant.SectionRoles}
	for _, l := range z.found.lacks {
		sections = append(sections, l.ids...)
	}
	step, v := z.s.Step(), z.s.Visit()
	run := &jobs{runner: z.w.p.Runner}
	z.stop = run.leave
	bar := parts.NewProgress("")
	bar.OnStop = func() {
		z.endLook()
		z.notes = append(z.notes, note{report.Note, "You stopped the check.", "Nothing was changed.", nil})
		z.drawStep()
	}
	z.target = bar.Button()
	z.drawPassing(step.Title, step.Summary, []fyne.CanvasObject{bar})
	run.start(func(ctx context.Context, rep task.Report) error {
		all, err := z.w.p.Tenant.Refresh(ctx, sections, rep)
		for _, st := range all { // the page shows what is still missing
			if err == nil && !st.State.Whole() && !missing(st.State) {
				err = stillOld(st)
			}
		}
		return err
	}, bar.Set, func(err error) {
		z.stop = nil
		if err != nil {
			message, hint := app.UserMessage(err)
			z.notes = append(z.notes, note{report.Warning, message, hint, nil})
		}
		z.fetch(step, v)
	})
}

// unreached runs in a job and reports whether the plan was made without Microsoft because there is no network:
// Microsoft did not answer, or the plan is of saved data and no name can be looked up either.
func (w *Window) unreached(ctx context.Context, f *found) bool {
	return app.CodeOf(f.err) == app.Unreachable ||
		f.plan != nil && f.plan.FromSaved && w.p.AskNames != nil && w.p.AskNames(ctx) != nil
}
