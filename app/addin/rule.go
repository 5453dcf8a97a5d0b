package addin

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The rules that Microsoft publishes for the manifest (office-js-docs-reference,
// the page of each element) and that can be tested without asking anybody.
const (
	mostName        = 125
	mostDescription = 250
	mostResid       = 32 // characters of a resid
)

// fault keeps a grave fault at the place of n.
func (m *Manifest) fault(n *node, code, text, do string) {
	m.Faults = append(m.Faults, Fault{code, n.line, n.column, text, do, true})
}

func (m *Manifest) note(n *node, code, text, do string) {
	m.Faults = append(m.Faults, Fault{code, n.line, n.column, text, do, false})
}

// at gives a child's place, or the parent's where the child is missing.
func at(n *node, name string) *node {
	if k := n.kid(name); k != nil {
		return k
	}
	return n
}

// checkXML tests a whole manifest.
func (m *Manifest) checkXML(root *node) {
	for _, name := range []string{"Id", "Version", "ProviderName", "DefaultLocale"} {
		if root.value(name) == "" {
			m.fault(at(root, name), "missing-"+strings.ToLower(name), "The manifest has no "+name+".", "Add the element "+name+" with its value.")
		}
	}
	for name, most := range map[string]int{"DisplayName": mostName, "Description": mostDescription} {
		text := root.preset(name)
		switch {
		case text == "":
			m.fault(at(root, name), "missing-"+strings.ToLower(name), "The manifest has no "+name+".", "Add the element "+name+" with a DefaultValue.")
		case utf8.RuneCountInString(text) > most:
			m.fault(at(root, name), "long-"+strings.ToLower(name), "The "+name+" is longer than "+strconv.Itoa(most)+" letters.", "Shorten it.")
		}
	}
	if _, ok := GUID(m.ID); m.ID != "" && !ok {
		m.fault(at(root, "Id"), "bad-id", "The Id is not of the form 8-4-4-4-12 with the digits 0 to 9 and a to f.", "Ask the maker for the Id. A new one makes it another add-in.")
	}
	if m.Version != "" && !goodVersion(m.Version) {
		m.fault(at(root, "Version"), "bad-version", "The version is not two to four numbers with dots between.", "Write it like 1.0.0.0, and higher than the one before.")
	}
	switch m.Type {
	case "MailApp", "TaskPaneApp", "ContentApp":
	case "":
		m.fault(root, "missing-type", "OfficeApp does not say of which type the add-in is.", "Add xsi:type, for Outlook with the value MailApp.")
	default:
		m.fault(root, "bad-type", "OfficeApp names a type that Office does not know.", "Write MailApp, TaskPaneApp or ContentApp.")
	}
	if len(m.Hosts) == 0 {
		m.fault(at(root, "Hosts"), "missing-hosts", "The manifest names no program in which the add-in appears.", "Add Hosts, for Outlook with a Host named Mailbox.")
	}
	if m.Type == "MailApp" && len(m.Permissions) == 0 {
		m.note(root, "missing-permissions", "The manifest asks for no permission, so Outlook gives it the least.", "Nothing, if the maker means it.")
	}
	root.each(func(n *node) { m.checkAddress(n); m.checkResid(n) })
	m.checkResources(root)
	if m.Icon == "" {
		m.note(root, "missing-icon", "The manifest names no icon.", "Add IconUrl and HighResolutionIconUrl.")
	}
}

// checkAddress wants https for all that is loaded.
func (m *Manifest) checkAddress(n *node) {
	switch n.name {
	case "SourceLocation", "Url", "IconUrl", "HighResolutionIconUrl", "Image":
	default:
		return
	}
	for _, text := range []string{n.attr["DefaultValue"], n.attr["Value"]} {
		if text == "" || strings.HasPrefix(text, "~") {
			continue
		}
		u, err := url.Parse(text)
		switch {
		case err != nil || u.Host == "":
			m.fault(n, "bad-address", "This is no whole address of a page or picture.", "Write it with https:// at its start.")
		case u.Scheme != "https":
			m.fault(n, "not-https", "This address is not encrypted, and Office refuses to load it.", "Write https:// in place of "+short(u.Scheme)+"://.")
		case u.Hostname() == "localhost":
			m.note(n, "localhost", "The add-in is loaded from the maker's own computer, so it works for nobody else.", "Ask for the manifest that is meant for others.")
		}
	}
}

func (m *Manifest) checkResid(n *node) {
	for _, name := range []string{"resid", "id"} {
		text, ok := n.attr[name]
		if !ok || name == "id" && n.name != "Image" && n.name != "Url" && n.name != "String" {
			continue
		}
		if utf8.RuneCountInString(text) > mostResid {
			m.fault(n, "long-resid", "The name “"+short(text)+"” has more than "+strconv.Itoa(mostResid)+" letters.", "Shorten it here and where it is used.")
		}
	}
}

// checkResources finds names that nothing explains. Each VersionOverrides has
// resources of its own.
func (m *Manifest) checkResources(n *node) {
	if n.name == "VersionOverrides" {
		there := map[string]bool{}
		if r := n.kid("Resources"); r != nil {
			r.each(func(k *node) { there[k.attr["id"]] = true })
		}
		var uses func(k *node)
		uses = func(k *node) {
			if k != n && k.name == "VersionOverrides" {
				return
			}
			if id := k.attr["resid"]; id != "" && !there[id] {
				m.fault(k, "unknown-resid", "Nothing in Resources is called “"+short(id)+"”.", "Add it to Resources, or correct the name.")
			}
			for _, kid := range k.kids {
				uses(kid)
			}
		}
		uses(n)
	}
	for _, k := range n.kids {
		m.checkResources(k)
	}
}

func goodVersion(text string) bool {
	parts := strings.Split(text, ".")
	if len(parts) < 2 || len(parts) > 4 {
		return false
	}
	for _, p := range parts {
		if _, err := strconv.ParseUint(p, 10, 31); err != nil {
			return false
		}
	}
	return true
}

// compareVersions orders versions number by number; what is missing is 0.
func compareVersions(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(x), len(y)) {
		var m, n uint64
		if i < len(x) {
			m, _ = strconv.ParseUint(x[i], 10, 64)
		}
		if i < len(y) {
			n, _ = strconv.ParseUint(y[i], 10, 64)
		}
		switch {
		case m < n:
			return -1
		case m > n:
			return 1
		}
	}
	return 0
}
