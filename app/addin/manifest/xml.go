package manifest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
)

// MaxBytes is the maximum size of a manifest. Real manifests have some kilobytes.
const MaxBytes = 2 << 20

// Limits that real manifests never reach.
const (
	mostElements = 20_000
	mostDepth    = 64
)

// node is an element with its position in the file.
type node struct {
	name, space  string
	attr         map[string]string // by local name; xsi:type is "type"
	text         string
	kids         []*node
	line, column int
}

// kid returns the first child with a name; nil if there is none.
func (n *node) kid(name string) *node {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// value returns the text of a child.
func (n *node) value(name string) string {
	if k := n.kid(name); k != nil {
		return strings.TrimSpace(k.text)
	}
	return ""
}

// preset returns the DefaultValue of a child.
func (n *node) preset(name string) string {
	if k := n.kid(name); k != nil {
		return strings.TrimSpace(k.attr["DefaultValue"])
	}
	return ""
}

// each calls f for n and everything below it.
func (n *node) each(f func(*node)) {
	f(n)
	for _, k := range n.kids {
		k.each(f)
	}
}

// tree reads XML. It rejects document types, so there are no entities except the five of
// XML: nothing is fetched, nothing expands.
func tree(data []byte) (*node, *Fault) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict, d.CharsetReader = true, charset
	var root *node
	var open []*node
	count := 0
	for {
		line, column := d.InputPos()
		token, err := d.Token()
		if errors.Is(err, io.EOF) && root != nil && len(open) == 0 {
			return root, nil
		}
		if err != nil {
			line, column = d.InputPos()
			return nil, broken(err, line, column, open)
		}
		switch t := token.(type) {
		case xml.Directive:
			if strings.HasPrefix(strings.ToLower(string(t)), "doctype html") {
				return nil, &Fault{"not-a-manifest", line, column, "This is a web page, not the manifest of an add-in.",
					"Download the manifest itself. The web page may ask you to sign in first.", true}
			}
			return nil, &Fault{"document-type", line, column,
				"The manifest has a document type. Handrail does not read document types.",
				"Remove the line that begins with <!DOCTYPE.", true}
		case xml.StartElement:
			n := &node{name: t.Name.Local, space: t.Name.Space, attr: map[string]string{}, line: line, column: column}
			part := root == nil && n.name == "VersionOverrides" || root != nil && root.name == "VersionOverrides"
			if f := n.take(t, part); f != nil {
				return nil, f
			}
			if count++; count > mostElements || len(open) > mostDepth {
				return nil, &Fault{"too-large", line, column, "The manifest has too many elements.",
					"Ask the publisher for the manifest.", true}
			}
			switch {
			case len(open) > 0:
				top := open[len(open)-1]
				top.kids = append(top.kids, n)
			case root != nil:
				return nil, &Fault{"two-roots", line, column, "A second element begins after the end of the manifest.",
					"Remove everything after </" + root.name + ">.", true}
			default:
				root = n
			}
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(t)
			} else if root != nil && len(bytes.TrimSpace(t)) > 0 {
				return nil, &Fault{"two-roots", line, column, "There is text after the end of the manifest.",
					"Remove everything after </" + root.name + ">.", true}
			}
		}
	}
}

// readXML reads an add-in only manifest.
func readXML(data []byte) *Manifest {
	m := &Manifest{Kind: XML}
	root, fault := tree(data)
	if fault != nil {
		m.Faults = []Fault{*fault}
		return m
	}
	if root.name == "VersionOverrides" {
		m.fault(root, "fragment", "This is only a part of a manifest. The element OfficeApp around it is missing.",
			"Add it to the complete manifest, before </OfficeApp>.")
	} else if root.name != "OfficeApp" {
		m.fault(root, "not-a-manifest", "This is not the manifest of an add-in. It starts with <"+short(root.name)+">.",
			"Choose the file that starts with OfficeApp.")
		return m
	}
	m.Type, m.Version, m.Provider, m.Locale = root.attr["type"], root.value("Version"), root.value("ProviderName"),
		root.value("DefaultLocale")
	m.ID = strings.ToLower(root.value("Id"))
	m.Name, m.Description, m.Support, m.Icon = root.preset("DisplayName"), root.preset("Description"),
		root.preset("SupportUrl"), root.preset("IconUrl")
	if p := root.value("Permissions"); p != "" {
		m.Permissions = []string{p}
	}
	for _, name := range []string{"Hosts", "Capabilities"} { // the second in version 1.0 of the schema
		if hosts := root.kid(name); hosts != nil {
			for _, h := range hosts.kids {
				m.Hosts = add(m.Hosts, h.attr["Name"])
			}
		}
	}
	root.each(m.gather)
	slices.Sort(m.Domains)
	m.Domains = slices.Compact(m.Domains)
	if root.name == "OfficeApp" {
		m.checkXML(root)
		if head := bytes.TrimSpace(data); len(head) > 0 && data[0] != '<' && bytes.HasPrefix(head, []byte("<?xml")) {
			m.fault(&node{line: 1, column: 1}, "declaration-not-first", "There are blanks before the first line <?xml.",
				"Remove them. The file must start with <?xml.")
		}
	}
	return m
}

// gather reads the elements that can be at any depth.
func (m *Manifest) gather(n *node) {
	switch n.name {
	case "Sets":
		for _, s := range n.kids {
			version := s.attr["MinVersion"]
			if version == "" {
				version = n.attr["DefaultMinVersion"]
			}
			if version == "" {
				version = "1.1"
			}
			m.need(s.attr["Name"], version)
		}
	case "LaunchEvent":
		m.Events = add(m.Events, n.attr["Type"])
	case "ExtensionPoint":
		m.Points = add(m.Points, n.attr["type"])
	case "MobileFormFactor":
		m.Mobile = true
	case "Scope":
		m.Graph = add(m.Graph, strings.TrimSpace(n.text))
	case "AppDomain":
		m.domain(strings.TrimSpace(n.text))
	case "SourceLocation", "Url", "Image", "IconUrl", "HighResolutionIconUrl":
		m.domain(n.attr["DefaultValue"])
	}
}

// need adds a requirement set; of two versions, it keeps the higher one.
func (m *Manifest) need(name, version string) {
	if name == "" {
		return
	}
	for i, s := range m.Sets {
		if s.Name == name {
			if compareVersions(version, s.Version) > 0 {
				m.Sets[i].Version = version
			}
			return
		}
	}
	m.Sets = append(m.Sets, Set{name, version})
}

// domain adds the host of an address, or a bare host.
func (m *Manifest) domain(text string) {
	if text == "" {
		return
	}
	host := text
	if u, err := url.Parse(text); err == nil && u.Host != "" {
		host = u.Hostname()
	}
	if !strings.ContainsAny(host, " /<>\"") && len(host) < 254 {
		m.Domains = append(m.Domains, strings.ToLower(host))
	}
}
