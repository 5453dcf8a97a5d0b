package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/licensecheck"
)

// notice is one text and what it holds for.
type notice struct {
	kind string // SPDX identifiers, by comma
	text string
	of   []string // components
}

var (
	named = regexp.MustCompile(
		`(?i)^(licen[cs]e|copying|copyright|notice|patents|unlicense|ofl|third[ _-]party)([ ._-].*)?$|^ftl\.txt$`)
	// What a module has beside its notices: the choice of a licence that is not taken, and a picture that is not
	// compiled in.
	aside = regexp.MustCompile(`(?i)gpl|license-logo|\.go$`)
	empty = regexp.MustCompile(`(?i)^(testdata|examples?|vendor|docs?|[._].*)$`)
)

// texts returns the notices of a component: in its folders that are compiled in, in those above, and in folders below
// that have no package of their own, such as fonts and code in C.
func (c *component) texts() ([]notice, error) {
	seen := map[string]bool{}
	var all []notice
	var look func(folder string, below bool) error
	look = func(folder string, below bool) error {
		if seen[folder] {
			return nil
		}
		entries, err := os.ReadDir(folder)
		if err != nil {
			return err
		}
		if below && slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return filepath.Ext(e.Name()) == ".go" }) {
			return nil
		}
		seen[folder] = true
		for _, e := range entries {
			path := filepath.Join(folder, e.Name())
			switch {
			case e.IsDir() && !empty.MatchString(e.Name()):
				err = look(path, true)
			case !e.IsDir() && named.MatchString(e.Name()) && !aside.MatchString(e.Name()):
				var n notice
				if n, err = read(path); err == nil {
					n.of = []string{c.name}
					all = append(all, n)
				}
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	for folder := range c.folders {
		for ; len(folder) >= len(c.root); folder = filepath.Dir(folder) {
			if err := look(folder, false); err != nil {
				return nil, err
			}
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no notice", c.name)
	}
	return all, nil
}

// read reads one notice and finds out its kind.
func read(path string) (notice, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return notice{}, err
	}
	if !utf8.Valid(data) { // an old file in Latin-1
		wide := make([]rune, len(data))
		for i, b := range data {
			wide[i] = rune(b)
		}
		data = []byte(string(wide))
	}
	text := strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\f")
	}
	text = strings.Trim(strings.Join(lines, "\n"), "\n")
	return notice{kind: kindOf(text), text: text}, nil
}

// known are words of licences that the library does not know, with their SPDX identifiers.
var known = map[string]string{
	"UNICODE LICENSE V3": "Unicode-3.0", "SQLite Is Public Domain": "blessing",
	"Fonts are (c) Bitstream": "Bitstream-Vera",
}

// kindOf returns the SPDX identifiers of the licences in a text; "" where it has none.
func kindOf(text string) string {
	for words, id := range known {
		if strings.HasPrefix(text, words) {
			return id
		}
	}
	var ids []string
	for _, m := range licensecheck.Scan([]byte(text)).Match {
		if !m.IsURL && !slices.Contains(ids, m.ID) {
			ids = append(ids, m.ID)
		}
	}
	return strings.Join(ids, ", ")
}

// merge joins equal texts and sorts all by what they hold for.
func merge(all []notice) []notice {
	at := map[string]int{}
	var out []notice
	for _, n := range all {
		key := strings.Join(strings.Fields(n.text), " ")
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, notice{kind: n.kind, text: n.text})
		}
		for _, name := range n.of {
			if !slices.Contains(out[i].of, name) {
				out[i].of = append(out[i].of, name)
			}
		}
	}
	for i := range out {
		slices.SortFunc(out[i].of, byName)
	}
	slices.SortFunc(out, func(a, b notice) int { return cmp.Or(byName(a.of[0], b.of[0]), cmp.Compare(a.text, b.text)) })
	return out
}

func byName(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) }
