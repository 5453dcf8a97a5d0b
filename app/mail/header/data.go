package header

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// microsoft are the fields and values that Microsoft documents, each in our words. A line
// with @ names a source and its date; the others have field, value, words, what to do, source.
//
//go:embed data/microsoft.tsv
var microsoft string

// Source is where the meaning of a value comes from.
type Source struct{ Date, Title string }

// Meaning is what a value says.
type Meaning struct {
	Words  string
	Do     string // for replies of servers; else empty
	Source Source
}

// table is the data by field. Values with a pattern come in the order of the file.
type table struct {
	exact    map[[2]string]Meaning
	patterns map[string][]row
	sources  map[string]Source
}

type row struct {
	value   string
	meaning Meaning
}

var meanings = sync.OnceValue(func() table {
	t := table{map[[2]string]Meaning{}, map[string][]row{}, map[string]Source{}}
	for line := range strings.Lines(microsoft) {
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if name, ok := strings.CutPrefix(c[0], "@"); ok {
			t.sources[name] = Source{c[1], c[2]}
			continue
		}
		m := Meaning{c[2], c[3], t.sources[c[4]]}
		t.exact[[2]string{c[0], strings.ToLower(c[1])}] = m
		t.patterns[c[0]] = append(t.patterns[c[0]], row{strings.ToLower(c[1]), m})
	}
	return t
})

// Sources returns the sources of the meanings, by their short names.
func Sources() map[string]Source { return meanings().sources }

// Means returns what a value of a field says; false where that is not known. The fields are
// the keys of the reports, and "key", "result", "reason", "action", "cv" and "smtp".
func Means(field, value string) (Meaning, bool) {
	value = strings.ToLower(strings.TrimSpace(value))
	t := meanings()
	if m, ok := t.exact[[2]string{field, value}]; ok {
		return m, true
	}
	for _, r := range t.patterns[field] {
		if covers(r.value, value) {
			return r.meaning, true
		}
	}
	return Meaning{}, false
}

// covers reports whether a pattern covers a value: “1xx” three digits, “5.7.606-649” a range of
// the last number, “5.7.1 unable to relay” a reply with these words.
func covers(pattern, value string) bool {
	if digits, ok := strings.CutSuffix(pattern, "xx"); ok {
		rest, same := strings.CutPrefix(value, digits)
		return same && len(rest) == 2 && strings.Trim(rest, "0123456789") == ""
	}
	code, text, _ := strings.Cut(value, " ")
	want, said, some := strings.Cut(pattern, " ")
	if some {
		return code == want && strings.Contains(text, said)
	}
	if code == want {
		return true
	}
	from, to, ranged := strings.Cut(pattern, "-")
	i, j := strings.LastIndexByte(from, '.'), strings.LastIndexByte(code, '.')
	if !ranged || i < 0 || j < 0 || from[:i] != code[:j] {
		return false
	}
	low, err1 := strconv.Atoi(from[i+1:])
	high, err2 := strconv.Atoi(to)
	n, err3 := strconv.Atoi(code[j+1:])
	return err1 == nil && err2 == nil && err3 == nil && low <= n && n <= high
}
