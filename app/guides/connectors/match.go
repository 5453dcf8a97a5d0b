package connectors

import (
	"context"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/report"
	"handrail/app/task"
)

// lookMatch returns which organisation and which connectors each server leads to.
func (d deps) lookMatch(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc, x := d.draft("Which connectors match?"), d.load(v)
	d.matchOf(doc, &x, v)
	return doc.Done(), nil
}

// result is where a server leads.
type result struct {
	source
	tenant connector.Tenant
	all    []connector.Candidate // that match or may match
	sure   []connector.Candidate
	table  []connector.Difference // of those that match for sure, else of all, if there are several
	off    []string               // names of connectors that would match, and are switched off
}

func (x *data) result(s source) result {
	r := result{source: s, tenant: x.Tenant(s.Source), all: x.Candidates(s.Source), off: x.Off(s.Source)}
	r.sure = connector.Certain(r.all)
	switch {
	case len(r.sure) > 1: // these are the answer
		r.table = connector.Compare(r.sure)
	case len(r.all) > 1:
		r.table = connector.Compare(r.all)
	}
	return r
}

// open returns the connectors of which it is not known whether they match.
func (r *result) open() (all []connector.Candidate) {
	for _, c := range r.all {
		if c.Match == connector.Unread {
			all = append(all, c)
		}
	}
	return all
}

// ambiguous returns whether several connectors match.
func (r *result) ambiguous(x *data) connector.Answer {
	switch {
	case len(r.sure) > 1:
		return connector.Yes
	case len(r.open())+len(r.sure) > 1, x.InboundAsked != connector.AskedAll:
		return connector.Unread
	}
	return connector.No
}

func namesOf(all []connector.Candidate) (names []string) {
	for _, c := range all {
		names = append(names, c.Name)
	}
	return names
}

func (d deps) matchOf(doc *frame.Draft, x *data, v *guide.Visit) {
	var results []result
	if x.known() {
		for _, s := range d.sources(v) {
			results = append(results, x.result(s))
		}
	}
	doc.Find(x.gaps()...)
	if len(results) == 0 {
		doc.Find(report.Finding{Code: "match-unknown", Severity: report.Unknown,
			Title: "It is not known which connectors match",
			Text:  "Handrail needs the export and the certificate or the address of your server.",
			Do:    "Enter both on the page “Add certificates”."})
		doc.Findings("", "")
		matchFacts(doc, x, nil)
		return
	}
	for i := range results {
		r := &results[i]
		doc.Add(r.path(x), r.differences())
		if text := r.meaning(); text != "" {
			doc.Add(report.Text{Text: text})
		}
		doc.Add(r.order(x))
		doc.Find(r.findings(x)...)
	}
	doc.Findings("", "")
	doc.Add(entries(x, results))
	matchFacts(doc, x, results)
}

// path returns the two stages with the answer above them.
func (r *result) path(x *data) report.Path {
	verdict, why := r.verdict(x)
	p := report.Path{Caption: "Which connector does " + r.name() + " match?", Verdict: verdict, Why: why}
	server := report.Stop{Icon: "server", Title: "Your server", Severity: report.OK, Text: r.name()}
	w := standingWords[r.tenant.Standing]
	tenant := report.Stop{Icon: "organisation", Title: "Organisation", Severity: w.severity, Text: w.word}
	if r.certificate == nil {
		tenant.Severity, tenant.Text = report.Unknown, "By the sender, or not at all"
	}
	end := report.Stop{Icon: "mail", Title: "Connector", Severity: report.OK, Text: listed(namesOf(r.sure))}
	switch ambiguous := r.ambiguous(x); {
	case ambiguous == connector.Yes:
		end.Severity = report.Warning
	case len(r.sure) == 0 && len(r.open()) == 0 && ambiguous == connector.No:
		end.Severity, end.Text = report.Problem, "None matches"
	case ambiguous == connector.Unread || len(r.open()) > 0:
		end.Severity, end.Text = report.Unknown, listed(namesOf(r.all))
		if end.Text == "" {
			end.Text = "Not known"
		}
	}
	p.Stops = []report.Stop{server, tenant, end}
	return p
}

