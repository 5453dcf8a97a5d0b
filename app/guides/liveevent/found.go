package liveevent

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide/change"
)

// find looks for an event as it was sent among those of the account. It is an error where one
// of that name begins at a time that cannot be compared: it may be the one.
func (d deps) find(ctx context.Context, sent change.Write) (string, error) {
	var wanted townhall
	if err := json.Unmarshal(sent.Body, &wanted); err != nil {
		return "", err
	}
	at, ok := wanted.begins()
	var all struct {
		Value []townhall `json:"value"`
	}
	if err := d.get(ctx, "getByUserRole(role='organizer')", "list of your events", &all); err != nil {
		return "", err
	}
	if all.Value == nil {
		return "", unreadable("list of your events")
	}
	var doubt bool
	for _, e := range all.Value {
		if e.title() != wanted.title() || e.Status.Is("canceled") || e.ID == "" {
			continue
		}
		begins, known := e.begins()
		if ok && known && begins.Equal(at) {
			return e.ID, nil
		}
		doubt = doubt || !known
	}
	if doubt {
		return "", app.Errorf(app.Unreachable, "Open the Teams calendar, and check whether it is there.",
			"Handrail found an event called “%s” but could not read its start time. It created no other.",
			wanted.title())
	}
	return "", nil
}

func (t townhall) title() string { return strings.TrimSpace(string(t.Name)) }

// begins returns when the event starts. known is false for a time or a time zone that Handrail cannot read.
func (t townhall) begins() (at time.Time, known bool) {
	text, _, _ := strings.Cut(strings.TrimSuffix(string(t.Start.At), "Z"), ".")
	loc, err := time.UTC, error(nil)
	if zone := strings.TrimSpace(string(t.Start.Zone)); !strings.EqualFold(zone, "UTC") {
		if loc, err = time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
			return at, false
		}
	}
	at, err = time.ParseInLocation(graphTime, text, loc)
	return at, err == nil
}

// unreadable is the error for an answer that does not have what was asked for.
func unreadable(name string) error {
	return app.Errorf(app.Unreachable, "Try again.", "Handrail could not read Microsoft’s %s.", name)
}
