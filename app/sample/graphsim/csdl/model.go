// Package csdl holds bodies of Microsoft Graph against Microsoft's own metadata.
// It is for tests: what the sample organisation serves and what Handrail sends
// are checked property by property.
//
// CSDL (OData Common Schema Definition Language 4.01) describes entity types,
// complex types and enumerations. A type has properties and navigation
// properties, may build on a base type, and a value says by "@odata.type" that it
// is of a type derived from the declared one. Here a body is right when every
// name is known, every value is of its type, every member of an enumeration
// exists, and null is only where it is allowed. Types marked open may by the letter
// have further properties; here those are wrong too, since a slip of the pen
// would go unseen.
//
// The metadata are not part of Handrail: they belong to the examples by others.
package csdl

import (
	"compress/gzip"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"handrail/app/conformance/shared"
)

// File is the path of the metadata in the shared folder.
const File = "samples/graph/v1.0-Prod.csdl.gz"

// ErrNoMetadata is given where the file is not on this computer. A test should
// then skip, with this sentence.
var ErrNoMetadata = errors.New("csdl: Microsoft's metadata are not here; set HANDRAIL_SHARED to the folder " +
	"that holds " + File)

// property is one property of a type.
type property struct {
	typ      string // without "Collection(…)"
	list     bool
	nullable bool
}

// typeOf is an entity type, a complex type or an enumeration.
type typeOf struct {
	name       string
	base       string
	properties map[string]property
	members    map[string]bool // of an enumeration; nil otherwise
	flags      bool            // an enumeration whose members may be combined
}

// Model is the metadata of one version of Graph.
type Model struct {
	types map[string]*typeOf // by full name, "microsoft.graph.user"
}

// xmlType is a type as CSDL writes it.
type xmlType struct {
	Name       string        `xml:"Name,attr"`
	BaseType   string        `xml:"BaseType,attr"`
	IsFlags    bool          `xml:"IsFlags,attr"`
	Properties []xmlProperty `xml:"Property"`
	Navigation []xmlProperty `xml:"NavigationProperty"`
	Members    []struct {
		Name string `xml:"Name,attr"`
	} `xml:"Member"`
}

type xmlProperty struct {
	Name     string `xml:"Name,attr"`
	Type     string `xml:"Type,attr"`
	Nullable string `xml:"Nullable,attr"`
}

// Read reads a model from CSDL XML.
func Read(r io.Reader) (*Model, error) {
	var doc struct {
		Schemas []struct {
			Namespace string    `xml:"Namespace,attr"`
			Alias     string    `xml:"Alias,attr"`
			Entities  []xmlType `xml:"EntityType"`
			Complex   []xmlType `xml:"ComplexType"`
			Enums     []xmlType `xml:"EnumType"`
		} `xml:"DataServices>Schema"`
	}
	if err := xml.NewDecoder(r).Decode(&doc); err != nil {
		return nil, err
	}
	m := &Model{types: map[string]*typeOf{}}
	for _, s := range doc.Schemas {
		full := func(name string) string {
			for from, to := range map[string]string{s.Alias + ".": s.Namespace + ".", "graph.": "microsoft.graph."} {
				if rest, ok := strings.CutPrefix(name, from); ok && from != "." && !strings.Contains(rest, ".") {
					return to + rest
				}
			}
			return name
		}
		for _, t := range append(s.Entities, s.Complex...) {
			m.add(s.Namespace, t, full, nil)
		}
		for _, t := range s.Enums {
			m.add(s.Namespace, t, full, map[string]bool{})
		}
	}
	if len(m.types) == 0 {
		return nil, errors.New("csdl: the metadata hold no type")
	}
	return m, nil
}

// add keeps one type.
func (m *Model) add(namespace string, t xmlType, full func(string) string, members map[string]bool) {
	out := &typeOf{name: namespace + "." + t.Name, base: full(t.BaseType), properties: map[string]property{},
		members: members, flags: t.IsFlags}
	for _, p := range append(t.Properties, t.Navigation...) {
		typ, list := p.Type, false
		if inner, ok := strings.CutPrefix(typ, "Collection("); ok {
			typ, list = strings.TrimSuffix(inner, ")"), true
		}
		out.properties[p.Name] = property{full(typ), list, p.Nullable != "false"}
	}
	for _, each := range t.Members {
		out.members[each.Name] = true
	}
	m.types[out.name] = out
}

// load reads the metadata once: that takes a good part of a second.
var load = sync.OnceValues(func() (*Model, error) {
	path, found := shared.Find(filepath.FromSlash(File))
	if !found {
		return nil, ErrNoMetadata
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return Read(z)
})

// Load returns Microsoft's metadata of v1.0; ErrNoMetadata where they are not on
// this computer.
func Load() (*Model, error) { return load() }
