package mtasts

import (
	"net/netip"
	"slices"
	"strings"

	"handrail/app"
)

// Check tells whether a policy may be published. It is stricter than RFC 8461
// section 3.2: it refuses whatever any known sender or checker refuses, so that
// every reader understands the policy alike. The error is *app.Error in words.
func Check(p Policy) error {
	if !slices.Contains([]Mode{Enforce, Testing, None}, p.Mode) {
		return app.Errorf(app.Invalid, "Choose testing, enforce or none.", "The policy has no mode that senders know.")
	}
	if len(p.MX) == 0 {
		return app.Errorf(app.Invalid, "Add at least one mail host. Some senders want one even in mode none.", "The policy names no mail host.")
	}
	seen := map[string]bool{}
	for _, mx := range p.MX {
		if err := checkPattern(mx); err != nil {
			return err
		}
		if seen[mx] {
			return app.Errorf(app.Invalid, "Leave one of the two lines out.", "The mail host %s stands twice in the policy.", mx)
		}
		seen[mx] = true
	}
	switch {
	case p.MaxAge < ShortMaxAge:
		return app.Errorf(app.Invalid, "Choose 86400 seconds, which is a day, or more.", "Senders would keep the policy for %d seconds. Large senders pass over a policy kept for less than a day.", p.MaxAge)
	case p.MaxAge > MaxAgeLimit:
		return app.Errorf(app.Invalid, "Choose 31557600 seconds, which is about a year, or less.", "Senders would keep the policy for %d seconds, which is more than is allowed.", p.MaxAge)
	case len(p.Extensions) > 0:
		return app.Errorf(app.Invalid, "Leave that line out.", "The policy has a line %q that senders do not know. Some readers refuse the whole policy for it.", p.Extensions[0].Name)
	case len(p.String()) > MaxBodyBytes:
		return app.Errorf(app.Invalid, "Use a pattern with a star in place of many host names.", "The policy is larger than 64 kilobytes, and senders read no more.")
	}
	return nil
}

// checkPattern refuses mx patterns that are wrong, and the two that look right
// for Microsoft 365 but match no mail host.
func checkPattern(mx string) error {
	name, wild := strings.CutPrefix(mx, "*.")
	if words := patternFault(mx); words != "" {
		return app.Errorf(app.Invalid, "Copy the mail host's name from your domain's MX record.", "%q cannot stand in a policy: %s", mx, words)
	}
	_, err := netip.ParseAddr(name)
	switch {
	case mx != strings.ToLower(mx):
		return app.Errorf(app.Invalid, "Write it in small letters.", "%q has capital letters.", mx)
	case err == nil:
		return app.Errorf(app.Invalid, "Write the host's name in place of its address.", "%s is an address. A mail host is always named, so this line would match nothing.", mx)
	case !strings.Contains(name, "."):
		return app.Errorf(app.Invalid, "Write the full name of the mail host, such as mx.example.org.", "%q is only a part of a name.", mx)
	case mx == "*.mx.microsoft":
		return app.Errorf(app.Invalid, "Use the host's full name from your MX record, or a star before its last three parts, such as *.o-v1.mx.microsoft.",
			"The line *.mx.microsoft matches none of Microsoft's mail hosts. A star stands for one part of a name, and theirs have two there.")
	case !wild && (name == "mail.protection.outlook.com" || name == "mx.microsoft"):
		return app.Errorf(app.Invalid, "Use the host's full name from your MX record, or write *."+"mail.protection.outlook.com with the star.",
			"The line %s matches none of Microsoft's mail hosts: it lacks their first part.", mx)
	}
	return nil
}
