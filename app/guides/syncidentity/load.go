package syncidentity

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/identity/syncid"
	"handrail/app/task"
	"handrail/app/tenant"
)

// world is what the guide knows of the organisation.
type world struct {
	policiesAt, rolesAt time.Time // when they were read; zero: never

	standing   syncid.Standing
	known      bool // the organisation was read
	identities []syncid.Identity
	rolesKnown bool // every holder of a role is known
	policies   []tenant.AccessPolicy
	policyGap  bool                     // the policies were not read
	compared   bool                     // they were compared with the beta, which may have more
	lines      map[string][]syncid.Line // by the ID of an identity
	names      map[string]string        // of groups and roles, by ID
	missing    []tenant.Gap
	doubtful   []tenant.Gap
	now        time.Time
	old        bool // the last sync was read long ago, or a later try failed
}

// sections are what the guide reads.
var sections = []string{tenant.SectionOrganisation, tenant.SectionRoles, tenant.SectionUsers, tenant.SectionAccess,
	tenant.SectionGroups, tenant.SectionPerUserMFA}

// load reads what is known. The members of the groups that policies name are read too.
func (d deps) load(ctx context.Context, progress task.Report) (*world, error) {
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: progress},
		sections...)
	if err != nil {
		return nil, err
	}
	w := &world{lines: map[string][]syncid.Line{}, names: map[string]string{}, now: d.Now()}
	for _, read := range []func(context.Context, *tenant.Required) error{w.organisation, w.readPolicies,
		w.readIdentities} {
		if err := read(ctx, have); err != nil {
			return nil, err
		}
	}
	in, err := w.groups(ctx, have)
	if err != nil {
		return nil, err
	}
	for n := range w.identities {
		i := &w.identities[n]
		i.Subject.In = in
		w.lines[i.ID] = syncid.Lines(w.policies, *i)
	}
	w.missing, w.doubtful = have.Missing, have.Doubtful
	w.old = slices.ContainsFunc(w.doubtful, func(g tenant.Gap) bool { return g.Section == tenant.SectionOrganisation })
	return w, nil
}

func (w *world) organisation(ctx context.Context, have *tenant.Required) error {
	if _, known := have.Gap(tenant.SectionOrganisation); !known {
		return nil
	}
	st, err := have.Status(ctx, tenant.SectionOrganisation)
	if err != nil {
		return err
	}
	rows, err := tenant.All[tenant.OrganisationInfo](ctx, have, tenant.SectionOrganisation)
	if err != nil || len(rows) == 0 {
		return err
	}
	w.known, w.standing = true, syncid.StandingOf(rows[0], st.Completed)
	return nil
}

func (w *world) readPolicies(ctx context.Context, have *tenant.Required) (err error) {
	if _, known := have.Gap(tenant.SectionAccess); !known {
		w.policyGap = true
		return nil
	}
	st, err := have.Status(ctx, tenant.SectionAccess)
	if err != nil {
		return err
	}
	w.compared = tenant.PoliciesCompared(st)
	w.policiesAt = st.Completed
	w.policies, err = tenant.All[tenant.AccessPolicy](ctx, have, tenant.SectionAccess)
	return err
}

// readIdentities finds the identities by their roles, and what is known of each account.
func (w *world) readIdentities(ctx context.Context, have *tenant.Required) error {
	if _, known := have.Gap(tenant.SectionRoles); !known {
		return nil
	}
	rows, err := tenant.All[tenant.RoleAssignment](ctx, have, tenant.SectionRoles)
	if err != nil {
		return err
	}
	st, err := have.Status(ctx, tenant.SectionRoles)
	if err != nil {
		return err
	}
	w.rolesKnown, _ = tenant.RolesRead(st)
	w.rolesAt = st.Completed
	for _, r := range rows {
		w.names[strings.ToLower(string(r.Template))] = string(r.RoleName)
	}
	w.identities = syncid.Identities(rows, func(id string) (u tenant.User, read bool) {
		u, err := tenant.One[tenant.User](ctx, have, tenant.SectionUsers, id)
		return u, err == nil
	})
	for n := range w.identities {
		i := &w.identities[n]
		i.Subject.Active, i.Subject.Eligible = access.RolesOf(rows, i.ID, st)
		w.perUser(ctx, have, i)
	}
	return nil
}

// perUser reads whether per-user MFA is on for an account.
func (w *world) perUser(ctx context.Context, have *tenant.Required, i *syncid.Identity) {
	if i.Kind == syncid.Application || i.Kind == syncid.OtherHolder {
		return
	}
	row, err := tenant.One[tenant.PerUserMFA](ctx, have, tenant.SectionPerUserMFA, i.ID)
	if err != nil { // no row, or the section was not read: so it is told
		return
	}
	switch {
	case row.State.Is("enabled"), row.State.Is("enforced"):
		i.PerUserMFA = access.Yes
	case row.State.Is("disabled"):
		i.PerUserMFA = access.No
	}
}

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

// frame begins a document.
func (d deps) frame(title string) *frame.Draft {
	return frame.New(frame.Head{Title: title, At: d.Now(), Sources: []string{frame.FromCache}})
}

// stamp writes a time for people.
func stamp(t time.Time) string { return t.Local().Format("2 January 2006, 15:04") }
