package mtasts

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/mail/dns"
	"handrail/app/mail/domainlist"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/policyhistory"
	"handrail/app/report"
	"handrail/app/task"
)

func (d deps) domainsAsk() guide.Ask {
	return ask.Optional(ask.Lines(askDomains, ask.Words{Label: "Which other domains?",
		Hint: "One on each line, or the path of a text file. Leave this empty to check one domain.",
		Help: "Handrail checks them side by side in the next step. The steps after it are about the first domain.",
	}, ask.Checked(func(text string) error {
		_, err := d.listed(text)
		return err
	})))
}

// listed returns the domains in a text or in the file that it names.
func (d deps) listed(text string) (domainlist.List, error) {
	return domainlist.Of(text, d.Files.Read)
}

// firstListed is offered as the domain of the visit.
func (d deps) firstListed(v *guide.Visit) string {
	if l, err := d.listed(v.Answer(askDomains)); err == nil && len(l.Domains) > 0 {
		return l.Domains[0].Unicode
	}
	return ""
}

// lookToday checks the domain of the visit, and beside it the others that were named.
func (d deps) lookToday(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	listed, err := d.listed(v.Answer(askDomains))
	if err != nil {
		return nil, err
	}
	own, err := dns.CleanDomain(v.Answer(askDomain))
	if err != nil {
		return nil, err
	}
	domains := listed.With(own)
	if len(domains) > 1 || len(listed.Wrong) > 0 {
		return d.lookAtAll(ctx, v, domains, listed.Wrong, rep)
	}
	doc, err := d.look(ctx, v, rep, Document)
	if err == nil {
		doc.Blocks = append(adviceForNoMail(doc, v), doc.Blocks...)
	}
	return doc, err
}

// lookAtAll checks domains side by side. Each has a document of its own; that of the first, which the next steps are
// about, also follows the list of all. Stopped, it returns the documents of those that were done, with the error.
func (d deps) lookAtAll(ctx context.Context, v *guide.Visit, domains []dns.Domain, wrong []domainlist.Wrong,
	rep task.Report) (*report.Document, error) {
	check := d.Mail.CheckAll
	if check == nil {
		check = mailcheck.EachOf(d.Mail.Check)
	}
	states, stopped := check(ctx, domains, rep)
	ctx = context.WithoutCancel(ctx)
	if states = slices.DeleteFunc(states, func(s *mailcheck.State) bool { return s == nil }); len(states) == 0 {
		return nil, stopped
	}
	forgot := policyhistory.Remember(ctx, d.Observations, d.Now(), states...)
	all := make([]*report.Document, len(states))
	for i, s := range states {
		made := Made{}
		if s.Domain == domains[0] {
			made = d.made(ctx, v, s)
		} else {
			made.Served = policyhistory.History(ctx, d.Observations, s.Domain.ASCII)
		}
		doc := Document(s, made)
		if forgot != nil {
			doc.Blocks = append(doc.Blocks, notSaved)
		}
		doc.Blocks = append(doc.Blocks, keptFacts(s, made, openTitles(doc)))
		all[i] = doc
	}
	if stopped != nil {
		return &report.Document{Apart: all}, stopped
	}
	all[0].Blocks = append(adviceForNoMail(all[0], v), all[0].Blocks...)
	doc := overview(states, all, wrong)
	doc.Blocks = append(doc.Blocks, report.Heading{Text: "The first domain: " + domains[0].Unicode})
	doc.Blocks = append(doc.Blocks, all[0].Blocks...)
	doc.Apart = all
	return doc, nil
}

