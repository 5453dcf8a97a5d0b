package header

import "strings"

// fields reads the fields of text into m and returns what stands behind them. A field goes
// on in lines that begin with a blank (RFC 5322 section 2.2.3); in pasted text it also goes
// on in a line that cannot begin a field.
func (m *Message) fields(text string) (body string) {
	var u unfolding
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		blank := strings.TrimSpace(line) == ""
		switch {
		case blank && u.name == "":
		case blank:
			if !continues(rest) {
				m.add(&u)
				return rest
			}
			m.note(Spaced, 0)
		case u.name == "":
			if !u.begin(line) {
				m.note(Skipped, 1)
				if len(m.before) < MaxValue {
					m.before = append(append(m.before, line[:min(len(line), MaxValue)]...), '\n')
				}
			}
		case line[0] == ' ' || line[0] == '\t':
			u.more(line)
		case u.starts(line):
			m.add(&u)
			u.begin(line)
		default:
			m.note(Unfolded, 1)
			u.more(line)
		}
		text = rest
	}
	m.add(&u)
	return ""
}

// add adds the field that ended.
func (m *Message) add(u *unfolding) {
	if u.name == "" {
		return
	}
	if len(m.Fields) == MaxFields {
		m.note(CutFields, 1)
	} else {
		m.Fields = append(m.Fields, Field{u.name, strings.TrimSpace(u.value.String())})
		if u.cut {
			m.note(CutValues, 1)
		}
	}
	*u = unfolding{}
}

// unfolding is a field that is being read.
type unfolding struct {
	name  string
	value strings.Builder
	cut   bool
}

func (u *unfolding) begin(line string) bool {
	name, value, ok := field(line)
	if ok {
		u.name = name
		u.more(value)
	}
	return ok
}

// more adds a line, with one blank in front where something stands before it.
func (u *unfolding) more(line string) {
	if line = strings.TrimSpace(line); line == "" || u.cut {
		return
	}
	if u.value.Len() > 0 {
		u.value.WriteByte(' ')
	}
	if left := MaxValue - u.value.Len(); len(line) > left {
		line, u.cut = strings.ToValidUTF8(line[:max(0, left)], ""), true
	}
	u.value.WriteString(line)
}

// starts reports whether a line begins the next field. A line of a signature or of an
// antispam report that lost its indent can look like one.
func (u *unfolding) starts(line string) bool {
	_, value, ok := field(line)
	list := value != "" && value[0] != ' ' && strings.Contains(value, ":") // h=From:To:Subject
	return ok && !(list && strings.HasSuffix(u.name, "-Signature"))
}

// known are names without a hyphen.
var known = map[string]bool{"received": true, "date": true, "from": true, "to": true, "cc": true, "bcc": true,
	"subject": true, "sender": true, "comments": true, "keywords": true, "references": true, "importance": true,
	"priority": true, "sensitivity": true, "precedence": true, "organization": true, "autocrypt": true, "lines": true,
	"xref": true, "newsgroups": true, "path": true, "status": true, "encoding": true, "approved": true}

// field takes a line apart. A name has letters, digits and hyphens; one without a hyphen is
// known or does not read like a word inside a sentence.
func field(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(line, ":")
	if !ok || name == "" || len(name) > 100 {
		return "", "", false
	}
	name = strings.TrimRight(name, " \t")
	for i := range len(name) {
		c := name[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || c != '-' && c != '_' && (c < '0' || c > '9')) {
			return "", "", false
		}
	}
	if strings.HasPrefix(value, "//") || strings.HasSuffix(name, "-") {
		return "", "", false
	}
	if !strings.Contains(name, "-") && !known[strings.ToLower(name)] && !titled(name) {
		return "", "", false
	}
	return name, value, true
}

// titled reports whether name is written like a title: Organization, and neither SCL nor dest.
func titled(name string) bool {
	return len(name) > 2 && name[0] <= 'Z' && name != strings.ToUpper(name)
}

// continues reports whether text goes on with a field that only a header has, after an empty
// line that does not belong there.
func continues(text string) bool {
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		name, _, ok := field(line)
		return ok && onlyHeader(strings.ToLower(name))
	}
	return false
}

func onlyHeader(name string) bool {
	switch name {
	case "received", "received-spf", "authentication-results", "return-path", "dkim-signature", "message-id":
		return true
	}
	for _, start := range []string{"arc-", "x-ms-", "x-microsoft-", "x-forefront-"} {
		if strings.HasPrefix(name, start) {
			return true
		}
	}
	return false
}
