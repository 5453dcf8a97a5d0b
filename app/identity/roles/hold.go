package roles

import (
	"cmp"
	"slices"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// Why is why a role condition of a policy does not reach a holding for certain.
type Why string

// The reasons.
const (
	Scoped   Why = "scoped"   // the role is held for an administrative unit or one object only
	Custom   Why = "custom"   // the organisation made the role itself
	Eligible Why = "eligible" // only while the role is active
	Unknown  Why = "unknown"  // neither a built-in role that Handrail knows, nor surely a custom one
)

// Holding is one role that one account holds.
type Holding struct {
	Role, RoleName string // the template ID, or the role's own ID, and its name
	Account, Name  string
	Kind           string // user, group or servicePrincipal; "" where it is not known
	Through        string // ID of the group that has the role; "" for a direct one
	Scope          string // where the role is held; "/" is everywhere
	Eligible       bool   // may be activated, is not held now
	// Reached is whether a policy that names the role reaches it, and Why the reason of
	// a no or an unknown (Microsoft Learn, Conditional Access: Users and groups).
	Reached access.Answer
	Why     Why
}

// Holdings returns who holds which role, sorted by name and role. A group with a role
// stands for its members, who have rows of their own, and is left out where they are
// known; members of a group in such a group do not hold the role.
func Holdings(rows []tenant.RoleAssignment) (all []Holding) {
	spread := map[string]bool{}
	for _, r := range rows {
		if r.Through != "" {
			spread[fold(string(r.Through))] = true
		}
	}
	for _, r := range rows {
		if r.Kind.Is("group") && r.Through == "" && spread[fold(string(r.Principal))] {
			continue
		}
		all = append(all, holdingOf(r))
	}
	slices.SortStableFunc(all, func(a, b Holding) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Account, b.Account),
			cmp.Compare(a.RoleName, b.RoleName))
	})
	return all
}

func holdingOf(r tenant.RoleAssignment) Holding {
	h := Holding{Role: fold(string(r.Template)), RoleName: string(r.RoleName), Account: string(r.Principal),
		Name: string(r.Name), Kind: string(r.Kind), Through: string(r.Through), Scope: string(r.Scope),
		Eligible: r.Eligible.Yes}
	if h.Role == "" {
		h.Role = fold(string(r.Role))
	}
	if known, ok := ByID(h.Role); ok {
		h.RoleName = known.Name
	}
	if h.RoleName == "" {
		h.RoleName = h.Role
	}
	h.Reached, h.Why = reached(r, h)
	return h
}

func reached(r tenant.RoleAssignment, h Holding) (access.Answer, Why) {
	_, known := ByID(h.Role)
	switch {
	case r.Scope != "/" && r.Scope != "":
		return access.No, Scoped
	case r.BuiltIn.Known && !r.BuiltIn.Yes:
		return access.No, Custom
	case !known && !r.BuiltIn.Known:
		return access.Unknown, Unknown
	case h.Eligible:
		return access.Unknown, Eligible
	}
	return access.Yes, ""
}

// Held returns the template IDs of the roles in all, each once and sorted.
func Held(all []Holding) (ids []string) {
	for _, h := range all {
		if !slices.Contains(ids, h.Role) {
			ids = append(ids, h.Role)
		}
	}
	slices.Sort(ids)
	return ids
}

// Of returns the holdings of one account.
func Of(all []Holding, account string) (own []Holding) {
	for _, h := range all {
		if fold(h.Account) == fold(account) {
			own = append(own, h)
		}
	}
	return own
}