// overview returns how many domains need something, which, and a list that opens the page of each.
func overview(states []*mailcheck.State, all []*report.Document, wrong []domainlist.Wrong) *report.Document {
	first, n := states[0], len(states)
	title := fmt.Sprintf("How %d domains receive email today", n)
	if n == 1 {
		title = titleToday
	}
	doc := frame.New(frame.Head{Title: title, Subject: all[0].Subject, At: first.At,
		Sources: []string{"the name server " + first.Server, "the policy hosts and the mail servers of the domains"}})
	list := report.Entries{Name: "domains", Title: "Domains"}
	open, untested, enforced := 0, 0, 0
	for i, s := range states {
		severity, line := all[i].MaxSeverity(), verdicts[mailcheck.Evaluate(s)].line
		code := ""
		switch {
		case severity.NeedsAction():
			open++
			code = "domain-to-do"
		case severity == report.Unknown:
			untested++
			code = "domain-untested"
		}
		if s.Effective == "enforce" {
			enforced++
		}
		list.Items = append(list.Items, report.Entry{Title: s.Domain.Unicode, Severity: severity, State: line,
			Open: all[i], Data: dataOf(s, all[i], line)})
		if code != "" {
			worst := worstOf(all[i], severity)
			doc.Find(report.Finding{Code: code, Severity: severity, Subject: s.Domain.ASCII,
				Title: s.Domain.Unicode + ": " + line, Text: worst.Title + ". " + worst.Text,
				Do: "Open the domain in the list below."})
		}
	}
	for _, w := range wrong {
		doc.Find(report.Finding{Code: "not-a-domain", Severity: report.Warning, Title: w.Sentence(),
			Text: "Handrail left out this line of the file.", Do: "Correct the line, then check again."})
	}
	state := sumUp(doc, n, open, untested, enforced)
	doc.Findings("domains-found", "Domains, most serious first")
	slices.SortStableFunc(list.Items, func(a, b report.Entry) int { return a.Severity.Rank() - b.Severity.Rank() })
	doc.Add(list)
	doc.Fact("domains", "Domains checked", strconv.Itoa(n), "")
	doc.Fact("domains-to-do", "Domains that need action", strconv.Itoa(open), "")
	doc.Fact("domains-enforced", "Domains with an enforced policy", strconv.Itoa(enforced), "")
	doc.Fact("domains-state", "All domains", state,
		map[string]string{"ok": "OK", "to-do": "To do", string(report.Unknown): "Not tested"}[state])
	doc.Facts("Summary of all domains")
	return doc.Done()
}

// sumUp adds the answer about n domains to a page, and returns it as a state: ok, to-do or unknown.
func sumUp(doc *frame.Draft, n, open, untested, enforced int) string {
	verdict, state := fmt.Sprintf("%d of %d domains need action", open, n), "to-do"
	why := fmt.Sprintf("An enforced policy protects %d of %d domains.", enforced, n)
	if n == 1 {
		verdict = "The domain needs action"
		why = map[bool]string{true: "An enforced policy protects it.",
			false: "No enforced policy protects it."}[enforced == 1]
	}
	switch {
	case n == 1 && untested == 1:
		verdict, state = "The domain could not be tested", string(report.Unknown)
	case n == 1 && open == 0:
		verdict, state = "The domain needs no action", "ok"
	case open == 0 && untested > 0:
		verdict, state = fmt.Sprintf("%d of %d domains could not be tested", untested, n), string(report.Unknown)
	case open == 0:
		verdict, state = "No domain needs action", "ok"
	}
	if ok := n - untested; open == 0 && ok > 0 {
		doc.Find(report.Finding{Code: "domains-ok", Severity: report.OK,
			Title: guide.Count(ok, "domain is", "domains are") + " in order"})
	}
	doc.Headline(verdict)
	doc.Add(report.Path{Caption: "What sending servers do today", Verdict: verdict, Stops: []report.Stop{},
		Why: why})
	return state
}

// worstOf returns the first finding of a severity.
func worstOf(doc *report.Document, severity report.Severity) report.Finding {
	all := doc.Findings()
	if i := slices.IndexFunc(all, func(f report.Finding) bool { return f.Severity == severity }); i >= 0 {
		return all[i]
	}
	return report.Finding{}
}

// dataOf returns what programs read of one domain: its facts as a JSON object, with the codes of its findings.
func dataOf(s *mailcheck.State, doc *report.Document, line string) json.RawMessage {
	all := map[string]any{"domain": s.Domain.ASCII, "answer": line}
	facts := doc.Facts()
	for _, name := range []string{"record", "policy", "effective", "reporting", "mx", factMail, factMode} {
		if value, ok := facts[name]; ok {
			all[name] = value
		}
	}
	codes := []string{}
	for _, f := range doc.Findings() {
		codes = append(codes, f.Code)
	}
	all["codes"] = codes
	raw, err := json.Marshal(all)
	if err != nil {
		panic("mtasts: " + err.Error()) // texts and a list of texts
	}
	return raw
}
