// Package roles knows the directory roles of Microsoft Entra ID: what they are, who holds
// them, which of them a role condition reaches, and how two lists of them differ.
//
// Roles are compared by template ID. Names are for people only: they change, and
// differ in spelling. The package reads nothing and changes nothing.
package roles

import (
	"encoding/csv"
	"slices"
	"strings"
	"sync"

	_ "embed"
)

// Template IDs that rules name.
const (
	GlobalAdministrator = "62e90394-69f5-4237-9190-012177145e10"
	// SyncAccounts and SyncAccount are the two roles of directory synchronization.
	SyncAccounts = "d29b2b05-8046-44ba-8758-1e26182fcf32"
	SyncAccount  = "a92aed5d-d78a-4d16-b381-09adb37eb3b0"
)

// Read is the day of the data file.
const Read = "28 July 2026"

//go:embed roles.csv
var file string

// Role is a built-in directory role.
type Role struct {
	ID, Name   string // the template ID, and the name on Microsoft's page
	Former     string // a name that Microsoft changed; may be empty
	Privileged bool   // Microsoft calls it privileged
	Listed     bool   // in Microsoft's list of roles that should need MFA, of 14 or 15
	Fourteen   bool   // also in the shorter one
	Defaults   bool   // security defaults ask its holders for MFA at every sign-in
	Sync       bool   // for directory synchronization: never an administrator's
	Automatic  bool   // Microsoft gives it to every person or device
}

// All returns the built-in roles of the data file, sorted by name.
var All = sync.OnceValue(func() []Role {
	reader := csv.NewReader(strings.NewReader(file))
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		panic("roles: roles.csv: " + err.Error()) // a file of this program
	}
	all := make([]Role, 0, len(rows))
	for _, r := range rows[1:] {
		all = append(all, Role{ID: r[0], Name: r[1], Privileged: r[2] == "yes", Listed: r[3] != "",
			Fourteen: r[3] == "14", Defaults: r[4] == "yes", Sync: r[5] == "sync", Automatic: r[5] == "built-in",
			Former: r[6]})
	}
	return all
})

var byID = sync.OnceValue(func() map[string]Role {
	all := map[string]Role{}
	for _, r := range All() {
		all[r.ID] = r
	}
	return all
})

// ByID returns the built-in role with a template ID.
func ByID(id string) (Role, bool) {
	r, ok := byID()[fold(id)]
	return r, ok
}

// Name returns the name of the role with a template ID, and the ID where it is not known.
func Name(id string) string {
	if r, ok := ByID(id); ok {
		return r.Name
	}
	return id
}

// Names returns the names of roles, sorted.
func Names(ids []string) []string {
	all := make([]string, 0, len(ids))
	for _, id := range ids {
		all = append(all, Name(id))
	}
	slices.Sort(all)
	return all
}

// FromNames returns the template IDs of the roles with these names, for lists that
// others exported by name, and the names that no role has. Names are compared without
// case and without blanks around them; each is returned once.
func FromNames(names []string) (ids, unknown []string) {
	known := map[string]string{}
	for _, r := range All() {
		known[fold(r.Name)], known[fold(r.Former)] = r.ID, r.ID
	}
	for _, n := range names {
		n = strings.TrimSpace(n)
		id, ok := known[fold(n)]
		switch {
		case n == "":
		case ok && !slices.Contains(ids, id):
			ids = append(ids, id)
		case !ok && !slices.ContainsFunc(unknown, func(u string) bool { return strings.EqualFold(u, n) }):
			unknown = append(unknown, n)
		}
	}
	return ids, unknown
}

// Recommended returns Microsoft's list of the roles that should need MFA, the longer
// one, as template IDs.
func Recommended() (ids []string) {
	for _, r := range All() {
		if r.Listed {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func fold(id string) string { return strings.ToLower(strings.TrimSpace(id)) }
