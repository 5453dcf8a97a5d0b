package addin

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
)

// MaxBytes is the largest manifest that is read. Real ones have some kilobytes.
const MaxBytes = 2 << 20

// Limits that real manifests never reach.
const (
	mostElements = 20_000
	mostDepth    = 64
)

// node is an element with its place in the file.
type node struct {
	name         string
	attr         map[string]string // by local name; xsi:type is "type"
	text         string
	kids         []*node
	line, column int
}

// kid gives the first child of a name; nil where there is none.
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

// value gives the text of a child.
func (n *node) value(name string) string {
	if k := n.kid(name); k != nil {
		return strings.TrimSpace(k.text)
	}
	return ""
}

// preset gives the DefaultValue of a child.
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

// tree reads XML. There are no entities but the five of XML itself: a document
// type is refused, so nothing is fetched and nothing grows.
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
			return nil, &Fault{"document-type", line, column, "The manifest has a document type. Handrail does not follow what it names.", "Remove the line that begins with <!DOCTYPE.", true}
		case xml.StartElement:
			n := &node{name: t.Name.Local, attr: map[string]string{}, line: line, column: column}
			for _, a := range t.Attr {
				n.attr[a.Name.Local] = a.Value
			}
			if count++; count > mostElements || len(open) > mostDepth {
				return nil, &Fault{"too-large", line, column, "The manifest has more parts than any add-in needs.", "Ask the maker for the manifest itself.", true}
			}
			switch {
			case len(open) > 0:
				top := open[len(open)-1]
				top.kids = append(top.kids, n)
			case root != nil:
				return nil, &Fault{"two-roots", line, column, "A second element begins after the end of the manifest.", "Remove everything after </" + root.name + ">.", true}
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

// broken puts an error of the XML reader into words.
func broken(err error, line, column int, open []*node) *Fault {
	f := &Fault{"not-xml", line, column, "The manifest is not whole XML here.", "Compare this line with the file as the maker gave it.", true}
	text := err.Error()
	switch {
	case strings.Contains(text, "closed by") && len(open) > 0:
		f.Code, f.Text = "end-tag", "The element <"+open[len(open)-1].name+"> is closed by another name."
		f.Do = "Write </" + open[len(open)-1].name + "> here."
	case strings.Contains(text, "unexpected EOF") && len(open) > 0:
		f.Code, f.Text = "cut-off", "The manifest ends before <"+open[len(open)-1].name+"> is closed."
		f.Do = "Get the whole file again."
	case strings.Contains(text, "invalid character entity"):
		f.Code, f.Text = "entity", "There is an & that begins no known sign."
		f.Do = "Write &amp; in its place."
	case strings.Contains(text, "unexpected EOF") || errors.Is(err, io.EOF):
		f.Code, f.Text, f.Do = "empty", "There is no manifest in this file.", "Choose another file."
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
		m.fault(root, "fragment", "This is a part of a manifest: the element OfficeApp around it is missing.", "Put it into the whole manifest, before </OfficeApp>.")
	} else if root.name != "OfficeApp" {
		m.fault(root, "not-a-manifest", "This file is no manifest of an add-in: it begins with <"+short(root.name)+">.", "Choose the file whose first element is OfficeApp.")
		return m
	}
	m.Type, m.Version, m.Provider, m.Locale = root.attr["type"], root.value("Version"), root.value("ProviderName"), root.value("DefaultLocale")
	m.ID = strings.ToLower(root.value("Id"))
	m.Name, m.Description, m.Support, m.Icon = root.preset("DisplayName"), root.preset("Description"), root.preset("SupportUrl"), root.preset("IconUrl")
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

// gather takes what may stand at any depth.
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

// need keeps a requirement set; of two versions the higher counts.
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

// domain keeps the host of an address, or a bare host.
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

// short cuts what somebody else wrote.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
