package manifest

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// otherEncoding begins the error for an encoding that Handrail does not read.
const otherEncoding = "another encoding: "

// take reads the attributes of an element. A prefix without its namespace, or an attribute that is there twice, is
// not XML (Namespaces in XML 1.0, section 5; XML 1.0, section 3.1). A part of a manifest has its prefixes elsewhere.
func (n *node) take(t xml.StartElement, part bool) *Fault {
	seen := map[xml.Name]bool{}
	for _, name := range append([]xml.Name{t.Name}, names(t.Attr)...) {
		if !part && name.Space != "" && name.Space != "xmlns" && !strings.Contains(name.Space, ":") {
			return &Fault{"prefix", n.line, n.column, "The prefix " + short(name.Space) + " has no namespace.",
				"Add xmlns:" + short(name.Space) + " to OfficeApp, as in the original file.", true}
		}
	}
	for _, a := range t.Attr {
		if seen[a.Name] {
			return &Fault{"attribute-twice", n.line, n.column, "This element has “" + short(a.Name.Local) + "” twice.",
				"Remove one of them.", true}
		}
		seen[a.Name] = true
		n.attr[a.Name.Local] = a.Value
	}
	return nil
}

func names(attrs []xml.Attr) (all []xml.Name) {
	for _, a := range attrs {
		all = append(all, a.Name)
	}
	return all
}

// broken returns the fault for an error of the XML reader.
func broken(err error, line, column int, open []*node) *Fault {
	f := &Fault{"not-xml", line, column, "The manifest is not valid XML here.",
		"Compare this line with the original file from the publisher.", true}
	text := err.Error()
	_, label, other := strings.Cut(text, otherEncoding)
	switch {
	case other:
		f.Code, f.Text = "encoding", "Handrail does not read the encoding “"+short(label)+"”."
		f.Do = "Save the manifest as UTF-8, also in its first line."
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
