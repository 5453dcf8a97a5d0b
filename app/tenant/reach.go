package tenant

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Reach is whether a Conditional Access policy applies to a person.
type Reach string

// The answers. ReachMaybe means not known; it is never a no.
const (
	ReachYes   Reach = "yes"
	ReachNo    Reach = "no"
	ReachMaybe Reach = "maybe"
)

// Membership is what decides which policies reach a person. The maps go from id
// to name; a nil map means that it is not known, an empty one that there are none.
type Membership struct {
	ID       string
	Outside  Outside
	Groups   map[string]string // also those reached through other groups
	Roles    map[string]string // by template id, held now and for the whole organisation
	Eligible map[string]string // by template id, only while the person activates them
}

// Outside is the kind of account that policies distinguish from their own
// people's (conditionalAccessGuestOrExternalUserTypes).
type Outside string

// The kinds that have an account in the directory. Other external people, such
// as those of shared channels, have none and are not listed.
const (
	Inside         Outside = ""
	InternalGuest  Outside = "internalGuest"
	ExternalGuest  Outside = "b2bCollaborationGuest"
	ExternalMember Outside = "b2bCollaborationMember"
)

// OutsideOf returns the kind of account of u: an invited one has #EXT# in its
// sign-in name, an internal guest has not.
func OutsideOf(u User) Outside {
	invited := strings.Contains(strings.ToUpper(string(u.UPN)), "#EXT#")
	switch {
	case u.Guest() && invited:
		return ExternalGuest
	case u.Guest():
		return InternalGuest
	case invited:
		return ExternalMember
	}
	return Inside
}

// RolesOf sorts the assignments of one person into those held now and those
// that must be activated first, by template id. Custom roles and roles for a
// part of the organisation are left out: no policy is enforced for them
// (learn.microsoft.com policy-old-require-mfa-admin, 04/01/2025).
func RolesOf(all []RoleAssignment, person string) (held, eligible map[string]string) {
	held, eligible = map[string]string{}, map[string]string{}
	for _, a := range all {
		if !a.Principal.Is(person) || a.Template == "" || a.Scope != "/" && a.Scope != "" {
			continue
		}
		if a.Eligible.Yes {
			eligible[string(a.Template)] = string(a.RoleName)
		} else {
			held[string(a.Template)] = string(a.RoleName)
		}
	}
	return held, eligible
}

// Reaches returns whether p applies to the person, and why, in a sentence. It
// looks at people, groups and roles only, not at apps, places or devices. What
// is excluded is never reached, however often it is included.
func Reaches(p AccessPolicy, m Membership) (Reach, string) {
	switch {
	case p.State.Is("disabled"):
		return ReachNo, "It is switched off."
	case !p.Enforced() && !p.ReportOnly():
		return ReachMaybe, "Handrail does not know what the state " + strconv.Quote(string(p.State)) + " means."
	}
	out, outWhy := m.among(list{p.Conditions.Users.Exclude, p.Conditions.Users.ExcludeGroups, p.Conditions.Users.ExcludeRoles, p.Conditions.Users.ExcludeGuests})
	if out == ReachYes {
		return ReachNo, "It excludes " + outWhy + "."
	}
	in, inWhy := m.among(list{p.Conditions.Users.Include, p.Conditions.Users.IncludeGroups, p.Conditions.Users.IncludeRoles, p.Conditions.Users.IncludeGuests})
	switch {
	case in == ReachNo:
		return ReachNo, "It applies to other people."
	case in == ReachMaybe:
		return ReachMaybe, "It applies to " + inWhy + "."
	case out == ReachMaybe:
		return ReachMaybe, "It applies to " + inWhy + ", but excludes " + outWhy + "."
	}
	return ReachYes, "It applies to " + inWhy + "."
}

// list is one side of a policy: whom it names.
type list struct {
	people, groups, roles Texts
	guests                Raw
}

// among returns whether the person is on a list, and as what. What is not known
// counts only where nothing certain was found.
func (m Membership) among(l list) (Reach, string) {
	switch {
	case l.people.Has("All"):
		return ReachYes, "everyone"
	case l.people.Has(m.ID):
		return ReachYes, "this person by name"
	case l.people.Has("GuestsOrExternalUsers") && m.Outside != Inside:
		return ReachYes, "guests"
	}
	answer, why := ReachNo, ""
	for _, look := range []func(list) (Reach, string){m.amongGroups, m.amongRoles, m.amongGuests} {
		r, w := look(l)
		if r == ReachYes {
			return r, w
		}
		if r == ReachMaybe && answer == ReachNo {
			answer, why = r, w
		}
	}
	return answer, why
}

func (m Membership) amongGroups(l list) (Reach, string) {
	if len(l.groups) == 0 {
		return ReachNo, ""
	}
	if m.Groups == nil {
		return ReachMaybe, "certain groups; Handrail does not know which groups this person is in"
	}
	if name, ok := named(m.Groups, l.groups); ok {
		return ReachYes, "the group " + name
	}
	return ReachNo, ""
}

func (m Membership) amongRoles(l list) (Reach, string) {
	if len(l.roles) == 0 {
		return ReachNo, ""
	}
	if m.Roles == nil {
		return ReachMaybe, "certain roles; Handrail does not know which roles this person holds"
	}
	if name, ok := named(m.Roles, l.roles); ok {
		return ReachYes, "the role " + name
	}
	if name, ok := named(m.Eligible, l.roles); ok {
		return ReachMaybe, "the role " + name + ", which this person must activate first"
	}
	return ReachNo, ""
}

// named returns the name of the first of ids that is in have.
func named(have map[string]string, ids Texts) (string, bool) {
	for _, id := range ids {
		for mine, name := range have {
			if strings.EqualFold(mine, id) {
				if name == "" {
					name = mine
				}
				return name, true
			}
		}
	}
	return "", false
}

// amongGuests reads conditionalAccessGuestsOrExternalUsers: kinds of account,
// of every organisation or of some. From which organisation a guest comes is not
// read, so a list of organisations cannot be answered.
func (m Membership) amongGuests(l list) (Reach, string) {
	if len(l.guests) == 0 || string(l.guests) == "null" || m.Outside == Inside {
		return ReachNo, ""
	}
	var g struct {
		Types   Text `json:"guestOrExternalUserTypes"` // comma separated
		Tenants *struct {
			Kind Text `json:"membershipKind"` // all, enumerated
		} `json:"externalTenants"`
	}
	if json.Unmarshal(l.guests, &g) != nil {
		return ReachMaybe, "guests, in a form that Handrail does not know"
	}
	for _, kind := range strings.Split(string(g.Types), ",") {
		switch kind = strings.TrimSpace(kind); {
		case !strings.EqualFold(kind, string(m.Outside)):
		case m.Outside != InternalGuest && g.Tenants != nil && !g.Tenants.Kind.Is("all"):
			return ReachMaybe, "guests of certain organisations"
		default:
			return ReachYes, "guests"
		}
	}
	return ReachNo, ""
}
