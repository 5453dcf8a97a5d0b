package mtasts

import (
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/mail/dns"
	sts "handrail/app/mail/mtasts"
)

// The two families of Microsoft's mail servers.
const (
	outlookZone   = "mail.protection.outlook.com" // one label in front: the organisation
	microsoftZone = "mx.microsoft"                // two labels in front: the organisation and o-v1 or the like
)

// rightLine returns the mx line for a live mail server. Microsoft publishes its
// older family with a star. Of the newer one the full name is used: a star
// matches one label only (RFC 8461 section 4.1).
func rightLine(host string) string {
	if strings.HasSuffix(host, "."+outlookZone) {
		return "*." + outlookZone
	}
	return host
}

// uncovered returns the live mail servers that no line matches, in their order.
func uncovered(v *guide.Visit, patterns []string) []string {
	var left []string
	for _, host := range liveHosts(v) {
		if !slices.ContainsFunc(patterns, func(p string) bool { return sts.Match(p, host) }) {
			left = append(left, host)
		}
	}
	return left
}

// cleanMX returns the lines in their stored form: lower case, without "mx:", final
// dots, blank lines and repetitions; foreign letters in their ASCII form.
func cleanMX(text string) string {
	var all []string
	for _, line := range ask.Items(strings.ReplaceAll(text, ",", "\n")) {
		line = strings.ToLower(strings.TrimSpace(line))
		line = strings.TrimSuffix(strings.TrimSpace(strings.TrimPrefix(line, "mx:")), ".")
		star, rest := "", line
		if r, ok := strings.CutPrefix(line, "*."); ok {
			star, rest = "*.", r
		}
		if d, err := dns.CleanDomain(rest); err == nil {
			rest = d.ASCII
		}
		if line = star + rest; line != "" && !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return strings.Join(all, "\n")
}

// validMX returns an error for what senders refuse, and for lines that do not match a live server.
func validMX(v *guide.Visit, text string) error {
	all := ask.Rows(text)
	if len(all) == 0 {
		return app.Errorf(app.Invalid, "Enter the name of each mail server on its own line.",
			"The policy needs at least one mail server.")
	}
	for _, line := range all {
		if err := checkLine(v, line); err != nil {
			return err
		}
	}
	if v.Answer(askAim) != aimRetire {
		if left := uncovered(v, all); len(left) > 0 {
			return app.Errorf(app.Invalid, "Add the line “"+rightLine(left[0])+"”.",
				"These lines do not include your mail server %s.", left[0])
		}
	}
	p := sts.Policy{Mode: sts.Testing, MX: all, MaxAge: day}
	if err := sts.Check(p); err != nil {
		return &app.Error{Code: app.Invalid, Message: "Sending servers refuse a policy with these lines.",
			Hint: "Enter one server name on each line. For example, mail.example.org.", Err: err}
	}
	return nil
}

// checkLine returns what is wrong with one line, the two common mistakes with Microsoft's names first.
func checkLine(v *guide.Visit, line string) error {
	rest, star := strings.CutPrefix(line, "*.")
	switch {
	case line == outlookZone:
		return app.Errorf(app.Invalid, "Enter “*."+outlookZone+"” instead.",
			"“%s” matches none of your servers, because their names have one more part in front.", line)
	case line == "*."+microsoftZone:
		return app.Errorf(app.Invalid, "Enter “"+newFamilyLine(v)+"” instead.",
			"“%s” does not match your server, because a star matches only one part of a name.", line)
	case strings.Contains(rest, "*"):
		return app.Errorf(app.Invalid, "Enter the full name of the server instead.",
			"Only one star is allowed, at the very beginning: “%.80s”.", line)
	case star && !strings.Contains(rest, "."):
		return app.Errorf(app.Invalid, "Enter the full name of the server instead.",
			"“%.80s” matches far too many servers.", line)
	}
	if d, err := dns.CleanDomain(rest); err != nil || d.ASCII != rest {
		return &app.Error{Code: app.Invalid, Message: "This is not the name of a mail server: " + short(line),
			Hint: "Enter a name, not a number or an address. For example, mail.example.org.", Err: err}
	}
	return nil
}

// newFamilyLine returns the correct line for a server of Microsoft's newer family.
func newFamilyLine(v *guide.Visit) string {
	for _, host := range liveHosts(v) {
		if strings.HasSuffix(host, "."+microsoftZone) {
			return rightLine(host)
		}
	}
	return "*.o-v1." + microsoftZone
}
