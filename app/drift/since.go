package drift

import (
	"context"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// Since tells what changed in an organisation after from and not after to, moment by moment, the latest first.
// begun names the sections whose history begins in this time: nothing before can be compared with them.
func Since(ctx context.Context, v tenant.View, from, to time.Time) (all []Told, begun []history.Moment, err error) {
	k, ok := v.(history.Keeper)
	if !ok || k.Past() == nil {
		return nil, nil, nil
	}
	past := k.Past()
	moments, err := past.Moments(ctx, from, to)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range moments {
		if m.Kind == history.MomentBegin {
			begun = append(begun, m)
			continue
		}
		changes, err := past.Changes(ctx, m.Number)
		if err != nil {
			return nil, nil, err
		}
		told, err := Tell(ctx, v, changes)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, told...)
	}
	return all, begun, nil
}

// Remembers reports whether an organisation has a history.
func Remembers(v tenant.View) bool {
	k, ok := v.(history.Keeper)
	return ok && k.Past() != nil
}
