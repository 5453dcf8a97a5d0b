package syncidentity

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/identity/exclusion"
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
	between    map[string]int           // groups between a group and an account, by both IDs
	missing    []tenant.Gap
	doubtful   []tenant.Gap
	now        time.Time

	have     *tenant.Required
	holdings []roles.Holding
	// crew is the group of a visit, touched are the policies that the visit changed, by ID, and
	// made is the group that it made; "" where it made none. history is its change log.
	crew    breakglass.Group
	touched []string
	made    string
	history change.History

	old bool // the last sync was read long ago, or a later try failed
}

// sections are what the guide reads.
var sections = []string{tenant.SectionOrganisation, tenant.SectionRoles, tenant.SectionUsers, tenant.SectionAccess,
	tenant.SectionGroups, tenant.SectionPerUserMFA}

// load reads what is known. The members of the groups that policies name are read too.
func (d deps) load(ctx context.Context, progress task.Report) (*world, error) {
	w, _, err := d.loadFor(ctx, nil, progress)
	return w, err
}

// loadNow is load with what a visit changed, and with the policies as they are now at
// Microsoft; fresh reports whether they came. Where they did not, they are as they were saved.
// What was never read, such as the members of a group that a policy newly names, is read.
func (d deps) loadNow(ctx context.Context, v *guide.Visit, progress task.Report) (w *world, fresh bool, err error) {
	if progress == nil {
		progress = func(task.Progress) {}
	}
	return d.loadFor(ctx, v, progress)
}

// loadFor loads for a visit; nil: only what is saved.
func (d deps) loadFor(ctx context.Context, v *guide.Visit, progress task.Report) (w *world, fresh bool, err error) {
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: progress},
		sections...)
	if err != nil {
		return nil, false, err
	}
	w = &world{lines: map[string][]syncid.Line{}, names: map[string]string{}, between: map[string]int{}, now: d.Now(),
		have: have}
	for _, read := range []func(context.Context, *tenant.Required) error{w.organisation, w.readPolicies,
		w.readIdentities} {
		if err := read(ctx, have); err != nil {
			return nil, false, err
		}
	}
	if v != nil {
		if fresh, err = d.visited(ctx, v, w); err != nil {
			return nil, false, err
		}
	}
	in, err := w.groups(ctx, have)
	if err != nil {
		return nil, false, err
	}
	for n := range w.identities {
		i := &w.identities[n]
		i.Subject.In = in
		w.lines[i.ID] = syncid.Lines(w.policies, *i)
	}
	w.missing, w.doubtful = have.Missing, have.Doubtful
	if err := w.nested(ctx, have); err != nil { // explains only, so what it cannot read is not missing
		return nil, false, err
	}
	w.old = slices.ContainsFunc(w.doubtful, func(g tenant.Gap) bool { return g.Section == tenant.SectionOrganisation })
	return w, fresh, nil
}

// visited adds what a visit is about: its group, what it changed, and the policies as they
// are now.
func (d deps) visited(ctx context.Context, v *guide.Visit, w *world) (fresh bool, err error) {
	if rows, compared, whole := exclusion.Policies(ctx, d.writer()); whole {
		w.policies, w.compared, w.policyGap, w.policiesAt, fresh = rows, compared, false, d.Now(), true
	}
	if w.history, err = d.runner().History(ctx, v.ID); err != nil {
		return false, err
	}
	w.touch(w.history)
	return fresh, d.readCrew(ctx, v, w)
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
	w.holdings = roles.Holdings(rows)
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

// frame begins a document.
func (d deps) frame(title string) *frame.Draft {
	return frame.New(frame.Head{Title: title, At: d.Now(), Sources: []string{frame.FromCache}})
}

// stamp writes a time for people.
func stamp(t time.Time) string { return t.Local().Format("2 January 2006, 15:04") }
