// Package notices has the notices of everything by others that is compiled into Handrail, so that the program shows
// them without a network. notices.txt is made: go run ./app/conformance/notices
package notices

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed notices.txt
var text string

// Text returns all notices as one text.
func Text() string { return text }

// Component is a module or data by others.
type Component struct {
	Name     string   // with its version
	Licences []string // by their SPDX identifiers
	Texts    []string
}

// rule stands above each notice.
var rule = "\n" + strings.Repeat("─", 80) + "\n"

// Components returns the components by name, each with all its notices.
func Components() []Component {
	var all []Component
	at := map[string]int{}
	for _, part := range strings.Split(text, rule)[1:] {
		head, body, _ := strings.Cut(part, "\n\n")
		var names, licences []string
		for _, line := range strings.Split(head, "\n") {
			if kinds, ok := strings.CutPrefix(line, "Licence: "); ok {
				licences = strings.Split(kinds, ", ")
				continue
			}
			names = append(names, line)
		}
		for _, name := range names {
			i, ok := at[name]
			if !ok {
				i = len(all)
				at[name] = i
				all = append(all, Component{Name: name})
			}
			for _, l := range licences {
				if !slices.Contains(all[i].Licences, l) {
					all[i].Licences = append(all[i].Licences, l)
				}
			}
			all[i].Texts = append(all[i].Texts, strings.TrimSpace(body))
		}
	}
	slices.SortFunc(all, func(a, b Component) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return all
}
