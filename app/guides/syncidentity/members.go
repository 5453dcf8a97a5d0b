package syncidentity

import (
	"context"
	"slices"
	"strings"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
)

// groups reads the members of the groups that policies name, also through other groups,
// and returns who is in them. What could not be read is not known.
func (w *world) groups(ctx context.Context, have *tenant.Required) (func(string, string) access.Answer, error) {
	if _, known := have.Gap(tenant.SectionGroups); known {
		err := tenant.Each(ctx, have, tenant.SectionGroups, func(g tenant.Group) error {
			w.names[strings.ToLower(g.ID)] = string(g.Name)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	var wanted []string
	for _, row := range w.policies {
		p := access.Of(row)
		for _, g := range p.Groups() {
			if id := tenant.MembersSection(g); !slices.Contains(wanted, id) {
				wanted = append(wanted, id)
			}
		}
	}
	if len(w.identities) == 0 {
		wanted = nil // no one to look for
	}
	if err := have.Also(ctx, wanted...); err != nil {
		return nil, err
	}
	members := map[string]map[string]bool{}
	for _, id := range wanted {
		if _, known := have.Gap(id); !known {
			continue
		}
		in := map[string]bool{}
		if err := tenant.Each(ctx, have, id, func(m tenant.Member) error {
			in[strings.ToLower(m.ID)] = true
			return nil
		}); err != nil {
			return nil, err
		}
		members[strings.ToLower(id)] = in
	}
	return func(person, group string) access.Answer {
		if strings.EqualFold(group, w.crew.ID) && w.crew.MembersRead { // newer than what is saved
			if is := w.crew.Has(person); is == access.Yes || !w.crew.Nested() {
				return is
			}
		}
		in, read := members[strings.ToLower(tenant.MembersSection(group))]
		if !read {
			return access.Unknown
		}
		return access.Is(in[strings.ToLower(person)])
	}, nil
}

// name returns the name of a group or a role.
func (w *world) name(id string) string {
	if n := w.names[strings.ToLower(id)]; n != "" {
		return "“" + n + "”"
	}
	return roles.Name(id)
}
