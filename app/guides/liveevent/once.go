package liveevent

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/task"
)

// once sends w, whose effect Microsoft does not show. It sends nothing where an earlier request for the same may
// only be late: one that Microsoft confirmed is in order, and for one whose answer was lost the person waits.
func (d deps) once(ctx context.Context, v *guide.Visit, w change.Write) error {
	h, err := d.runner().History(ctx, v.ID)
	if err != nil {
		return err
	}
	for _, a := range h {
		if !equal(a.Write, w) || d.Now().Sub(a.At) >= change.Late {
			continue
		}
		switch {
		case a.State == change.Confirmed:
			return nil
		case a.State.Open():
			return app.Errorf(app.Unreachable, "Wait five minutes, then confirm again. Handrail checks again first.",
				"Microsoft does not show yet whether “%s” worked.", w.Title)
		}
	}
	if err := d.settle(ctx, v, w, false); err != nil {
		return err
	}
	_, err = d.runner().Send(ctx, v.ID, w)
	return err
}

// settle writes down what became of earlier requests for w of which no one knows that: made is whether
// Microsoft shows their effect.
func (d deps) settle(ctx context.Context, v *guide.Visit, w change.Write, made bool) error {
	_, err := d.runner().Settle(ctx, v.ID, func(_ context.Context, o change.Write) (bool, bool, error) {
		return made, equal(o, w), nil
	})
	return err
}

// equal reports whether two requests ask for the same.
func equal(a, b change.Write) bool {
	return a.Verb == b.Verb && a.Object == b.Object && string(a.Body) == string(b.Body)
}

// publish publishes the event, unless it is published. It is an error where Microsoft does not show that it is.
func (d deps) publish(ctx context.Context, v *guide.Visit, id string) error {
	w := change.Write{Verb: "publish", Title: "Publish the event", Object: townhalls + "/" + id + "/publish"}
	there, err := d.published(ctx, id)
	if err != nil {
		return err
	}
	if there {
		return d.settle(ctx, v, w, true)
	}
	if err := d.once(ctx, v, w); err != nil {
		return err
	}
	if there, err = d.published(ctx, id); err != nil || there {
		return err
	}
	return app.Errorf(app.Unreachable, "Open the Teams calendar, and publish it there.",
		"The event is created, but Microsoft does not show it as published yet.")
}

// published reports whether attendees can open the event. It is an error where it was cancelled.
func (d deps) published(ctx context.Context, id string) (bool, error) {
	var event townhall
	err := d.get(ctx, id, "answer about the event", &event)
	switch {
	case app.CodeOf(err) == app.NotFound:
		return false, app.Errorf(app.NotFound, "Check the Teams calendar. If the event was deleted, start the guide "+
			"again to create another one.", "Microsoft does not have this event now. Handrail changed nothing.")
	case err != nil:
		return false, err
	}
	switch {
	case event.Status == "":
		return false, unreadable("answer about the event")
	case event.Status.Is("canceled"):
		return false, app.Errorf(app.Invalid, "Start the guide again to create another event.",
			"This event was cancelled in Teams. Handrail changed nothing.")
	}
	return event.Status.Is("published"), nil
}

// identity is a person in a list of presenters.
type identity struct {
	Identity struct {
		Type string `json:"@odata.type"`
		ID   string `json:"id"`
	} `json:"identity"`
}

// addPresenters adds the presenters that the event does not have yet.
func (d deps) addPresenters(ctx context.Context, v *guide.Visit, id string, rep task.Report) error {
	wanted, _, err := d.presenters(ctx, v, rep)
	if err != nil || len(wanted) == 0 {
		return err
	}
	var there struct {
		Value []identity `json:"value"`
	}
	if err := d.get(ctx, id+"/presenters", "list of presenters", &there); err != nil {
		return err
	}
	if there.Value == nil {
		return unreadable("list of presenters")
	}
	for _, p := range wanted {
		var one identity
		one.Identity.Type, one.Identity.ID = "#microsoft.graph.communicationsUserIdentity", p.id
		w := change.Write{Verb: "presenter", Title: "Presenter: " + p.name,
			Object: townhalls + "/" + id + "/presenters", Body: data(one)}
		if slices.ContainsFunc(there.Value, func(i identity) bool { return strings.EqualFold(i.Identity.ID, p.id) }) {
			err = d.settle(ctx, v, w, true)
		} else {
			err = d.once(ctx, v, w)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
