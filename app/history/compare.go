package history

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// Compare returns the properties that differ between two rows in the form of Canon, by path. Objects are compared
// property by property, lists as a whole. Top-level properties in skip are left out.
func Compare(before, after []byte, skip map[string]bool) []Field {
	if bytes.Equal(before, after) {
		return nil
	}
	return compare("", before, after, skip, nil)
}

func compare(path string, before, after []byte, skip map[string]bool, found []Field) []Field {
	old, oldOK := members(before)
	new, newOK := members(after)
	if !oldOK || !newOK {
		if path != "" || !bytes.Equal(before, after) {
			return append(found, Field{path, before, after})
		}
		return found
	}
	return compareMembers(path, old, new, skip, found)
}

func compareMembers(path string, old, new map[string]json.RawMessage, skip map[string]bool, found []Field) []Field {
	names := slices.AppendSeq(slices.Collect(maps.Keys(old)), maps.Keys(new))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if path == "" && skip[name] || bytes.Equal(old[name], new[name]) {
			continue
		}
		at := name
		if path != "" {
			at = path + "." + name
		}
		if old[name] == nil || new[name] == nil {
			found = append(found, Field{at, old[name], new[name]})
			continue
		}
		found = compare(at, old[name], new[name], nil, found)
	}
	return found
}

// members returns the members of an object; ok is false for any other value.
func members(body []byte) (all map[string]json.RawMessage, ok bool) {
	if len(body) == 0 || body[0] != '{' {
		return nil, false
	}
	return all, json.Unmarshal(body, &all) == nil
}
