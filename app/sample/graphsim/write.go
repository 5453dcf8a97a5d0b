package graphsim

import (
	"encoding/json"
	"fmt"
	"strings"
)

// number returns a JSON number; 0 for anything else.
func number(v any) float64 {
	n, _ := v.(json.Number)
	f, _ := n.Float64()
	return f
}

// shape is which properties an object may have; nil stands for any value.
type shape map[string]shape

// parseShape reads "name name{inner inner} …".
func parseShape(text string) shape {
	words := strings.Fields(strings.NewReplacer("{", " { ", "}", " } ").Replace(text))
	s, _ := shapeOf(words)
	return s
}

// shapeOf reads words up to the closing bracket and returns what is left.
func shapeOf(words []string) (shape, []string) {
	s, last := shape{}, ""
	for len(words) > 0 {
		word := words[0]
		words = words[1:]
		switch word {
		case "{":
			s[last], words = shapeOf(words)
		case "}":
			return s, words
		default:
			s[word], last = nil, word
		}
	}
	return s, nil
}

// check returns the first property that is not in the shape, with the path to it.
func (s shape) check(o object, path string) error {
	for _, f := range o {
		inner, known := s[f.name]
		if strings.HasPrefix(f.name, "@odata.") || strings.Contains(f.name, "@odata.") {
			continue
		}
		if !known {
			return fmt.Errorf("%s", path+f.name)
		}
		if inner == nil {
			continue
		}
		items := []any{f.value}
		if list, ok := f.value.([]any); ok {
			items = list
		}
		for _, item := range items {
			if sub, ok := item.(object); ok {
				if err := inner.check(sub, path+f.name+"/"); err != nil {
					return err
				}
			} else if item != nil {
				return fmt.Errorf("%s: an object is expected", path+f.name)
			}
		}
	}
	return nil
}

// readWrite reads the body of a write and refuses properties a type lacks, as
// Graph does.
func (x *call) readWrite(properties, typ string) (object, *answer) {
	if kind := x.header.Get("Content-Type"); !strings.HasPrefix(kind, "application/json") {
		return nil, refuse(400, "RequestBodyRead",
			"Write requests must contain a JSON body with the Content-Type application/json.")
	}
	o, err := parseObject(x.body)
	if err != nil {
		return nil, refuse(400, "BadRequest",
			"Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid "+
				"JSON format.")
	}
	if err := parseShape(properties).check(o, ""); err != nil {
		return nil, refuse(400, "BadRequest", "The property '"+err.Error()+"' does not exist on type 'microsoft.graph."+
			typ+"'. Make sure to only use property names that are defined by the type.")
	}
	return o, nil
}

// oneWord refuses a property whose value is none of some words.
func oneWord(o object, name string, words ...string) *answer {
	v, ok := o.get(name)
	if !ok {
		return nil
	}
	for _, w := range words {
		if v == w {
			return nil
		}
	}
	return refuse(400, "BadRequest", "Invalid value specified for property '"+name+"'.")
}
