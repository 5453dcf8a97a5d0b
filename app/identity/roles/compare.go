package roles

import "slices"

// Difference is how two lists of roles differ. The order of a list never counts.
type Difference struct {
	First, Second []string // template IDs that only the first, and only the second list has, sorted
}

// Same reports whether both lists have the same roles.
func (d Difference) Same() bool { return len(d.First)+len(d.Second) == 0 }

// Compare returns how two lists of template IDs differ.
func Compare(first, second []string) Difference {
	a, b := set(first), set(second)
	return Difference{First: without(a, b), Second: without(b, a)}
}

// New returns the template IDs of live that the data file does not have: roles that
// Microsoft added since.
func New(live []string) []string {
	known := map[string]bool{}
	for id := range byID() {
		known[id] = true
	}
	return without(set(live), known)
}

// Uncovered returns the template IDs that people hold and none of the lists names,
// sorted. Roles of directory synchronization and those that everyone has are left out.
func Uncovered(held []string, lists ...[]string) []string {
	named := map[string]bool{}
	for _, l := range lists {
		for id := range set(l) {
			named[id] = true
		}
	}
	return slices.DeleteFunc(without(set(held), named), func(id string) bool {
		r, ok := ByID(id)
		return ok && (r.Sync || r.Automatic)
	})
}

func set(ids []string) map[string]bool {
	all := map[string]bool{}
	for _, id := range ids {
		if id = fold(id); id != "" {
			all[id] = true
		}
	}
	return all
}

// without returns what a has and b has not, sorted.
func without(a, b map[string]bool) (all []string) {
	for id := range a {
		if !b[id] {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return all
}
