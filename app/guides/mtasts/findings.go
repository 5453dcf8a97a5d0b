package mtasts

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/mail/mailcheck"
	"handrail/app/report"
)

// finder collects what is found. The rules are in the files findings_….go, a
// file a subject; each adds codes and arguments, never words.
type finder struct {
	s     *mailcheck.State
	made  Made
	known map[string]saying
	items []report.Finding
	stops map[string][]report.Finding // by stop of the path
}

func newFinder(s *mailcheck.State, made Made) *finder {
	return &finder{s: s, made: made, known: sayings(), stops: map[string][]report.Finding{}}
}

// findings returns every finding about a domain.
func findings(s *mailcheck.State, made Made) *finder {
	f := newFinder(s, made)
	if s.Offline() {
		f.add("name-servers-silent")
		return f
	}
	f.hosts()
	kept := f.kept()
	if !kept && (s.TakesMail() || s.RecordState != "absent" || s.PolicyState == "valid") {
		f.record()
		f.fetched()
		f.policyText()
		f.coverage()
		f.cached()
		f.enforced()
	}
	if s.TakesMail() {
		f.probes()
		if !kept {
			f.reporting()
		}
		f.signatures()
	}
	f.clock()
	return f
}

// add appends the finding code, about the domain or about the host that args name. The
// arguments come in pairs of name and value.
func (f *finder) add(code string, pairs ...string) { f.addAs("", code, pairs...) }

// addAs is add with another severity than the usual; "" means the usual.
func (f *finder) addAs(as report.Severity, code string, pairs ...string) {
	w, ok := f.known[code]
	if !ok {
		w = saying{severity: report.Unknown, title: code}
	}
	if as == "" {
		as = w.severity
	}
	d := f.s.Domain.ASCII
	args := map[string]string{"domain": f.s.Domain.Unicode}
	subject := d
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
		if !slices.Contains(whole, pairs[i]) {
			args[pairs[i]] = short(pairs[i+1])
		}
		if pairs[i] == "host" {
			subject = pairs[i+1]
		}
	}
	item := report.Finding{
		Code: code, Severity: as, Subject: subject,
		Title: fill(w.title, args), Text: fill(w.text, args), Do: fill(w.do, args),
		Step: w.step, Args: args,
	}
	if w.step != "" {
		item.Guide = ID
	}
	if slices.Contains(hostFaults, code) && mailcheck.ByMicrosoft(args["host"]) {
		notYours(&item)
	}
	f.items = append(f.items, item)
	if w.stop != "" {
		f.stops[w.stop] = append(f.stops[w.stop], item)
	}
}

// hostFaults are the findings about what the administrator of a mail server repairs.
var hostFaults = []string{"mx-no-starttls", "mx-dropped", "mx-tls", "mx-tls-version", "mx-expired", "mx-not-yet",
	"mx-untrusted", "mx-name", "mx-cn-only", "mx-certificate-soon"}

// notYours marks a finding about a mail server that Microsoft runs: no one else can repair it.
func notYours(item *report.Finding) {
	if item.Code == "mx-certificate-soon" {
		item.Severity, item.Do = report.Note, "No action needed: Microsoft renews it."
		return
	}
	item.Severity, item.Text = report.Warning, item.Text+" "+mailcheck.MicrosoftRuns
	item.Do = mailcheck.MicrosoftDo
}

// worse returns Problem where the domain already has a policy record, else Warning:
// then nothing is broken yet.
func (f *finder) worse() report.Severity {
	if f.s.RecordState == "absent" {
		return report.Warning
	}
	return report.Problem
}

// why returns why a DNS question has no answer; it follows "The name server".
func why(err error) string {
	if words, ok := kinds[string(mailcheck.KindOf(err))]; ok {
		return words
	}
	return "gave no usable answer"
}

// dayOf returns t as a date in UTC, such as "6 December 2026".
func dayOf(t time.Time) string {
	if t.IsZero() {
		return "an unknown date"
	}
	return t.UTC().Format("2 January 2006")
}

func count(n int) string { return strconv.Itoa(n) }

// someOf lists names, at most four.
func someOf(names []string) string {
	if len(names) > 4 {
		return strings.Join(names[:4], ", ") + " and more"
	}
	return strings.Join(names, ", ")
}
