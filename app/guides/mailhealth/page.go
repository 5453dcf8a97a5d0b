package mailhealth

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/dmarc"
	"handrail/app/mail/health"
	"handrail/app/mail/spf"
	"handrail/app/mail/tlsreport"
	"handrail/app/report"
	"handrail/app/task"
)

// question is what the first line of the page answers.
const question = "Does email work, and can others misuse the name?"

// look checks the domains and makes the page.
func (d deps) look(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	domains, wrong, err := d.chosen(v)
	if err != nil {
		return nil, err
	}
	if d.Mail.Health == nil {
		return nil, app.Errorf(app.Unreachable, "Use Handrail on a computer with a connection to the internet.",
			"Handrail cannot ask name servers here.")
	}
	states, err := d.Mail.Health(ctx, domains, names(v.Answer(askSelectors)), progress)
	if err != nil {
		return nil, err
	}
	arrived, err := d.arrived(ctx)
	if err != nil {
		return nil, err
	}
	if len(states) == 1 && len(wrong) == 0 {
		p := newPage(states[0], arrived)
		doc := p.draft()
		p.facts(doc)
		doc.Facts("Summary")
		return doc.Done(), nil
	}
	return d.many(states, wrong, arrived), nil
}

// arrived returns what Handrail has of TLS reports, by domain, in words.
func (d deps) arrived(ctx context.Context) (map[string]string, error) {
	if d.Mail.Reports == nil {
		return nil, nil
	}
	sums, err := d.Mail.Reports.TLSSums(ctx, tlsreport.ByDomain, tlsreport.Filter{})
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, s := range sums {
		if s.Reports > 0 {
			all[s.Key] = fmt.Sprintf(" Handrail has %s, the last of %s.", counted(s.Reports, "report", "reports"),
				s.Last.UTC().Format("2 January 2006"))
		}
	}
	return all, nil
}

// page is the page of one domain.
type page struct {
	s      *health.State
	answer health.Answer
	lines  []health.Line
}

func newPage(s *health.State, arrived map[string]string) page {
	p := page{s: s, answer: health.AnswerOf(s), lines: health.Lines(s)}
	for i := range p.lines {
		if l := &p.lines[i]; l.Code == "tls-rpt-ok" {
			l.Text += arrived[s.Domain.ASCII]
		}
	}
	return p
}

// draft returns the page: the answer, one line for each part, what was also found, and the
// records that repair it.
func (p page) draft() *frame.Draft {
	subject := p.s.Domain.ASCII
	if p.s.Domain.Unicode != subject {
		subject = p.s.Domain.Unicode + " (" + subject + ")"
	}
	doc := frame.New(frame.Head{Title: "Email health of " + p.s.Domain.Unicode, Subject: subject, At: p.s.At,
		Sources: []string{"the name server " + cmp.Or(p.s.Server, "of this computer"),
			"the policy host and the mail servers of the domain"}})
	doc.Headline(p.answer.Line)
	doc.Add(report.Path{Caption: question, Verdict: p.answer.Line, Stops: []report.Stop{}})
	head := health.Head(p.lines)
	for _, l := range head {
		doc.Find(l.Finding)
	}
	doc.Findings("parts", "Each part, most serious first")
	for _, l := range p.lines {
		if !isHead(head, l) {
			doc.Find(l.Finding)
		}
	}
	doc.Findings("more", "Also found")
	for _, l := range p.repairs() { // each record with its condition
		doc.Add(report.Text{Text: l.Do}, code(*l.Fix))
	}
	return doc
}

// isHead reports whether a line is one of those in head.
func isHead(head []health.Line, l health.Line) bool {
	for _, h := range head {
		if h.Part == l.Part && h.Code == l.Code && h.Title == l.Title {
			return true
		}
	}
	return false
}

// repairs returns the lines with a record that repairs them, one for each name: what the
// most serious line says counts.
func (p page) repairs() (all []health.Line) {
	seen := map[string]bool{}
	for _, severity := range []report.Severity{report.Problem, report.Warning} {
		for _, l := range p.lines {
			if l.Fix != nil && l.Severity == severity && !seen[l.Fix.Name+l.Part] {
				seen[l.Fix.Name+l.Part] = true
				all = append(all, l)
			}
		}
	}
	return all
}

