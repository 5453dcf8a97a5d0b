package spf

import "strings"

// isDomain reports whether s can be a domain-spec (RFC 7208 section 7.1): at least two
// parts, or a macro at its end.
func isDomain(s string) bool {
	if s == "" || len(s) > 253 || strings.ContainsAny(s, "/ ") && !strings.Contains(s, "%{") || !macros(s) {
		return false
	}
	if strings.HasSuffix(s, "}") {
		return true
	}
	s = strings.TrimSuffix(s, ".")
	last := s[strings.LastIndexByte(s, '.')+1:]
	if last == s || last == "" || strings.Trim(last, "0123456789") == "" {
		return false
	}
	return last[0] != '-' && last[len(last)-1] != '-'
}

// macros reports whether each % in s begins a macro (RFC 7208 section 7.1).
func macros(s string) bool {
	for {
		i := strings.IndexByte(s, '%')
		if i < 0 {
			return true
		}
		s = s[i+1:]
		switch {
		case s == "":
			return false
		case strings.IndexByte("%_-", s[0]) >= 0:
			s = s[1:]
		case s[0] == '{':
			end := strings.IndexByte(s, '}')
			if end < 2 || strings.IndexByte("slodiphcrtv", s[1]|0x20) < 0 || !macroTail(s[2:end]) {
				return false
			}
			s = s[end+1:]
		default:
			return false
		}
	}
}

// macroTail reads digits, "r" and delimiters.
func macroTail(s string) bool {
	s = strings.TrimLeft(s, "0123456789")
	if s != "" && s[0]|0x20 == 'r' {
		s = s[1:]
	}
	return strings.Trim(s, ".-+,/_=") == ""
}
