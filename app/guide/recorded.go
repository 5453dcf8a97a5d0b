package guide

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"handrail/app"
)

// SaveRecord saves value as what a visit recorded about subject, for a later comparison. It
// takes the place of an earlier record of the visit.
func SaveRecord(ctx context.Context, store ObservationStore, kind, subject, visit string, value any,
	now time.Time) error {
	if store == nil {
		return app.Errorf(app.Internal, "Open Handrail’s window and try again.", "Handrail cannot save this here.")
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return store.Remember(ctx, Observation{Kind: kind, Subject: subject, Key: visit, Value: string(text),
		First: now.UTC(), Last: now.UTC()})
}

// LastRecord puts the latest record about subject into a value. Records of one of visits
// only, where visits are given. found is false where there is none that can be read.
func LastRecord(ctx context.Context, store ObservationStore, kind, subject string, into any, visits ...string) (
	o Observation, found bool, err error) {
	if store == nil {
		return o, false, ctx.Err()
	}
	all, err := store.Recall(ctx, kind, subject)
	if err != nil {
		return o, false, err
	}
	for _, one := range all {
		of := len(visits) == 0 || slices.Contains(visits, one.Key)
		if of && !one.Last.Before(o.Last) {
			o, found = one, true
		}
	}
	if !found || json.Unmarshal([]byte(o.Value), into) != nil {
		return o, false, nil
	}
	return o, true, nil
}
