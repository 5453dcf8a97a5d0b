package syncidentity

import (
	"context"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// mostBetween is how many groups are looked into for one account, so that a loop or a large tree ends.
const mostBetween = 20

// nested finds for each policy that spares or reaches an account through a group whether other groups lie between.
// What cannot be read is left out: that the account is in the group is known without it.
func (w *world) nested(ctx context.Context, have *tenant.Required) error {
	for _, i := range w.identities {
		for _, l := range w.lines[i.ID] {
			for _, r := range []access.Reason{l.Result.In, l.Result.Out} {
				key := strings.ToLower(r.ID + "/" + i.ID)
				if _, done := w.between[key]; done || r.Code != access.ByGroup {
					continue
				}
				n, known, err := steps(ctx, have, r.ID, i.ID)
				if err != nil {
					return err
				}
				if known {
					w.between[key] = n
				}
			}
		}
	}
	return nil
}

// steps returns how many groups lie between a group and an account in it: 0 for a direct member.
func steps(ctx context.Context, have *tenant.Required, group, account string) (n int, known bool, err error) {
	seen, level := map[string]bool{}, []string{group}
	for n = 0; len(level) > 0; n++ {
		var next []string
		for _, g := range level {
			if seen[g] || len(seen) == mostBetween {
				continue
			}
			seen[g] = true
			id := tenant.DirectMembersSection(g)
			if err := have.Also(ctx, id); err != nil {
				return 0, false, err
			}
			found := false
			if err := tenant.Each(ctx, have, id, func(m tenant.Member) error {
				found = found || strings.EqualFold(m.ID, account)
				if strings.HasSuffix(strings.ToLower(string(m.Type)), ".group") {
					next = append(next, m.ID)
				}
				return nil
			}); err != nil {
				return 0, false, err
			}
			if found {
				return n, true, nil
			}
		}
		level = next
	}
	return 0, false, nil
}

// through returns how many groups lie between an account and the group that decides; "" for none, or if that is not known.
func (w *world) through(r access.Result, account string) string {
	decides := r.In
	if r.Out.Code == access.ByGroup {
		decides = r.Out
	}
	if n := w.between[strings.ToLower(decides.ID+"/"+account)]; decides.Code == access.ByGroup && n > 0 {
		return " The account is in it through " + guide.Count(n, "group", "groups") + " between."
	}
	return ""
}
