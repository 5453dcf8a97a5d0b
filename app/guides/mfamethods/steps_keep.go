package mfamethods

import (
	"bytes"
	"context"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/change"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/task"
)

func (d deps) keepStep() guide.Step {
	return guide.Step{
		ID: stepKeep, Title: "Keep or undo", Summary: "Decide after you hear from people.",
		NextLabel: "Show the result",
		MainLabel: "Confirm this decision", Needs: stepConfirm, DependsOn: depends(askWave, askKeep),
		Asks: []guide.Ask{ask.Choice(askKeep, ask.Words{Label: "Do you want to keep the change?",
			Hint: "If you undo it, Handrail restores the former settings exactly.",
			Help: "Methods that people register in the meantime stay."}, []guide.Option{
			{Value: "keep", Label: "Keep the change"}, {Value: "undo", Label: "Undo the change"}})},
		Plan: d.planKeep, Apply: d.applyKeep,
	}
}

// undone returns what undoing the changes of this visit changes, and the requests
// for it, latest first. The oldest former settings of an object come last and so
// decide. There are none if Handrail made no change.
func (d deps) undone(ctx context.Context, v *guide.Visit) ([]guide.Change, []change.Write, error) {
	h, err := d.runner().History(ctx, v.ID)
	writes := h.Undo()
	if err != nil || len(writes) == 0 {
		return nil, nil, err
	}
	row, policy, _, err := d.live(ctx)
	if err != nil {
		return nil, nil, err
	}
	former, err := overlaid(policy, writes)
	if err != nil {
		return nil, nil, err
	}
	o, err := d.named(ctx, v)
	return rows(o, mfa.PolicyOf(row, mfa.Legacy{}), mfa.PolicyOf(former, mfa.Legacy{})), writes, err
}

func (d deps) planKeep(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	stays := guide.Plan{Affected: []guide.Affected{{Severity: report.OK, Text: "Nothing changes for anyone."}},
		NoUndo: "There is nothing to undo."}
	if v.Answer(askKeep) != "undo" {
		stays.Summary = "Handrail changes nothing: the change stays."
		stays.Changes = []guide.Change{{Setting: "Your change", Now: "Made", After: "Made"}}
		return &stays, nil
	}
	changes, writes, err := d.undone(ctx, v)
	if err != nil {
		return nil, err
	}
	if len(writes) == 0 {
		stays.Summary, stays.ByHand = "Handrail made no change in this guide, so there is nothing to undo.", true
		stays.Changes = []guide.Change{{Setting: "Your change", Now: "Not made by Handrail",
			After: "Not made by Handrail"}}
		return &stays, nil
	}
	return &guide.Plan{Changes: changes,
		Undo: "You can make the change again in the step “Check the change”.",
		Affected: []guide.Affected{{Severity: report.Note,
			Text: "People can use their former methods again. " +
				"Text messages and phone calls end on 1 February 2027 at the latest."}}}, nil
}

func (d deps) applyKeep(ctx context.Context, v *guide.Visit, plan *guide.Plan, rep task.Report) error {
	if v.Answer(askKeep) != "undo" {
		return ctx.Err()
	}
	if d.Tenant.Writer == nil || plan.ByHand {
		return app.Errorf(app.Denied, "Restore the settings in the Microsoft Entra admin center.",
			"Handrail cannot undo this change here.")
	}
	return d.runner().Apply(ctx, v.ID, change.Order{Scopes: []string{writeScope}, Shown: plan.Changes,
		Again: func(ctx context.Context) ([]guide.Change, []change.Write, error) { return d.undone(ctx, v) }}, rep)
}

// replication is how long Microsoft may still show former settings after a change.
const replication = 5 * time.Minute

// settle records what became of requests without an answer, by the policy as it is
// now. A request that is not in effect counts as failed only after a while, and only
// if no later request went to the same object: else it stays unknown.
func (d deps) settle(ctx context.Context, v *guide.Visit, policy []byte) error {
	h, err := d.runner().History(ctx, v.ID)
	if err != nil || len(h.Unsettled()) == 0 {
		return err
	}
	latest := map[string]change.Attempt{}
	for _, a := range h {
		if a.State != change.Planned {
			latest[a.Object] = a
		}
	}
	_, err = d.runner().Settle(ctx, v.ID, func(_ context.Context, w change.Write) (made, known bool, err error) {
		made, known = change.Matches(part(policy, w.Object), w.Body)
		last := latest[w.Object]
		sure := last.Verb == w.Verb && bytes.Equal(last.Body, w.Body) && d.Now().Sub(last.At) >= replication
		return made, known && (made || sure), nil
	})
	return err
}
