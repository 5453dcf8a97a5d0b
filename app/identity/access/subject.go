package access

import (
	"strings"

	"handrail/app/tenant"
)

// Subject is what is known of one account. The zero value is an account of which
// nothing is known.
type Subject struct {
	ID       string
	Workload bool   // a service principal or managed identity, not a person
	Kinds    Kinds  // what kind of account it may be; none set: it may be any
	Home     string // id of the organisation that an external account comes from; "" where it is not known
	// Active are the directory roles held now for the whole organisation,
	// directly or through a group; Eligible are those that must be activated
	// first (Privileged Identity Management). Both are template ids.
	Active, Eligible Roles
	// In reports whether a person is in a group, also through other groups; nil
	// where groups are not known. It gets ID and the group's id as the policy has
	// it.
	In func(person, group string) Answer
}

// Roles is a list of roles. Complete means that there are no others.
type Roles struct {
	IDs      []string
	Complete bool
}

// Kinds is a set of kinds of account: those that a policy distinguishes
// (conditionalAccessGuestOrExternalUserTypes) and members of the organisation.
type Kinds uint8

// The kinds. Direct-connect users, users of service providers and other external
// users have no account in the directory.
const (
	Member         Kinds = 1 << iota // of the organisation itself
	InternalGuest                    // a guest whose account the organisation manages
	ExternalGuest                    // b2bCollaborationGuest
	ExternalMember                   // b2bCollaborationMember
	DirectConnect                    // b2bDirectConnectUser
	ServiceProvider
	OtherExternal

	// Accounts are the kinds that have an account in the directory.
	Accounts = Member | InternalGuest | ExternalGuest | ExternalMember
	// External are the kinds that come from another organisation.
	External = ExternalGuest | ExternalMember | DirectConnect | ServiceProvider | OtherExternal
)

// KindsOf returns which kinds an account may be, from its userType and the #EXT#
// that an invited account has in its user principal name.
func KindsOf(guest Answer, upn string) Kinds {
	external := Unknown
	if upn != "" {
		external = Is(strings.IndexByte(upn, '#') >= 0 && strings.Contains(strings.ToUpper(upn), "#EXT#"))
	}
	set := Accounts
	switch guest {
	case Yes:
		set &= InternalGuest | ExternalGuest
	case No:
		set &= Member | ExternalMember
	}
	switch external {
	case Yes:
		set &= ExternalGuest | ExternalMember
	case No:
		set &= Member | InternalGuest
	}
	return set
}

// KindsOfUser is KindsOf for a row of the users.
func KindsOfUser(u tenant.User) Kinds {
	guest := Unknown
	if u.Guest() || u.Type.Is("Member") {
		guest = Is(u.Guest())
	}
	return KindsOf(guest, string(u.UPN))
}

// Role returns the template id of the role of an assignment, and whether
// Conditional Access counts it: a built-in role for the whole organisation.
// Custom roles and roles for an administrative unit or a single object do not
// count.
func Role(a tenant.RoleAssignment) (template string, counts bool) {
	if a.Template == "" || a.Scope != "/" && a.Scope != "" || a.BuiltIn.Known && !a.BuiltIn.Yes {
		return "", false
	}
	return strings.ToLower(string(a.Template)), true
}

// RolesOf returns the active roles of one person and those that must be activated
// first. all must be every assignment of the organisation that was read, or every
// one of the person, and st the status of tenant.SectionRoles.
func RolesOf(all []tenant.RoleAssignment, person string, st tenant.Status) (active, eligible Roles) {
	active.Complete, eligible.Complete = tenant.RolesRead(st)
	for _, a := range all {
		template, counts := Role(a)
		if !counts || !a.Principal.Is(person) {
			continue
		}
		if a.Eligible.Yes {
			eligible.IDs = append(eligible.IDs, template)
		} else {
			active.IDs = append(active.IDs, template)
		}
	}
	return active, eligible
}

// has reports whether id is among ids, without regard to case.
func has(ids []string, id string) bool {
	for _, x := range ids {
		if len(x) == len(id) && strings.EqualFold(x, id) {
			return true
		}
	}
	return false
}

// both returns the first of a that is among b too.
func both(a, b []string) (string, bool) {
	for _, id := range a {
		if has(b, id) {
			return id, true
		}
	}
	return "", false
}
