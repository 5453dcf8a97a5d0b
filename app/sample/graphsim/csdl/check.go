package csdl

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Check holds a body against a type of v1.0, named without "microsoft.graph.",
// and returns what is wrong in words; nothing when all is right. A body with a
// "value" list is checked row by row, unless the type has such a property. It
// complains where the metadata are missing: a test that wants to skip asks Load.
func Check(entityType string, body []byte) []string {
	return checkWith(entityType, body, nil)
}

// CheckBeta is Check for what the beta serves or takes: it allows what stands in
// BetaOnly besides. Types that are missing from v1.0 altogether are described
// there too.
func CheckBeta(entityType string, body []byte) []string {
	return checkWith(entityType, body, BetaOnly())
}

func checkWith(entityType string, body []byte, besides []Exception) []string {
	m, err := Load()
	if err != nil {
		return []string{err.Error()}
	}
	return m.Check(entityType, body, besides)
}

// checker collects what is wrong.
type checker struct {
	model   *Model
	besides []Exception
	wrong   []string
}

// Check is the function of the same name with a model and exceptions of one's own.
func (m *Model) Check(entityType string, body []byte, besides []Exception) []string {
	if !strings.Contains(entityType, ".") {
		entityType = "microsoft.graph." + entityType
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		return []string{"the body is no JSON object: " + err.Error()}
	}
	k := &checker{model: m, besides: slices.Concat(besides, oddities())}
	rows, isList := v["value"].([]any)
	if _, has := k.property(entityType, "value"); isList && !has {
		for name := range v {
			if name != "value" && !strings.HasPrefix(name, "@") {
				k.say(name, "does not belong beside value")
			}
		}
		for i, row := range rows {
			k.object(fmt.Sprintf("value[%d]", i), entityType, row)
		}
		return k.wrong
	}
	k.object("", entityType, v)
	return k.wrong
}

func (k *checker) say(path, format string, args ...any) {
	k.wrong = append(k.wrong, strings.TrimPrefix(path, ".")+": "+fmt.Sprintf(format, args...))
}

// object checks a value of an entity type or a complex type.
func (k *checker) object(path, typ string, v any) {
	o, ok := v.(map[string]any)
	if !ok {
		k.say(path, "should be an object of type %s", typ)
		return
	}
	if given, ok := o["@odata.type"].(string); ok {
		given = strings.TrimPrefix(given, "#")
		if !k.derives(given, typ) {
			k.say(path, "%s is not a %s", given, typ)
			return
		}
		typ = given
	}
	if k.model.types[typ] == nil && !k.knownBeside(typ) {
		k.say(path, "there is no type %s", typ)
		return
	}
	names := make([]string, 0, len(o))
	for name := range o {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if strings.HasPrefix(name, "@") || strings.Contains(name, "@odata.") {
			continue
		}
		p, ok := k.property(typ, name)
		if !ok {
			k.say(path+"."+name, "%s has no such property", typ)
			continue
		}
		k.value(path+"."+name, typ, name, p, o[name])
	}
}

// value checks what stands in a property.
func (k *checker) value(path, typ, name string, p property, v any) {
	if k.excused(typ, name, v) {
		return
	}
	if !p.list {
		if v == nil {
			if !p.nullable {
				k.say(path, "must not be null")
			}
			return
		}
		k.single(path, p.typ, v)
		return
	}
	items, ok := v.([]any)
	if !ok {
		k.say(path, "should be a list")
		return
	}
	for i, item := range items {
		if item != nil {
			k.single(fmt.Sprintf("%s[%d]", path, i), p.typ, item)
		} else if !p.nullable {
			k.say(fmt.Sprintf("%s[%d]", path, i), "must not be null")
		}
	}
}

// single checks one value that is not null.
func (k *checker) single(path, typ string, v any) {
	if test, ok := primitives[typ]; ok {
		if !test(v) {
			k.say(path, "%s is not %s", short(v), typ)
		}
		return
	}
	t := k.model.types[typ]
	switch {
	case typ == anything:
	case t != nil && t.members != nil:
		s, ok := v.(string)
		words := []string{s}
		if t.flags {
			words = strings.Split(s, ",")
		}
		for _, w := range words {
			if !ok || !t.members[strings.TrimSpace(w)] {
				k.say(path, "%s is no member of %s", short(v), typ)
			}
		}
	default:
		k.object(path, typ, v)
	}
}

