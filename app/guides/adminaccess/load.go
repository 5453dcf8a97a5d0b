package adminaccess

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/identity/mfa"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// world is what the guide knows of the organisation.
type world struct {
	o          *mfa.Organisation
	loaded     time.Time // after all of it was read
	holdings   []roles.Holding
	rolesKnown bool // every holder of a role is known
	// eligibleKnown: also those who must activate it first.
	eligibleKnown bool
	policies      []tenant.AccessPolicy
	policyGap     bool // the policies were not read
	compared      bool // they were compared with the beta, which may have more
	defaults      access.Answer
	p1            access.Answer
	missing       []tenant.Gap
	doubtful      []tenant.Gap
	have          *tenant.Required
	// sent are the policies that this visit made, by the name that they got, and turnedOff
	// whether it turned security defaults off; unsettled is how many of its requests had no
	// answer. made are the IDs of all policies that Handrail made, with the visit.
	visit     string
	past      []past
	sent      map[string]tenant.AccessPolicy
	made      map[string]change.Made
	turnedOff bool
	offAt     time.Time
	unsettled int
	// deleted are the policies that were removed and can be restored.
	deleted    []tenant.AccessPolicy
	deletedGap bool
	crew       *crew // the group that the policies exclude; nil: none was chosen
	// tests are the latest tests of accounts that someone wrote down, by ID in lower case.
	tests map[string]time.Time
}

// sections are what the guide reads beside what package mfa loads.
var sections = []string{tenant.SectionRoles, tenant.SectionAccess, tenant.SectionDefaults, tenant.SectionLicences}

func (d deps) load(ctx context.Context, v *guide.Visit, progress task.Report) (*world, error) {
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: progress},
		sections...)
	if err != nil {
		return nil, err
	}
	w := &world{have: have}
	told := mfa.AdminInput{Now: d.Now().UTC(), EmergencyAccess: glass(v)}
	if d.Tenant.Connection != nil {
		o, _, _ := tenant.Current(ctx, d.Tenant.Connection) // unknown: the rules say so
		told.Account, told.Cloud = o.Account, o.Cloud
	}
	w.o, err = mfa.LoadCurrent(ctx, d.Tenant.Connection, d.Tenant.People, told, progress)
	if err != nil {
		return nil, err
	}
	for _, read := range []func(context.Context) error{w.readRoles, w.readPolicies, w.readDefaults, w.readPlans} {
		if err := read(ctx); err != nil {
			return nil, err
		}
	}
	w.gaps()
	w.loaded = d.Now().UTC() // what was read for this is no newer
	if err := d.readCrew(ctx, v, w); err != nil {
		return nil, err
	}
	if err := d.recallTests(ctx, v, w); err != nil {
		return nil, err
	}
	return w, d.recall(ctx, v, w)
}

// whole reports whether the policies that were read are certainly all that act.
func (w *world) whole() bool { return !w.policyGap && w.o.Enforcement.Complete == access.Yes }

// betaPolicies is about the policies that v1.0 of Graph leaves out.
func (w *world) betaPolicies() []report.Finding {
	if w.policyGap {
		return nil // said with what could not be read
	}
	return frame.BetaPolicies(tenant.BetaOnly(w.policies), w.compared)
}

// gaps collects what could not be read.
func (w *world) gaps() {
	w.missing, w.doubtful = slices.Clone(w.have.Missing), w.have.Doubtful
	for _, g := range w.o.Missing {
		if !slices.ContainsFunc(w.missing, func(m tenant.Gap) bool { return m.Section == g.Section }) {
			w.missing = append(w.missing, g)
		}
	}
}

func (w *world) readRoles(ctx context.Context) error {
	if _, known := w.have.Gap(tenant.SectionRoles); !known {
		return nil
	}
	rows, err := tenant.All[tenant.RoleAssignment](ctx, w.have, tenant.SectionRoles)
	if err != nil {
		return err
	}
	st, err := w.have.Status(ctx, tenant.SectionRoles)
	w.holdings = roles.Holdings(rows)
	w.rolesKnown, w.eligibleKnown = tenant.RolesRead(st)
	return err
}

