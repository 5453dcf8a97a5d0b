package mtasts

import (
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/dns"
	"handrail/app/guide"
	sts "handrail/app/mtasts"
)

// The two families of Microsoft's mail servers.
const (
	outlookZone   = "mail.protection.outlook.com" // one label in front: the organisation
	microsoftZone = "mx.microsoft"                // two labels in front: the organisation and o-v1 or the like
)

// rightLine gives the mx line for a live mail server. Microsoft publishes its
// older family with a star. Of the newer one the full name is used: a star
// stands for one label only (RFC 8461 section 4.1).
func rightLine(host string) string {
	if strings.HasSuffix(host, "."+outlookZone) {
		return "*." + outlookZone
	}
	return host
}

// uncovered gives the live mail servers that no line covers, in their order.
func uncovered(v *guide.Visit, patterns []string) []string {
	var left []string
	for _, host := range liveHosts(v) {
		if !slices.ContainsFunc(patterns, func(p string) bool { return sts.Match(p, host) }) {
			left = append(left, host)
		}
	}
	return left
}

// cleanMX gives the lines as they are kept: lower case, without "mx:", final
// dots, blank lines and repetitions; foreign letters in their ASCII form.
func cleanMX(text string) string {
	var all []string
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == ',' || r == ';' }) {
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

// validMX refuses what senders refuse, and lines that leave a live server out.
func validMX(v *guide.Visit, text string) error {
	all := lines(text)
	if len(all) == 0 {
		return app.Errorf(app.Invalid, "Write the name of each mail server on a line of its own.", "The policy needs at least one mail server.")
	}
	for _, line := range all {
		if err := checkLine(v, line); err != nil {
			return err
		}
	}
	if v.Answer(askAim) != aimRetire {
		if left := uncovered(v, all); len(left) > 0 {
			return app.Errorf(app.Invalid, "Add the line “"+rightLine(left[0])+"”.",
				"Your mail server %s is not covered by these lines.", left[0])
		}
	}
	p := sts.Policy{Mode: sts.Testing, MX: all, MaxAge: day}
	if err := sts.Check(p); err != nil {
		return &app.Error{Code: app.Invalid, Message: "Sending servers would refuse a policy with these lines.",
			Hint: "Write one server name on each line, such as mail.example.org.", Err: err}
	}
	return nil
}

// checkLine says what is wrong with one line, with Microsoft's two traps first.
func checkLine(v *guide.Visit, line string) error {
	rest, star := strings.CutPrefix(line, "*.")
	switch {
	case line == outlookZone:
		return app.Errorf(app.Invalid, "Write “*."+outlookZone+"” instead.",
			"“%s” covers nobody, because your server has a name in front of it.", line)
	case line == "*."+microsoftZone:
		return app.Errorf(app.Invalid, "Write “"+newFamilyLine(v)+"” instead.",
			"“%s” does not cover your server: a star stands for one part of a name only.", line)
	case strings.Contains(rest, "*"):
		return app.Errorf(app.Invalid, "Write the full name of the server instead.",
			"A star may only stand once, at the very beginning: %.80s", line)
	case star && !strings.Contains(rest, "."):
		return app.Errorf(app.Invalid, "Write the full name of the server instead.", "“%.80s” covers far too much.", line)
	}
	if d, err := dns.CleanDomain(rest); err != nil || d.ASCII != rest {
		return &app.Error{Code: app.Invalid, Message: "This is not the name of a mail server: " + clip(line),
			Hint: "Write a name such as mail.example.org, not a number or an address.", Err: err}
	}
	return nil
}

// newFamilyLine gives the right line for a host of Microsoft's newer family.
func newFamilyLine(v *guide.Visit) string {
	for _, host := range liveHosts(v) {
		if strings.HasSuffix(host, "."+microsoftZone) {
			return rightLine(host)
		}
	}
	return "*.o-v1." + microsoftZone
}
