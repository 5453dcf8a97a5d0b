package mtasts

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// watchFor is how long a new policy is watched in testing mode. Large mail
// services advise two weeks.
const watchFor = 14 * 24 * time.Hour

func (d Deps) watchStep() guide.Step {
	return guide.Step{
		ID:    stepWatch,
		Title: "Watch for two weeks",
		Lead:  "Let time and the reports show that all is well.",
		Text: "For two weeks there is nothing to do but to read the reports. A quiet time is not proof: some senders report only on days when they send to you. " +
			"When you take a policy down, the date shows when no sender remembers an older one.",
		Main:      "Keep this and go on",
		Terms:     []guide.Term{termTLSRPT, termMode, termMaxAge},
		Needs:     stepAnnounced,
		DependsOn: []string{askDomain, askAim, askMode, askMX, askMaxAge},
		Wait:      d.wait,
		Look: func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
			doc, err := d.look(ctx, v, rep, Document)
			if err != nil {
				return nil, err
			}
			doc.Title = "Looked at again while watching"
			if aimOf(v) == aimRetire {
				doc.Blocks = append(d.retireBlocks(ctx, asciiOf(v)), doc.Blocks...)
			}
			return doc, nil
		},
		Gate: d.gateWatch,
	}
}

// wait gives the date before which there is nothing to do.
func (d Deps) wait(ctx context.Context, v *guide.Visit) (guide.Until, error) {
	if err := ctx.Err(); err != nil {
		return guide.Until{}, err
	}
	now := d.Now().UTC()
	all := d.servedBefore(ctx, asciiOf(v))
	switch aimOf(v) {
	case aimLeave:
		return guide.Until{Reason: "A domain that takes no mail has nothing to wait for."}, nil
	case aimRetire:
		e := endingOf(all, now)
		if !e.Known {
			return guide.Until{At: since(v, now).Add(day * time.Second), Reason: "Mode none must be served for one day at the least. Wait longer if an older policy was kept longer."}, nil
		}
		return guide.Until{At: e.Safe, Reason: "Until then a sender may remember an older policy. Keep serving the file and the record."}, nil
	}
	from := since(v, now)
	if aimOf(v) == aimKeep {
		hash := fact(v, factHash)
		for _, m := range d.recall(ctx, memoPolicy, asciiOf(v)) {
			if m.Key == hash && m.First.Before(from) {
				from = m.First
			}
		}
	}
	return guide.Until{At: from.Add(watchFor), Reason: "Two weeks show whether the reports stay quiet."}, nil
}

// since gives when the policy was seen announced; now where it was not.
func since(v *guide.Visit, now time.Time) time.Time {
	if o, ok := v.Outcomes[stepAnnounced]; ok && o.State == guide.Completed {
		return o.At
	}
	return now
}

// gateWatch ends the watch when its date has passed and all is as meant.
func (d Deps) gateWatch(v *guide.Visit, doc *report.Document) error {
	facts, now := doc.Facts(), d.Now()
	switch aim := aimOf(v); {
	case aim == aimLeave:
		return nil
	case aim == aimRetire:
		if facts["record"] == "absent" && facts["policy"] == "absent" {
			return nil
		}
		return app.Errorf(app.Invalid, "Follow the dates above, then look again.", "The record or the file is still there.")
	case facts["effective"] == "unknown":
		return app.Errorf(app.Unreachable, "Check your connection, then look again.", "What senders see could not be found out.")
	case facts["effective"] != "enforce" && facts["effective"] != "testing":
		return app.Errorf(app.NotFound, "Mend what the list shows, then look again.", "Senders no longer find your policy.")
	case aim != aimKeep && now.Before(since(v, now).Add(watchFor)):
		return app.Errorf(app.Invalid, "Come back when the two weeks are over.", "The policy has not been watched for two weeks yet.")
	}
	return nil
}
