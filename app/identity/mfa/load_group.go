package mfa

import (
	"strings"

	"handrail/app/tenant"

	"handrail/app/identity/access"
)

// groups reads the members of the groups in the policies and in a change.
func (l *loader) groups() error {
	names, whole, err := l.groupNames()
	if err != nil {
		return err
	}
	wanted := append(l.o.Policy.Groups(), l.o.Enforcement.Groups()...)
	members := map[string]map[string]struct{}{}
	for _, g := range append(wanted, l.told.Groups...) {
		key := strings.ToLower(g)
		if _, ok := members[key]; ok || g == "" {
			continue
		}
		_, listed := names[key]
		in, err := l.membersOf(g, whole && !listed)
		if err != nil {
			return err
		}
		members[key] = in
	}
	l.o.GroupName = func(group string) string { return names[strings.ToLower(group)] }
	l.o.Belongs = func(person, group string) access.Answer {
		in := members[strings.ToLower(group)]
		if in == nil {
			return access.Unknown
		}
		_, ok := in[strings.ToLower(person)]
		return access.Is(ok)
	}
	return nil
}

// membersOf returns the members of a group, by id in small letters; nil if they were
// not read. A group has none if it is unlisted, which means that a complete list of
// groups lacks it, and if its members cannot be read either: then it is gone.
func (l *loader) membersOf(group string, unlisted bool) (map[string]struct{}, error) {
	st, err := l.r.Status(l.ctx, tenant.MembersSection(group))
	if err != nil {
		return nil, err
	}
	if unlisted && st.State == tenant.Failed {
		l.o.Gone = append(l.o.Gone, group)
		return map[string]struct{}{}, nil
	}
	if gap, read := tenant.NotRead(st, tenant.MembersSection(group)); !read {
		not := "Handrail has not read the members of the group " + group + "."
		if gap.Message = not + " " + gap.Message; gap.State == tenant.NeverRead {
			gap.Message, gap.Hint = not, "Sign in and check again: Handrail then reads them."
		}
		l.o.Missing = append(l.o.Missing, gap)
		return nil, nil
	}
	in := map[string]struct{}{}
	return in, tenant.Each(l.ctx, l.r, tenant.MembersSection(group), func(m tenant.Member) error {
		in[strings.ToLower(m.ID)] = struct{}{}
		return nil
	})
}

// groupNames returns the names of the groups by id in small letters; none if they
// were never read. whole reports whether these are all groups.
func (l *loader) groupNames() (names map[string]string, whole bool, err error) {
	st, err := l.r.Status(l.ctx, tenant.SectionGroups)
	if err != nil || st.Completed.IsZero() {
		return nil, false, err
	}
	names = map[string]string{}
	return names, st.State.Whole(), tenant.Each(l.ctx, l.r, tenant.SectionGroups, func(g tenant.Group) error {
		names[strings.ToLower(g.ID)] = string(g.Name)
		return nil
	})
}

// PoliciesNaming returns the names of the enforced policies that name a group.
func (o *Organisation) PoliciesNaming(group string) (names []string) {
	for i := range o.Enforcement.Policies {
		a := &o.Enforcement.Policies[i]
		for _, g := range a.Policy.Groups() {
			if strings.EqualFold(g, group) {
				names = append(names, a.Name)
				break
			}
		}
	}
	return names
}