// verdict returns the answer in one line, and what it rests on. It never names one of several.
func (r *result) verdict(x *data) (title, why string) {
	const noOrder = "Microsoft documents no order, so Handrail does not name a winner."
	switch n, open := len(r.sure), len(r.open()); {
	case n > 1:
		title = strings.ToUpper(number(n)[:1]) + number(n)[1:] + " match"
		switch differ := connector.Differing(connector.Compare(r.sure)); {
		case len(differ) == 1:
			title += ", and they differ in one setting"
		case len(differ) > 1:
			title += ", and they differ in " + number(len(differ)) + " settings"
		}
		return title, noOrder
	case n == 1 && open == 0 && x.InboundAsked == connector.AskedAll:
		return "One matches: " + short(r.sure[0].Name), "No other connector in the export takes this email."
	case n == 1:
		return "One matches, others may match", reasonText(allReasons(r.open()))
	case open > 0:
		return "It is not known which one matches", reasonText(allReasons(r.open()))
	case x.InboundAsked != connector.AskedAll:
		return "It is not known which one matches", "The export does not show all connectors."
	}
	return "None matches", "Exchange Online treats this email as email from the internet."
}

func short(name string) string {
	if runes := []rune(name); len(runes) > 32 {
		return string(runes[:31]) + "…"
	}
	return name
}

func number(n int) string {
	if words := []string{"no", "one", "two", "three", "four", "five"}; n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

func allReasons(open []connector.Candidate) (why []connector.Reason) {
	seen := map[connector.Reason]bool{}
	for _, c := range open {
		for _, w := range c.Why {
			if !seen[w] {
				seen[w], why = true, append(why, w)
			}
		}
	}
	return why
}

func (r *result) findings(x *data) (found []report.Finding) {
	if len(r.sure) > 1 {
		f := report.Finding{Code: "ambiguous", Severity: report.Warning, Subject: r.name(),
			Title: "Several connectors match: " + listed(namesOf(r.sure)),
			Text:  "Each email may go to any of them.",
			Do:    "Give each connector the exact name of its own server. Then check with a message trace."}
		if differ := connector.Differing(connector.Compare(r.sure)); len(differ) > 0 {
			f.Text += " They differ in: " + listed(labels(differ)) + "."
		}
		found = append(found, f)
	}
	if len(r.all) == 0 && x.InboundAsked == connector.AskedAll {
		f := report.Finding{Code: "no-match", Severity: report.Problem, Subject: r.name(),
			Title: "No connector knows this server",
			Text: "Its email is treated as email from the internet. Email to others is refused: " +
				connector.RuleOf("attribution-reply").Value + ".",
			Do: "Give the connector of this server the name of its certificate."}
		if len(x.Inbound) == 0 {
			f.Do = "Create an inbound connector with the name of the server’s certificate."
		}
		if len(r.off) > 0 {
			f.Text += " It would match " + listed(r.off) + ", but that is off."
			f.Do = "Turn on " + r.off[0] + ", if no one turned it off on purpose."
		}
		found = append(found, f)
	}
	if len(r.sure) == 1 && len(r.all) == 1 && x.InboundAsked == connector.AskedAll {
		found = append(found, report.Finding{Code: "one-match", Severity: report.OK, Subject: r.name(),
			Title: "One connector matches: " + r.sure[0].Name})
	}
	for _, c := range r.open() {
		found = append(found, report.Finding{Code: "match-open", Severity: report.Unknown, Subject: c.Name,
			Title: "It is not known whether “" + c.Name + "” matches", Text: reasonText(c.Why)})
	}
	for _, c := range r.all {
		if c.Beaten {
			found = append(found, report.Finding{Code: "goes-later", Severity: report.Note, Subject: c.Name,
				Title: "“" + c.Name + "” comes later",
				Text:  "Of connectors for partners, one that goes by certificate or address comes before it."})
		}
	}
	for _, d := range r.table {
		if d.Differs == connector.Unread && d.Matters {
			found = append(found, report.Finding{Code: "difference-unknown", Severity: report.Unknown,
				Subject: string(d.Setting), Title: "It is not known whether they differ: " + settingWords[d.Setting],
				Text: "The export does not show this value of every connector.",
				Do:   "Run connectors.ps1, and enter the file that it writes."})
		}
	}
	return found
}

func labels(all []connector.Setting) (words []string) {
	for _, s := range all {
		words = append(words, settingWords[s])
	}
	return words
}
