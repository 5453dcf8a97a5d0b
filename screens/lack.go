package screens

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/tenant"
)

// lack is what an account lacks for a step, and who may give it.
type lack struct {
	state  tenant.State // NeedsRole, NeedsConsent or NeedsLicence
	roles  []string     // of which one is enough; empty: Microsoft does not say
	scopes []string
	plan   string   // the licence, by its name; "" where it is not known
	of     []string // what cannot be read or changed, in words; empty for a step that stopped
	ids    []string // of the sections among these
	write  string   // what it is needed for, where that is a change; "" is reading
	role   string   // that the account can activate; "" for none
	why    string   // what Microsoft said, with what to do; may be empty
	spare  bool     // the guide has another way without it
	org    orgState
}

// consenting are the roles that may grant a permission for the whole organisation (Microsoft Learn, Grant tenant-wide
// admin consent to an application).
var consenting = []string{globalAdministrator, "Privileged Role Administrator"}

// lackOf returns what is missing if err means that Microsoft refused for want of a role, a permission or a licence.
func lackOf(err error, g guide.Guide) (l lack, ok bool) {
	var section *tenant.SectionError
	var gap tenant.Gap
	var scopes *tenant.NotGranted
	var no *tenant.Refusal
	switch {
	case errors.Is(err, tenant.ErrReadOnly):
		return l, false
	case errors.As(err, &gap):
		l.state = gap.State
		s := sectionOf(gap.Section)
		l.roles, l.scopes = s.Roles, s.Scopes
	case errors.As(err, &section):
		l.state = section.State
	case errors.As(err, &scopes):
		l.state, l.scopes = tenant.NeedsConsent, scopes.Scopes
	case app.CodeOf(err) == app.Denied && errors.As(err, &no) && no.Status == http.StatusForbidden:
		l.state = tenant.NeedsRole
		if strings.Contains(strings.ToLower(no.Code+" "+no.Message), "premium") {
			l.state = tenant.NeedsLicence
		}
	}
	if l.state == tenant.NeedsRole && len(l.roles) == 0 {
		for _, n := range g.Needs {
			for _, role := range n.Roles {
				if !slices.Contains(l.roles, role) {
					l.roles = append(l.roles, role)
				}
			}
		}
	}
	return l, missing(l.state)
}

// title returns the heading of the page.
func (l lack) title() string {
	switch l.state {
	case tenant.NeedsConsent:
		return "A permission is missing"
	case tenant.NeedsLicence:
		return "A licence is missing"
	}
	return "Your account may not do this"
}

// need returns what is missing, in one or two sentences.
func (l lack) need() string {
	switch {
	case l.state == tenant.NeedsLicence && l.plan != "":
		return "The licence " + l.plan + ", for your organisation."
	case l.state == tenant.NeedsLicence:
		return "Your organisation needs a licence for this. The message above says which, as far as Microsoft says it."
	case l.state == tenant.NeedsConsent && len(l.scopes) > 0:
		return "This permission: " + strings.Join(l.scopes, ", ") + ". An administrator grants it for the organisation."
	case l.state == tenant.NeedsConsent:
		return "An administrator grants the permission for the organisation."
	case len(l.roles) == 0:
		return "Microsoft does not say which role is enough. A Global Administrator has all of them."
	case l.role != "":
		return "The role " + l.role + ". You can activate it in the Microsoft Entra admin center, then check again."
	case len(l.roles) == 1:
		return "The role " + l.roles[0] + ". A Global Administrator has it too."
	}
	return "One of these roles: " + strings.Join(l.roles, ", ") + ". A Global Administrator has them too."
}

// helpers returns who in the organisation can help, a line each role. Unread is never no one.
func (l lack) helpers() (lines []string) {
	if !l.org.rolesKnown() {
		return []string{"Handrail does not know yet who has which role. Refresh your organisation to see their names here."}
	}
	roles := append(slices.Clone(l.roles), globalAdministrator)
	switch l.state {
	case tenant.NeedsConsent:
		roles = slices.Clone(consenting)
	case tenant.NeedsLicence:
		roles = []string{globalAdministrator, "Billing Administrator"}
	}
	slices.Sort(roles)
	var none []string
	for _, role := range slices.Compact(roles) {
		if names := l.org.holders[role]; len(names) > 0 {
			lines = append(lines, role+": "+guide.Names(names)+".")
		} else {
			none = append(none, role+": no one in the saved data.")
		}
	}
	lines = append(lines, none...)
	return lines
}
