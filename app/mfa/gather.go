package mfa

import (
	"context"
	"slices"

	"handrail/app"
	"handrail/app/task"
	"handrail/app/tenant"
)

// needed are the sections that the rules use.
var needed = []string{tenant.SectionUsers, tenant.SectionRegistration, tenant.SectionMethods, tenant.SectionAccess, tenant.SectionDefaults,
	tenant.SectionRoles, tenant.SectionPerUserMFA}

// Gather loads the current organisation, from the cache kept if nothing has changed;
// kept may be nil. If rep is set and a person is signed in, it first reads from
// Microsoft what was never read: the sections, then the groups in the policies. The
// error has the code app.NotFound if no organisation is connected.
func Gather(ctx context.Context, link tenant.Link, kept *Kept, told Told, rep task.Report) (*Organisation, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if link == nil {
		return nil, app.Errorf(app.NotFound, "Connect your organisation first, then come back.", "No organisation is connected.")
	}
	view, err := link.View(ctx)
	if err != nil {
		return nil, err
	}
	tried := map[string]bool{}
	for {
		o, err := kept.load(ctx, link, view, told)
		if rep == nil || !link.SignedIn(ctx) {
			return o, err
		}
		var ids []string
		if err != nil {
			ids = slices.Clone(needed)
		} else {
			for _, m := range o.Missing {
				ids = append(ids, m.Section)
			}
		}
		ids = slices.DeleteFunc(ids, func(id string) bool { return tried[id] })
		if len(ids) == 0 {
			return o, err
		}
		for _, id := range ids {
			tried[id] = true
		}
		if _, err := link.Refresh(ctx, ids, rep); err != nil {
			return nil, err
		}
	}
}
