package powershell

import (
	"strings"

	"handrail/app/pattern"
)

// Cut is how an export lost a value.
type Cut string

// The ways in which a value is lost.
const (
	CutType  Cut = "type"  // the name of its type stands for it
	CutShort Cut = "short" // it ends in dots
	CutEmpty Cut = "empty" // it is empty, because a parameter of the command was missing
)

// Field is a value that someone needs of an export.
type Field struct {
	Name    string
	Label   string // what it is, in words: "Skipped items"
	Command string // the command that brings it
	// Hollow reports whether the value must not be empty in a row; nil: it may be.
	Hollow func(Row) bool
	// Objects is set where the value is an object or a list of them: text that stands in
	// their place is no value.
	Objects bool
}

// State returns what the row has of f. Part is a value that was lost, also one that is
// empty although it cannot be.
func (f Field) State(r Row) State {
	if f.Cut(r) != "" {
		return Part
	}
	return r.State(f.Name)
}

// Cut returns how a row lost the value; "" if it did not.
func (f Field) Cut(r Row) Cut {
	state, how := r.look(f.Name)
	switch {
	case how != "":
		return how
	case f.Objects && state == Given:
		if _, whole := r.Rows(f.Name); !whole {
			return CutType
		}
	case f.Hollow != nil && (state == Empty || state == Null) && f.Hollow(r):
		return CutEmpty
	}
	return ""
}

// Loss is a field that rows do not have.
type Loss struct {
	Field
	Cut     Cut    // how the first of them lost it; "" where no row has the name
	Rows    int    // how many lack it
	Of      int    // how many rows there are
	Example string // what stands for it in the first
}

// Losses returns the fields that a row lost, and those that no row has. A field that is
// absent from some rows only is none of them: they are objects of another kind.
func Losses(rows []Row, fields ...Field) (all []Loss) {
	for _, f := range fields {
		lost, named := Loss{Field: f, Of: len(rows)}, false
		for _, r := range rows {
			named = named || r.Has(f.Name)
			how := f.Cut(r)
			if how == "" {
				continue
			}
			if lost.Rows++; lost.Rows == 1 {
				lost.Cut, lost.Example = how, r.Text(f.Name)
			}
		}
		if !named && len(rows) > 0 {
			lost.Rows = len(rows)
		}
		if lost.Rows > 0 {
			all = append(all, lost)
		}
	}
	return all
}

// cutWithin returns how PowerShell cut off a value, or one inside it: Export-Csv writes the
// name of a type for a list, ConvertTo-Json and Export-Clixml for what lies deeper than
// their -Depth, and Format-List ends a long list with dots.
func cutWithin(v any) Cut {
	switch v := v.(type) {
	case string:
		switch text := strings.TrimSpace(v); {
		case stands(text):
			return CutType
		case strings.HasPrefix(text, "{") && dotted(strings.TrimSuffix(text, "}")):
			return CutShort
		}
	case []any:
		for _, one := range v {
			if how := cutWithin(one); how != "" {
				return how
			}
		}
	case Row:
		if v.said == "" || stands(v.said) {
			return cutWithin(named(v)) // what stands for the object
		}
	}
	return ""
}

// dotted reports whether a console has cut off text.
func dotted(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasSuffix(text, "…") || strings.HasSuffix(text, "...") ||
		strings.HasPrefix(text, "…") || strings.HasPrefix(text, "...")
}

// typeName is the full name of a type of .NET.
var typeName = pattern.Lazy("^(Deserialized\\.)?(System|Microsoft\\.[A-Za-z]+)(\\.[A-Za-z0-9_+]+)+" +
	"(`[0-9]+)?(\\[.*\\])*$")

// stands reports whether text only stands for an object: the name of its type, or its
// values in one line.
func stands(text string) bool {
	text = strings.TrimSpace(text)
	if text == "" {
		return false
	}
	switch text[0] {
	case '@', '{':
		return strings.HasSuffix(text, "}") && (strings.HasPrefix(text, "@{") || strings.HasPrefix(text, "{@{"))
	case 'S', 'M', 'D':
		return typeName().MatchString(text)
	}
	return false
}
