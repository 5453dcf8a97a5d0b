package screens

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/tenant"
)

// personFacts is all that is kept about one person, put into words by the page.
type personFacts struct {
	one      tenant.Person
	user     tenant.User
	reg      *tenant.Registration
	perUser  string // Microsoft's word; empty where it is not known
	licences []string
	roles    []heldRole
	groups   []string // names; nil where they were not read
	reached  []reachedBy
	defaults tenant.Flag // security defaults
	found    []report.Finding
}

// heldRole is a role of the person: the group it comes through, whether it must
// be activated, whether it is for a part of the organisation only.
type heldRole struct {
	name, through string
	eligible      bool
	part          bool
}

// reachedBy is a Conditional Access policy with what it means for the person.
type reachedBy struct {
	policy tenant.AccessPolicy
	reach  access.Result
	why    string
}

// fetchPerson runs in a job. A section that holds nothing about the person is no
// error; its status shows it.
func fetchPerson(ctx context.Context, v tenant.View, id string, status map[string]tenant.Status) (personFacts, error) {
	var f personFacts
	var err error
	if f.one, err = v.Person(ctx, id); err != nil {
		if gap, read := tenant.NotRead(status[tenant.SectionUsers], tenant.SectionUsers); !read &&
			app.CodeOf(err) == app.NotFound {
			return f, &app.Error{Code: app.NotFound, Message: gap.Message, Hint: gap.Hint, Err: gap}
		}
		return f, err
	}
	id = f.one.ID
	if _, err = rowOf(ctx, v, tenant.SectionUsers, id, &f.user); err != nil {
		return f, err
	}
	var reg tenant.Registration
	if found, err := rowOf(ctx, v, tenant.SectionRegistration, id, &reg); err != nil {
		return f, err
	} else if found {
		f.reg = &reg
	}
	var mfa tenant.PerUserMFA
	if _, err = rowOf(ctx, v, tenant.SectionPerUserMFA, id, &mfa); err != nil {
		return f, err
	}
	f.perUser = string(mfa.State)
	if f.licences, err = licencesOf(ctx, v, f.user); err != nil {
		return f, err
	}
	return f, f.readAccess(ctx, v, id, status)
}

// readAccess reads roles, groups and the policies they lead to.
func (f *personFacts) readAccess(ctx context.Context, v tenant.View, id string, status map[string]tenant.Status) error {
	var mine []tenant.RoleAssignment
	err := tenant.Each(ctx, v, tenant.SectionRoles, func(a tenant.RoleAssignment) error {
		if a.Principal.Is(id) {
			mine = append(mine, a)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, a := range mine {
		r := heldRole{name: or(string(a.RoleName), "Unknown role ("+string(a.Role)+")"), eligible: a.Eligible.Yes,
			part: a.Scope != "/" && a.Scope != ""}
		if a.Through != "" {
			var g tenant.Group
			if _, err := rowOf(ctx, v, tenant.SectionGroups, string(a.Through), &g); err != nil {
				return err
			}
			r.through = or(string(g.Name), string(a.Through))
		}
		f.roles = append(f.roles, r)
	}
	m := access.Subject{ID: id, Kinds: access.KindsOfUser(f.user)}
	m.Active, m.Eligible = access.RolesOf(mine, id, status[tenant.SectionRoles])
	names := map[string]string{} // of the person's groups and roles, by id
	for _, a := range mine {
		names[strings.ToLower(string(a.Template))] = string(a.RoleName)
	}
	if err := f.readGroups(ctx, v, id, status, &m, names); err != nil {
		return err
	}
	policies, err := tenant.All[tenant.AccessPolicy](ctx, v, tenant.SectionAccess)
	for _, p := range policies {
		policy := access.Of(p)
		r := reachedBy{policy: p, reach: policy.Reach(&m)}
		r.why = r.reach.Text(func(id string) string { return names[strings.ToLower(id)] })
		if when := access.Words(r.reach.Conditions); when != "" {
			r.why += " It applies " + when + "."
		}
		f.reached = append(f.reached, r)
	}
	slices.SortStableFunc(f.reached, func(a, b reachedBy) int { return a.rank() - b.rank() })
	if err != nil {
		return err
	}
	f.readFindings(mine, status)
	return tenant.Each(ctx, v, tenant.SectionDefaults, func(d tenant.SecurityDefaults) error {
		f.defaults = d.Enabled
		return nil
	})
}

// readGroups fills the groups where they were read for this person.
func (f *personFacts) readGroups(ctx context.Context, v tenant.View, id string, status map[string]tenant.Status,
	m *access.Subject, names map[string]string) error {
	section := tenant.MemberOfSection(id)
	if status[section].Completed.IsZero() {
		return nil
	}
	f.groups = []string{}
	in := map[string]bool{}
	m.In = func(_, group string) access.Answer { return access.Is(in[strings.ToLower(group)]) }
	return tenant.Each(ctx, v, section, func(g tenant.Member) error {
		if g.Type == "" || strings.HasSuffix(strings.ToLower(string(g.Type)), ".group") {
			name := or(string(g.Name), g.ID)
			f.groups = append(f.groups, name)
			in[strings.ToLower(g.ID)], names[strings.ToLower(g.ID)] = true, name
		}
		return nil
	})
}

// rank sorts what acts first, then what only reports, what is not known, and
// what does not reach the person.
func (r reachedBy) rank() int {
	switch {
	case r.reach.Acts() == access.Yes:
		return 0
	case r.reach.Answer == access.Yes:
		return 2
	case r.reach.Answer == access.Unknown:
		return 1
	}
	return 3
}

// rowOf decodes a row; found is false where there is none.
func rowOf(ctx context.Context, r tenant.Reader, section, id string, into any) (found bool, err error) {
	row, err := r.Row(ctx, section, id)
	if app.CodeOf(err) == app.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, json.Unmarshal(row.Body, into)
}

// licencesOf names the licences of a person; one without a name keeps
// Microsoft's own.
func licencesOf(ctx context.Context, v tenant.View, u tenant.User) ([]string, error) {
	part := map[string]string{}
	err := tenant.Each(ctx, v, tenant.SectionLicences, func(l tenant.Licence) error {
		part[strings.ToLower(string(l.SKU))] = string(l.Part)
		return nil
	})
	var names []string
	for _, l := range u.Licences {
		name := tenant.ProductName(part[strings.ToLower(string(l.SKU))])
		names = append(names, or(name, "Unknown licence ("+string(l.SKU)+")"))
	}
	return names, err
}

// fetchSignIns runs in a job and returns the latest sign-ins of a person, at most
// n. Rows that do not hold the id are passed over undecoded: there may be a
// hundred thousand.
func fetchSignIns(ctx context.Context, v tenant.View, id string, n int) ([]tenant.SignIn, error) {
	var all []tenant.SignIn
	mark := []byte(id)
	err := v.Each(ctx, tenant.SectionSignIns, func(_ string, body []byte) error {
		if !bytes.Contains(body, mark) {
			return nil
		}
		var s tenant.SignIn
		if err := json.Unmarshal(body, &s); err != nil {
			return err
		}
		if s.User.Is(id) {
			all = append(all, s)
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b tenant.SignIn) int { return b.At.Compare(a.At.Time) })
	return all[:min(n, len(all))], err
}
