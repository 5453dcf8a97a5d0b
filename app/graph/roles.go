package graph

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"handrail/app/tenant"
)

// principal is a person, group or application with a role.
type principal struct {
	Type tenant.Text `json:"@odata.type"`
	ID   string      `json:"id"`
	Name tenant.Text `json:"displayName"`
	UPN  tenant.Text `json:"userPrincipalName"`
}

func (p principal) kind() string {
	return strings.TrimPrefix(string(p.Type), "#microsoft.graph.")
}

// assignment is one role of one principal, as Graph sends it.
type assignment struct {
	ID        string      `json:"id"`
	Role      tenant.Text `json:"roleDefinitionId"`
	Principal tenant.Text `json:"principalId"`
	Scope     tenant.Text `json:"directoryScopeId"`
	Whom      *principal  `json:"principal"`
}

// fetchRoles reads who has which role. Each member of a group with a role has a row too.
func (g *Client) fetchRoles(ctx context.Context, _ string, page func(tenant.Page) error) error {
	names, err := g.roleNames(ctx)
	if err != nil {
		return err
	}
	active, q, err := g.byID(ctx, tenant.SectionRoles)
	if err != nil {
		return err
	}
	var rows []tenant.Row
	var notes []string
	err = each(ctx, active, q, func(a assignment) error { return g.spread(ctx, a, names, false, &rows, &notes) })
	if err != nil {
		return err
	}
	eligible := g.from(func(s start) ask {
		return get(s.roles().RoleEligibilityScheduleInstances().ToGetRequestInformation)
	})
	err = each(ctx, eligible, q, func(a assignment) error { return g.spread(ctx, a, names, true, &rows, &notes) })
	var refused *answer
	switch {
	case errors.As(err, &refused) && premium(refused):
		// Without the licence there are none: Microsoft removes them when it ends
		// (Microsoft Learn: License requirements to use Privileged Identity Management).
	case errors.As(err, &refused):
		notes = append(notes, tenant.NoteNoEligible)
	case err != nil:
		return err
	}
	return page(tenant.Page{Rows: rows, Notes: notes})
}

// roleName is the name of a role, and its template ID.
type roleName struct {
	name, template tenant.Text
	builtIn        *bool
}

// roleNames returns the roles by ID. Without them, roles have only their IDs.
func (g *Client) roleNames(ctx context.Context) (map[string]roleName, error) {
	names := map[string]roleName{}
	definitions := g.from(func(s start) ask { return get(s.roles().RoleDefinitions().ToGetRequestInformation) })
	err := each(ctx, definitions, selecting("id", "displayName", "templateId", "isBuiltIn"), func(d struct {
		ID       string      `json:"id"`
		Name     tenant.Text `json:"displayName"`
		Template tenant.Text `json:"templateId"`
		BuiltIn  *bool       `json:"isBuiltIn"`
	}) error {
		names[strings.ToLower(d.ID)] = roleName{d.Name, d.Template, d.BuiltIn}
		return nil
	})
	var refused *answer
	if errors.As(err, &refused) && refused.Status == 404 {
		err = nil
	}
	return names, err
}

// spread adds the rows of one assignment to rows.
func (g *Client) spread(
	ctx context.Context, a assignment, names map[string]roleName, eligible bool, rows *[]tenant.Row, notes *[]string,
) error {
	n := names[strings.ToLower(string(a.Role))]
	if n.template == "" {
		n.template = a.Role // the id of a built-in role is its template's
	}
	row := map[string]any{
		"id": a.ID, "roleDefinitionId": a.Role, "principalId": a.Principal, "directoryScopeId": a.Scope,
		"handrailTemplate": n.template, "handrailRole": n.name, "handrailEligible": eligible,
	}
	if n.builtIn != nil {
		row["handrailBuiltIn"] = *n.builtIn
	}
	if a.Whom != nil {
		row["handrailKind"], row["handrailName"] = a.Whom.kind(), a.Whom.Name
		if a.Principal == "" {
			row["principalId"] = a.Whom.ID
		}
	}
	if err := add(rows, a.ID, row); err != nil {
		return err
	}
	if a.Whom == nil || a.Whom.kind() != "group" {
		return nil
	}
	members, q, err := g.byID(ctx, tenant.MembersSection(a.Whom.ID))
	if err != nil {
		return err
	}
	err = each(ctx, members, q, func(m principal) error {
		if m.kind() == "group" {
			return nil
		}
		id := a.ID + "/" + m.ID
		one := map[string]any{}
		for k, v := range row {
			one[k] = v
		}
		one["id"], one["principalId"], one["handrailThrough"] = id, m.ID, a.Whom.ID
		one["handrailKind"], one["handrailName"] = m.kind(), m.Name
		return add(rows, id, one)
	})
	var refused *answer
	if errors.As(err, &refused) {
		if !slices.Contains(*notes, tenant.NoteNoRoleMembers) {
			*notes = append(*notes, tenant.NoteNoRoleMembers)
		}
		return nil
	}
	return err
}

func add(rows *[]tenant.Row, id string, row map[string]any) error {
	body, err := json.Marshal(row)
	*rows = append(*rows, tenant.Row{ID: id, Body: body})
	return err
}

// each reads a whole collection and calls f for every row. It stops with the error of f.
func each[T any](ctx context.Context, src source, q query, f func(T) error) error {
	return (&pager{source: src, query: q}).walk(ctx, "", func(p tenant.Page) error {
		for _, row := range p.Rows {
			var v T
			if err := json.Unmarshal(row.Body, &v); err != nil {
				return err
			}
			if err := f(v); err != nil {
				return err
			}
		}
		return nil
	})
}
