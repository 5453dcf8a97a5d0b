package mtasts

import (
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	sts "handrail/app/mail/mtasts"
)

// What the person wants to do with the policy. Stored as the answer "aim".
const (
	aimStart  = "start"  // make a first policy, in testing mode
	aimKeep   = "keep"   // keep the published text
	aimChange = "change" // replace the published text
	aimRetire = "retire" // take it down safely: mode none first
	aimLeave  = "leave"  // the domain receives no email, or Microsoft keeps its records
)

const day = 86400 // seconds

// maxAges are the offered times that senders cache the policy, in seconds. The
// largest is the most that RFC 8461 section 3.2 allows.
var maxAges = []int64{day, 7 * day, 14 * day, 28 * day, 31557600}

// aimOf returns the confirmed aim, else the one that fits what was found.
func aimOf(v *guide.Visit) string {
	if aim := v.Answer(askAim); aim != "" {
		return aim
	}
	return defaultAim(v)
}

func defaultAim(v *guide.Visit) string {
	served := fact(v, "policy") == "valid"
	switch {
	case fact(v, "policy") == "invalid" && fact(v, factMeantMode) == string(sts.Enforce) && !noMail(v):
		return aimChange
	case served && fact(v, factMode) == string(sts.None):
		return aimRetire
	case noMail(v) && served:
		return aimRetire
	case hostFails(v):
		return aimKeep
	case noMail(v), keptElsewhere(v) && !served:
		return aimLeave
	case served && len(uncovered(v, servedLines(v))) == 0:
		return aimKeep
	case served:
		return aimChange
	}
	return aimStart
}

// hostFails reports whether a sound record announces a policy whose host fails or could
// not be checked. What it serves is not known, so no new text is made.
func hostFails(v *guide.Visit) bool {
	return (fact(v, "policy") == "unreachable" || notSeen(v)) && fact(v, "record") == "valid" && !noMail(v)
}

// notSeen reports whether the check could not find out what is published.
func notSeen(v *guide.Visit) bool { return fact(v, "policy") == "unknown" }

// makes reports whether the aim makes a new policy text.
func makes(aim string) bool { return aim == aimStart || aim == aimChange || aim == aimRetire }

// madeOf returns what the visit's answers make. Without a confirmed aim nothing is
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

// policyText returns the policy of the visit in the strict common form: every
// known sender reads it (uniform line ends, version first, mx lines also in mode
// none).
func policyText(v *guide.Visit) string {
	p := sts.Policy{Mode: modeOf(v), MX: ask.Rows(valueOr(v, askMX, defaultMX)), MaxAge: maxAgeOf(v)}
	return p.String()
}

// modeOf returns the mode of the aim. It never introduces enforce, only keeps it.
func modeOf(v *guide.Visit) sts.Mode {
	switch aimOf(v) {
	case aimRetire:
		return sts.None
	case aimChange:
		return sts.Mode(valueOr(v, askMode, defaultMode))
	}
	return sts.Testing
}

// maxAgeOf returns how many seconds senders cache the policy. One that is to end is
// cached for a day only (RFC 8461 section 8.3).
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
	if orMeant(v, factMode, factMeantMode) == string(sts.Enforce) {
		return string(sts.Enforce)
	}
	return string(sts.Testing)
}

func defaultMaxAge(v *guide.Visit) string {
	served, err := strconv.ParseInt(orMeant(v, factMaxAge, factMeantAge), 10, 64)
	if aimOf(v) == aimChange && err == nil && slices.Contains(maxAges, served) {
		return strconv.FormatInt(served, 10)
	}
	return strconv.Itoa(day)
}

// defaultMX returns the lines to begin with: what is published and still correct, and
// one line for each live mail server that is not covered by it.
func defaultMX(v *guide.Visit) string {
	var all []string
	for _, line := range strings.Fields(orMeant(v, factMX, factMeantMX)) {
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

func valueOr(v *guide.Visit, name string, def func(*guide.Visit) string) string {
	if text := v.Answer(name); text != "" {
		return text
	}
	return def(v)
}
