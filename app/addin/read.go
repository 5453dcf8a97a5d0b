package addin

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
)

// Read reads a manifest of either kind, alone or in its package. It always gives one: what is wrong
// stands in Faults, in the order of lines.
func Read(data []byte) *Manifest {
	if bytes.HasPrefix(data, []byte("PK")) {
		inside, fault := unpacked(data)
		if fault != nil {
			return &Manifest{Faults: []Fault{*fault}}
		}
		data = inside
	}
	if len(data) > MaxBytes {
		return &Manifest{Faults: []Fault{{Code: "too-large", Text: "The file is larger than any manifest.", Do: "Choose the manifest itself.", Grave: true}}}
	}
	data = plain(data)
	trimmed := bytes.TrimSpace(data)
	var m *Manifest
	switch {
	case len(trimmed) > 0 && trimmed[0] == '{':
		m = readUnified(data)
	case len(trimmed) > 0 && trimmed[0] == '<':
		m = readXML(data)
	default:
		m = &Manifest{Faults: []Fault{{Code: "not-a-manifest", Text: "This file is no manifest of an add-in.", Do: "Choose a file that ends in .xml or .json.", Grave: true}}}
	}
	slices.SortStableFunc(m.Faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), strings.Compare(a.Code, b.Code))
	})
	return m
}

// plain takes the mark at the start away and turns UTF-16 into UTF-8.
func plain(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		return data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
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

// Difference is what changes from one version of a manifest to the next.
type Difference struct {
	What, Before, After string
	Consent             bool // people stay on the old version until it is consented to
}

// Compare says what changes from one version to the next. Changed permissions,
// Graph scopes and events need consent again (Microsoft,
// deploy-updates-that-require-admin-consent).
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
	text("Id", before.ID, after.ID, false)
	text("Version", before.Version, after.Version, false)
	text("Name", before.Name, after.Name, false)
	text("Provider", before.Provider, after.Provider, false)
	list("Programs", before.Hosts, after.Hosts, false)
	list("Permissions", before.Permissions, after.Permissions, true)
	list("Permissions for Microsoft Graph", before.Graph, after.Graph, true)
	list("Starts by itself", before.Events, after.Events, true)
	list("Requirement sets", sets(before), sets(after), false)
	list("Talks to", before.Domains, after.Domains, false)
	return all
}

// Newer tells whether the version of b is higher than that of a: without that an
// uploaded manifest replaces nothing.
func Newer(a, b *Manifest) bool { return compareVersions(b.Version, a.Version) > 0 }

// Widest gives the weight of the widest permission, 1 to 4; 0 where none is known.
func (m *Manifest) Widest() (w int) {
	for _, p := range m.Permissions {
		w = max(w, weight[strings.ToLower(p)])
	}
	return w
}
