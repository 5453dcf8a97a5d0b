package exclusion

import (
	"context"
	"encoding/json"
	"strings"

	"handrail/app"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/tenant"
)

// take puts what a row says into a group.
func take(g *breakglass.Group, row tenant.Group) {
	g.ID, g.Name, g.Found = row.ID, string(row.Name), access.Yes
	g.Security, g.Mail, g.Synced = access.Flag(row.Security), access.Flag(row.MailEnabled), access.Flag(row.Synced)
	g.RoleAssignable, g.Dynamic = access.Flag(row.RoleAssignable), access.Is(row.Dynamic())
	if row.Synced.Null {
		g.Synced = access.No // it never came from a directory (Graph resource group)
	}
	if row.RoleAssignable.Null {
		g.RoleAssignable = access.No
	}
	if row.Types.Has("Unified") {
		g.Mail = access.Yes
	}
}

// Named returns the group with a name or an ID. It is not known where the groups were not
// read, or where several have the name.
func Named(ctx context.Context, have *tenant.Required, name string) (g breakglass.Group, err error) {
	g.Name = name
	if err := have.Also(ctx, tenant.SectionGroups); err != nil {
		return g, err
	}
	if _, known := have.Gap(tenant.SectionGroups); !known {
		return g, nil
	}
	n := 0
	err = tenant.Each(ctx, have, tenant.SectionGroups, func(row tenant.Group) error {
		if row.Name.Is(name) || strings.EqualFold(row.ID, name) {
			n++
			take(&g, row)
		}
		return nil
	})
	switch {
	case n == 0:
		g.Found = access.No
	case n > 1: // no one knows which
		g = breakglass.Group{Name: name}
	}
	return g, err
}

// Now puts a group and its direct members as they are now into g, else as they were saved. w
// is nil where Handrail cannot ask. name names a member whom Microsoft does not name.
func Now(ctx context.Context, w tenant.Writer, have *tenant.Required, g *breakglass.Group,
	name func(id string) string) error {
	if w != nil {
		var row tenant.Group
		switch err := tenant.ReadInto(ctx, w, GroupsPath+"/"+g.ID, &row); {
		case app.CodeOf(err) == app.NotFound:
			g.Found = access.No
			return ctx.Err()
		case err == nil && row.ID != "":
			take(g, row)
		}
		if readMembers(ctx, w, g, name) {
			return ctx.Err()
		}
	}
	section := tenant.DirectMembersSection(g.ID)
	if err := have.Also(ctx, section); err != nil {
		return err
	}
	if _, known := have.Gap(section); !known {
		return nil
	}
	g.Members, g.MembersRead = nil, true
	return tenant.Each(ctx, have, section, func(m tenant.Member) error {
		add(g, m, name)
		return nil
	})
}

// readMembers puts the members of a group as they are now into g, and reports whether they
// came.
func readMembers(ctx context.Context, w tenant.Writer, g *breakglass.Group, name func(string) string) bool {
	var list struct {
		Value []json.RawMessage `json:"value"`
	}
	if tenant.ReadInto(ctx, w, GroupsPath+"/"+g.ID+"/members", &list) != nil || list.Value == nil {
		return false
	}
	g.Members, g.MembersRead = nil, true
	for _, body := range list.Value {
		var m tenant.Member
		if json.Unmarshal(body, &m) != nil || m.ID == "" {
			g.MembersRead = false
			continue
		}
		add(g, m, name)
	}
	return true
}

func add(g *breakglass.Group, m tenant.Member, name func(string) string) {
	one := breakglass.Member{ID: m.ID, Name: string(m.Name), Group: m.Type.Is("#microsoft.graph.group")}
	if one.Name == "" {
		one.Name = name(m.ID)
	}
	g.Members = append(g.Members, one)
}

// Policies returns the policies as they are now, and whether they were compared with the
// beta. fresh is false where Microsoft did not answer with the whole list.
func Policies(ctx context.Context, w tenant.Writer) (rows []tenant.AccessPolicy, compared, fresh bool) {
	var page tenant.PolicyList
	if w == nil || tenant.ReadInto(ctx, w, PoliciesPath, &page) != nil || page.Rows == nil || page.Next != "" {
		return nil, false, false // a part of a list is not the list
	}
	return page.Rows, !page.NotCompared, true
}
