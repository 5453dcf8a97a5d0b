package mtasts

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/dns"
	"handrail/app/guide"
	sts "handrail/app/mtasts"
)

// What the person wants to do with the policy. Stored as the answer "aim".
const (
	aimStart  = "start"  // make a first policy, in testing mode
	aimKeep   = "keep"   // leave the served text alone
	aimChange = "change" // replace the served text
	aimRetire = "retire" // take it down safely: mode none first
	aimLeave  = "leave"  // the domain takes no mail: nothing to protect
)

const (
	day = 86400 // seconds

	outlookZone   = "mail.protection.outlook.com" // one label in front: the organisation
	microsoftZone = "mx.microsoft"                // two labels in front: the organisation and o-v1 or the like
)

// maxAges are the offered times that senders keep the policy, in seconds. The
// largest is the most that RFC 8461 section 3.2 allows.
var maxAges = []int64{day, 7 * day, 14 * day, 28 * day, 31557600}

// aimOf gives the confirmed aim, else the one that fits what was found.
func aimOf(v *guide.Visit) string {
	if aim := v.Answer(askAim); aim != "" {
		return aim
	}
	return defaultAim(v)
}

func defaultAim(v *guide.Visit) string {
	served := fact(v, "policy") == "valid"
	switch {
	case served && fact(v, factMode) == string(sts.None):
		return aimRetire
	case noMail(v) && served:
		return aimRetire
	case noMail(v):
		return aimLeave
	case served && len(uncovered(v, servedLines(v))) == 0:
		return aimKeep
	case served:
		return aimChange
	}
	return aimStart
}

// makes tells whether the aim makes a new policy text.
func makes(aim string) bool { return aim == aimStart || aim == aimChange || aim == aimRetire }

// madeOf gives what the visit's answers make. Without a confirmed aim nothing is
// made. The id follows from the visit alone; Deps.made knows better where there
// is a memory.
func madeOf(v *guide.Visit) Made {
	m := Made{Aim: v.Answer(askAim), RUA: v.Answer(askRUA)}
	if makes(m.Aim) && v.Answer(askMX) != "" {
		m.Policy = policyText(v)
	}
	if m.Aim != "" && m.Aim != aimLeave {
		m.ID = visitID(v, m)
	}
	return m
}

// policyText writes the policy of the visit in the strict common form: every
// known sender reads it (uniform line ends, version first, mx lines also in mode
// none).
func policyText(v *guide.Visit) string {
	p := sts.Policy{Mode: modeOf(v), MX: lines(valueOr(v, askMX, defaultMX)), MaxAge: maxAgeOf(v)}
	return p.String()
}

// modeOf gives the mode that the aim leads to. Enforce is only ever kept.
func modeOf(v *guide.Visit) sts.Mode {
	switch aimOf(v) {
	case aimRetire:
		return sts.None
	case aimChange:
		return sts.Mode(valueOr(v, askMode, defaultMode))
	}
	return sts.Testing
}

// maxAgeOf gives the seconds senders keep the policy. One that is to end is
// kept for a day only (RFC 8461 section 8.3).
func maxAgeOf(v *guide.Visit) int64 {
	if aimOf(v) == aimRetire {
		return day
	}
	n, err := strconv.ParseInt(valueOr(v, askMaxAge, defaultMaxAge), 10, 64)
	if err != nil || n < day {
		return day
	}
	return n
}

func defaultMode(v *guide.Visit) string {
	if fact(v, factMode) == string(sts.Enforce) {
		return string(sts.Enforce)
	}
	return string(sts.Testing)
}

func defaultMaxAge(v *guide.Visit) string {
	served, err := strconv.ParseInt(fact(v, factMaxAge), 10, 64)
	if aimOf(v) == aimChange && err == nil && slices.Contains(maxAges, served) {
		return strconv.FormatInt(served, 10)
	}
	return strconv.Itoa(day)
}

// defaultMX gives the lines to begin with: what is served and still right, and
// one line for each live mail server that is not covered by it.
func defaultMX(v *guide.Visit) string {
	var all []string
	for _, line := range servedLines(v) {
		if checkLine(v, line) == nil && !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	for _, host := range uncovered(v, all) {
		if line := rightLine(host); !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	if len(all) == 0 && noMail(v) {
		all = append(all, asciiOf(v)) // mode none needs no real server, but some senders want a line
	}
	return strings.Join(all, "\n")
}

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

// textHash tells one policy text from another, byte for byte.
func textHash(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// lines gives the non-empty lines of text, trimmed.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

func valueOr(v *guide.Visit, name string, def func(*guide.Visit) string) string {
	if text := v.Answer(name); text != "" {
		return text
	}
	return def(v)
}

func clip(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
