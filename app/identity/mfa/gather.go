package mfa

import (
	"context"
	"slices"

	"handrail/app/task"
	"handrail/app/tenant"
)

// needed are the sections that the rules use.
var needed = []string{tenant.SectionUsers, tenant.SectionRegistration, tenant.SectionMethods,
	tenant.SectionAccess, tenant.SectionDefaults, tenant.SectionRoles, tenant.SectionPerUserMFA}

// doubted returns o with what could not be read again. What is only old is shown by its
// age.
func (o *Organisation) doubted(gaps []tenant.Gap) *Organisation {
	c := *o
	c.Doubtful = slices.DeleteFunc(slices.Clone(gaps), func(g tenant.Gap) bool { return g.State.Whole() })
	return &c
}

// LoadCurrent loads the current organisation, from the cache kept if nothing has changed;
// kept may be nil. If rep is set and a person is signed in, it first reads from
// Microsoft what was never read: the sections, then the groups in the policies. The
// error has the code app.NotFound if no organisation is connected.
func LoadCurrent(ctx context.Context, link tenant.Connection, kept *Cache, told AdminInput,
	rep task.Report) (*Organisation, error) {
	r, err := tenant.Require(ctx, tenant.Request{Link: link, Now: told.Now, Report: rep}, needed...)
	if err != nil {
		return nil, err
	}
	tried := map[string]bool{}
	for { // what is read now may name groups that were never read, or that are gone
		o, err := kept.load(ctx, link, r, told)
		if err != nil {
			return nil, err
		}
		var ids []string
		for _, m := range o.Missing {
			ids = append(ids, m.Section)
		}
		if err := r.Also(ctx, ids...); err != nil {
			return nil, err
		}
		again := false
		for _, id := range ids {
			_, known := r.Gap(id)
			kind, _ := tenant.OnDemand(id)
			again = again || known || kind == tenant.Members && !tried[id] && rep != nil
			tried[id] = true
		}
		if !again {
			return o.doubted(r.Doubtful), nil
		}
	}
}
