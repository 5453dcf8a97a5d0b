package liveevent

import (
	"context"
	"encoding/json"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/task"
	"handrail/app/tenant"
)

// runner sends the requests of this guide.
func (d deps) runner() change.Runner {
	return change.Runner{Writer: d.Tenant.Writer, Journal: d.Journal, Now: d.Now, Guide: ID,
		Refused: "Sign in with an account whose licence and policies allow events, or create the event in Teams."}
}

// apply creates the event, adds the presenters, publishes it and checks it. Called again,
// it continues where it stopped and creates no second event.
func (d deps) apply(ctx context.Context, v *guide.Visit, plan *guide.Plan, rep task.Report) error {
	if plan.ByHand || !d.canMake(v) {
		return app.Errorf(app.Denied, "Create it in Teams.", "Handrail cannot create this event.")
	}
	ctx = tenant.WithProgress(ctx, rep)
	if err := d.Tenant.Writer.Ask(ctx, eventScope); err != nil {
		return err
	}
	id, err := d.findOrCreateEvent(ctx, v)
	if err != nil {
		return err
	}
	if _, err := d.published(ctx, id); err != nil { // nothing is added to an event that was cancelled
		return err
	}
	if err := d.addPresenters(ctx, v, id, rep); err != nil {
		return err
	}
	if err := d.publish(ctx, v, id); err != nil {
		return err
	}
	return d.keepLink(ctx, v, id)
}

// findOrCreateEvent returns the ID of the event: the one created before, one whose answer was lost,
// or a new one.
func (d deps) findOrCreateEvent(ctx context.Context, v *guide.Visit) (string, error) {
	if id, err := d.made(ctx, v, memoID); err != nil || id != "" {
		return id, err
	}
	id, err := d.appeared(ctx, v)
	if err != nil {
		return "", err
	}
	if id == "" {
		w, _, err := eventRequest(v)
		if err != nil {
			return "", err
		}
		if id, err = d.runner().Make(ctx, v.ID, w, d.find); err != nil {
			return "", err
		}
	}
	return id, d.keep(context.WithoutCancel(ctx), memoEvent, memoID, v.ID, id)
}

// appeared returns the ID of an event that Microsoft did not list at first, after its answer
// was lost, and that counts as failed since; "" if there is none.
func (d deps) appeared(ctx context.Context, v *guide.Visit) (string, error) {
	h, err := d.runner().History(ctx, v.ID)
	if err != nil {
		return "", err
	}
	for _, a := range h {
		if a.Verb == change.Create && a.State == change.Failed {
			if id, err := d.find(ctx, a.Write); err != nil || id != "" {
				return id, err
			}
		}
	}
	return "", nil
}

// get reads what is at a path below the events; name is what it is called in an error.
func (d deps) get(ctx context.Context, path, name string, into any) error {
	raw, err := d.Tenant.Writer.Read(ctx, townhalls+"/"+path)
	if err == nil && json.Unmarshal(raw, into) != nil {
		err = unreadable(name)
	}
	return err
}

// keepLink saves the link of the event's session, which identifies its attendance reports.
// An event without a link yet is not an error.
func (d deps) keepLink(ctx context.Context, v *guide.Visit, id string) error {
	var all struct {
		Value []struct {
			Link string `json:"joinWebUrl"`
		} `json:"value"`
	}
	err := d.get(ctx, id+"/sessions", "answer about the event", &all)
	if err != nil || len(all.Value) == 0 || all.Value[0].Link == "" {
		return err
	}
	return d.keep(ctx, memoEvent, memoLink, v.ID, all.Value[0].Link)
}
