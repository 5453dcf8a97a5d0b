package mtasts

import (
	"bytes"
	"strings"

	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/policyhistory"
	"handrail/app/report"
)

// Made is what this visit made, to compare with what is out there. All may be
// empty: then nothing was made yet.
type Made struct {
	Policy string                 // the exact text of the policy file
	ID     string                 // the id the TXT record should announce
	RUA    string                 // the address that reports should go to
	Aim    string                 // start, change or retire
	Served []policyhistory.Policy // what was seen published earlier
}

// ServedDocument compares the policy on the web with the one made, byte for
// byte. Its fact "served" is yes, no, or unknown where nothing was made or DNS
// did not answer.
func ServedDocument(s *mailcheck.State, made Made) *report.Document {
	f := newFinder(s, made)
	state := f.served()
	if s.PolicyState == sts.Valid {
		f.policyText()
		f.coverage()
		f.cached()
	}
	f.clock()
	d := draft("Check the published policy", f)
	d.Add(servedBanner[state])
	d.Findings("", titleFound)
	if made.Policy != "" {
		d.Add(report.Code{Label: "The chosen policy", Text: made.Policy})
	}
	if text, ok := servedText(s); ok && text != made.Policy {
		d.Add(lineTable(made.Policy, text), report.Code{Label: "The published policy", Text: text})
	}
	if s.Policy.URL != "" {
		d.Add(webTable(s))
	}
	addFacts(d, s)
	d.Fact("served", "Chosen policy published", state, yesWords[state])
	d.Facts("Summary")
	return d.Done()
}

var yesWords = map[string]string{
	mailcheck.Yes: "Yes", mailcheck.No: "No", "partly": "Partly", mailcheck.Unknown: "Not tested",
}

var servedBanner = map[string]report.Banner{
	mailcheck.Yes: {Tone: report.OK, Lead: "The chosen policy is published.",
		Text: "You can publish the record now."},
	mailcheck.No: {Tone: report.Warning, Lead: "The published policy is not the chosen one yet.",
		Text: "Publish the record only when this check passes."},
	mailcheck.Unknown: {Tone: report.Note, Lead: "Handrail cannot confirm this yet.",
		Text: "The list below shows the reason."},
}

// served compares the published policy with the one made, and returns yes, no or unknown.
func (f *finder) served() string {
	s := f.s
	made := []byte(f.made.Policy)
	switch s.PolicyState {
	case mailcheck.Unknown, sts.Absent:
		if s.PolicyState == sts.Absent && !s.PolicyHost.Dangling {
			f.add("served-nothing", "host", s.PolicyHost.Name, "missing", f.missing())
			return mailcheck.No
		}
		f.fetched()
		if s.PolicyHost.Dangling {
			return mailcheck.No
		}
		return mailcheck.Unknown
	}
	f.fetched()
	if len(made) == 0 {
		f.add("served-nothing-made")
		return mailcheck.Unknown
	}
	if s.PolicyState == sts.Valid && samePolicy(f.made.Policy, s) {
		f.add("served-same")
		if !bytes.Equal(made, s.Policy.Body) {
			f.difference(f.made.Policy, string(s.Policy.Body))
		}
		return mailcheck.Yes
	}
	readable := s.PolicyState == sts.Valid || s.Policy.Fault == sts.Syntax || s.Policy.Fault == sts.Charset
	if len(s.Policy.Body) > 0 && readable {
		f.difference(f.made.Policy, string(s.Policy.Body))
	}
	return mailcheck.No
}

// samePolicy reports whether the published text is made, but for how its lines end.
func samePolicy(made string, s *mailcheck.State) bool {
	return sts.Canonical(made) == sts.Canonical(string(s.Policy.Body))
}

// difference adds the first difference between got and made.
func (f *finder) difference(made, got string) {
	if rest, bom := strings.CutPrefix(got, "\ufeff"); bom {
		f.add("served-bom")
		if got = rest; got == made {
			return
		}
	}
	as := report.Problem
	if sts.Canonical(made) == sts.Canonical(got) {
		as = report.Note
	}
	a, b := splitLines(made), splitLines(got)
	for i := range min(len(a), len(b)) {
		if a[i] == b[i] {
			continue
		}
		code := "served-differs"
		if strings.Join(strings.Fields(a[i]), "") == strings.Join(strings.Fields(b[i]), "") {
			code = "served-spaces"
		}
		f.add(code, "line", count(i+1), "want", a[i], "got", orWord(b[i], "an empty line"))
		return
	}
	switch {
	case len(b) > len(a) && strings.TrimSpace(strings.Join(b[len(a):], "")) == "":
		f.addAs(as, "served-final-line", "difference", "the file ends with empty lines")
	case len(b) > len(a):
		f.add("served-more", "line", count(len(a)+1), "got", b[len(a)])
	case len(b) < len(a):
		f.add("served-cut", "line", count(len(b)+1), "want", a[len(b)])
	case endsOf(made) == endsOf(got):
		f.addAs(as, "served-final-line", "difference", "the last line has "+map[bool]string{true: "a",
			false: "no"}[strings.HasSuffix(got, "\n")]+" line ending")
	default:
		f.addAs(as, "served-line-ends", "difference",
			"the line endings changed from "+endWords[endsOf(made)]+" to "+endWords[endsOf(got)])
	}
}

// splitLines returns the lines without their endings.
func splitLines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		all = append(all, strings.TrimRight(line, "\r\n"))
	}
	return all
}

// endsOf returns how the lines of text end: crlf, lf, cr or mixed. An end that is
// missing at the very end does not count.
func endsOf(text string) string {
	crlf := strings.Count(text, "\r\n")
	lf := strings.Count(text, "\n") - crlf
	cr := strings.Count(text, "\r") - crlf
	switch {
	case lf == 0 && cr == 0:
		return "crlf"
	case crlf == 0 && cr == 0:
		return "lf"
	case crlf == 0 && lf == 0:
		return "cr"
	}
	return "mixed"
}

var endWords = map[string]string{
	"crlf": "CRLF (Windows)", "lf": "LF (Linux)", "cr": "CR (old Mac)", "mixed": "a mixture",
}

// lineTable returns both texts side by side, at most 40 lines of each.
func lineTable(made, got string) report.Table {
	t := report.Table{Title: "Line by line", Columns: []string{"Line", "Your policy", "Published policy", "Same"},
		Right: []bool{true, false, false, false}}
	a, b := splitLines(made), splitLines(got)
	at := func(lines []string, i int) string {
		if i < len(lines) {
			return lines[i]
		}
		return "–"
	}
	for i := range min(max(len(a), len(b)), 40) {
		same := "No"
		if i < len(a) && i < len(b) && a[i] == b[i] {
			same = "Yes"
		}
		t.Rows = append(t.Rows, []string{count(i + 1), short(at(a, i)), short(at(b, i)), same})
	}
	return t
}