// stored returns the records of the domain itself as the fact that the next step reads: on
// each line the domain, the name, the value and what to do, with tabs between them.
func (p page) stored() (all []string) {
	for _, l := range p.repairs() {
		if l.Fix.Type == "TXT" && !l.Fix.Others {
			all = append(all, strings.Join([]string{p.s.Domain.ASCII, l.Fix.Name, l.Fix.Value, l.Do}, "\t"))
		}
	}
	return all
}

// code shows a record as a line of a zone file.
func code(r health.Record) report.Code {
	c := report.Code{Label: "Add a record at " + r.Name + " (" + r.Type + ")", Text: r.Name + ". 3600 IN MX " + r.Value}
	if r.Type == "TXT" {
		c.Text = guide.TXTRecord(r.Name, r.Name, r.Value).Zone
	}
	switch {
	case r.Others:
		c.Label = "The other organisation adds this record (" + r.Type + ")"
	case r.Replaces != "":
		c.Label = "Change the record at " + r.Name + " (" + r.Type + ")"
	}
	return c
}

// facts adds what programs read.
func (p page) facts(doc *frame.Draft) {
	for _, f := range p.values() {
		doc.Fact(f.Name, f.Label, f.Value, f.Text)
	}
	records := p.stored()
	doc.Fact(factRecords, "Records to publish", strings.Join(records, "\n"), strconv.Itoa(len(records)))
}

// partNames are the parts in words.
var partNames = map[string]string{health.PartMX: "MX", health.PartSPF: "SPF", health.PartDKIM: "DKIM",
	health.PartDMARC: "DMARC", health.PartMTASTS: "MTA-STS", health.PartTLSRPT: "TLS-RPT", health.PartDNSSEC: "DNSSEC",
	health.PartDANE: "DANE", health.PartCertificates: "Certificates"}

// stateNames are the states of parts in words.
var stateNames = map[string]string{health.StateOK: "OK", health.StateToDo: "To do", health.StateOptional: "Optional",
	health.StateUnknown: "Not tested"}

// values returns the facts about one domain.
func (p page) values() []report.Fact {
	yesNo := map[string]string{health.Yes: "Yes", health.No: "No", health.Unknown: "Not known"}
	all := []report.Fact{
		{Name: "receives", Label: "Receives email", Value: p.answer.Receives, Text: yesNo[p.answer.Receives]},
		{Name: "protected", Label: "Protected against forged email", Value: p.answer.Safe, Text: yesNo[p.answer.Safe]},
	}
	for _, l := range health.Head(p.lines) {
		state := health.StateOf(l.Severity)
		all = append(all, report.Fact{Name: l.Part, Label: partNames[l.Part], Value: state, Text: stateNames[state]})
	}
	lookups := health.StateUnknown
	if w := p.s.SPF; w.State != spf.Unknown && len(w.Open()) == 0 {
		lookups = strconv.Itoa(len(w.Lookups))
	}
	f := p.s.DMARC
	all = append(all, report.Fact{Name: "spf-lookups", Label: "SPF lookups", Value: lookups})
	all = append(all, policyFacts("dmarc-policy", "DMARC, newer receivers", f.Now, f.Err)...)
	return append(all, policyFacts("dmarc-before", "DMARC, older receivers", f.Before, errors.Join(f.Err,
		f.BeforeErr))...)
}

// policyFacts returns what one kind of receivers applies: the policy, and to how many forged
// emails of 100; 0 where they are asked not to apply it.
func policyFacts(name, label string, policy dmarc.Policy, err error) []report.Fact {
	value, percent := cmp.Or(policy.Name, "absent"), policy.Percent
	if policy.Testing || policy.Name == "" {
		percent = 0
	}
	if err != nil {
		return []report.Fact{{Name: name, Label: label, Value: health.StateUnknown, Text: "Not known"},
			{Name: name + "-percent", Label: label + ", percent of emails", Value: health.StateUnknown,
				Text: "Not known"}}
	}
	return []report.Fact{{Name: name, Label: label, Value: value},
		{Name: name + "-percent", Label: label + ", percent of emails", Value: strconv.Itoa(percent)}}
}

// data returns the facts about one domain as a JSON object, with the codes of its lines.
func (p page) data() json.RawMessage {
	all := map[string]any{"domain": p.s.Domain.ASCII, "answer": p.answer.Line}
	for _, f := range p.values() {
		all[f.Name] = f.Value
	}
	codes := []string{}
	for _, l := range p.lines {
		codes = append(codes, l.Code)
	}
	all["codes"] = codes
	raw, err := json.Marshal(all)
	if err != nil {
		panic("mailhealth: " + err.Error()) // strings and lists of strings
	}
	return raw
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
