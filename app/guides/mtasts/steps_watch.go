package mtasts

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/terms"
	"handrail/app/mail/policyhistory"
	"handrail/app/report"
	"handrail/app/task"
)

// watchFor is how long a new policy is watched in testing mode. Large mail
// services advise two weeks.
const watchFor = 14 * 24 * time.Hour

func (d deps) watchStep() guide.Step {
	return guide.Step{
		ID:      stepWatch,
		Title:   "Watch for two weeks",
		Summary: "Read the reports for two weeks to see that everything works.",
		Text: "For two weeks, only read the reports. A day without a failure is not proof: some senders report only " +
			"when they send to you. " +
			"When you take a policy down, the date shows when no sender has an older one cached.",
		MainLabel: "Continue to the report",
		Terms:     terms.Of(terms.TLSRPT, terms.Mode, terms.MaxAge),
		Needs:     stepAnnounced,
		DependsOn: []string{askDomain, askAim, askMode, askMX, askMaxAge},
		Wait:      d.wait,
		Look: func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
			doc, err := d.look(ctx, v, rep, Document)
			if err != nil {
				return nil, err
			}
			doc.Title = "Check during the two weeks"
			if aimOf(v) == aimRetire {
				doc.Blocks = append(d.retireBlocks(ctx, asciiOf(v)), doc.Blocks...)
			}
			return doc, nil
		},
		Ready: d.gateWatch,
	}
}

// wait returns the date before which there is nothing to do.
func (d deps) wait(ctx context.Context, v *guide.Visit) (guide.Until, error) {
	now := d.Now().UTC()
	all := policyhistory.History(ctx, d.Observations, asciiOf(v))
	switch aimOf(v) {
	case aimLeave:
		return guide.Until{Reason: "You do not need to wait. " + leaveWords(v)}, nil
	case aimRetire:
		e := policyhistory.SafeRemoval(all, now)
		if !e.Known {
			return guide.Until{At: since(v, now).Add(day * time.Second),
				Reason: "Publish mode none for at least one day. Wait longer if senders could cache an older policy " +
					"for longer."}, nil
		}
		return guide.Until{At: e.Safe,
				Reason: "Until then, a sender may have an older policy cached. Keep the file and the record published."},
			nil
	}
	from := since(v, now)
	if aimOf(v) == aimKeep {
		text, first := policyhistory.Text(ctx, d.Observations, asciiOf(v), fact(v, factHash))
		if text != "" && first.Before(from) {
			from = first
		}
	}
	return guide.Until{At: from.Add(watchFor),
		Reason: "After two weeks, the reports show whether deliveries fail."}, nil
}

// since returns when the record was first seen published, or now.
func since(v *guide.Visit, now time.Time) time.Time {
	if o, ok := v.Outcomes[stepAnnounced]; ok && o.State == guide.Completed {
		return o.At
	}
	return now
}

// gateWatch returns nil when the date has passed and the check found no problem.
func (d deps) gateWatch(v *guide.Visit, doc *report.Document) error {
	facts, now := doc.Facts(), d.Now()
	switch aim := aimOf(v); {
	case aim == aimLeave:
		return nil
	case aim == aimRetire:
		if facts["record"] == "absent" && facts["policy"] == "absent" {
			return nil
		}
		if facts["record"] == "unknown" || facts["policy"] == "unknown" {
			return app.Errorf(app.Unreachable, "Check your connection, then check again.",
				"Handrail could not find out whether the record or the file is still published.")
		}
		return app.Errorf(app.Invalid, "Follow the dates above, then check again.",
			"The record or the file is still published.")
	case facts["effective"] == "unknown":
		return app.Errorf(app.Unreachable, "Check your connection, then check again.",
			"Handrail could not find out what senders see.")
	case facts["effective"] != "enforce" && facts["effective"] != "testing":
		return app.Errorf(app.NotFound, "Fix the problems in the list, then check again.",
			"Senders no longer find your policy.")
	case aim != aimKeep && now.Before(since(v, now).Add(watchFor)):
		return app.Errorf(app.Invalid, "Come back when the two weeks are over.", "The two weeks are not over yet.")
	}
	return nil
}