func (w *world) readPolicies(ctx context.Context) (err error) {
	if _, known := w.have.Gap(tenant.SectionAccess); !known {
		w.policyGap = true
		return nil
	}
	st, err := w.have.Status(ctx, tenant.SectionAccess)
	if err != nil {
		return err
	}
	w.compared = tenant.PoliciesCompared(st)
	w.policies, err = tenant.All[tenant.AccessPolicy](ctx, w.have, tenant.SectionAccess)
	return err
}

func (w *world) readDefaults(ctx context.Context) error {
	if _, known := w.have.Gap(tenant.SectionDefaults); !known {
		return nil
	}
	rows, err := tenant.All[tenant.SecurityDefaults](ctx, w.have, tenant.SectionDefaults)
	if len(rows) > 0 {
		w.defaults = access.Flag(rows[0].Enabled)
	}
	return err
}

func (w *world) readPlans(ctx context.Context) error {
	if _, known := w.have.Gap(tenant.SectionLicences); !known {
		return nil
	}
	w.p1 = access.No
	return tenant.Each(ctx, w.have, tenant.SectionLicences, func(l tenant.Licence) error {
		for _, p := range l.Plans {
			if (p.ID.Is(tenant.PlanP1) || p.ID.Is(tenant.PlanP2)) && p.Status.Is("Success") {
				w.p1 = access.Yes
			}
		}
		return nil
	})
}

// glass returns the emergency access accounts of a visit.
func glass(v *guide.Visit) []string { return mfa.Names(v.Answer(askGlass)) }

// chosen returns the template IDs of the roles of a visit, sorted by name.
func (w *world) chosen(v *guide.Visit) []string {
	var ids []string
	switch v.Answer(askRoles) {
	case rolesOwn:
		ids, _ = listed(v.Answer(askList))
	case rolesListed:
		ids = roles.Recommended()
	default:
		ids = append(roles.Recommended(), w.heldBeside()...)
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return exclusion.Is(leftOut(v), id) })
	slices.SortFunc(ids, func(a, b string) int { return strings.Compare(w.roleName(a), w.roleName(b)) })
	return slices.Compact(ids)
}

// heldBeside returns the built-in roles that someone holds and that are not in Microsoft's
// list. Custom roles cannot be in a policy.
func (w *world) heldBeside() (ids []string) {
	for _, id := range roles.Uncovered(roles.Held(w.holdings), roles.Recommended()) {
		if w.builtIn(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// administrators returns the positions of the people who hold one of the roles, active,
// eligible or through a group, in the order of the organisation; with none named, any role
// that is not for everyone.
func (w *world) administrators(ids []string) (all []int) {
	holds := map[string]bool{}
	for _, h := range w.holdings {
		known, ok := roles.ByID(h.Role)
		if ok && (known.Sync || known.Automatic) {
			continue
		}
		if len(ids) == 0 || slices.Contains(ids, h.Role) && h.Reached != access.No {
			holds[strings.ToLower(h.Account)] = true
		}
	}
	for i := range w.o.People {
		if p := &w.o.People[i]; holds[strings.ToLower(p.ID)] && p.Enabled != access.No {
			all = append(all, i)
		}
	}
	return all
}

// strangers names who holds one of the roles and is not among the people that were read: a
// group whose members are not known, or an account. Applications are no people.
func (w *world) strangers(ids []string) (all []string) {
	people := map[string]bool{}
	for i := range w.o.People {
		people[strings.ToLower(w.o.People[i].ID)] = true
	}
	for _, h := range w.holdings {
		known, ok := roles.ByID(h.Role)
		named := len(ids) == 0 || slices.Contains(ids, h.Role) && h.Reached != access.No
		if strings.EqualFold(h.Kind, "servicePrincipal") || ok && (known.Sync || known.Automatic) || !named ||
			people[strings.ToLower(h.Account)] || slices.Contains(all, label(h)) {
			continue
		}
		all = append(all, label(h))
	}
	return all
}

func (d deps) frame(title string) *frame.Draft {
	return frame.New(frame.Head{Title: title, At: d.Now(), Sources: []string{frame.FromCache}})
}

func dayWords(t time.Time) string { return t.Local().Format("2 January 2006") }
