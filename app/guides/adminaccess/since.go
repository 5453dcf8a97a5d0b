package adminaccess

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/exclusion"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// memoRecord is the kind of the memo with what a record saw. Stored.
const memoRecord = "admin-access-record"

// longAgo is after how long without newer data it is not known what changed.
const longAgo = 30 * 24 * time.Hour

// snapshot is what a record saw of the organisation. Stored. The times are when Handrail
// read it; zero where it was not read.
type snapshot struct {
	PoliciesAt time.Time    `json:"policiesAt,omitzero"`
	Policies   []tenant.Raw `json:"policies,omitempty"`
	RolesAt    time.Time    `json:"rolesAt,omitzero"`
	Held       []string     `json:"held,omitempty"`       // template IDs of roles that someone held
	KnownRoles []string     `json:"knownRoles,omitempty"` // and of those that Handrail knew
	Offered    offered      `json:"offered,omitzero"`     // roles of Microsoft
	// Groups are those that policies exclude, by ID.
	Groups map[string]crowd `json:"excludedGroups,omitempty"`
	// Instead is what protected administrators without policies.
	Instead *protection `json:"instead,omitempty"`
}

// readAt is when the policies and the roles of w were read; zero where they were not.
type readAt struct{ policies, roles time.Time }

func (d deps) readAt(ctx context.Context, w *world, fresh bool) (at readAt, err error) {
	for section, into := range map[string]*time.Time{tenant.SectionAccess: &at.policies,
		tenant.SectionRoles: &at.roles} {
		st, err := w.have.Status(ctx, section)
		if err != nil {
			return at, err
		}
		*into = st.Completed
	}
	if fresh {
		at.policies = d.Now().UTC()
	}
	return at, nil
}

// organisation returns the ID of the organisation that is connected; "" for none.
func (d deps) organisation(ctx context.Context) (string, error) {
	if d.Tenant.Connection == nil {
		return "", ctx.Err()
	}
	o, _, err := tenant.Current(ctx, d.Tenant.Connection)
	return o.ID, err
}

// save saves what the record saw, and adds to doc where that failed.
func (d deps) save(ctx context.Context, v *guide.Visit, w *world, fresh bool, doc *frame.Draft) error {
	org, err := d.organisation(ctx)
	if err != nil {
		return err
	}
	at, err := d.readAt(ctx, w, fresh && w.means(v) == meansPolicies)
	if err != nil {
		return err
	}
	now := snapshot{PoliciesAt: at.policies, RolesAt: at.roles}
	if now.Instead, err = d.protection(ctx, w, v, fresh); err != nil {
		return err
	}
	for _, p := range w.policies {
		now.Policies = append(now.Policies, p.Raw())
	}
	if !w.rolesKnown {
		now.RolesAt = time.Time{} // a part of the roles is no list to compare with
	}
	now.Held = roles.Held(w.holdings)
	if now.Groups, err = w.crowds(ctx); err != nil {
		return err
	}
	if now.Offered, _, err = w.offers(ctx); err != nil {
		return err
	}
	if g, known := w.have.Gap(tenant.SectionDefinitions); !known {
		doc.Find(frame.NotRead([]tenant.Gap{g})...)
	}
	for _, r := range roles.All() {
		now.KnownRoles = append(now.KnownRoles, r.ID)
	}
	if err := guide.SaveRecord(ctx, d.Observations, memoRecord, org, v.ID, now, d.Now()); err != nil {
		doc.Find(frame.NotKnown("record-not-saved", "Handrail cannot show later what changed", err))
	}
	return ctx.Err()
}

// comparison is what is not as the last record saw it, the day of that record, and whether
// the roles were read since, and the policies where these protect.
type comparison struct {
	found []report.Finding
	day   time.Time
	newer bool
}

