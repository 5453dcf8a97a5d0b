package adminaccess

import (
	"cmp"
	"slices"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/exclusion"
)

// withGroup is a policy that is there and gets the group that a visit chose later.
type withGroup struct {
	policy wanted
	write  change.Write
}

// regrouped returns the policies of this guide that do not exclude the group yet.
func (w *world) regrouped() (all []withGroup) {
	if !w.crew.fit() {
		return nil
	}
	for _, p := range slices.Concat(own, others) {
		row, there := w.named(p.name)
		if !there || row.Conditions.Users.ExcludeGroups.Has(w.crew.ID) {
			continue
		}
		if one, _, ok := exclusion.Edit(row, exclusion.Groups, func(ids []string) []string {
			return append(ids, w.crew.ID)
		}); ok {
			all = append(all, withGroup{p, one})
		}
	}
	return all
}

// besideGlass names the members of the group who are no emergency access accounts.
func (w *world) besideGlass(v *guide.Visit) (names []string) {
	for _, m := range w.crew.Members {
		if !exclusion.Is(w.glassIDs(v), m.ID) {
			names = append(names, cmp.Or(m.Name, m.ID))
		}
	}
	return names
}

// groupWords returns the state of a policy, and whether it excludes the group of a visit.
func (w *world) groupWords(p wanted, excludes bool) string {
	row, there := w.named(p.name)
	switch {
	case !there || !w.crew.fit():
		return w.now(p)
	case excludes || row.Conditions.Users.ExcludeGroups.Has(w.crew.ID):
		return w.now(p) + ", excludes the group “" + w.crew.Name + "”"
	}
	return w.now(p) + ", does not exclude the group"
}
