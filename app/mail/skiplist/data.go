package skiplist

import (
	_ "embed"
	"net/netip"
	"strings"
	"sync"
)

// addresses are the ranges of Microsoft, those that are not on the internet, and the names of
// Microsoft’s servers. A line with @ names a source and its date; the others have a kind, a
// value and the source.
//
//go:embed data/addresses.tsv
var addresses string

// Source is where a value comes from.
type Source struct{ Date, Title string }

type table struct {
	microsoft, private []Range
	mx, names          []string
	sources            map[string]Source
}

var known = sync.OnceValue(func() table {
	t := table{sources: map[string]Source{}}
	for line := range strings.Lines(addresses) {
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if name, ok := strings.CutPrefix(c[0], "@"); ok {
			t.sources[name] = Source{c[1], c[2]}
			continue
		}
		switch c[0] {
		case "microsoft":
			t.microsoft = append(t.microsoft, prefixed(netip.MustParsePrefix(c[1])))
		case "private":
			t.private = append(t.private, prefixed(netip.MustParsePrefix(c[1])))
		case "mx":
			t.mx = append(t.mx, c[1])
		case "name":
			t.names = append(t.names, c[1])
		}
	}
	return t
})

// Sources returns the sources of the data, by their short names.
func Sources() map[string]Source { return known().sources }

// OfMicrosoft reports whether an address is one of Exchange Online’s, by the dated list.
func OfMicrosoft(a netip.Addr) bool {
	for _, r := range known().microsoft {
		if r.Contains(a) {
			return true
		}
	}
	return false
}

// NamedMicrosoft reports whether a server calls itself one of Exchange Online’s. Only a name
// from DNS is evidence.
func NamedMicrosoft(name string) bool { return ends(name, known().names) }

func ends(name string, all []string) bool {
	name = "." + strings.ToLower(strings.TrimSuffix(name, "."))
	for _, end := range all {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}
