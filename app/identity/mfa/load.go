package mfa

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"handrail/app"
	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
)

// Names splits the sign-in names that an administrator entered, at line breaks,
// spaces, commas and semicolons.
func Names(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' })
}

// AdminInput is what only the administrator knows.
type AdminInput struct {
	Account         string        // the signed-in administrator's UPN; may be empty
	EmergencyAccess []string      // UPNs or ids of emergency accounts
	Needed          int           // methods needed to reset a password; 0 unknown
	Provider        access.Answer // the organisation has its own telephone provider
	Legacy          Legacy        // what the legacy MFA settings allow; Live and State are read from Microsoft
	Groups          []string      // groups in a change
	Cloud           string
	Now             time.Time
}

// Load reads everything that the rules need from the saved data of an organisation.
// Missing data is listed in Missing and stays unknown. The error has the code
// app.NotFound if no person is known.
func Load(ctx context.Context, r tenant.Reader, told AdminInput) (*Organisation, error) {
	return load(ctx, r, told, nil)
}

// load is Load. Where known is not nil, its people are as they were read, and are not read again.
func load(ctx context.Context, r tenant.Reader, told AdminInput, known *Organisation) (*Organisation, error) {
	l := &loader{known: known, ctx: ctx, r: r, told: told, o: &Organisation{Needed: told.Needed, Provider: told.Provider,
		Cloud: told.Cloud, Read: map[string]time.Time{}}}
	for _, step := range []func() error{l.policy, l.enforcement, l.roles, l.groups, l.perUserMFA, l.people, l.gone,
		l.finish} {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := step(); err != nil {
			return nil, err
		}
	}
	return l.o, nil
}

// loader loads an organisation.
type loader struct {
	ctx  context.Context
	r    tenant.Reader
	told AdminInput
	o    *Organisation

	held     map[string][]string // active roles, by person
	eligible map[string][]string // roles that must be activated first, by person
	admin    map[string]bool     // has an active admin role
	active   bool                // all active roles were read
	eligibly bool                // all eligible roles were read
	perOK    bool
	at       map[string]int // positions of the people, by id in small letters
	known    *Organisation  // its people are these; nil: they are read
	names    map[string]named
	texts    tenant.SharedTexts // of the registration report
}

// named is a list of methods, parsed once for all people with the same list.
type named struct {
	list       []string
	registered Registered
}

// have reports whether a section was ever read completely. It records the age of the
// section, or that it is missing.
func (l *loader) have(section string) (bool, error) {
	read, _, err := l.haveRows(section)
	return read, err
}

// haveRows is have, with the number of rows that are kept.
func (l *loader) haveRows(section string) (bool, int, error) {
	st, err := l.r.Status(l.ctx, section)
	if err != nil {
		return false, 0, err
	}
	gap, read := tenant.NotRead(st, section)
	if read {
		l.o.Read[section] = st.Completed
	} else {
		l.o.Missing = append(l.o.Missing, gap)
	}
	return read, st.Rows, nil
}

func (l *loader) policy() error {
	l.o.Policy = Policy{Methods: map[Method]Config{}, Legacy: l.told.Legacy}
	l.o.Policy.Legacy.Live = access.Unknown
	ok, err := l.have(tenant.SectionMethods)
	if err != nil || !ok {
		return err
	}
	rows, err := tenant.All[tenant.MethodsPolicy](l.ctx, l.r, tenant.SectionMethods)
	if err != nil {
		return err
	}
	for _, row := range rows {
		l.o.Policy = PolicyOf(row, l.told.Legacy)
	}
	return nil
}

