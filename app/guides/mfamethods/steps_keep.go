package mfamethods

import (
	"bytes"
	"context"
	"strings"
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

// untouched reports whether nothing was changed in this visit: no one confirmed the
// change, and nothing was sent. A run from the command line is always so.
func (d deps) untouched(ctx context.Context, v *guide.Visit) (bool, error) {
	if _, confirmed := v.Outcomes[stepConfirm]; confirmed {
		return false, nil
	}
	h, err := d.runner().History(ctx, v.ID)
	return len(h) == 0, err
}

// stays returns a plan in which nothing changes.
func stays(summary, state, undo string) *guide.Plan {
	return &guide.Plan{Summary: summary, Undo: undo,
		Changes:  []guide.Change{{Setting: "Your change", Now: state, After: state}},
		Affected: []guide.Affected{{Severity: report.OK, Text: "Nothing changes for anyone."}}}
}

func (d deps) planKeep(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	untouched, err := d.untouched(ctx, v)
	if err != nil {
		return nil, err
	}
	if untouched {
		undo := "Once the change is made, you can undo it in the step “Keep or undo”."
		if v.Answer(askWay) == "hand" {
			undo = "If you make the change by hand, undo it by hand or with undo.ps1."
		}
		plan := stays("Nothing is made yet, so there is nothing to keep or undo.", "Not made", undo)
		plan.Affected = nil // the change itself may affect people
		return plan, nil
	}
	changes, writes, err := d.undone(ctx, v)
	if err != nil {
		return nil, err
	}
	switch {
	case v.Answer(askKeep) != "undo" && len(writes) > 0:
		return stays("Handrail changes nothing: the change stays.", "Made",
			"You can come back to this step later and undo the change."), nil
	case v.Answer(askKeep) != "undo":
		return stays("Handrail changes nothing. Your settings stay as they are.", "Not made by Handrail",
			"If you made the change by hand, undo it by hand or with undo.ps1."), nil
	case len(writes) == 0:
		plan := stays("Handrail made no change in this guide, so there is nothing to undo.", "Not made by Handrail",
			"If you made the change by hand, undo it by hand or with undo.ps1.")
		plan.ByHand = true
		return plan, nil
	}
	return &guide.Plan{Changes: changes,
		Undo:     "You can make the change again in the step “Check the change”.",
		Affected: undoing(changesOf(v))}, nil
}

// undoing describes what undoing changes means to people.
func undoing(changes mfa.Changes) []guide.Affected {
	var words []string
	takes, gives, phones := false, false, false
	for _, c := range changes {
		m, what := c.Method()
		takes = takes || what == "off" || what == "without" || what == "only"
		gives = gives || what == "on"
		phones = phones || what != "on" && (m == mfa.Sms || m == mfa.Voice)
	}
	if takes {
		words = append(words, "People can use their former methods again.")
	}
	if gives {
		words = append(words, "People may no longer be able to use the methods that the change turned on.")
	}
	if phones {
		days := mfa.Retirements()
		words = append(words, "Microsoft ends text message and call checks on "+mfa.DayWords(days.First)+
			", for Global Administrators and external users on "+mfa.DayWords(days.Last)+".")
	}
	if len(words) == 0 {
		words = append(words, "The sign-in methods that people can use stay the same.")
	}
	return []guide.Affected{{Severity: report.Note, Text: strings.Join(words, " ")}}
}

func (d deps) applyKeep(ctx context.Context, v *guide.Visit, plan *guide.Plan, rep task.Report) error {
	if v.Answer(askKeep) != "undo" {
		return ctx.Err()
	}
	if untouched, err := d.untouched(ctx, v); err != nil || untouched {
		return err // as the plan says, there is nothing to undo
	}
	if d.Tenant.Writer == nil || plan.ByHand {
		return app.Errorf(app.Denied, "Restore the settings in the Microsoft Entra admin center.",
			"Handrail cannot undo this change here.")
	}
	return d.runner().Apply(ctx, v.ID, change.Order{Scopes: []string{writeScope}, Shown: plan.Changes,
		Again: func(ctx context.Context) ([]guide.Change, []change.Write, error) {
			changes, writes, err := d.undone(ctx, v)
			if err == nil {
				err = d.undoKeepsAdministrators(ctx, v, writes)
			}
			return changes, writes, err
		}}, rep)
}

// undoKeepsAdministrators refuses to undo what locks out administrators: they may have
// only methods that the change turned on.
func (d deps) undoKeepsAdministrators(ctx context.Context, v *guide.Visit, writes []change.Write) error {
	if len(writes) == 0 {
		return nil
	}
	row, policy, _, err := d.live(ctx)
	if err != nil {
		return err
	}
	former, err := overlaid(policy, writes)
	if err != nil {
		return err
	}
	return d.keepsAdministrators(ctx, v, row, func(now mfa.Policy) mfa.Policy {
		return mfa.PolicyOf(former, now.Legacy)
	})
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
