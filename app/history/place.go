package history

import (
	"encoding/json"
	"strings"
)

// Place is where something can differ: one property of a row or, with Field "", whether the row is there. Field names
// a property as the paths of Compare do; "list[x]" is the member of a list that is the text x or whose ID is x.
type Place struct{ Section, ID, Field string }

// Key returns a place in the one form in which places are compared: GUIDs have no case.
func (p Place) Key() Place {
	if kind, of, found := strings.Cut(p.Section, "/"); found {
		p.Section = kind + "/" + plain(of)
	}
	p.ID = plain(p.ID)
	return p
}

// There is the value of a row that is there; the value of one that is not there is "".
const There = "true"

// In returns the value of the place in its row, in the form of Canon, as Mark writes it; row nil: it is not there.
func (p Place) In(row []byte) string {
	switch {
	case row == nil:
		return ""
	case p.Field == "":
		return There
	}
	return Mark(At(row, p.Field))
}

// At returns the value at a path in a row; nil if there is none.
func At(row []byte, path string) json.RawMessage {
	if path == "" {
		return row
	}
	if x, isMember := strings.CutPrefix(path, "["); isMember {
		return member(row, x)
	}
	all, _ := members(row)
	for i := 0; i <= len(path); i++ { // a name may have dots
		if i < len(path) && path[i] != '.' && path[i] != '[' {
			continue
		}
		if value, there := all[path[:i]]; there {
			if found := At(value, strings.TrimPrefix(path[i:], ".")); found != nil {
				return found
			}
		}
	}
	return nil
}

// member returns what x, which ends with a bracket and what may follow it, names in a list.
func member(list []byte, x string) json.RawMessage {
	var all []json.RawMessage
	if json.Unmarshal(list, &all) != nil {
		return nil
	}
	for i := range x {
		if x[i] != ']' || i+1 < len(x) && x[i+1] != '.' && x[i+1] != '[' {
			continue
		}
		for _, one := range all {
			if named(one, x[:i]) {
				return At(one, strings.TrimPrefix(x[i+1:], "."))
			}
		}
	}
	return nil
}

// named reports whether a member of a list is this text or has this ID; that of a licence is its SKU.
func named(one json.RawMessage, id string) bool {
	var text string
	if json.Unmarshal(one, &text) != nil {
		all, _ := members(one)
		if json.Unmarshal(all["id"], &text) != nil && json.Unmarshal(all["skuId"], &text) != nil {
			return false
		}
	}
	return plain(text) == plain(id)
}