func (l *loader) enforcement() error {
	e := &l.o.Enforcement
	e.Portals = access.Yes
	st, err := l.r.Status(l.ctx, tenant.SectionAccess)
	if err != nil {
		return err
	}
	if st.State == tenant.NeedsLicence {
		e.Complete = access.Yes // no licence: no policies
	} else if ok, err := l.have(tenant.SectionAccess); err != nil {
		return err
	} else if ok {
		rows, err := tenant.All[tenant.AccessPolicy](l.ctx, l.r, tenant.SectionAccess)
		if err != nil {
			return err
		}
		e.Take(rows, tenant.PoliciesCompared(st))
	}
	ok, err := l.have(tenant.SectionDefaults)
	if err != nil || !ok {
		return err
	}
	return tenant.Each(l.ctx, l.r, tenant.SectionDefaults, func(d tenant.SecurityDefaults) error {
		e.Defaults = access.Flag(d.Enabled)
		return nil
	})
}

func (l *loader) roles() error {
	l.o.roleNames = map[string]string{}
	l.held, l.eligible, l.admin = map[string][]string{}, map[string][]string{}, map[string]bool{}
	ok, err := l.have(tenant.SectionRoles)
	if err != nil || !ok {
		return err
	}
	st, err := l.r.Status(l.ctx, tenant.SectionRoles)
	if err != nil {
		return err
	}
	l.active, l.eligibly = tenant.RolesRead(st)
	return tenant.Each(l.ctx, l.r, tenant.SectionRoles, func(a tenant.RoleAssignment) error {
		if a.Kind != "" && !a.Kind.Is("user") {
			return nil // members of groups have their own rows
		}
		id := strings.ToLower(string(a.Principal))
		template, counts := access.Role(a)
		if counts {
			l.o.roleNames[template] = string(a.RoleName)
		}
		switch {
		case counts && a.Eligible.Yes:
			l.eligible[id] = append(l.eligible[id], template)
		case counts:
			l.held[id] = append(l.held[id], template)
		}
		if a.Eligible.Yes {
			return nil // not an administrator until the role is activated
		}
		name := strings.ToLower(string(a.RoleName))
		if strings.HasSuffix(name, "administrator") || name == "global reader" {
			l.admin[id] = true
		}
		return nil
	})
}

// finish marks the accounts that are checked separately. It returns an error if the
// organisation is empty.
func (l *loader) finish() error {
	if len(l.o.People) == 0 {
		return app.Errorf(app.NotFound, "Open Organisation and refresh it, then check again.",
			"Handrail has not read the people of your organisation yet.")
	}
	shared := l.known != nil // others may read these people: they are copied before the first change
	for i := range l.o.People {
		p := l.o.People[i]
		p.Marks &^= SignedIn | BreakGlass
		l.place(&p)
		if l.told.Account != "" && strings.EqualFold(p.UPN, l.told.Account) {
			p.Marks |= SignedIn
		}
		if slices.ContainsFunc(l.told.EmergencyAccess, p.named) {
			p.Marks |= BreakGlass
		}
		if l.known != nil && p.Marks == l.o.People[i].Marks {
			continue
		}
		if shared {
			l.o.People, l.o.names, shared = slices.Clone(l.o.People), new(nameOrder), false
		}
		l.o.People[i] = p
	}
	if l.known != nil {
		l.o = l.o.at(l.told.Now)
		return nil
	}
	l.o.passes(l.told.Now)
	return nil
}

// named reports whether name is the UPN or id of p.
func (p *Person) named(name string) bool {
	return name != "" && (strings.EqualFold(p.UPN, name) || strings.EqualFold(p.ID, name))
}

// place adds the data about p from other sections.
func (l *loader) place(p *Person) {
	id := strings.ToLower(p.ID)
	p.Roles, p.Eligible, p.RolesRead, p.EligibleRead = l.held[id], l.eligible[id], l.active, l.eligibly
	for _, r := range p.Roles {
		switch r {
		case roles.GlobalAdministrator:
			p.Marks |= GlobalAdmin
		case roles.SyncAccounts, roles.SyncAccount:
			p.Marks |= SyncAccount
		}
	}
	switch {
	case l.admin[id]:
		p.Admin = access.Yes
	case p.Admin == access.Unknown && l.active:
		p.Admin = access.No
	}
}
