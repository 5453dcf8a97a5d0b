package change

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/report"
)

// stateWords are the states as a person reads them.
var stateWords = map[State]string{Sent: "Not known", Unknown: "Not known", Confirmed: "Made", Failed: "Not made"}

// verbWords are the verbs as a person reads them.
var verbWords = map[string]string{Change: "Change", Undo: "Undo", Create: "New", Remove: "Deletion",
	Restore: "Restored"}

// Table lists the requests that were sent, from the entries of a visit, with the values before and after in words. The
// exact values are in the journal. ok is false where nothing was sent.
func Table(entries []guide.JournalEntry) (t report.Table, ok bool) {
	t = report.Table{Title: "Changes sent to Microsoft",
		Columns: []string{"What", "When", "State", "Before", "After", "Request ID"},
		Detail:  []bool{5: true}}
	for _, a := range Replay(entries) {
		if a.State == Planned {
			continue
		}
		what := verbWords[a.Verb] + ": " + ObjectName(a.Object)
		t.Rows = append(t.Rows, []string{what, report.FormatTime(a.At), stateWords[a.State], Words(a.Undo), Words(a.Body),
			a.Request})
	}
	return t, len(t.Rows) > 0
}

// methodNames are the configurations of sign-in methods, by their id in lower case, as the guides name them.
var methodNames = map[string]string{"sms": "Text messages", "voice": "Phone calls", "fido2": "Passkeys",
	"microsoftauthenticator": "Microsoft Authenticator", "softwareoath": "Authenticator app codes",
	"hardwareoath": "Hardware tokens", "temporaryaccesspass": "Temporary Access Pass", "x509certificate": "Certificates",
	"email": "Email codes"}

// ObjectName returns a path of Microsoft's as words: its last part that is a name, after the one before where it is
// the name of a collection.
func ObjectName(path string) string {
	if _, id, ok := strings.Cut(path, "/authenticationMethodConfigurations/"); ok {
		if name := methodNames[strings.ToLower(id)]; name != "" {
			return name
		}
	}
	var names []string
	for p := range strings.SplitSeq(path, "/") {
		if p != "" && !strings.ContainsAny(p, "0123456789$(){}?=&") {
			names = append(names, p)
		}
	}
	switch n := len(names); {
	case n == 0:
		return "A setting at Microsoft"
	case n > 1 && slices.Contains([]string{"policies", "members", "instances", "requirements"}, names[n-1]):
		return strings.ReplaceAll(spaced(names[n-2]+" "+names[n-1]), "Conditional access", "Conditional Access")
	default:
		return spaced(names[n-1])
	}
}

// spaced returns a name such as authenticationMethodsPolicy as words.
func spaced(name string) string {
	var b strings.Builder
	for i, r := range name {
		upper := r >= 'A' && r <= 'Z'
		switch {
		case i == 0:
			b.WriteString(strings.ToUpper(string(r)))
		case upper:
			b.WriteString(" " + strings.ToLower(string(r)))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// mostWords is how many characters the values of a request have in a table.
const mostWords = 240

// Words returns the values in the body of a request as a person reads them: names and values, lists as their number. ""
// where there are none. What is not an object is told as such.
func Words(body []byte) string {
	if len(body) == 0 {
		return ""
	}
	v, ok := decode(body)
	object, is := v.(map[string]any)
	if !ok || !is {
		return "A value for programs"
	}
	if len(object) == 0 {
		return "Nothing"
	}
	if len(object) > 1 {
		delete(object, "id") // the object has its name beside the values
	}
	text := []rune(valuesOf(object, 2))
	if len(text) > mostWords {
		return string(text[:mostWords-1]) + "…"
	}
	return string(text)
}

// valuesOf writes the values of an object, down to a depth.
func valuesOf(object map[string]any, depth int) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if !strings.Contains(name, "@odata.") {
			all = append(all, spaced(name)+": "+valueOf(object[name], depth))
		}
	}
	return strings.Join(all, "; ")
}

func valueOf(v any, depth int) string {
	switch v := v.(type) {
	case nil:
		return "not set"
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case string:
		if v == "" {
			return "empty"
		}
		return v
	case json.Number:
		return v.String()
	case []any:
		return guide.Count(len(v), "entry", "entries")
	case map[string]any:
		if depth > 1 && len(v) > 0 {
			return "(" + valuesOf(v, depth-1) + ")"
		}
		return guide.Count(len(v), "value", "values")
	}
	return fmt.Sprint(v)
}