// property finds a property of a type, of its bases, or of an exception.
func (k *checker) property(typ, name string) (property, bool) {
	for at := typ; at != ""; {
		for _, e := range k.besides {
			if e.Property == name && "microsoft.graph."+e.Type == at && e.as != "" {
				return e.property(), true
			}
		}
		t := k.model.types[at]
		if t == nil {
			at = k.baseBeside(at)
			continue
		}
		if p, ok := t.properties[name]; ok {
			return p, true
		}
		at = t.base
	}
	return property{}, false
}

// derives reports whether a type is another or builds on it.
func (k *checker) derives(typ, from string) bool {
	for at := typ; at != ""; {
		if at == from {
			return true
		}
		if t := k.model.types[at]; t != nil {
			at = t.base
		} else {
			at = k.baseBeside(at)
		}
	}
	return false
}

// knownBeside reports whether an exception describes a type.
func (k *checker) knownBeside(typ string) bool {
	return slices.ContainsFunc(k.besides, func(e Exception) bool { return "microsoft.graph."+e.Type == typ })
}

// baseBeside returns the base of a type that only exceptions describe.
func (k *checker) baseBeside(typ string) string {
	for _, e := range k.besides {
		if "microsoft.graph."+e.Type == typ && e.base != "" {
			return "microsoft.graph." + e.base
		}
	}
	return ""
}

// excused reports whether an exception allows this very value.
func (k *checker) excused(typ, name string, v any) bool {
	return slices.ContainsFunc(k.besides, func(e Exception) bool {
		return e.value != nil && "microsoft.graph."+e.Type == typ && e.Property == name && *e.value == v
	})
}

func short(v any) string {
	b, _ := json.Marshal(v)
	if len(b) > 60 {
		b = append(b[:60:60], "…"...)
	}
	return string(b)
}

var guid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

var duration = regexp.MustCompile(`^-?P(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$`)

// primitives are the types of OData that Graph uses, as JSON has them.
var primitives = map[string]func(v any) bool{
	"Edm.String":  isText(func(string) bool { return true }),
	"Edm.Boolean": func(v any) bool { _, ok := v.(bool); return ok },
	"Edm.Byte":    whole(8), "Edm.SByte": whole(8), "Edm.Int16": whole(16), "Edm.Int32": whole(32),
	"Edm.Int64":  whole(64),
	"Edm.Single": isNumber, "Edm.Double": isNumber, "Edm.Decimal": isNumber,
	"Edm.Guid": isText(guid.MatchString),
	"Edm.DateTimeOffset": isText(func(s string) bool {
		_, err := time.Parse(time.RFC3339Nano, s)
		return err == nil
	}),
	"Edm.Date":      isText(func(s string) bool { _, err := time.Parse(time.DateOnly, s); return err == nil }),
	"Edm.TimeOfDay": isText(func(s string) bool { _, err := time.Parse("15:04:05.9999999", s); return err == nil }),
	"Edm.Duration":  isText(duration.MatchString),
	"Edm.Binary": isText(func(s string) bool {
		_, err := base64.StdEncoding.DecodeString(s)
		return err == nil
	}),
	"Edm.Stream": func(any) bool { return true }, "Edm.Untyped": func(any) bool { return true },
}

func isText(test func(s string) bool) func(v any) bool {
	return func(v any) bool {
		s, ok := v.(string)
		return ok && test(s)
	}
}

func isNumber(v any) bool {
	if s, ok := v.(string); ok {
		return s == "INF" || s == "-INF" || s == "NaN"
	}
	_, ok := v.(json.Number)
	return ok
}

// whole reports whether a number has no fraction and fits so many bits.
func whole(bits int) func(v any) bool {
	return func(v any) bool {
		n, ok := v.(json.Number)
		if !ok {
			return false
		}
		i, err := n.Int64()
		return err == nil && (bits == 64 || i>>(bits-1) == 0 || i>>(bits-1) == -1)
	}
}
