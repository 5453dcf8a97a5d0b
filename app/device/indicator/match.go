package indicator

import (
	"slices"
	"strings"
)

// strength is how well an indicator fits an address.
type strength struct {
	path, host int // lengths; a longer path wins
	sure       bool
	why        Reason // why it is not sure
}

// match returns how i fits a visit; ok is false if it does not. Expired rows are left out before.
func (i Indicator) match(at target, v Visit, edge bool) (s strength, ok bool) {
	t, read := i.target()
	if !read || !i.Type.Network() {
		return s, false
	}
	s = strength{path: len(t.path), host: len(t.host), sure: true}
	if i.Type == IPAddress {
		if at.host != t.host && !slices.Contains(v.Addresses, t.host) {
			return s, false
		}
		s.host = len(at.host)
	} else if !under(at.host, t.host) {
		return s, false
	}
	if t.port != "" && t.port != at.realPort() {
		return s, false
	}
	s.doubt(t.path != "" && t.scheme != "" && t.scheme != at.scheme, SchemeDiffers)
	if t.path != "" {
		if !edge && at.scheme == "https" {
			return s, false // only Edge sees the path of an encrypted address
		}
		if !s.within(at.path, t.path) {
			return s, false
		}
	}
	if groups := groupList(i.Groups); len(groups) > 0 {
		if v.GroupKnown && !slices.Contains(groups, strings.ToLower(strings.TrimSpace(v.Group))) {
			return s, false
		}
		s.doubt(!v.GroupKnown, GroupNotKnown)
	}
	return s, true
}

func (s *strength) doubt(yes bool, why Reason) {
	if yes {
		s.sure = false
		s.why = why
	}
}

// within reports whether a path is under the path of an indicator. No page says whether capitals
// and half a word count: both are not sure.
func (s *strength) within(path, of string) bool {
	if len(path) < len(of) || !strings.EqualFold(path[:len(of)], of) {
		return false
	}
	rest := path[len(of):]
	s.doubt(path[:len(of)] != of, PathNotSure)
	s.doubt(rest != "" && !strings.ContainsRune("/?#&", rune(rest[0])) && !strings.HasSuffix(of, "="), PathNotSure)
	return true
}

// under reports whether host is name or has a name under it.
func under(host, name string) bool {
	return host == name || len(host) > len(name) && strings.HasSuffix(host, name) &&
		host[len(host)-len(name)-1] == '.'
}

// realPort returns the port that a browser uses.
func (t target) realPort() string {
	switch {
	case t.port != "":
		return t.port
	case t.scheme == "http":
		return "80"
	}
	return "443"
}
