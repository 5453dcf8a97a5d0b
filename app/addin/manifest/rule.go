package manifest

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of the manifest (Microsoft Learn, "Office Add-ins manifest", the page of each
// element).
const (
	mostName        = 125
	mostDescription = 250
	mostResid       = 32 // characters of a resid
)

// fault adds a grave fault at the position of n.
func (m *Manifest) fault(n *node, code, text, do string) {
	m.Faults = append(m.Faults, Fault{code, n.line, n.column, text, do, true})
}

func (m *Manifest) note(n *node, code, text, do string) {
	m.Faults = append(m.Faults, Fault{code, n.line, n.column, text, do, false})
}

// at returns the child with a name, or n if there is none.
func at(n *node, name string) *node {
	if k := n.kid(name); k != nil {
		return k
	}
	return n
}

// checkXML tests a complete XML manifest.
func (m *Manifest) checkXML(root *node) {
	for _, name := range []string{"Id", "Version", "ProviderName", "DefaultLocale"} {
		if root.value(name) == "" {
			m.fault(at(root, name), "missing-"+strings.ToLower(name), "The manifest has no "+name+".",
				"Add the element "+name+" with its value.")
		}
	}
	for name, most := range map[string]int{"DisplayName": mostName, "Description": mostDescription} {
		text := root.preset(name)
		switch {
		case text == "":
			m.fault(at(root, name), "missing-"+strings.ToLower(name), "The manifest has no "+name+".",
				"Add the element "+name+" with a DefaultValue.")
		case utf8.RuneCountInString(text) > most:
			m.fault(at(root, name), "long-"+strings.ToLower(name),
				"The "+name+" is longer than "+strconv.Itoa(most)+" characters.", "Shorten it.")
		}
	}
	if _, ok := GUID(m.ID); m.ID != "" && !ok {
		m.fault(at(root, "Id"), "bad-id", "The Id does not have the form 8-4-4-4-12 with the digits 0 to 9 and a to f.",
			"Ask the publisher for the Id. A new Id makes it another add-in.")
	}
	if m.Version != "" && !goodVersion(m.Version) {
		m.fault(at(root, "Version"), "bad-version", "The version does not have one to four numbers with dots.",
			"Write it like 1.0.0.0, and make it higher than the old version.")
	}
	switch m.Type {
	case "MailApp", "TaskPaneApp", "ContentApp":
	case "":
		m.fault(root, "missing-type", "OfficeApp does not have the type of the add-in.",
			"Add xsi:type. For Outlook, use the value MailApp.")
	default:
		m.fault(root, "bad-type", "OfficeApp has a type that Office does not support.",
			"Use MailApp, TaskPaneApp or ContentApp.")
	}
	if len(m.Hosts) == 0 {
		m.fault(at(root, "Hosts"), "missing-hosts", "The manifest does not name a program for the add-in.",
			"Add Hosts. For Outlook, add a Host named Mailbox.")
	}
	if m.Type == "MailApp" && len(m.Permissions) == 0 {
		m.note(root, "missing-permissions", "The manifest requests no permission, so Outlook grants the lowest one.",
			"Ask the publisher if you are not sure.")
	}
	m.checkElements(root)
	root.each(func(n *node) { m.checkAddress(n); m.checkResid(n) })
	m.checkResources(root)
	if m.Icon == "" {
		m.note(root, "missing-icon", "The manifest has no icon.", "Add IconUrl and HighResolutionIconUrl.")
	}
}

// checkAddress checks that everything is loaded over https.
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
			m.fault(n, "bad-address", "This is not a complete address of a page or image.",
				"Add https:// at the start.")
		case u.Scheme != "https":
			m.fault(n, "not-https", "This address is not encrypted, and Office refuses to load it.",
				"Write https:// instead of "+short(u.Scheme)+"://.")
		case u.Hostname() == "localhost":
			m.note(n, "localhost", "The add-in loads from the publisher’s own computer, so it does not work for "+
				"other people.",
				"Ask the publisher for the release manifest.")
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
			m.fault(n, "long-resid", "The name “"+short(text)+"” has more than "+strconv.Itoa(mostResid)+" characters.",
				"Shorten it here and everywhere it is used.")
		}
	}
}

// checkResources finds names without a resource. Each VersionOverrides has its own
// resources.
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
				m.fault(k, "unknown-resid", "Resources has no “"+short(id)+"”.",
					"Add it to Resources, or correct the name.")
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
	if len(parts) > 4 {
		return false
	}
	for _, p := range parts {
		if _, err := strconv.ParseUint(p, 10, 31); err != nil {
			return false
		}
	}
	return true
}

// compareVersions compares versions number by number; a missing number is 0.
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
