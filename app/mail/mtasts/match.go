package mtasts

import "strings"

// Match reports whether a mail server matches an mx pattern (RFC 8461 section 4.1): the
// same name, or "*." and a domain, where the star matches exactly one label.
// So *.example.org matches mx1.example.org, but neither example.org nor a.b.example.org.
// Upper and lower case are the same; a final dot of the host is ignored.
func Match(pattern, host string) bool {
	pattern = strings.ToLower(pattern)
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if patternFault(pattern) != "" || strings.Contains(host, "*") {
		return false
	}
	zone, wild := strings.CutPrefix(pattern, "*.")
	if !wild {
		return pattern == host
	}
	label, rest, found := strings.Cut(host, ".")
	return found && label != "" && rest == zone
}

// patternFault returns what is wrong with an mx pattern, "" when nothing is:
// ["*."] Domain (RFC 8461 section 3.2, RFC 5321 section 4.1.2).
func patternFault(s string) string {
	name := strings.TrimPrefix(s, "*.")
	if strings.Contains(name, "*") {
		return "a star is allowed only at the beginning, before the first dot."
	}
	return domainFault(name)
}

// domainFault returns what is wrong with a host name, "" when nothing is.
func domainFault(s string) string {
	switch {
	case s == "":
		return "the host name is empty."
	case len(s) > 253:
		return "the host name is longer than 253 characters."
	case strings.HasSuffix(s, "."):
		return "the host name must not end with a dot."
	}
	for len(s) > 0 {
		label, rest, _ := strings.Cut(s, ".")
		switch {
		case label == "":
			return "the host name begins with a dot or has two dots in a row."
		case len(label) > 63:
			return "a part of the host name is longer than 63 characters."
		case label[0] == '-' || label[len(label)-1] == '-':
			return "a part of the host name begins or ends with a hyphen."
		}
		for i := 0; i < len(label); i++ {
			c := label[i]
			if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-') {
				return "a host name has only letters, digits, hyphens and dots. Write names in other scripts as xn--…."
			}
		}
		s = rest
	}
	return ""
}
