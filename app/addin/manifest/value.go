package manifest

import (
	_ "embed"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
)

//go:embed values.csv
var valuesFile string

// valuesOf maps an element and its attribute to its values.
func valuesOf(text string) map[[2]string][]string {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	rows, _ := r.ReadAll()
	all := map[[2]string][]string{}
	for _, row := range rows[min(1, len(rows)):] {
		all[[2]string{row[0], row[1]}] = strings.Fields(row[2])
	}
	return all
}

// checkValues tests the attributes that have one of a few values.
func (m *Manifest) checkValues(root *node) {
	values := valuesOf(valuesFile)
	root.each(func(n *node) {
		for name, value := range n.attr {
			good, known := values[[2]string{n.name, name}]
			if known && !slices.Contains(good, value) {
				m.fault(n, "bad-value", n.name+" does not have a value “"+short(value)+"”.",
					"Use one of: "+strings.Join(good, ", ")+".")
			}
		}
	})
}

// language is the form of a language with an optional script and region, for example en-GB.
var language = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$`)

func (m *Manifest) checkLocale(root *node) {
	if text := root.value("DefaultLocale"); text != "" && !language.MatchString(text) {
		m.fault(at(root, "DefaultLocale"), "bad-locale", "“"+short(text)+"” is not the code of a language.",
			"Write it like en-GB.")
	}
}

// iconSizes are the sizes that every icon in the ribbon must have (Microsoft Learn, "Resources
// element").
var iconSizes = []string{"16", "32", "80"}

// checkIcons tests the icons of computers; those of phones have other sizes.
func (m *Manifest) checkIcons(root *node) {
	root.each(func(form *node) {
		if form.name != "DesktopFormFactor" {
			return
		}
		form.each(func(n *node) {
			if n.name != "Icon" {
				return
			}
			for _, size := range iconSizes {
				if !slices.ContainsFunc(n.kids, func(k *node) bool { return k.attr["size"] == size }) {
					m.fault(n, "missing-icon-size", "The icon has no image of size "+size+".",
						"Add images of the sizes 16, 32 and 80.")
				}
			}
		})
	})
}
