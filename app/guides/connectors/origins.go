package connectors

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/mail/connector"
	"handrail/app/report"
)

// mostCandidates is how many addresses of a trace have a finding of their own.
const mostCandidates = 5

// worstOf returns the most serious thing that becomes of the senders at an address.
func worstOf(o *connector.Origin) connector.Refusal {
	w := connector.Spared
	for i := range o.Fates {
		if r := worst(&o.Fates[i]); fateSeverity[r].Rank() < fateSeverity[w].Rank() {
			w = r
		}
	}
	return w
}

// maybe returns the part of an address whose senders may be refused; without messages where there is none.
func maybe(o *connector.Origin) connector.Origin {
	var fates []connector.Fate
	for i := range o.Fates {
		if worst(&o.Fates[i]) == connector.Maybe {
			fates = append(fates, o.Fates[i])
		}
	}
	if len(fates) == 0 {
		return connector.Origin{Addr: o.Addr}
	}
	return connector.Origins(fates)[0]
}

// candidates returns the addresses from which nothing proves that email is refused, and nothing that it is not.
func (x *data) candidates(all []connector.Origin) (found []report.Finding) {
	when := " may be refused once Direct Send is off"
	if x.Organisation.RejectDirectSend == connector.Yes {
		when = " may be refused, because Direct Send is off"
	}
	const do = "Find out what sends from there. Then add its address to a connector, or let it sign in."
	var names []string
	for i := range all {
		o := maybe(&all[i])
		if o.Messages == 0 {
			continue
		}
		names = append(names, o.Addr)
		who, text := o.Addr, "It sent "+guide.Count(o.Messages, "message", "messages")
		if all := o.Senders(); len(all) == 1 {
			who = all[0] + " from " + o.Addr
		} else {
			text += " as " + listed(all)
		}
		if !o.Last.IsZero() {
			text += ", the last on " + o.Last.UTC().Format("2 January 2006")
		}
		found = append(found, report.Finding{Code: "refused-direct-send", Severity: report.Warning, Subject: o.Addr,
			Title: who + when, Text: text + ". No connector has its address.", Do: do})
	}
	if len(names) <= mostCandidates {
		return found
	}
	return []report.Finding{{Code: "refused-direct-send", Severity: report.Warning,
		Title: guide.Count(len(names), "address", "addresses") + when,
		Text:  listed(names) + ". No connector has them. The list below has who sends from each.", Do: do}}
}

// open returns the finding for the senders of which it is not known what becomes of them.
func (x *data) open(named []connector.Fate, traced []connector.Origin) []report.Finding {
	var names []string
	count, byTrace := 0, false
	for i := range named {
		if worst(&named[i]) == connector.Open {
			names, count = append(names, named[i].Name), count+1
		}
	}
	for i := range traced {
		o := &traced[i]
		before := count
		for j := range o.Fates {
			f := &o.Fates[j]
			told := slices.ContainsFunc(named, func(n connector.Fate) bool { return n.Has(f.Sender) })
			if worst(f) == connector.Open && !told {
				count, byTrace = count+1, true
			}
		}
		if count > before {
			names = append(names, o.Addr)
		}
	}
	if count == 0 {
		return nil
	}
	text := listed(names) + ". How they send, from where, or with which certificate is not known."
	if byTrace && slices.ContainsFunc(x.Inbound, func(in connector.Inbound) bool {
		return in.Enabled != connector.No && in.CertificateName.Value != ""
	}) {
		text += " A connector may know their certificate, and a trace does not show it."
	}
	return []report.Finding{{Code: "sender-open", Severity: report.Unknown,
		Title: "It is not known what becomes of " + guide.Count(count, "sender", "senders"), Text: text,
		Do: "Enter their address and how they send. Or send a test email and read its header."}}
}

// addressesKnown reports whether it is known which addresses the connectors have.
func (x *data) addressesKnown() bool {
	return x.InboundAsked == connector.AskedAll && !slices.ContainsFunc(x.Inbound, func(in connector.Inbound) bool {
		return in.Enabled == connector.Unread || in.Enabled == connector.Yes && !in.SenderIPs.Known()
	})
}

// origins lists every address of a trace.
func (x *data) origins(all []connector.Origin) report.Entries {
	none := "Not known"
	if x.addressesKnown() {
		none = "None has this address"
	}
	e := report.Entries{Name: "addresses", Title: "Each address in the message trace", Items: []report.Entry{}}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b connector.Origin) int {
		return fateSeverity[worstOf(&a)].Rank() - fateSeverity[worstOf(&b)].Rank()
	})
	for i := range all {
		o := &all[i]
		w, holders := worstOf(o), o.Fates[0].Holders
		through := cmp.Or(strings.Join(holders, ", "), none)
		item := report.Entry{Title: o.Addr, About: strings.Join(o.Senders(), ", "), Severity: fateSeverity[w],
			State: fateWords[w], Kinds: []string{fateWords[w]}}
		if len(holders) > 0 {
			item.State += ", through " + listed(holders)
		}
		item.State += ". " + guide.Count(o.Messages, "message", "messages") + " as " + listed(o.Senders())
		last, day := any(nil), "Not known"
		if !o.Last.IsZero() {
			last, day = o.Last, o.Last.UTC().Format("2 January 2006")
		}
		item.Data, _ = json.Marshal(map[string]any{"address": o.Addr, "senders": o.Senders(), "messages": o.Messages,
			"last": last, "connectors": append([]string{}, holders...), "directSend": w})
		t := report.Table{Title: "Sent as", Columns: []string{"Sender", "Messages", "Last"}}
		for _, f := range o.Fates {
			at := "Not known"
			if !f.Last.IsZero() {
				at = f.Last.UTC().Format("2 January 2006")
			}
			t.Rows = append(t.Rows, []string{f.Address, guide.Count(f.Messages, "message", "messages"), at})
		}
		item.Open = &report.Document{Title: o.Addr, Blocks: []report.Block{report.Facts{Rows: []report.Fact{
			{Label: "Once Direct Send is off", Value: fateWords[w]}, {Label: "Last email", Value: day},
			{Label: "Connectors", Value: through}}}, t}}
		e.Items = append(e.Items, item)
	}
	return e
}
