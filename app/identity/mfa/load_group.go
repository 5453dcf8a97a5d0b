package mfa

import (
	"slices"
	"strings"

	"handrail/app/tenant"

	"handrail/app/identity/access"
)

// groups reads the members of the groups in the policies and in a change.
func (l *loader) groups() error {
	names, err := l.groupNames()
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
		in, err := l.membersOf(g)
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
// not read. A group that Microsoft no longer has is gone: it has no members.
func (l *loader) membersOf(group string) (map[string]struct{}, error) {
	st, err := l.r.Status(l.ctx, tenant.MembersSection(group))
	if err != nil {
		return nil, err
	}
	if st.Gone() {
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
// were never read.
func (l *loader) groupNames() (names map[string]string, err error) {
	st, err := l.r.Status(l.ctx, tenant.SectionGroups)
	if err != nil || st.Completed.IsZero() {
		return nil, err
	}
	names = map[string]string{}
	return names, tenant.Each(l.ctx, l.r, tenant.SectionGroups, func(g tenant.Group) error {
		names[strings.ToLower(g.ID)] = string(g.Name)
		return nil
	})
}

// PoliciesNaming returns the names of the enforced policies that name a group or an
// account.
func (o *Organisation) PoliciesNaming(id string) (names []string) {
	for i := range o.Enforcement.Policies {
		a := &o.Enforcement.Policies[i]
		p := &a.Policy
		if slices.ContainsFunc(slices.Concat(p.Groups(), p.Include.Users, p.Exclude.Users), func(x string) bool {
			return strings.EqualFold(x, id)
		}) {
			names = append(names, a.Name)
		}
	}
	return names
}
