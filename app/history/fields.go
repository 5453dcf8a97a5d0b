package history

import (
	"bytes"
	"encoding/json"
)

// Fields counts in how many rows of a section each top-level property stands. It tells a change of the organisation
// from a change of what is read: a property that no row had before is newly read, and one that no row has any more is
// no longer read, because a permission ended or Microsoft renamed it.
type Fields map[string]int

// Move counts a row in the form of Canon in place of another, and returns the properties that differ. nil is no row:
// then nothing is compared.
func (f Fields) Move(before, after []byte) []Field {
	if before == nil && names(after, func(name []byte) { f[string(name)]++ }) {
		return nil // of a row that is new only the names count
	}
	old, oldOK := members(before)
	new, newOK := members(after)
	f.add(old, -1)
	f.add(new, 1)
	switch {
	case before == nil || after == nil || bytes.Equal(before, after):
		return nil
	case !oldOK || !newOK:
		return []Field{{"", before, after}}
	}
	return compareMembers("", old, new, nil, nil)
}

func (f Fields) add(row map[string]json.RawMessage, n int) {
	for name := range row {
		if f[name] += n; f[name] <= 0 {
			delete(f, name)
		}
	}
}

// Apart returns the properties that stand in only one of the two: their differences are not changes of the
// organisation.
func (f Fields) Apart(other Fields) map[string]bool {
	apart := map[string]bool{}
	for name := range f {
		if other[name] == 0 {
			apart[name] = true
		}
	}
	for name := range other {
		if f[name] == 0 {
			apart[name] = true
		}
	}
	return apart
}
