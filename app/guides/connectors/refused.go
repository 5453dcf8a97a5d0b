package connectors

import (
	"context"
	"encoding/json"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/mail/skiplist"
	"handrail/app/report"
	"handrail/app/task"
)

// lookRefused returns what becomes of each sender.
func (d deps) lookRefused(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	x := d.load(v)
	t, err := d.traceOf(ctx, &x, v, d.reading(progress))
	if err != nil {
		return nil, err
	}
	doc := d.draft("Who will be refused?", sources(&t)...)
	d.refusedOf(doc, &x, v, &t)
	return doc.Done(), nil
}

// sources names Microsoft where the trace was read there.
func sources(t *tracing) []string {
	if t.source == traceMicrosoft {
		return []string{frame.FromCache}
	}
	return nil
}

func (d deps) refusedOf(doc *frame.Draft, x *data, v *guide.Visit, t *tracing) {
	doc.Find(x.gaps()...)
	doc.Find(x.rules(d)...)
	doc.Find(x.restrictions()...)
	doc.Find(t.found...)
	var named, traced []connector.Fate
	for _, s := range connector.ParseSenders(v.Answer(askSenders)) {
		named = append(named, ofCloud(x.Fate(s)))
	}
	all := slices.Clone(named)
	for _, s := range t.Senders {
		f := ofCloud(x.Fate(s))
		if i := slices.IndexFunc(named, func(n connector.Fate) bool { return n.Has(s) }); i >= 0 {
			f = named[i] // the person knows how it sends
			f.Sender = s
		} else {
			all = append(all, f)
		}
		traced = append(traced, f)
	}
	from := connector.Origins(traced)
	if len(all) == 0 && t.Rows == 0 {
		doc.Find(report.Finding{Code: "senders-unknown", Severity: report.Unknown,
			Title: "It is not known who sends email in your name",
			Text:  "No one is named, and there is no message trace. This does not mean that there is no one.",
			Do:    "Go from room to room, and enter each scanner, web site and program."})
	}
	for i := range named {
		doc.Find(x.fateFindings(&named[i])...)
	}
	doc.Find(x.candidates(from)...)
	doc.Find(x.open(named, from)...)
	doc.Findings("", "")
	doc.Add(x.origins(from), x.fates(all))
	x.refusedFacts(doc, all, t)
	doc.Fact("addresses", "Addresses in the trace", t.count(len(from)), "")
	waiting := 0
	for i := range from {
		if o := maybe(&from[i]); o.Messages > 0 {
			waiting++
		}
	}
	doc.Fact("candidate-addresses", "Addresses that may be refused", t.count(waiting), "")
	doc.Facts("In short")
}

// hides reports whether a number that was counted is not all there is: the trace, or a message of it, is not known.
func (t *tracing) hides() bool { return t.unread || t.Open > 0 }

// count returns a number of the trace, which is not known without one. None is not known where some cannot be judged.
func (t *tracing) count(n int) string {
	if t.Rows == 0 || n == 0 && t.hides() {
		return string(report.Unknown)
	}
	return strconv.Itoa(n)
}

// fateWords has what becomes of a sender under a rule.
var fateWords = map[connector.Refusal]string{connector.Spared: "Not affected", connector.Refused: "Refused",
	connector.Maybe: "May be refused", connector.Open: "Not known"}

var fateSeverity = map[connector.Refusal]report.Severity{connector.Spared: report.OK, connector.Refused: report.Problem,
	connector.Maybe: report.Warning, connector.Open: report.Unknown}

func (x *data) fateFindings(f *connector.Fate) (found []report.Finding) {
	add := func(code string, fate connector.Refusal, title, text, do string) {
		if fate == connector.Refused || fate == connector.Maybe {
			found = append(found, report.Finding{Code: code, Severity: fateSeverity[fate], Subject: f.Name, Title: title,
				Text: text, Do: do})
		}
	}
	who := f.Name
	direct, when := " is refused", " once Direct Send is off"
	if f.DirectSend == connector.Maybe {
		direct = " may be refused"
	}
	if x.Organisation.RejectDirectSend == connector.Yes {
		when = ", because Direct Send is off"
	}
	text := "It sends in your name, and no connector has its address."
	add("refused-direct-send", f.DirectSend, who+direct+when, text, "Add its address to a connector, or let it sign in.")
	add("refused-password", f.Password, who+" can no longer send with its password",
		"Passwords go off by default. You can turn them on again for now.",
		"Let it sign in with OAuth, or give it a connector by address.")
	add("refused-lock", f.Lock, who+" is refused by “"+f.LockedBy+"”", "This connector refuses every other address.",
		"Add its address to a connector.")
	return found
}

