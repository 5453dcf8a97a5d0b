package mfa

import (
	"handrail/app/tenant"

	"handrail/app/identity/access"
)

// groups reads the members of the groups in the policies and in a change.
func (l *loader) groups() error {
	wanted := append(l.o.Policy.Groups(), l.o.Enforcement.Groups()...)
	members := map[string]map[string]struct{}{}
	for _, g := range append(wanted, l.told.Groups...) {
		if _, ok := members[g]; ok || g == "" {
			continue
		}
		st, err := l.r.Status(l.ctx, tenant.MembersSection(g))
		if err != nil {
			return err
		}
		if gap, read := tenant.NotRead(st, tenant.MembersSection(g)); !read {
			not := "Handrail has not read the members of the group " + g + "."
			if gap.Message = not + " " + gap.Message; gap.State == tenant.NeverRead {
				gap.Message, gap.Hint = not, "Sign in and check again: Handrail then reads them."
			}
			l.o.Missing = append(l.o.Missing, gap)
			members[g] = nil
			continue
		}
		in := map[string]struct{}{}
		err = tenant.Each(l.ctx, l.r, tenant.MembersSection(g), func(m tenant.Member) error {
			in[m.ID] = struct{}{}
			return nil
		})
		if err != nil {
			return err
		}
		members[g] = in
	}
	names, err := l.groupNames(members)
	if err != nil {
		return err
	}
	l.o.GroupName = func(group string) string { return names[group] }
	l.o.Belongs = func(person, group string) access.Answer {
		in := members[group]
		if in == nil {
			return access.Unknown
		}
		_, ok := in[person]
		return access.Is(ok)
	}
	return nil
}

// groupNames returns the names of the groups in wanted; none where the groups were
// never read.
func (l *loader) groupNames(wanted map[string]map[string]struct{}) (map[string]string, error) {
	st, err := l.r.Status(l.ctx, tenant.SectionGroups)
	if err != nil || st.Completed.IsZero() {
		return nil, err
	}
	names := map[string]string{}
	return names, tenant.Each(l.ctx, l.r, tenant.SectionGroups, func(g tenant.Group) error {
		if _, ok := wanted[g.ID]; ok {
			names[g.ID] = string(g.Name)
		}
		return nil
	})
}
