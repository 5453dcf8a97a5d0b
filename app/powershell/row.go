package powershell

import (
	"encoding/json"
	"slices"
	"strings"
)

// Row is one object of an export. Names ignore case, as in PowerShell.
type Row struct {
	names  []string       // shared by rows that have the same names
	values []any          // beside names; types of encoding/json, numbers as json.Number
	index  map[string]int // of rows with many names: the place of each, in lower case
	said   string         // what the object is as text, where the export has that
	table  bool           // of a table, whose columns may be too narrow for a value
}

// many is up to how many names are looked through one by one.
const many = 40

// Names returns the names in the order of the export.
func (r Row) Names() []string { return r.names }

// Has reports whether the row has a name, with any value.
func (r Row) Has(name string) bool { return r.at(name) >= 0 }

// HasAny reports whether the row has one of these names, with any value.
func (r Row) HasAny(names ...string) bool { return slices.ContainsFunc(names, r.Has) }

// get returns what the row has under a name; nil if it has nothing.
func (r Row) get(name string) any {
	if i := r.at(name); i >= 0 {
		return r.values[i]
	}
	return nil
}

// at returns the place of a name; -1 if there is none.
func (r Row) at(name string) int {
	if r.index != nil {
		if i, ok := r.index[strings.ToLower(name)]; ok {
			return i
		}
		return -1
	}
	for i, have := range r.names {
		if have == name {
			return i
		}
	}
	for i, have := range r.names {
		if len(have) == len(name) && strings.EqualFold(have, name) {
			return i
		}
	}
	return -1
}

// set adds a value. PowerShell writes a value of an enumeration with two names that differ
// only in case: the text has priority over the number.
func (r *Row) set(name string, value any) {
	i := r.at(name)
	if i < 0 {
		r.add(name, value)
		return
	}
	if _, number := value.(json.Number); number {
		if old, ok := r.values[i].(string); ok && old != "" {
			return
		}
	}
	r.values[i] = value
}

// add adds a value under a name that the row does not have.
func (r *Row) add(name string, value any) {
	r.names, r.values = append(r.names, name), append(r.values, value)
	switch {
	case r.index != nil:
		r.index[strings.ToLower(name)] = len(r.names) - 1
	case len(r.names) > many:
		r.index = make(map[string]int, 2*many)
		for i, name := range r.names {
			r.index[strings.ToLower(name)] = i
		}
	}
}
