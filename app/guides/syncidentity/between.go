package syncidentity

import (
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/tenant"
)

// mostBetween is how many groups are looked into for one account, so that a loop or a large tree ends.
const mostBetween = 20

// nested finds for each group by which a policy spares or reaches an account whether other groups lie between.
// What cannot be read is left out: that the account is in the group is known without it.
func (w *world) nested(ctx context.Context, have *tenant.Required) error {
	for _, i := range w.identities {
		for _, l := range w.lines[i.ID] {
			group, ok := decides(l.Result)
			key := strings.ToLower(group + "/" + i.ID)
			if _, done := w.between[key]; done || !ok {
				continue
			}
			n, err := steps(ctx, have, group, i.ID)
			if err != nil {
				return err
			}
			w.between[key] = n
		}
	}
	return nil
}

// decides returns the group that decides whether a policy applies to an account; ok is false where none does.
func decides(r access.Result) (group string, ok bool) {
	if r.Out.Code == access.ByGroup {
		return r.Out.ID, true
	}
	return r.In.ID, r.In.Code == access.ByGroup
}

// steps returns how many groups lie between a group and an account in it: 0 for a direct member, and where it is
// not known: a group that may be on a shorter way was not read, or long ago, or there are too many.
func steps(ctx context.Context, have *tenant.Required, group, account string) (int, error) {
	seen, level := map[string]bool{}, []string{group}
	for n := 0; len(level) > 0 && len(seen)+len(level) <= mostBetween; n++ {
		var sections, next []string
		for _, g := range level {
			seen[strings.ToLower(g)] = true
			sections = append(sections, tenant.DirectMembersSection(g))
		}
		if err := have.Also(ctx, sections...); err != nil {
			return 0, err
		}
		found, whole := false, true
		for _, id := range sections {
			if slices.ContainsFunc(slices.Concat(have.Missing, have.Doubtful),
				func(g tenant.Gap) bool { return g.Section == id }) {
				whole = false // an account may be in it, so no longer way counts
				continue
			}
			if err := tenant.Each(ctx, have, id, func(m tenant.Member) error {
				found = found || strings.EqualFold(m.ID, account)
				if m.Type.Is("#microsoft.graph.group") && !seen[strings.ToLower(m.ID)] && !exclusion.Is(next, m.ID) {
					next = append(next, m.ID)
				}
				return nil
			}); err != nil {
				return 0, err
			}
		}
		if found {
			return n, nil
		}
		if !whole {
			return 0, nil
		}
		level = next
	}
	return 0, nil
}

// through returns how many groups lie between an account and the group that decides; "" for none, or if that is
// not known.
func (w *world) through(r access.Result, account string) string {
	group, ok := decides(r)
	if n := w.between[strings.ToLower(group+"/"+account)]; ok && n > 0 {
		return " The account is in it through " + guide.Count(n, "group", "groups") + " between."
	}
	return ""
}
