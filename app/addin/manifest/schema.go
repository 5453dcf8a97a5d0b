package manifest

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// schemas are Microsoft's own, one for each manifest version: see schema/README.md.
//
//go:embed schema/*.json.gz
var schemas embed.FS

// mostSchemaFaults is how many faults of one manifest are shown.
const mostSchemaFaults = 50

// anything is a pattern that Go's regular expressions cannot express: it is not tested.
type anything string

func (a anything) String() string        { return string(a) }
func (anything) MatchString(string) bool { return true }

// schemaOf returns the compiled schema of a manifest version; nil if there is none.
func schemaOf(version string) (*jsonschema.Schema, error) {
	if strings.Trim(version, "0123456789.") != "" {
		return nil, nil
	}
	data, err := schemas.ReadFile("schema/" + version + ".json.gz")
	if err != nil {
		return nil, nil // no such version
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(unzipped)
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.UseLoader(jsonschema.SchemeURLLoader{}) // nothing is fetched
	c.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
		if re, err := compilePattern(pattern); err == nil {
			return re, nil
		}
		return anything(pattern), nil
	})
	const name = "https://developer.microsoft.com/manifest.json"
	if err := c.AddResource(name, doc); err != nil {
		return nil, err
	}
	return c.Compile(name)
}

// checkSchema tests a manifest against Microsoft's schema of its version. It reports
// whether there is one.
func (m *Manifest) checkSchema(data []byte, version string) bool {
	schema, err := schemaOf(version)
	if err != nil || schema == nil {
		return false
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return false // the decoder reported it
	}
	err = schema.Validate(value)
	if err == nil {
		return true
	}
	failed, ok := err.(*jsonschema.ValidationError)
	if !ok {
		return false
	}
	where := offsets(data)
	for _, one := range leaves(failed) {
		m.schemaFault(data, where, one)
	}
	return true
}

// leaves returns the errors that have no cause. Of alternatives, those of the one that is
// nearest to the text.
func leaves(e *jsonschema.ValidationError) (all []*jsonschema.ValidationError) {
	if len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	switch e.ErrorKind.(type) {
	case *kind.OneOf, *kind.AnyOf:
		best := -1
		for _, c := range e.Causes {
			some := leaves(c)
			deep := 0
			for _, s := range some {
				deep = max(deep, len(s.InstanceLocation))
			}
			if score := deep*1000 - len(some); best < 0 || score > best {
				best, all = max(score, 0), some
			}
		}
		return all
	}
	for _, c := range e.Causes {
		all = append(all, leaves(c)...)
	}
	return all
}

// schemaFault adds the fault for an error of the validator.
func (m *Manifest) schemaFault(data []byte, where map[string]int64, e *jsonschema.ValidationError) {
	path := e.InstanceLocation
	add := func(path []string, code, text, do string) {
		if len(m.Faults) >= mostSchemaFaults {
			return
		}
		at, ok := where[pointer(path)]
		if !ok {
			at = where[pointer(path[:max(0, len(path)-1)])]
		}
		m.failAt(data, at, code, text, do)
	}
	name := "“" + short(dotted(path)) + "”"
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		for _, missing := range k.Missing {
			whole := dotted(append(slices.Clone(path), missing))
			add(path, "missing-"+codeWord(whole), "The manifest has no “"+short(whole)+"”.", "Add it.")
		}
	case *kind.AdditionalProperties:
		for _, p := range k.Properties {
			add(append(slices.Clone(path), p), "unknown-member", "Microsoft’s schema has no “"+
				short(dotted(append(slices.Clone(path), p)))+"”.", "Correct the spelling, or remove it.")
		}
	case *kind.MaxLength:
		add(path, "too-long", fmt.Sprintf("%s has %d characters. At most %d are allowed.", name, k.Got, k.Want),
			"Shorten it.")
	case *kind.MinLength:
		add(path, "too-short", fmt.Sprintf("%s has %d characters. At least %d are required.", name, k.Got, k.Want),
			"Fill it in.")
	case *kind.Enum:
		add(path, "bad-value", name+" has a value that Microsoft’s schema does not allow.", "Use one of: "+
			listed(k.Want)+".")
	case *kind.Const:
		add(path, "bad-value", name+" has a value that Microsoft’s schema does not allow.", "Use "+
			listed([]any{k.Want})+".")
	case *kind.Pattern:
		add(path, "bad-form", name+" does not have the form that Microsoft’s schema requires.", formOf(k.Want))
	case *kind.Format:
		add(path, "bad-form", name+" does not have the form of its type: "+k.Want+".", "Correct it.")
	case *kind.Type:
		add(path, "bad-kind", "The value of "+name+" has the wrong type.", "Use: "+strings.Join(k.Want, " or ")+".")
	case *kind.MinItems:
		add(path, "too-few", fmt.Sprintf("%s has %d entries. At least %d are required.", name, k.Got, k.Want),
			"Add the missing entries.")
	case *kind.MaxItems:
		add(path, "too-many", fmt.Sprintf("%s has %d entries. At most %d are allowed.", name, k.Got, k.Want),
			"Remove entries.")
	case *kind.UniqueItems:
		add(path, "twice", name+" has the same entry twice.", "Remove one of them.")
	default:
		add(path, "schema", name+" does not follow Microsoft’s schema.",
			"Compare it with Microsoft’s reference for the manifest.")
	}
}

// listed returns the values that are allowed, at most 12 of them.
func listed(all []any) string {
	var words []string
	for _, v := range all[:min(len(all), 12)] {
		words = append(words, fmt.Sprint(v))
	}
	if len(all) > 12 {
		words = append(words, "and "+strconv.Itoa(len(all)-12)+" more")
	}
	return strings.Join(words, ", ")
}

// formOf returns what to do for the most common patterns of the schema.
func formOf(pattern string) string {
	switch {
	case strings.HasPrefix(pattern, "^#"):
		return "Write # and six digits from 0 to 9 and A to F, for example #204080."
	case strings.Contains(pattern, "[Ss]://"):
		return "Start it with https://."
	case strings.Contains(pattern, "[Ss]?://"):
		return "Start it with https:// or http://."
	case strings.Contains(pattern, "{8}-"):
		return "Use the form 8-4-4-4-12 with the digits 0 to 9 and a to f."
	case strings.Contains(pattern, `)\.(`):
		return "Write three numbers with dots, for example 1.0.0."
	}
	return "It must match the pattern " + short(pattern)
}

// dotted returns the place in a manifest, for example extensions[0].runtimes[1].code.
func dotted(path []string) string {
	var b strings.Builder
	for _, p := range path {
		switch _, err := strconv.Atoi(p); {
		case err == nil:
			b.WriteString("[" + p + "]")
		case b.Len() > 0:
			b.WriteString("." + p)
		default:
			b.WriteString(p)
		}
	}
	if b.Len() == 0 {
		return "manifest"
	}
	return b.String()
}

// codeWord returns a place as a part of a code: in lower case, without numbers.
func codeWord(place string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r
		case r == '.':
			return '-'
		}
		return -1
	}, strings.ToLower(place)), "-")
}
