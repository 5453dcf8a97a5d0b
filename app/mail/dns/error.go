package dns

import (
	"fmt"
	"strings"
)

// Error returns in words what happened to the question.
func (e *Error) Error() string {
	what := fmt.Sprintf("dns: the %s question for %s ", e.Type, e.Name)
	switch e.Kind {
	case Timeout:
		what += "got no answer in time"
	case ServFail:
		what += "failed at the name server (SERVFAIL)"
	case Refused:
		what += "was refused by the name server"
	case Malformed:
		what += "got an answer that cannot be trusted"
	case Loop:
		what += "follows aliases in a loop"
	case Unreachable:
		what += "reached no name server"
	case BadName:
		what += "was not asked, because no such name can exist"
	}
	if e.Server != "" {
		what += " (" + e.Server + ")"
	}
	if e.Err != nil {
		what += ": " + e.Err.Error()
	}
	return what
}

// askable makes a name ready to be asked for: lower case, no final dot, within
// the limits of RFC 1035 section 2.3.4. Underscores are allowed (RFC 8552).
func askable(name string, t Type) (string, error) {
	clean := strings.ToLower(strings.TrimSuffix(name, "."))
	bad := func(why string) (string, error) {
		return "", &Error{Kind: BadName, Name: name, Type: t, Err: fmt.Errorf("%s", why)}
	}
	if clean == "" {
		return bad("the name is empty")
	}
	if len(clean) > 253 {
		return bad("the name is longer than 253 characters")
	}
	for label := range strings.SplitSeq(clean, ".") {
		if label == "" || len(label) > 63 {
			return bad("each part of a name has 1 to 63 characters")
		}
		if strings.ContainsFunc(label,
			func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`\"();@$`, r) }) {
			return bad("the name contains a character that is not allowed")
		}
	}
	return clean, nil
}
