package header

import (
	"net/netip"
	"strconv"
	"strings"
)

// AuthResults is one field with results of authentication (RFC 8601), as the server wrote
// it. Exchange Online leaves out the name of the server.
type AuthResults struct {
	Field    string // its name
	Raw      string
	Server   string // who checked; empty where it is not written
	Instance int    // of ARC (RFC 8617); 0 in other fields
	Methods  []Method
}

// Method is one check.
type Method struct {
	Name    string // spf, dkim, dmarc, arc, compauth, in lower case
	Result  string // in lower case
	Comment string
	Props   []Prop // as they stand
}

// Prop is a detail of a check, such as header.from.
type Prop struct{ Name, Value string }

// Method returns the first check with a name, and whether there is one.
func (a *AuthResults) Method(name string) (Method, bool) {
	if a == nil {
		return Method{}, false
	}
	for _, m := range a.Methods {
		if m.Name == name {
			return m, true
		}
	}
	return Method{}, false
}

// Prop returns a detail; empty where it is not there.
func (m Method) Prop(name string) string {
	for _, p := range m.Props {
		if strings.EqualFold(p.Name, name) {
			return p.Value
		}
	}
	return ""
}

// SenderIP returns the address that SPF was checked for, as Exchange Online and others write
// it in the comment.
func (m Method) SenderIP() netip.Addr {
	for _, w := range strings.Fields(m.Comment) {
		if a := address(w); a.IsValid() {
			return a
		}
	}
	return address(m.Prop("smtp.remote-ip"))
}

// readAuthResults takes one field apart.
func readAuthResults(f Field) AuthResults {
	a := AuthResults{Field: f.Name, Raw: f.Value}
	for i, part := range split(f.Value, ';') {
		part = strings.TrimSpace(part)
		if name, n, ok := strings.Cut(part, "="); ok && strings.TrimSpace(name) == "i" {
			if n, err := strconv.Atoi(strings.TrimSpace(n)); err == nil && n > 0 && n <= 50 {
				a.Instance = n
			}
			continue
		}
		m, ok := readMethod(part)
		switch {
		case ok:
			a.Methods = append(a.Methods, m)
		case i < 2 && part != "" && a.Server == "" && len(a.Methods) == 0:
			a.Server, _, _ = strings.Cut(part, " ")
		}
	}
	return a
}

// readMethod reads one check: “spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=a.example”.
func readMethod(text string) (m Method, ok bool) {
	for _, w := range words(text) {
		if comment, yes := strings.CutPrefix(w, "("); yes {
			if m.Comment == "" {
				m.Comment = strings.TrimSuffix(comment, ")")
			}
			continue
		}
		name, value, pair := strings.Cut(w, "=")
		if m.Name == "" {
			if !pair || name == "" {
				return Method{}, false
			}
			value, comment, _ := strings.Cut(value, "(")
			name, _, _ = strings.Cut(name, "/") // the version of a method
			m.Name, m.Result = strings.ToLower(name), strings.ToLower(value)
			m.Comment = strings.TrimSuffix(comment, ")")
			continue
		}
		if pair && len(m.Props) < 50 {
			m.Props = append(m.Props, Prop{name, strings.Trim(value, `"`)})
		}
	}
	return m, m.Name != ""
}

// split cuts text at each c outside brackets and quotation marks.
func split(text string, c byte) (all []string) {
	start, depth, quoted := 0, 0, false
	for i := range len(text) {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case quoted:
		case text[i] == '(':
			depth++
		case text[i] == ')':
			depth = max(0, depth-1)
		case text[i] == c && depth == 0:
			all = append(all, text[start:i])
			start = i + 1
		}
	}
	return append(all, text[start:])
}