// since compares with the last record: of this visit, where it has one; else of any.
func (d deps) since(ctx context.Context, w *world, v *guide.Visit, fresh bool) (c comparison, err error) {
	org, err := d.organisation(ctx)
	if err != nil || org == "" {
		return c, err
	}
	var before snapshot
	o, ok, err := guide.LastRecord(ctx, d.Observations, memoRecord, org, &before, v.ID)
	if err == nil && !ok {
		o, ok, err = guide.LastRecord(ctx, d.Observations, memoRecord, org, &before)
	}
	if err != nil || !ok {
		return c, err
	}
	policies := w.means(v) == meansPolicies
	at, err := d.readAt(ctx, w, fresh && policies)
	if err != nil {
		return c, err
	}
	found, err := d.protectionSince(ctx, w, v, before.Instead, fresh && !policies)
	if err != nil {
		return c, err
	}
	found = append(found, w.policiesSince(before, at.policies)...)
	found = append(found, w.rolesSince(before, at.roles, w.means(v))...)
	grown, err := w.groupsSince(ctx, before, d.Now())
	if err != nil {
		return c, err
	}
	found = append(found, grown...)
	if policies {
		added, err := w.rolesAdded(ctx, before, d.Now())
		if err != nil {
			return c, err
		}
		found = append(append(found, added...), d.reportOnly(w)...)
	}
	tests, err := d.untested(ctx, w, v, o.Last)
	if err != nil {
		return c, err
	}
	found = append(found, tests...)
	sections := []string{tenant.SectionRoles, tenant.SectionUsers}
	if !fresh && policies {
		sections = append(sections, tenant.SectionAccess)
	}
	gaps := slices.Concat(w.missing, w.doubtful, w.o.Doubtful)
	found = append(found, frame.NotSince(distinct(gaps), d.Now(), longAgo, sections...)...)
	newer := at.roles.After(before.RolesAt) && (!policies || at.policies.After(before.PoliciesAt))
	return comparison{found, o.Last, newer}, ctx.Err()
}

// distinct returns gaps with each section once.
func distinct(gaps []tenant.Gap) (all []tenant.Gap) {
	for _, g := range gaps {
		if !slices.ContainsFunc(all, func(h tenant.Gap) bool { return h.Section == g.Section }) {
			all = append(all, g)
		}
	}
	return all
}

// policiesSince compares the policies with those of a record.
func (w *world) policiesSince(before snapshot, at time.Time) (all []report.Finding) {
	switch {
	case w.policyGap:
		return nil // said with the data that was not read
	case before.PoliciesAt.IsZero():
		return []report.Finding{{Code: "not-compared", Severity: report.Unknown, Subject: tenant.SectionAccess,
			Title: "It is not known whether policies changed", Text: "They could not be read for the record.",
			Do: "Save the report again."}}
	case !at.After(before.PoliciesAt):
		return nil // nothing newer was read
	}
	old, now := byID(before.Policies), map[string]tenant.AccessPolicy{}
	for _, p := range w.policies {
		now[p.ID] = p
	}
	for _, was := range before.Policies {
		var p tenant.AccessPolicy
		if !jsonInto(was, &p) {
			continue
		}
		if is, there := now[p.ID]; there {
			all = append(all, w.edited(p, is)...)
			continue
		}
		if exclusion.BetaOnly(was) { // such a policy is also missing where the beta does not answer
			all = append(all, report.Finding{Code: "not-compared", Severity: report.Unknown, Subject: string(p.Name),
				Title: "It is not known whether the policy “" + string(p.Name) + "” is still there",
				Text:  "Microsoft shows it to programs only in the beta of Graph."})
			continue
		}
		all = append(all, report.Finding{Code: "policy-gone", Severity: report.Warning, Subject: string(p.Name),
			Title: "The policy “" + string(p.Name) + "” is gone", Text: "It was there for the record, and was " +
				strings.ToLower(stateWords(p.State)) + ".", Do: "Check who deleted it, and why."})
	}
	for _, p := range w.policies {
		if _, there := old[p.ID]; !there && !exclusion.BetaOnly(p.Raw()) { // the record may have missed those
			all = append(all, report.Finding{Code: "policy-new", Severity: report.Note, Subject: string(p.Name),
				Title: "The policy “" + string(p.Name) + "” is new", Text: "It is " +
					strings.ToLower(stateWords(p.State)) + "."})
		}
	}
	return append(all, w.drifted(before)...)
}

func byID(rows []tenant.Raw) map[string]tenant.AccessPolicy {
	all := map[string]tenant.AccessPolicy{}
	for _, row := range rows {
		var p tenant.AccessPolicy
		if jsonInto(row, &p) {
			all[p.ID] = p
		}
	}
	return all
}
