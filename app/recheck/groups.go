package recheck

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"handrail/app/task"
	"handrail/app/tenant"
)

// mostGroups is how many groups are read again at a time: each costs a request.
const mostGroups = 50

// justRead is how old the members of a group may be so that they are not read again.
const justRead = time.Hour

// groups reads again the members of the groups that Conditional Access policies exclude, and of those that completed
// guides rest on: a refresh of the organisation does not read them, and who is in them decides whom a policy reaches.
func (p Ports) groups(ctx context.Context, m memory, found []finished, progress task.Report) error {
	if m.past == nil || !p.Link.SignedIn(ctx) {
		return nil
	}
	var ids []string
	err := m.sources.View.Each(ctx, tenant.SectionAccess, func(_ string, body []byte) error {
		var row tenant.AccessPolicy
		if json.Unmarshal(body, &row) == nil {
			for _, id := range row.Conditions.Users.ExcludeGroups {
				ids = append(ids, tenant.MembersSection(string(id)))
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, f := range found {
		for _, id := range f.rests() {
			if tenant.MembersOf(id) != "" {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	var old []tenant.Status
	for _, id := range slices.Compact(ids) {
		st, err := m.sources.View.Status(ctx, id)
		if err != nil {
			return err
		}
		if m.now.Sub(st.Completed) > justRead {
			st.Section = id // also of one that was never tried
			old = append(old, st)
		}
	}
	if len(old) == 0 {
		return nil
	}
	_, err = p.Link.Refresh(ctx, longestAgo(old, mostGroups), progress)
	return err
}

// longestAgo returns the sections that were tried the longest ago, at most so many, so that each has its turn.
func longestAgo(all []tenant.Status, most int) (ids []string) {
	slices.SortStableFunc(all, func(a, b tenant.Status) int { return a.Started.Compare(b.Started) })
	for _, st := range all[:min(len(all), most)] {
		ids = append(ids, st.Section)
	}
	return ids
}
