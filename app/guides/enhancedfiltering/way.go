package enhancedfiltering

import (
	"context"
	"fmt"
	"net/netip"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/mail/header"
	"handrail/app/mail/skiplist"
	"handrail/app/report"
	"handrail/app/task"
)

// route returns the way of the email, and what it rests on.
func (d deps) route(v *guide.Visit) (skiplist.Route, skiplist.Because) {
	m, _ := d.message(v, askMessage) // without an email, the answers decide
	x := d.load(v)
	none := x.InboundAsked == connector.AskedAll && len(x.Inbound) == 0
	return skiplist.Decide(front(v), connector.Answer(or(v.Answer(askBack), string(connector.Unread))),
		connector.Answer(or(v.Answer(askOwn), string(connector.Unread))), m, none)
}

// lookRoute returns whether the email comes in a line or in a loop.
func (d deps) lookRoute(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc := d.draft("The way of your email", v, fromDNS, fromPerson, fromEmail)
	route, because := d.route(v)
	w := routeWords[route]
	doc.Headline(w.title)
	doc.Add(report.Path{Caption: "Does Enhanced Filtering suit your email route?", Verdict: w.title,
		Why:   becauseWords[because],
		Stops: routeStops(route)})
	doc.Find(report.Finding{Code: "route-" + string(route), Severity: w.severity, Title: w.title,
		Text: w.text, Do: w.do})
	m, err := d.message(v, askMessage)
	if m == nil && (err != nil || !decided(route)) {
		doc.Find(unread(m, err)...)
	}
	if said := skiplist.Front(v.Fact("dns-front")); said != "" && said != front(v) {
		d.answerDiffers(doc, v, said)
	}
	if route == skiplist.Line && skiplist.Twice(m) {
		doc.Find(report.Finding{Code: "two-passes", Severity: report.Note,
			Title: "The email was in Exchange Online before",
			Text:  "That was the sender’s organisation, if your own email does not come back as you said."})
	}
	doc.Findings("", "")
	if route == skiplist.Loop {
		doc.Add(report.Table{Title: "What to do in a loop", Columns: []string{"Step"}, Rows: [][]string{
			{"Leave Enhanced Filtering off at the connector through which email comes back."},
			{"Ask the maker of the service how its server names (PTR) help Microsoft to recognise it."},
			{"Allow the pair of sender and server under “Spoofed senders”, only where genuine email fails."},
			{"Do not set CloudServicesMailEnabled yourself. Microsoft reserves it for hybrid organisations."}}})
	}
	doc.Fact("front", "Who takes email first", string(front(v)), frontWords[front(v)].title)
	doc.Fact("route", "The way of the email", string(route), w.title)
	doc.Fact("because", "What this rests on", string(because), becauseWords[because])
	doc.Facts("In short")
	return doc.Done(), nil
}

// answerDiffers adds what follows from the answer instead of from DNS.
func (d deps) answerDiffers(doc *frame.Draft, v *guide.Visit, said skiplist.Front) {
	if said != skiplist.FrontUnknown {
		doc.Find(report.Finding{Code: "answer-differs", Severity: report.Warning,
			Title: "DNS says something else than you", Text: frontWords[said].title + ", by the mail servers in DNS.",
			Do: "Check your answer. Handrail uses it."})
	}
	x := d.load(v)
	state := skiplist.Overall(&x.Export, front(v))
	doc.Find(stateFinding(state))
	doc.Fact("state", "Enhanced Filtering", string(state), stateWords[state].word)
}

// decided reports whether an email would change nothing: there is nothing to skip, or
// Enhanced Filtering must stay off.
func decided(r skiplist.Route) bool {
	return r == skiplist.Direct || r == skiplist.NoEmail || r == skiplist.Loop
}

// lacks returns why there is no email to show: none was given, none could be read, or the
// route needs none. nil where there is one.
func (d deps) lacks(v *guide.Visit, m *header.Message, err error) []report.Finding {
	if route, _ := d.route(v); m == nil && err == nil && decided(route) {
		w := routeWords[route]
		return []report.Finding{{Code: "route-" + string(route), Severity: w.severity, Title: w.title, Text: w.text,
			Do: w.do}}
	}
	return unread(m, err)
}

// stopped ends a document where the email comes in a loop, and reports whether it does: what
// a skip list would change is then no advice.
func (d deps) stopped(doc *frame.Draft, v *guide.Visit) bool {
	route, because := d.route(v)
	if route != skiplist.Loop {
		return false
	}
	w := routeWords[route]
	doc.Headline(w.title)
	doc.Find(report.Finding{Code: "stopped", Severity: w.severity, Title: w.title,
		Text: becauseWords[because] + " " + w.text, Do: w.do})
	return true
}

// routeStops draws a route.
func routeStops(r skiplist.Route) []report.Stop {
	stop := func(icon, title string, s report.Severity, text string) report.Stop {
		return report.Stop{Icon: icon, Title: title, Severity: s, Text: text}
	}
	internet := stop("send", "Sender", report.OK, "On the internet")
	filter, exchange := stop("server", "Your filter", report.OK, "In front"), stop("mail", "Exchange Online", report.OK,
		"Last")
	own := stop("server", "Your own servers", report.OK, "Behind the filter")
	switch r {
	case skiplist.Line:
		return []report.Stop{internet, filter, exchange}
	case skiplist.LineOwn:
		return []report.Stop{internet, filter, own, exchange}
	case skiplist.Direct:
		return []report.Stop{internet, exchange}
	case skiplist.Loop:
		return []report.Stop{internet, stop("mail", "Exchange Online", report.Problem, "First time"),
			stop("server", "A service", report.Problem, "In between"),
			stop("mail", "Exchange Online", report.Problem, "Second time")}
	}
	return []report.Stop{internet, stop("server", "A filter?", report.Unknown, "Not known"), exchange}
}

