package liveevent

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/app/tenant"
)

// post sends one request and records its result in the journal, even if ctx ends meanwhile.
// Nothing is sent if the journal cannot record it.
func (d Deps) post(ctx context.Context, v *guide.Visit, what, object string, body []byte) ([]byte, error) {
	note := func(state, id string) error {
		return d.Journal.Record(context.WithoutCancel(ctx), guide.Entry{At: d.Now().UTC(), Visit: v.ID, Guide: ID, Step: "exact", What: what + " " + object, New: string(body), State: state, Report: id})
	}
	for _, state := range []string{"planned", "sent"} {
		if err := note(state, ""); err != nil {
			return nil, err // not recorded: not sent
		}
	}
	answer, id, err := d.Writer.Post(ctx, object, body)
	var lost *tenant.UnknownOutcome
	switch {
	case errors.As(err, &lost):
		_ = note("unknown", lost.RequestID) // the next run looks for the event
		return nil, &app.Error{Code: app.Unreachable, Message: "Handrail sent the request to Microsoft but got no answer.",
			Hint: "Confirm again. Handrail first checks whether the change was made.", Err: err}
	case app.CodeOf(err) == app.Denied:
		_ = note("failed", id) // the failure itself is returned
		message, _ := app.Say(err)
		return nil, &app.Error{Code: app.Denied, Message: message,
			Hint: "Sign in with an account whose licence and policies allow events, or create the event in Teams.", Err: err}
	case err != nil:
		_ = note("failed", id) // the failure itself is returned
		return nil, err
	}
	return answer, note("confirmed", id)
}

// apply creates the event, adds the presenters, publishes it and checks it. Called again,
// it continues where it stopped and creates no second event.
func (d Deps) apply(ctx context.Context, v *guide.Visit, plan *guide.Plan, rep task.Report) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if plan.ByHand || !d.canMake(v) {
		return app.Errorf(app.Denied, "Create it in Teams.", "Handrail cannot create this event.")
	}
	if rep != nil {
		ctx = tenant.WithNote(ctx, func(text string) { rep(task.Progress{Note: text}) })
	}
	if err := d.Writer.Ask(ctx, eventScope); err != nil {
		return err
	}
	id, err := d.theEvent(ctx, v)
	if err != nil {
		return err
	}
	if err := d.addPresenters(ctx, v, id); err != nil {
		return err
	}
	event, err := d.read(ctx, id)
	if err != nil {
		return err
	}
	if !event.Status.Is("published") {
		if _, err := d.post(ctx, v, "publish", townhalls+"/"+id+"/publish", nil); err != nil {
			return err
		}
		if event, err = d.read(ctx, id); err != nil {
			return err
		}
	}
	if !event.Status.Is("published") {
		return app.Errorf(app.Unreachable, "Open the Teams calendar, and publish it there.",
			"The event is created, but Microsoft does not show it as published yet.")
	}
	return d.keepLink(ctx, v, id)
}

// theEvent returns the ID of the event: the one created before, one whose answer was lost,
// or a new one.
func (d Deps) theEvent(ctx context.Context, v *guide.Visit) (string, error) {
	if id, err := d.made(ctx, v, memoID); err != nil || id != "" {
		return id, err
	}
	body, at, _, err := wish(v)
	if err != nil {
		return "", err
	}
	entries, err := d.Journal.Entries(ctx, v.ID)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if e.What == "create "+townhalls && e.State == "sent" { // it may exist
			id, err := d.find(ctx, v.Answer(askTitle), at)
			if err != nil {
				return "", err
			}
			if id != "" {
				return id, d.keep(ctx, memoEvent, memoID, v.ID, id)
			}
			break
		}
	}
	answer, err := d.post(ctx, v, "create", townhalls, body)
	if err != nil {
		return "", err
	}
	var event townhall
	if err := json.Unmarshal(answer, &event); err != nil || event.ID == "" {
		return "", app.Errorf(app.Unreachable, "Confirm again. Handrail looks for the event.",
			"Microsoft created the event but did not return its ID.")
	}
	return event.ID, d.keep(context.WithoutCancel(ctx), memoEvent, memoID, v.ID, event.ID)
}

// find looks for an event of this name and start among those of the account.
func (d Deps) find(ctx context.Context, title string, at time.Time) (string, error) {
	raw, err := d.Writer.Read(ctx, townhalls+"/getByUserRole(role='organizer')")
	if err != nil {
		return "", err
	}
	var all struct {
		Value []townhall `json:"value"`
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		return "", app.Errorf(app.Unreachable, "Try again.", "Handrail could not read Microsoft’s list of your events.")
	}
	for _, e := range all.Value {
		text, _, _ := strings.Cut(string(e.Start.At), ".")
		begins, err := time.Parse("2006-01-02T15:04:05", strings.TrimSuffix(text, "Z"))
		if err == nil && e.Start.Zone.Is("UTC") && begins.Equal(at.UTC()) && string(e.Name) == title && !e.Status.Is("canceled") {
			return e.ID, nil
		}
	}
	return "", nil
}

func (d Deps) read(ctx context.Context, id string) (townhall, error) {
	var e townhall
	raw, err := d.Writer.Read(ctx, townhalls+"/"+id)
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return e, app.Errorf(app.Unreachable, "Try again.", "Handrail could not read Microsoft’s answer about the event.")
	}
	return e, nil
}

// addPresenters adds the presenters that the event does not have yet.
func (d Deps) addPresenters(ctx context.Context, v *guide.Visit, id string) error {
	wanted, _, err := d.presenters(ctx, v)
	if err != nil || len(wanted) == 0 {
		return err
	}
	raw, err := d.Writer.Read(ctx, townhalls+"/"+id+"/presenters")
	if err != nil {
		return err
	}
	var there struct {
		Value []struct {
			Identity struct {
				ID string `json:"id"`
			} `json:"identity"`
		} `json:"value"`
	}
	if err := json.Unmarshal(raw, &there); err != nil {
		return app.Errorf(app.Unreachable, "Try again.", "Handrail could not read Microsoft’s list of presenters.")
	}
	has := map[string]bool{}
	for _, p := range there.Value {
		has[p.Identity.ID] = true
	}
	for _, p := range wanted {
		if has[p.id] {
			continue
		}
		body, err := json.Marshal(map[string]any{"identity": map[string]string{"@odata.type": "#microsoft.graph.communicationsUserIdentity", "id": p.id}})
		if err != nil {
			return err
		}
		if _, err := d.post(ctx, v, "presenter", townhalls+"/"+id+"/presenters", body); err != nil {
			return err
		}
	}
	return nil
}

// keepLink saves the link of the event's session, which identifies its attendance reports.
// An event without a link yet is not an error.
func (d Deps) keepLink(ctx context.Context, v *guide.Visit, id string) error {
	raw, err := d.Writer.Read(ctx, townhalls+"/"+id+"/sessions")
	if err != nil {
		return err
	}
	var all struct {
		Value []struct {
			Link string `json:"joinWebUrl"`
		} `json:"value"`
	}
	if json.Unmarshal(raw, &all) != nil || len(all.Value) == 0 || all.Value[0].Link == "" {
		return nil
	}
	return d.keep(ctx, memoEvent, memoLink, v.ID, all.Value[0].Link)
}
