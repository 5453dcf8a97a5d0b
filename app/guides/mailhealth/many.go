package mailhealth

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide/frame"
	"handrail/app/mail/domainlist"
	"handrail/app/mail/health"
	"handrail/app/report"
)

// many returns the page of several domains: how many need something, which, and a list
// that opens the page of each. wrong are the lines of the list that are no domain.
func (d deps) many(states []*health.State, wrong []domainlist.Wrong, arrived map[string]string) *report.Document {
	doc := frame.New(frame.Head{Title: "Email health of " + counted(len(states), "domain", "domains"),
		Subject: states[0].Domain.Unicode, At: states[0].At,
		Sources: []string{"the name server " + states[0].Server,
			"the policy hosts and the mail servers of the domains"}})
	list := report.Entries{Name: "domains", Title: "Domains"}
	open, unsafe, untested := 0, 0, 0
	worst := map[string]report.Severity{}
	var records []string
	for _, s := range states {
		p := newPage(s, arrived)
		severity, todo, unknown := p.sum(worst)
		switch {
		case severity.NeedsAction():
			open++
		case severity == report.Unknown:
			untested++
		}
		if p.answer.Safe == health.No {
			unsafe++
		}
		inner := p.draft()
		p.facts(inner)
		inner.Facts("Summary")
		list.Items = append(list.Items, report.Entry{Title: s.Domain.Unicode, Severity: severity,
			State: outcome(todo, unknown), Open: inner.Done(), Data: p.data()})
		if severity != report.OK && severity != report.Note {
			doc.Find(p.summary(severity))
		}
		records = append(records, p.stored()...)
	}
	for _, w := range wrong {
		doc.Find(report.Finding{Code: "not-a-domain", Severity: report.Warning, Title: w.Sentence(),
			Text: "Handrail left out this line of the file.", Do: "Correct the line, then check again."})
	}
	verdict := fmt.Sprintf("%d of %d domains need action", open, len(states))
	if open == 0 {
		verdict = "No domain needs action"
		if untested > 0 {
			verdict = fmt.Sprintf("%d of %d domains could not be tested", untested, len(states))
		}
		if ok := len(states) - untested; ok > 0 {
			doc.Find(report.Finding{Code: "domains-ok", Severity: report.OK,
				Title: counted(ok, "domain is", "domains are") + " in order"})
		}
	}
	doc.Headline(verdict)
	doc.Add(report.Path{Caption: question, Verdict: verdict, Stops: []report.Stop{},
		Why: fmt.Sprintf("Others can send in the name of %s.", counted(unsafe, "domain", "domains"))})
	doc.Findings("parts", "Domains, most serious first")
	slices.SortStableFunc(list.Items, func(a, b report.Entry) int { return a.Severity.Rank() - b.Severity.Rank() })
	doc.Add(list)
	doc.Fact("domains", "Domains checked", strconv.Itoa(len(states)), "")
	doc.Fact("domains-to-do", "Domains that need action", strconv.Itoa(open), "")
	doc.Fact("domains-unprotected", "Domains in whose name others can send", strconv.Itoa(unsafe), "")
	for _, part := range health.Parts {
		state := health.StateOf(worst[part])
		doc.Fact(part, partNames[part]+", the worst of all", state, stateNames[state])
	}
	doc.Fact(factRecords, "Records to publish", strings.Join(records, "\n"), strconv.Itoa(len(records)))
	doc.Facts("Summary")
	return doc.Done()
}

// sum returns the most serious severity of a page, the parts to do and those that are not
// known, and notes the worst of each part.
func (p page) sum(worst map[string]report.Severity) (severity report.Severity, todo, unknown []string) {
	severity = report.OK
	for _, l := range health.Head(p.lines) {
		if l.Severity.Rank() < severity.Rank() {
			severity = l.Severity
		}
		if old, ok := worst[l.Part]; !ok || l.Severity.Rank() < old.Rank() {
			worst[l.Part] = l.Severity
		}
		switch health.StateOf(l.Severity) {
		case health.StateToDo:
			todo = append(todo, partNames[l.Part])
		case health.StateUnknown:
			unknown = append(unknown, partNames[l.Part])
		}
	}
	return severity, todo, unknown
}

// outcome returns which parts of a domain are to do and which are not known, in words.
func outcome(todo, unknown []string) string {
	var all []string
	if len(todo) > 0 {
		all = append(all, "To do: "+strings.Join(todo, ", ")+".")
	}
	if len(unknown) > 0 {
		all = append(all, "Not tested: "+strings.Join(unknown, ", ")+".")
	}
	return cmp.Or(strings.Join(all, " "), stateNames[health.StateOK])
}

// summary is the line of one domain among several: its answer, and its most serious line.
func (p page) summary(severity report.Severity) report.Finding {
	f := report.Finding{Code: "domain-to-do", Severity: severity, Subject: p.s.Domain.ASCII,
		Title: p.s.Domain.Unicode + ": " + p.answer.Line, Do: "Open the domain in the list below."}
	if !severity.NeedsAction() {
		f.Code = "domain-untested"
	}
	for _, l := range health.Head(p.lines) {
		if l.Severity == severity {
			f.Text = l.Title + ". " + l.Text
			break
		}
	}
	return f
}
