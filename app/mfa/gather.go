package mfa

import (
	"context"
	"slices"

	"handrail/app"
	"handrail/app/task"
	"handrail/app/tenant"
)

// needed are the sections that the rules rest on.
var needed = []string{tenant.SectionUsers, tenant.SectionRegistration, tenant.SectionMethods, tenant.SectionAccess, tenant.SectionDefaults,
	tenant.SectionRoles, tenant.SectionPerUserMFA}

// Gather is Load of the organisation shown, from kept where nothing changed since
// the last time; kept may be nil. With rep set, and where somebody is
// signed in, what was never read is read from Microsoft first: the sections, then
// the groups that the policies speak of. app.NotFound where none is connected.
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
