package roles

import (
	"slices"
	"testing"

	"handrail/app/identity/access"
)

// TestProve: a role is proven only where it is held now and for the whole organisation; what may be enough is unknown.
func TestProve(t *testing.T) {
	const groups, user = "fdd7a751-b60b-444a-984c-02652fe8fa1c", "fe930be7-5e62-47db-91af-98c3a49a38b1"
	need, name := []string{"Groups Administrator", "Intune Administrator"}, "Groups Administrator"
	for what, c := range map[string]struct {
		has  []Holding
		want Proof
	}{
		"nothing":   {want: Proof{access.No, ""}},
		"another's": {[]Holding{{Role: groups, Account: "bob", Scope: "/"}}, Proof{access.No, ""}},
		"the role": {[]Holding{{Role: groups, RoleName: name, Account: "ADA", Scope: "/"}},
			Proof{access.Yes, name}},
		"global": {[]Holding{{Role: GlobalAdministrator, RoleName: "Global Administrator", Account: "ada", Scope: "/"}},
			Proof{access.Yes, "Global Administrator"}},
		"other role": {[]Holding{{Role: user, Account: "ada", Scope: "/"}}, Proof{access.No, ""}},
		"can activate": {[]Holding{{Role: groups, RoleName: name, Account: "ada", Scope: "/", Eligible: true}},
			Proof{access.No, name}},
		"for a part": {[]Holding{{Role: groups, Account: "ada", Scope: "/administrativeUnits/1"}}, Proof{access.Unknown, ""}},
		"own role":   {[]Holding{{Role: "x", Account: "ada", Scope: "/", Why: Custom}}, Proof{access.Unknown, ""}},
		"new role":   {[]Holding{{Role: "x", Account: "ada", Scope: "/", Why: Unknown}}, Proof{access.Unknown, ""}},
	} {
		if got := Prove(c.has, "ada", need); got != c.want {
			t.Errorf("%s: %+v, want %+v", what, got, c.want)
		}
	}
}

// TestProveWhatHasNoName: of a role whose name is not known, no one is known to lack it.
func TestProveWhatHasNoName(t *testing.T) {
	if got := Prove(nil, "ada", []string{"Groups Administrator", "A Role of Tomorrow"}); got.Holds != access.Unknown {
		t.Errorf("%+v", got)
	}
}

// TestHolders names those who hold a role now, and no one who could.
func TestHolders(t *testing.T) {
	all := []Holding{{Role: GlobalAdministrator, Name: "Dora", Scope: "/"},
		{Role: GlobalAdministrator, Name: "Ada", Scope: "/"},
		{Role: GlobalAdministrator, Name: "Ben", Scope: "/", Eligible: true},
		{Role: GlobalAdministrator, Name: "Cy", Scope: "/administrativeUnits/1"}, {Role: "x", Name: "Eve", Scope: "/"}}
	if got := Holders(all, "Global Administrator"); !slices.Equal(got, []string{"Ada", "Dora"}) {
		t.Error(got)
	}
}
