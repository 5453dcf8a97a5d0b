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
	name         string
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
	d.Strict = true
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(label, "utf-8") || strings.EqualFold(label, "utf-16") { // it is UTF-8 by now
			return in, nil
		}
		return nil, errors.New("another encoding: " + label)
	}
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
			return nil, &Fault{"document-type", line, column,
				"The manifest has a document type. Handrail does not read document types.",
				"Remove the line that begins with <!DOCTYPE.", true}
		case xml.StartElement:
			n := &node{name: t.Name.Local, attr: map[string]string{}, line: line, column: column}
			for _, a := range t.Attr {
				n.attr[a.Name.Local] = a.Value
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
			}
		}
	}
}

// broken returns the fault for an error of the XML reader.
func broken(err error, line, column int, open []*node) *Fault {
	f := &Fault{"not-xml", line, column, "The manifest is not valid XML here.",
		"Compare this line with the original file from the publisher.", true}
	text := err.Error()
	switch {
	case strings.Contains(text, "closed by") && len(open) > 0:
		f.Code, f.Text = "end-tag", "The element <"+open[len(open)-1].name+"> is closed with another name."
		f.Do = "Write </" + open[len(open)-1].name + "> here."
	case strings.Contains(text, "unexpected EOF") && len(open) > 0:
		f.Code, f.Text = "cut-off", "The manifest ends before <"+open[len(open)-1].name+"> is closed."
		f.Do = "Get the whole file again."
	case strings.Contains(text, "invalid character entity"):
		f.Code, f.Text = "entity", "There is an & that does not start a known entity."
		f.Do = "Write &amp; instead."
	case strings.Contains(text, "unexpected EOF") || errors.Is(err, io.EOF):
		f.Code, f.Text, f.Do = "empty", "This file has no manifest.", "Choose another file."
	}
	return f
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
	if hosts := root.kid("Hosts"); hosts != nil {
		for _, h := range hosts.kids {
			m.Hosts = add(m.Hosts, h.attr["Name"])
		}
	}
	root.each(m.gather)
	slices.Sort(m.Domains)
	m.Domains = slices.Compact(m.Domains)
	if root.name == "OfficeApp" {
		m.checkXML(root)
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

func add(all []string, one string) []string {
	if one == "" || slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}

// short returns the first 60 characters of s.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
