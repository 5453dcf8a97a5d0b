package enhancedfiltering

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/skiplist"
	"handrail/app/report"
	"handrail/app/task"
)

// lookFront returns who takes email first, and what each connector does today.
func (d deps) lookFront(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc, x := d.draft("Your filter", v, fromDNS, frame.FromImport), d.load(v)
	where, hosts, err := d.ask(ctx, v)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	word := frontWords[where]
	switch {
	case mailcheck.IsNoDomain(err):
		word.severity, word.title = report.Problem, "This domain does not exist"
		word.text, word.do = "DNS has no name servers for it. It may be misspelled.", "Change the domain in this step."
	case err != nil:
		doc.Find(frame.NotKnown("dns-unread", "Handrail could not read the mail servers of the domain", err))
	}
	doc.Find(report.Finding{Code: "front-" + string(where), Severity: word.severity, Title: word.title, Text: word.text,
		Do: word.do})
	state := skiplist.Overall(&x.Export, where)
	doc.Find(stateFinding(state))
	doc.Headline(word.title)
	doc.Find(x.gaps()...)
	d.connectors(doc, &x, where)
	doc.Fact("dns-front", "Who takes email first", string(where), word.title)
	doc.Fact("mx", "Mail servers", or(strings.Join(hosts, ", "), or(map[bool]string{true: "none"}[err == nil],
		string(report.Unknown))), "")
	doc.Fact("state", "Enhanced Filtering", string(state), stateWords[state].word)
	doc.Facts("In short")
	return doc.Done(), nil
}

// ask asks DNS who takes email for the domain first.
func (d deps) ask(ctx context.Context, v *guide.Visit) (skiplist.Front, []string, error) {
	domain, err := dns.CleanDomain(v.Answer(askDomain))
	if err != nil {
		return skiplist.FrontUnknown, nil, err
	}
	if d.Mail.Receivers == nil {
		return skiplist.FrontUnknown, nil, app.Errorf(app.Denied, "Answer the question on the next page.",
			"Handrail cannot ask DNS here.")
	}
	hosts, err := d.Mail.Receivers(ctx, domain.ASCII)
	if err != nil {
		return skiplist.FrontUnknown, nil, err
	}
	slices.Sort(hosts)
	return skiplist.FrontOf(hosts, true), hosts, nil
}

// connectorRow is a connector for programs.
type connectorRow struct {
	Name     string           `json:"name"`
	Type     connector.Type   `json:"type"`
	Enabled  connector.Answer `json:"enabled"`
	State    skiplist.State   `json:"state"`
	Last     connector.Answer `json:"skip-last"`
	IPs      []string         `json:"skip-list"`
	Users    []string         `json:"users"`
	TestMode connector.Answer `json:"test-mode"`
}

// connectors adds each inbound connector with its state.
func (d deps) connectors(doc *frame.Draft, x *data, where skiplist.Front) {
	list, ignored := report.Entries{Name: "connectors", Title: "Your inbound connectors"}, string(connector.No)
	for i := range x.Inbound {
		c := &x.Inbound[i]
		state := skiplist.StateOf(c, where)
		w := stateWords[state]
		e := report.Entry{Title: c.Name, About: typeWords[c.Type], Severity: w.severity, State: w.word, Data: program(
			connectorRow{c.Name, c.Type, c.Enabled, state, c.SkipLastIP, c.SkipIPs.Values, c.SkipUsers.Values,
				c.TestMode})}
		if state == skiplist.Pilot {
			e.State = "Pilot for " + guide.Count(len(c.SkipUsers.Values), "address", "addresses")
		}
		if skiplist.ListIgnored(c) {
			ignored, e.Severity = string(connector.Yes), report.Problem
			doc.Find(report.Finding{Code: "list-not-used", Severity: report.Problem, Subject: c.Name,
				Title: "The skip list is not used",
				Text:  "The connector skips only the last server, because EFSkipLastIP is on. Its list has no effect.",
				Do:    "Set EFSkipLastIP to false if you want the list to count."})
		}
		if c.TestMode == connector.Yes {
			doc.Find(report.Finding{Code: "test-mode", Severity: report.Note, Subject: c.Name,
				Title: "EFTestMode is on",
				Text:  "Microsoft reserves this setting for itself. Handrail only reports it."})
		}
		d.listed(doc, c)
		list.Items = append(list.Items, e)
	}
	doc.Findings("", "")
	doc.Add(list)
	count := strconv.Itoa(len(x.Inbound))
	if x.InboundAsked == connector.AskedNot {
		count, ignored = string(report.Unknown), string(report.Unknown)
	}
	doc.Fact("connectors", "Inbound connectors", count, "")
	doc.Fact("list-not-used", "A list has no effect", ignored, yesNo[ignored])
}

// listed adds what is wrong with the list that a connector has today.
func (d deps) listed(doc *frame.Draft, c *connector.Inbound) {
	set, known := skiplist.SettingOf(c)
	if !known {
		return
	}
	for i := range set.List.Entries {
		e := &set.List.Entries[i]
		if e.Refused() {
			doc.Find(report.Finding{Code: "listed-" + string(e.Problems[0]), Severity: report.Warning, Subject: c.Name,
				Title: e.Raw + " should not be in the skip list", Text: problemWords[e.Problems[0]].text,
				Do: "Remove it from the connector’s list."})
		}
	}
}

func stateFinding(s skiplist.State) report.Finding {
	w := stateWords[s]
	return report.Finding{Code: "state-" + string(s), Severity: w.severity, Title: w.title, Text: w.text, Do: w.do}
}

// program returns a value as JSON for programs.
func program(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil // names and texts can always be written
	}
	return raw
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