// worst returns the most serious thing that becomes of a sender.
func worst(f *connector.Fate) connector.Refusal {
	w := connector.Spared
	for _, r := range []connector.Refusal{f.DirectSend, f.Password, f.Lock} {
		if fateSeverity[r].Rank() < fateSeverity[w].Rank() {
			w = r
		}
	}
	return w
}

// ofCloud leaves open what becomes of email from Microsoft’s own servers: people of the
// organisation send through them, and so do strangers.
func ofCloud(f connector.Fate) connector.Fate {
	microsoft := func(text string) bool {
		a, err := netip.ParseAddr(text)
		return err == nil && skiplist.OfMicrosoft(a)
	}
	if f.DirectSend == connector.Maybe && slices.ContainsFunc(f.Addrs, microsoft) {
		f.DirectSend = connector.Open
	}
	return f
}

// fates lists every sender.
func (x *data) fates(all []connector.Fate) report.Entries {
	e := report.Entries{Name: "senders", Title: "Each sender", Items: []report.Entry{}}
	for i := range all {
		f := &all[i]
		w := worst(f)
		item := report.Entry{Title: f.Name, About: strings.Join(f.Addrs, ", "), Severity: fateSeverity[w],
			State: fateWords[w], Kinds: []string{fateWords[w]}}
		if len(f.Holders) > 0 {
			item.State += ", through " + listed(f.Holders)
		}
		last := any(nil)
		if !f.Last.IsZero() {
			last = f.Last
		}
		item.Data, _ = json.Marshal(map[string]any{"name": f.Name, "address": f.Address,
			"addresses": append([]string{}, f.Addrs...), "way": f.Way, "connectors": append([]string{}, f.Holders...),
			"messages": f.Messages, "last": last, "directSend": f.DirectSend, "password": f.Password, "lock": f.Lock})
		item.Open = &report.Document{Title: f.Name, Blocks: []report.Block{report.Facts{Rows: []report.Fact{
			{Label: "Once Direct Send is off", Value: fateWords[f.DirectSend]},
			{Label: "Once passwords are off", Value: fateWords[f.Password]},
			{Label: "Connectors that refuse others", Value: fateWords[f.Lock]}}}}}
		e.Items = append(e.Items, item)
	}
	return e
}

func (x *data) refusedFacts(doc *frame.Draft, all []connector.Fate, t *tracing) {
	count := map[connector.Refusal]int{}
	password := 0
	for i := range all {
		count[worst(&all[i])]++
		if all[i].Password == connector.Refused {
			password++
		}
	}
	known := len(all) > 0 || t.Rows > 0
	add := func(name, label string, n int) {
		value := string(report.Unknown)
		if known && (n > 0 || !t.hides()) {
			value = strconv.Itoa(n)
		}
		doc.Fact(name, label, value, "")
	}
	o := x.Organisation
	doc.Fact("reject-direct-send", "Direct Send is refused", string(o.RejectDirectSend),
		answerWords[o.RejectDirectSend])
	doc.Fact("smtp-auth-off", "SMTP AUTH is off for the organisation", string(o.PasswordOff),
		answerWords[o.PasswordOff])
	doc.Fact("password-until", "Passwords work by default until", connector.RuleOf("password-off").Value, "")
	add("senders", "Senders", len(all))
	add("refused", "Refused", count[connector.Refused])
	add("candidates", "May be refused", count[connector.Maybe])
	add("senders-open", "Not known", count[connector.Open])
	add("spared", "Not affected", count[connector.Spared])
	add("password-senders", "With a password", password)
	doc.Fact("trace-source", "Message trace", t.source, traceWords[t.source])
	read, when := string(report.Unknown), ""
	if at := t.read.Completed; !at.IsZero() {
		read, when = at.UTC().Format(time.RFC3339), report.FormatTime(at)
	}
	if t.source == traceMicrosoft {
		doc.Fact("trace-read", "Message trace read", read, when)
	}
	doc.Fact("trace-messages", "Messages in the trace", t.count(t.Rows), "")
}

// traceWords has where the trace comes from.
var traceWords = map[string]string{traceFile: "Exported", traceMicrosoft: "Read from Microsoft", traceNone: "None"}
