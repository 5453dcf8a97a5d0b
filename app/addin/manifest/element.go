package manifest

import (
	_ "embed"
	"encoding/csv"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:embed events.csv
var eventsFile string

// Limits of elements (Microsoft Learn, the pages "Resources element" and "RequestedHeight
// element").
const (
	mostShortString = 125
	mostLongString  = 250
	mostURL         = 2048
	leastHeight     = 32
	mostHeight      = 450  // of a mail add-in
	mostContent     = 1000 // of a content add-in
)

var (
	mailPermissions = []string{"Restricted", "ReadItem", "ReadWriteItem", "ReadWriteMailbox"}
	docPermissions  = []string{"Restricted", "ReadDocument", "ReadAllDocument", "WriteDocument", "ReadWriteDocument"}
)

// checkElements tests the elements by the rules of their pages.
func (m *Manifest) checkElements(root *node) {
	if strings.ContainsAny(root.value("Id"), "{}") {
		m.fault(at(root, "Id"), "bad-id",
			"The Id has braces. Only digits, the letters a to f, and hyphens are allowed.",
			"Remove the braces.")
	}
	old := strings.HasSuffix(root.space, "/appforoffice/1.0")
	if old {
		m.note(root, "schema-old", "The manifest follows version 1.0 of Microsoft’s schema, so Handrail checked only the "+
			"main rules.", "Ask the publisher for a newer manifest if Microsoft does not accept this one.")
	} else {
		m.checkOrder(root)
	}
	m.checkSpaces(root)
	m.checkNames(root)
	m.checkPermission(root)
	m.checkValues(root)
	m.checkLocale(root)
	m.checkIcons(root)
	if m.Type == "MailApp" && !old {
		m.checkForms(root)
	}
	root.each(func(n *node) {
		switch n.name {
		case "AppDomain":
			m.checkDomain(n)
		case "RequestedHeight":
			m.checkHeight(n)
		case "LaunchEvent":
			m.checkEvent(n)
		case "Resources":
			m.checkStrings(n)
		}
	})
}

func (m *Manifest) checkPermission(root *node) {
	one := root.value("Permissions")
	all := docPermissions
	if m.Type == "MailApp" {
		all = mailPermissions
	}
	if one != "" && !slices.Contains(all, one) {
		m.fault(at(root, "Permissions"), "bad-permission", "This type of add-in has no permission “"+short(one)+"”.",
			"Use one of: "+strings.Join(all, ", ")+".")
	}
}

// checkForms tests the forms of a mail add-in. Each has a page for at least one device.
func (m *Manifest) checkForms(root *node) {
	settings := root.kid("FormSettings")
	if settings == nil || settings.kid("Form") == nil {
		m.fault(at(root, "FormSettings"), "missing-form-settings", "A mail add-in must have FormSettings with a Form.",
			"Add FormSettings with a Form, also when VersionOverrides has everything.")
		return
	}
	for _, form := range settings.kids {
		if form.name != "Form" {
			continue
		}
		if form.kid("DesktopSettings") == nil {
			m.fault(form, "missing-desktop-settings", "The Form has no DesktopSettings.",
				"Add DesktopSettings with a SourceLocation.")
		}
		for _, device := range form.kids {
			if strings.HasSuffix(device.name, "Settings") && device.preset("SourceLocation") == "" {
				m.fault(device, "missing-source-location", device.name+" has no SourceLocation.",
					"Add SourceLocation with the https address of the page.")
			}
		}
	}
}

// checkDomain: a domain has its protocol and no path (the page "AppDomain element").
func (m *Manifest) checkDomain(n *node) {
	text := strings.TrimSpace(n.text)
	u, err := url.Parse(text)
	switch {
	case strings.HasPrefix(text, "~") || text == "" && len(n.kids) > 0:
	case err != nil || u.Host == "":
		m.note(n, "app-domain-protocol", "The AppDomain does not start with https://.", "Add https:// at the start.")
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		m.fault(n, "app-domain-path", "The AppDomain has a path. Only the domain is allowed.",
			"Write "+u.Scheme+"://"+short(u.Host)+" instead.")
	case u.Path != "":
		m.note(n, "app-domain-slash", "The AppDomain ends with a slash.", "Remove the slash at the end.")
	}
}

func (m *Manifest) checkHeight(n *node) {
	most := mostHeight
	if m.Type == "ContentApp" {
		most = mostContent
	}
	if height, err := strconv.Atoi(strings.TrimSpace(n.text)); err != nil || height < leastHeight || height > most {
		m.fault(n, "bad-height", "RequestedHeight must be a number from "+strconv.Itoa(leastHeight)+" to "+
			strconv.Itoa(most)+".", "Correct the number.")
	}
}

// checkStrings tests the lengths and the names of resources.
func (m *Manifest) checkStrings(resources *node) {
	seen := map[string]bool{}
	for _, group := range resources.kids {
		most := map[string]int{"ShortStrings": mostShortString, "LongStrings": mostLongString,
			"Urls": mostURL}[group.name]
		for _, one := range group.kids {
			id := one.attr["id"]
			if id != "" && seen[id] {
				m.fault(one, "resource-twice", "Resources has “"+short(id)+"” twice.",
					"Remove one of them, or give it another name.")
			}
			seen[id] = true
			for _, n := range append([]*node{one}, one.kids...) {
				text := n.attr["DefaultValue"] + n.attr["Value"]
				if most > 0 && utf8.RuneCountInString(text) > most {
					m.fault(n, "long-string", "This text of "+group.name+" has more than "+strconv.Itoa(most)+
						" characters.", "Shorten it.")
				}
			}
		}
	}
}

// checkEvent: a misspelled event never starts the add-in. An event that is not like any
// known one may be newer than the list.
func (m *Manifest) checkEvent(n *node) {
	r := csv.NewReader(strings.NewReader(eventsFile))
	r.Comment = '#'
	rows, _ := r.ReadAll()
	kind, near := n.attr["Type"], ""
	for _, row := range rows[min(1, len(rows)):] {
		if row[0] == kind {
			return
		}
		if distance(strings.ToLower(row[0]), strings.ToLower(kind)) <= 2 {
			near = row[0]
		}
	}
	switch {
	case kind == "":
		m.fault(n, "bad-event", "The LaunchEvent has no Type.", "Add Type with the name of an event.")
	case near != "":
		m.fault(n, "bad-event", "Microsoft has no event “"+short(kind)+"”.", "Write "+near+".")
	default:
		m.note(n, "event-unknown", "Handrail does not know the event “"+short(kind)+"”.",
			"Ask the publisher whether the name is correct.")
	}
}

// distance returns the number of letters to add, remove or change from a to b; a large
// number if they are of very different lengths.
func distance(a, b string) int {
	if len(a)-len(b) > 3 || len(b)-len(a) > 3 || len(b) > 100 {
		return 100
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			last, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, last+cost)
		}
	}
	return row[len(b)]
}
