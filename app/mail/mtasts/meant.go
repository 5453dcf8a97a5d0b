package mtasts

import (
	"slices"
	"strconv"
	"strings"

	"handrail/app/mail/tagvalue"
)

// fieldNames are the fields of a policy (RFC 8461 section 3.2).
var fieldNames = []string{"version", "mode", "mx", "max_age"}

// meantField returns which field a mistyped name was meant to be; "" for none.
func meantField(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, field := range fieldNames {
		limit := 2
		if len(field) < 4 {
			limit = 1
		}
		if tagvalue.Distance(name, field) <= limit && len(name) > 1 {
			return field
		}
	}
	return ""
}

// Meant returns what a policy that breaks the grammar was meant to say, as far as that can
// be told: mode, mail servers and the time to keep it. It is for offering a repair; a
// sender reads nothing of it.
func Meant(body []byte) Policy {
	var p Policy
	for line := range strings.Lines(strings.ReplaceAll(string(body), ";", "\n")) { // as in a record
		line = tagvalue.Plain(line)
		at := strings.IndexAny(line, ":=")
		if at < 0 {
			continue
		}
		value := strings.ToLower(strings.Trim(line[at+1:], " \t\r\n;,."))
		switch meantField(line[:at]) {
		case "mode":
			p.Mode = meantMode(value)
		case "mx":
			if patternFault(value) == "" && !slices.Contains(p.MX, value) {
				p.MX = append(p.MX, value)
			}
		case "max_age":
			if age, err := strconv.ParseInt(value, 10, 64); err == nil && age >= 0 && age <= MaxAgeLimit {
				p.MaxAge = age
			}
		}
	}
	return p
}

func meantMode(value string) Mode {
	for _, mode := range []Mode{Enforce, Testing, None} {
		limit := 2
		if mode == None {
			limit = 1
		}
		if tagvalue.Distance(value, string(mode)) <= limit {
			return mode
		}
	}
	return ""
}
