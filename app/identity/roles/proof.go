package roles

import (
	"slices"
	"strings"

	"handrail/app/identity/access"
)

// Proof is whether an account holds one of some roles now.
type Proof struct {
	Holds access.Answer
	// Role is the role that is held, with Yes. With No it is one that the account can activate; "" for none.
	Role string
}

// Prove returns whether account, an ID, holds one of the roles with these names for the whole organisation. A Global
// Administrator has what every role has. A role of the organisation's own, one that Handrail does not know, and one
// for a part of the organisation may be enough: with these the answer is unknown, never no. all has every active role.
func Prove(all []Holding, account string, names []string) Proof {
	need, unknown := FromNames(names)
	need = append(need, GlobalAdministrator)
	p := Proof{Holds: access.No}
	if len(unknown) > 0 { // the account may hold it
		p.Holds = access.Unknown
	}
	for _, h := range Of(all, account) {
		_, known := ByID(h.Role)
		enough := slices.Contains(need, h.Role)
		switch {
		case h.Eligible:
			if enough && p.Role == "" {
				p.Role = h.RoleName
			}
		case enough && (h.Scope == "/" || h.Scope == ""):
			return Proof{access.Yes, h.RoleName}
		case enough || !known || h.Why == Custom:
			p.Holds = access.Unknown
		}
	}
	if p.Holds == access.Unknown {
		p.Role = ""
	}
	return p
}

// Holders returns the names of those who hold the role with this name for the whole organisation now, sorted.
func Holders(all []Holding, name string) (who []string) {
	ids, _ := FromNames([]string{name})
	for _, h := range all {
		named := slices.Contains(ids, h.Role) || len(ids) == 0 && strings.EqualFold(h.RoleName, name)
		if named && !h.Eligible && (h.Scope == "/" || h.Scope == "") && h.Name != "" && !slices.Contains(who, h.Name) {
			who = append(who, h.Name)
		}
	}
	slices.Sort(who)
	return who
}
