package health

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"handrail/app/mail/mailcheck"
	"handrail/app/report"
)

// The parts of a domain’s email, in the order of the page. Stored as names of facts.
const (
	PartMX           = "mx"
	PartSPF          = "spf"
	PartDKIM         = "dkim"
	PartDMARC        = "dmarc"
	PartMTASTS       = "mta-sts"
	PartTLSRPT       = "tls-rpt"
	PartDNSSEC       = "dnssec"
	PartDANE         = "dane"
	PartCertificates = "certificates"
)

// Parts lists them all.
var Parts = []string{PartMX, PartSPF, PartDKIM, PartDMARC, PartMTASTS, PartTLSRPT, PartDNSSEC, PartDANE,
	PartCertificates}

// Record is a DNS record that repairs something, exactly as it must be published.
type Record struct {
	Name, Type, Value string
	Replaces          string // the value that it takes the place of; "" for a new record
	Others            bool   // it belongs into the domain of others
}

// Line is one statement about a part.
type Line struct {
	Part string
	report.Finding
	Fix *Record // nil where there is no record that repairs it
}

// The states of a part, for programs.
const (
	StateOK       = "ok"
	StateToDo     = "to-do"
	StateOptional = "optional"
	StateUnknown  = "unknown"
)

// StateOf returns the state that a severity means.
func StateOf(s report.Severity) string {
	switch s {
	case report.OK:
		return StateOK
	case report.Note:
		return StateOptional
	case report.Warning, report.Problem:
		return StateToDo
	}
	return StateUnknown
}

// builder collects the lines of one domain.
type builder struct {
	s    *State
	part string
	all  []Line
}

// Lines returns every line about a domain, each part together, the most serious first.
func Lines(s *State) []Line {
	b := &builder{s: s}
	for _, part := range []struct {
		name string
		make func()
	}{
		{PartMX, b.mx}, {PartSPF, b.spf}, {PartDKIM, b.dkim}, {PartDMARC, b.dmarc}, {PartMTASTS, b.mtasts},
		{PartTLSRPT, b.tlsrpt}, {PartDNSSEC, b.dnssec}, {PartDANE, b.dane}, {PartCertificates, b.certificates},
	} {
		b.part = part.name
		from := len(b.all)
		part.make()
		slices.SortStableFunc(b.all[from:], func(x, y Line) int { return x.Severity.Rank() - y.Severity.Rank() })
	}
	if s.Gone() {
		return gone(b.all)
	}
	return b.all
}

// gone makes of the lines those of a domain that does not exist: no record repairs a name that is not there, and what
// such a domain does not need is not fine.
func gone(all []Line) []Line {
	for i := range all {
		l := &all[i]
		if l.Part == PartMX {
			continue
		}
		l.Fix, l.Do = nil, "First check whether the domain exists."
		if l.Severity == report.OK {
			l.Code, l.Severity, l.Title = l.Part+"-no-domain", report.Unknown, titles[l.Part]+": not tested"
			l.Text = "DNS does not have this domain."
		}
	}
	return all
}

// titles are the parts in words.
var titles = map[string]string{PartSPF: "SPF", PartDKIM: "DKIM", PartDMARC: "DMARC", PartMTASTS: "MTA-STS",
	PartTLSRPT: "TLS-RPT", PartDNSSEC: "DNSSEC", PartDANE: "DANE", PartCertificates: "Certificates"}

// Head returns the first line of each part, in the order of Parts.
func Head(lines []Line) (first []Line) {
	for i, l := range lines {
		if i == 0 || lines[i-1].Part != l.Part {
			first = append(first, l)
		}
	}
	return first
}

// add appends one line of the current part and returns it.
func (b *builder) add(code string, severity report.Severity, title, text, do string) *Line {
	b.all = append(b.all, Line{Part: b.part, Finding: report.Finding{Code: code, Severity: severity,
		Subject: b.s.Domain.ASCII, Title: title, Text: text, Do: do}})
	return &b.all[len(b.all)-1]
}

// unknown adds that a question has no answer, with the reason.
func (b *builder) unknown(code, title string, err error) {
	do := "Check your connection, then check again."
	switch mailcheck.KindOf(err) {
	case "loop":
		do = "Correct the CNAME records of this name, then check again."
	case "servfail":
		do = "Check again later. If it stays so, ask the company that runs the DNS of this name."
	}
	b.add(code, report.Unknown, title, why(err), do)
}

// said reports whether the current part has a line already.
func (b *builder) said() bool {
	return len(b.all) > 0 && b.all[len(b.all)-1].Part == b.part
}

// problem reports whether the current part has a problem already.
func (b *builder) problem() bool {
	return slices.ContainsFunc(b.all, func(l Line) bool { return l.Part == b.part && l.Severity == report.Problem })
}

// takesMail reports whether the domain receives email or that is not known.
func (b *builder) takesMail() bool {
	m := b.s.Mail
	return !m.Null && (len(m.Hosts) > 0 || m.MX.Err != nil || m.Own.Err != nil)
}

// why returns in words why a question has no answer.
func why(err error) string {
	switch mailcheck.KindOf(err) {
	case "timeout":
		return "The name server did not answer in time."
	case "servfail":
		return "The name server could not find the answer."
	case "refused":
		return "The name server refused to answer."
	case "loop":
		return "The aliases of the name form a loop."
	case "unreachable":
		return "Handrail could not reach a name server."
	}
	return "The name server gave no usable answer."
}

func day(t time.Time) string { return t.UTC().Format("2 January 2006") }

// counted returns a number with its word: “1 server”, “2 servers”.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// grouped writes a number below a million with a comma: “2,048”.
func grouped(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// list joins names, at most four.
func list(names []string) string {
	if len(names) > 4 {
		return strings.Join(names[:4], ", ") + fmt.Sprintf(" and %d more", len(names)-4)
	}
	return strings.Join(names, ", ")
}

// short cuts a long text from outside.
func short(text string) string {
	if r := []rune(text); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return text
}
