package header

import (
	"context"
	"net/netip"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/header"
	"handrail/app/report"
	"handrail/app/task"
)

// fromHeader is the source of every document.
const fromHeader = "The header of the email, on this computer"

// see returns the answer, the way of the email, and what was checked.
func (d deps) see(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	m, err := d.message(v)
	if err != nil {
		return nil, err
	}
	return d.document("What happened to the email", m, v), nil
}

// document returns everything that the header says.
func (d deps) document(title string, m *header.Message, v *guide.Visit) *report.Document {
	verdict := m.Judge(askedWhere(v))
	said := d.inWords(m, verdict)
	doc := frame.New(frame.Head{Title: title, Subject: subject(m), At: d.Now(), Sources: sources()})
	doc.Headline(said.title)
	doc.Add(way(m, verdict, said))
	doc.Find(said.finding(verdict))
	for _, c := range conditions(m, verdict) {
		doc.Find(report.Finding{Code: "condition", Severity: report.Note, Title: "What this rests on", Text: c})
	}
	doc.Find(d.other(m)...)
	doc.Findings("", "")
	if m.Refusal != nil {
		doc.Add(report.Code{Label: "What the server replied", Text: m.Refusal.Raw})
	}
	checked := "What Exchange Online checked"
	switch r := m.Results(); {
	case r != nil && r.Server != "":
		checked = "What " + r.Server + " checked"
	case r == nil && m.Stranger():
		checked = "What the servers on the way checked"
	}
	if m.Refusal == nil || m.Results() != nil { // a report of a failed delivery has no such results
		doc.Find(results(m)...)
		doc.Findings("results", checked)
	}
	for _, list := range []report.Entries{hops(m), passes(m), fields(m)} {
		if m.Refusal == nil || len(list.Items) > 0 { // a reply alone has no header
			doc.Add(list)
		}
	}
	doc.Add(notes(m))
	facts(doc, m, verdict)
	doc.Fact("saved", "Saved of the email", v.Answer(askKeep), saving[v.Answer(askKeep)])
	doc.Facts("In short")
	return doc.Done()
}

// sources are the header, and where the meanings of its values come from.
func sources() []string {
	all := []string{fromHeader}
	for _, name := range []string{"headers", "ndr"} {
		s := header.Sources()[name]
		all = append(all, s.Title+", "+s.Date)
	}
	return all
}

// subject returns who sent the email, as the recipient sees it: the domain.
func subject(m *header.Message) string {
	from, _ := m.First("From")
	if i := strings.LastIndexByte(from, '@'); i >= 0 {
		domain, _, _ := strings.Cut(from[i+1:], ">")
		if domain = strings.TrimSpace(domain); domain != "" && len(domain) < 100 {
			return "From " + domain
		}
	}
	return ""
}

// way returns the stops of the email, with the answer above them.
func way(m *header.Message, v header.Verdict, said found) report.Path {
	p := report.Path{Caption: or(captions[v.Place], "Why is this email where it is?"), Verdict: said.title}
	delayed := v.Cause == header.CauseRefused && !m.Refusal.Final
	if delayed {
		p.Caption = "Why has this email not arrived yet?"
	}
	p.Stops = append(p.Stops, before(m, v)...)
	exchange := report.Stop{Icon: "server", Title: "Exchange Online", Severity: report.Unknown,
		Text: "Not in this header"}
	if len(m.Passes) > 0 {
		exchange.Severity, exchange.Text = report.OK, clock(m.Hops[m.Passes[0].Last])
	}
	end := report.Stop{Icon: "mail", Title: "Folder not known", Severity: report.Unknown, Text: "Not in this header"}
	if title, ok := folders[v.Place]; ok {
		end = report.Stop{Icon: "mail", Title: title, Severity: said.severity, Text: "You named it"}
		if v.Written {
			end.Text = "The header names it"
		}
		if v.Cause == header.CauseRefused {
			end.Text = "The report names it"
		}
		if delayed {
			end.Title = "Delayed"
		}
	}
	return withStops(p, exchange, end)
}

// captions are the question that the answer is to.
var captions = map[header.Place]string{header.Junk: "Why did this email go to junk?",
	header.Inbox: "Why did this email go to the Inbox?", header.Quarantine: "Why is this email in quarantine?",
	header.NotTaken: "Why was this email refused?"}

func withStops(p report.Path, more ...report.Stop) report.Path {
	p.Stops = append(p.Stops, more...)
	return p
}

var folders = map[header.Place]string{header.Inbox: "Inbox", header.Junk: "Junk Email",
	header.Elsewhere: "Another folder", header.Quarantine: "Quarantine", header.NotTaken: "Refused"}

// before returns the stops in front of Exchange Online: the sender, and the server in front
// of Exchange Online where that is another one.
func before(m *header.Message, v header.Verdict) []report.Stop {
	sender := report.Stop{Icon: "send", Title: "Sender", Severity: report.Unknown, Text: "Not in this header"}
	if len(m.Passes) == 0 || m.Passes[0].Edge < 0 {
		if n := len(m.Hops); n > 0 && m.Hops[n-1].Addr.IsValid() {
			sender.Severity, sender.Text = report.OK, m.Hops[n-1].Addr.String()
		}
		return []report.Stop{sender}
	}
	p := &m.Passes[0]
	source := p.Source()
	if v.Before.IsValid() {
		source = v.Before
	}
	checked := func(a netip.Addr) (report.Severity, string) {
		switch {
		case !p.SPF.Addr.IsValid() || a != p.SPF.Addr:
			return report.Note, "not checked by SPF"
		case p.SPF.Result == "pass":
			return report.OK, "SPF checked this"
		}
		return report.Warning, "SPF checked this"
	}
	stop := func(icon, title string, a netip.Addr) report.Stop {
		severity, text := checked(a)
		return report.Stop{Icon: icon, Title: title, Severity: severity, Text: a.String() + ", " + text}
	}
	if !source.IsValid() {
		return []report.Stop{sender}
	}
	stops := []report.Stop{stop("send", "Sender", source)}
	if p.Connecting.IsValid() && source != p.Connecting {
		stops = append(stops, stop("server", "Server in front", p.Connecting))
	}
	return stops
}

// clock returns when a server took the email.
func clock(h header.Hop) string {
	if h.At.IsZero() {
		return "Time not known"
	}
	if h.NoZone {
		return h.At.Format("2 January 2006, 15:04:05") + ", zone not written"
	}
	return h.At.Format("2 January 2006, 15:04:05") + " UTC"
}