// lookToday returns what Microsoft sees of the email today, each time it came in.
func (d deps) lookToday(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc := d.draft("What Microsoft sees today", v, fromEmail, frame.FromImport)
	m, err := d.message(v, askMessage)
	if gaps := d.lacks(v, m, err); len(gaps) > 0 {
		doc.Find(gaps...)
		if route, _ := d.route(v); m != nil || err != nil || !decided(route) {
			doc.Fact("true-source", "Server that Microsoft takes for the sender", string(report.Unknown), "Not known")
		}
		return doc.Done(), nil
	}
	x := d.load(v)
	d.seen(doc, v, m, &x)
	return doc.Done(), nil
}

// seen adds each pass of an email.
func (d deps) seen(doc *frame.Draft, v *guide.Visit, m *header.Message, x *data) {
	p, set := newest(m), skiplist.Setting{}
	if c := x.named(or(v.Answer(askConnector), x.likely(v))); c != nil {
		set, _ = skiplist.SettingOf(c)
	}
	now := skiplist.Read(m, p, set)
	w := seenWords(&now, p)
	doc.Headline(w.Title)
	doc.Find(w)
	if sfv, scl := p.Report.Text("SFV"), p.Report.Text("SCL"); sfv == "SKN" || scl == "-1" {
		doc.Find(report.Finding{Code: "seen-rule", Severity: report.Warning,
			Title: "This email skipped the spam filter",
			Text:  "Its SCL is −1. A mail flow rule, an allow list or the connector let it pass without a check.",
			Do:    "Turn that off, or Enhanced Filtering has no effect on such emails."})
	}
	doc.Findings("", "")
	n := 0
	for i := range m.Passes {
		if one := &m.Passes[i]; one.Edge >= 0 {
			seen := skiplist.Read(m, one, set)
			if n > 0 { // the connector took the newest only
				seen = skiplist.Read(m, one, skiplist.Setting{})
			}
			title := "The way of the email, the newest server first"
			if n++; n > 1 {
				title = fmt.Sprintf("The time before in Exchange Online (%d)", n)
			}
			doc.Add(passOf(&seen, one), hops(fmt.Sprintf("hops-%d", n), title, seen.Steps))
		}
	}
	doc.Fact("connecting-address", "Server that connected", text(p.Connecting), "")
	doc.Fact("spf-address", "Server that SPF checked", text(now.SPF), "")
	doc.Fact("spf", "Result of SPF", or(p.SPF.Result, "absent"), "")
	doc.Fact("true-source", "Server that Microsoft takes for the sender", text(now.Source), "")
	doc.Fact("evidence", "What shows it", string(now.Evidence), evidenceWords[now.Evidence])
	doc.Fact("filtering", "Stamps of Enhanced Filtering", string(p.Filtering()), stampWords[p.Filtering()])
	doc.Fact("passes", "Times in Exchange Online from outside", fmt.Sprint(n), "")
	doc.Facts("In short")
}

// passOf has the values by which a pass is judged.
func passOf(s *skiplist.Seen, p *header.Pass) report.Facts {
	return report.Facts{Title: "What this rests on", Rows: []report.Fact{
		{Label: "SPF checked", Value: or(valid(s.SPF), "Not written")}, {Label: "Result", Value: or(p.SPF.Result,
			"None")},
		{Label: "Name that the sender gave (H)", Value: or(p.Report.Text("H"), "Not written")},
		{Label: "Its name in DNS (PTR)", Value: or(p.Report.Text("PTR"), "Not written")},
		{Label: "Evidence", Value: evidenceWords[s.Evidence]}}}
}

// hopRow is a server for programs.
type hopRow struct {
	Hop        int          `json:"hop"`
	Address    string       `json:"address"`
	Name       string       `json:"name"`
	PTR        string       `json:"ptr"`
	Connecting bool         `json:"connecting"`
	Why        skiplist.Why `json:"why"`
	Entry      string       `json:"entry"`
}

// hops lists the servers of a way, the newest first.
func hops(name, title string, steps []skiplist.Step) report.Entries {
	list := report.Entries{Name: name, Title: title}
	for _, s := range steps {
		w := whyWords[s.Why]
		e := report.Entry{Title: or(valid(s.Addr), "No address"), About: or(s.PTR, s.Name), Severity: w.severity,
			State: w.word, Data: program(hopRow{s.Hop, valid(s.Addr), s.Name, s.PTR, s.Connecting, s.Why, s.Entry})}
		if s.Entry != "" {
			e.State += " (" + s.Entry + ")"
		}
		if s.Connecting {
			e.State += ", connected"
		}
		list.Items = append(list.Items, e)
	}
	return list
}

// valid returns an address; "" where there is none.
func valid(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// text returns an address for programs.
func text(a netip.Addr) string { return or(valid(a), "absent") }
