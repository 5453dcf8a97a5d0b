package manifest

import (
	_ "embed"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
)

//go:embed order.csv
var orderFile string

//go:embed words.csv
var wordsFile string

// rowsOf returns the rows of a data file without its heading.
func rowsOf(text string) [][]string {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	rows, _ := r.ReadAll()
	return rows[min(1, len(rows)):]
}

// checkOrder tests the elements of OfficeApp: each once, in their order, with the right name.
func (m *Manifest) checkOrder(root *node) {
	var order, others []string
	for _, row := range rowsOf(orderFile) {
		if others = append(others, strings.Fields(row[1])...); row[0] == m.Type {
			order = strings.Fields(row[1])
		}
	}
	if order == nil {
		return
	}
	last, before := -1, ""
	for _, n := range root.kids {
		i := slices.Index(order, n.name)
		switch {
		case i < 0 && slices.Contains(others, n.name):
			m.fault(n, "element-type", n.name+" does not belong to an add-in of the type "+m.Type+".", "Remove it.")
		case i < 0:
			m.word(n, "element", "The element", n.name, order)
		case i == last:
			m.fault(n, "element-twice", "OfficeApp has "+n.name+" twice.", "Remove one of them.")
		case i < last:
			m.fault(n, "element-order", n.name+" must come before "+before+".", "Move it up. The order is: "+
				strings.Join(order, ", ")+".")
		default:
			last, before = i, n.name
		}
	}
	if slices.Contains(order, "DefaultSettings") && root.kid("DefaultSettings").preset("SourceLocation") == "" {
		m.fault(at(root, "DefaultSettings"), "missing-source-location", "The manifest has no page for the add-in.",
			"Add DefaultSettings with a SourceLocation.")
	}
}

// word reports a name that is not known: nearly a known one is a mistake, any other may be newer than the list.
func (m *Manifest) word(n *node, code, what, name string, known []string) {
	near := ""
	for _, k := range known {
		if k == name {
			return
		}
		if distance(strings.ToLower(k), strings.ToLower(name)) <= 2 {
			near = k
		}
	}
	if near != "" {
		m.fault(n, "misspelt-"+code, what+" “"+short(name)+"” is not one of Microsoft’s.", "Write "+near+".")
		return
	}
	m.note(n, "unknown-"+code, "Handrail does not know "+strings.ToLower(what[:1])+what[1:]+" “"+short(name)+"”.",
		"Ask the publisher whether the name is correct.")
}

// namesOf returns the known names of a kind, and their highest versions.
func namesOf(kind string) (names []string, most map[string]string) {
	most = map[string]string{}
	for _, row := range rowsOf(wordsFile) {
		if row[0] == kind {
			names = append(names, row[1])
			most[row[1]] = row[2]
		}
	}
	return names, most
}

// setVersion is the form of the version of a requirement set.
var setVersion = regexp.MustCompile(`^\d+(\.\d+){0,3}$`)

// checkNames tests the names of requirement sets and extension points: with a wrong one, the add-in never appears.
func (m *Manifest) checkNames(root *node) {
	sets, most := namesOf("set")
	points, _ := namesOf("point")
	root.each(func(n *node) {
		switch n.name {
		case "Sets", "Set":
			for _, name := range []string{"MinVersion", "DefaultMinVersion"} {
				if v, ok := n.attr[name]; ok && !setVersion.MatchString(v) {
					m.fault(n, "bad-set-version", name+" is not a version.", "Write it like 1.3.")
				}
			}
			if n.name == "Set" {
				m.checkSet(n, n.attr["Name"], n.attr["MinVersion"], sets, most)
			}
		case "ExtensionPoint":
			m.word(n, "extension-point", "The extension point", n.attr["type"], points)
		}
	})
}

// checkSet tests the name and the version of a requirement set.
func (m *Manifest) checkSet(n *node, name, version string, sets []string, most map[string]string) {
	same := slices.IndexFunc(sets, func(s string) bool { return strings.EqualFold(s, name) })
	if same < 0 {
		m.word(n, "set", "The requirement set", name, sets)
		return
	}
	if newest := most[sets[same]]; compareVersions(version, newest) > 0 {
		m.note(n, "set-newer", "The add-in needs "+short(name+" "+version)+". The newest version that Handrail knows is "+
			newest+".", "Ask the publisher which programs have this version. In others, the add-in does not appear.")
	}
}

// spaces are the namespaces of the elements that have their own.
var spaces = map[string]*regexp.Regexp{
	"OfficeApp": regexp.MustCompile(`^http://schemas\.microsoft\.com/office/appforoffice/1\.[01]$`),
	"VersionOverrides": regexp.MustCompile(`^http://schemas\.microsoft\.com/office/` +
		`(mail|taskpane|content)appversionoverrides(/1\.1)?$`),
}

// checkSpaces tests the namespaces. Office does not read elements of another one.
func (m *Manifest) checkSpaces(root *node) {
	root.each(func(n *node) {
		if re, ok := spaces[n.name]; ok && !re.MatchString(n.space) {
			if strings.Contains(n.space, "appversionoverrides/") && strings.HasPrefix(n.space, "http:") {
				m.note(n, "namespace-unknown", "Handrail does not know this version of VersionOverrides.",
					"Ask the publisher whether its namespace is correct.")
				return
			}
			m.fault(n, "namespace", n.name+" does not have its namespace, so Office does not read it.",
				"Compare xmlns with Microsoft’s reference for "+n.name+".")
		}
	})
}
