package manifest

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
)

// Read reads a manifest of either type, alone or in its package. The result is never nil.
// Problems are in Faults, in order of lines.
func Read(data []byte) *Manifest {
	var files []string
	if bytes.HasPrefix(data, []byte("PK")) {
		inside, names, fault := unpacked(data)
		if fault != nil {
			return &Manifest{Faults: []Fault{*fault}}
		}
		data, files = inside, names
	}
	if len(data) > MaxBytes {
		return &Manifest{Faults: []Fault{{Code: "too-large", Text: "The file is too large for a manifest.",
			Do: "Choose the manifest of the add-in.", Blocking: true}}}
	}
	data = plain(data)
	trimmed := bytes.TrimSpace(data)
	var m *Manifest
	switch {
	case len(trimmed) > 0 && trimmed[0] == '{':
		m = readUnified(data, files)
	case len(trimmed) > 0 && trimmed[0] == '<':
		m = readXML(data)
	default:
		m = &Manifest{Faults: []Fault{{Code: "not-a-manifest", Text: "This is not the manifest of an add-in.",
			Do: "Choose a file that ends in .xml or .json.", Blocking: true}}}
	}
	slices.SortStableFunc(m.Faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), strings.Compare(a.Code, b.Code))
	})
	return m
}

// plain returns data in UTF-8 without a byte order mark.
func plain(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		return data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	case len(data) > 3 && data[1] == 0 && data[3] == 0: // without a mark: every second byte is zero
		order, data = binary.LittleEndian, append([]byte{0xFF, 0xFE}, data...)
	case len(data) > 3 && data[0] == 0 && data[2] == 0:
		order, data = binary.BigEndian, append([]byte{0xFE, 0xFF}, data...)
	default:
		return data
	}
	data = data[2:]
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// Difference is a change from one version of a manifest to the next.
type Difference struct {
	What, Before, After string
	Consent             bool // people stay on the old version until an administrator consents
}

// Compare returns the changes from one version to the next. Changed permissions, Graph
// scopes and events need new consent (Microsoft Learn, "Deploy updates that require admin
// consent").
func Compare(before, after *Manifest) []Difference {
	var all []Difference
	text := func(what, a, b string, consent bool) {
		if a != b {
			all = append(all, Difference{what, a, b, consent})
		}
	}
	list := func(what string, a, b []string, consent bool) {
		x, y := slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
		text(what, strings.Join(x, ", "), strings.Join(y, ", "), consent)
	}
	sets := func(m *Manifest) (all []string) {
		for _, s := range m.Sets {
			all = append(all, s.Name+" "+s.Version)
		}
		return all
	}
	text("ID", before.ID, after.ID, false)
	text("Version", before.Version, after.Version, false)
	text("Name", before.Name, after.Name, false)
	text("Publisher", before.Provider, after.Provider, false)
	list("Programs", before.Hosts, after.Hosts, false)
	list("Permissions", before.Permissions, after.Permissions, true)
	list("Permissions for Microsoft Graph", before.Graph, after.Graph, true)
	list("Starts automatically on", before.Events, after.Events, true)
	list("Requirement sets", sets(before), sets(after), false)
	list("Connects to", before.Domains, after.Domains, false)
	return all
}

// Newer reports whether the version of b is higher than that of a. Microsoft accepts an
// update only then.
func Newer(a, b *Manifest) bool { return compareVersions(b.Version, a.Version) > 0 }

// MaxPermission returns the weight of the highest permission, 1 to 4; 0 if none is known.
func (m *Manifest) MaxPermission() (w int) {
	for _, p := range m.Permissions {
		w = max(w, weight[strings.ToLower(p)])
	}
	return w
}
