package mtasts

import (
	"net/netip"
	"slices"
	"strings"

	"handrail/app"
)

// Check reports whether a policy may be published. It is stricter than RFC 8461
// section 3.2: it refuses whatever any known sender or checker refuses, so that
// every reader understands the policy alike. The error is *app.Error in words.
func Check(p Policy) error {
	if !slices.Contains([]Mode{Enforce, Testing, None}, p.Mode) {
		return app.Errorf(app.Invalid, "Select testing, enforce or none.", "The policy has no valid mode.")
	}
	if len(p.MX) == 0 {
		return app.Errorf(app.Invalid, "Add at least one mail server. Some senders expect one even in mode none.",
			"The policy names no mail server.")
	}
	seen := map[string]bool{}
	for _, mx := range p.MX {
		if err := checkPattern(mx); err != nil {
			return err
		}
		if seen[mx] {
			return app.Errorf(app.Invalid, "Remove one of the two lines.", "The policy names the mail server %s twice.",
				mx)
		}
		seen[mx] = true
	}
	switch {
	case p.MaxAge < ShortMaxAge:
		return app.Errorf(app.Invalid, "Set at least 86400 seconds (one day).",
			"Senders would cache the policy for %d seconds. Large senders ignore a policy with less than one day.",
			p.MaxAge)
	case p.MaxAge > MaxAgeLimit:
		return app.Errorf(app.Invalid, "Set at most 31557600 seconds (about one year).",
			"Senders would cache the policy for %d seconds, which is more than the limit.", p.MaxAge)
	case len(p.Extensions) > 0:
		return app.Errorf(app.Invalid, "Remove that line.",
			"Senders do not know the line %q in the policy. Some senders refuse the whole policy because of it.",
			p.Extensions[0].Name)
	case len(p.String()) > MaxBodyBytes:
		return app.Errorf(app.Invalid, "Use a pattern with a star instead of many names.",
			"The policy is larger than 64 kilobytes. Senders read no more than that.")
	}
	return nil
}

// checkPattern refuses mx patterns that are wrong, and the two that look right
// for Microsoft 365 but match no mail server.
func checkPattern(mx string) error {
	name, wild := strings.CutPrefix(mx, "*.")
	if words := patternFault(mx); words != "" {
		return app.Errorf(app.Invalid, "Copy the name of the mail server from your domain's MX record.",
			"%q cannot be in a policy: %s", mx, words)
	}
	_, err := netip.ParseAddr(name)
	switch {
	case mx != strings.ToLower(mx):
		return app.Errorf(app.Invalid, "Use lower case letters.", "%q has capital letters.", mx)
	case err == nil:
		return app.Errorf(app.Invalid, "Enter the name of the server instead of its address.",
			"%s is an address. Senders compare names only, so this line matches nothing.", mx)
	case !strings.Contains(name, "."):
		return app.Errorf(app.Invalid, "Enter the full name of the mail server. For example, mx.example.org.",
			"%q is only a part of a name.", mx)
	case mx == "*.mx.microsoft":
		return app.Errorf(app.Invalid,
			"Use the full name from your MX record, or a star before its last three parts. For example, "+
				"*.o-v1.mx.microsoft.",
			"The line *.mx.microsoft matches none of Microsoft's mail servers. A star matches one part of a name, "+
				"but these names have two parts there.")
	case !wild && (name == "mail.protection.outlook.com" || name == "mx.microsoft"):
		return app.Errorf(app.Invalid,
			"Use the full name from your MX record, or enter *."+"mail.protection.outlook.com with the star.",
			"The line %s matches none of Microsoft's mail servers: the first part of their names is missing.", mx)
	}
	return nil
}
