package connectors

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/powershell"
	"handrail/app/report"
	"handrail/app/task"
)

// lookCertificates returns the connectors with what is wrong with them, and the certificates.
func (d deps) lookCertificates(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc, x := d.draft("Your connectors and certificates"), d.load(v)
	found, err := d.receivers(ctx, v, &x)
	if err != nil {
		return nil, err
	}
	doc.Find(found...)
	d.settingsOf(doc, &x, v)
	return doc.Done(), nil
}

func (d deps) settingsOf(doc *frame.Draft, x *data, v *guide.Visit) {
	now, next := d.certificates(v.Answer(askCertificate)), d.certificates(v.Answer(askNext))
	doc.Find(x.gaps()...)
	faults := x.faults()
	doc.Find(faults...)
	doc.Find(d.certificateFindings(now, next)...)
	switch {
	case !x.known() || len(x.gaps()) > 0 || len(faults) > 0:
	case len(x.Inbound) == 0:
		doc.Find(report.Finding{Code: "no-connectors", Severity: report.Note, Title: "You have no inbound connectors",
			Text: "Exchange Online treats all email to you as email from the internet."})
	case !x.frontOpen():
		doc.Find(report.Finding{Code: "no-fault", Severity: report.OK,
			Title: "Handrail found nothing wrong with your connectors",
			Text:  "The next pages show which of them match your server."})
	}
	if x.frontOpen() {
		doc.Find(report.Finding{Code: "front-unknown", Severity: report.Unknown,
			Title: "It is not known whether another filter comes first",
			Text:  "If one does, senders can bypass it: no connector of the type Partner refuses email from others.",
			Do:    "Answer the question where email for your domains goes first."})
	}
	doc.Findings("", "")
	doc.Add(x.list(), certificateTable("Certificates of your server", now.list),
		certificateTable("The next certificates", next.list))
	doc.Fact("about", "About", x.about(v), "")
	x.settingFacts(doc, len(now.list), len(next.list))
}

// soon is how many days before its end a certificate is named.
const soon = 30

func (d deps) certificateFindings(now, next shown) (found []report.Finding) {
	for _, b := range append(now.broken, next.broken...) {
		f := frame.NotKnown("certificate-unread", "Handrail could not read a certificate", b.err)
		f.Subject = b.name
		found = append(found, f)
	}
	if len(now.list) == 0 && len(now.broken) == 0 {
		found = append(found, report.Finding{Code: "certificate-none", Severity: report.Unknown,
			Title: "Handrail does not know the certificate of your server",
			Text:  "Exchange Online knows your server best by its certificate.",
			Do:    "Enter the file of the certificate, or the name on it."})
	}
	if now.key || next.key {
		found = append(found, report.Finding{Code: "certificate-key", Severity: report.Warning,
			Title: "The file also has the private key of your server",
			Text:  "Handrail did not read the key. Anyone who has it can pretend to be your server.",
			Do:    "Export the certificate without its key, and delete this file."})
	}
	for _, c := range now.list {
		days := int(c.Until.Sub(d.Now()).Hours() / 24)
		switch {
		case c.Until.IsZero():
		case d.Now().After(c.Until):
			found = append(found, report.Finding{Code: "certificate-expired", Severity: report.Problem,
				Subject: c.CommonName,
				Title:   "The certificate has expired", Text: "It was valid until " + report.FormatTime(c.Until) + ".",
				Do: "Renew it under the same name."})
		case c.From.Sub(d.Now()) > 24*time.Hour: // a clock may be wrong by a few hours
			found = append(found, report.Finding{Code: "certificate-early", Severity: report.Problem,
				Subject: c.CommonName,
				Title:   "The certificate is not valid yet",
				Text:    "It is valid from " + c.From.Format("2 January 2006") + ".",
				Do:      "Wait until then, or use another certificate. Check the clock of this computer too."})
		case days <= soon:
			title := "The certificate expires in " + guide.Count(days, "day", "days")
			if days == 0 {
				title = "The certificate expires within a day"
			}
			found = append(found, report.Finding{Code: "certificate-expires", Severity: report.Warning,
				Subject: c.CommonName, Title: title,
				Text: "It is valid until " + report.FormatTime(c.Until) + ".", Do: "Renew it under the same name."})
		}
	}
	return found
}

func certificateTable(title string, all []connector.Certificate) report.Table {
	t := report.Table{Title: title, Columns: []string{"Names", "Issuer", "Valid until"}}
	for _, c := range all {
		until := "Not known"
		if !c.Until.IsZero() {
			until = c.Until.Format("2 Jan 2006")
		}
		names := strings.Join(c.Names, ", ")
		if names == "" {
			names = cmp.Or(c.CommonName, "No name")
		}
		t.Rows = append(t.Rows, []string{names, c.Issuer, until})
	}
	return t
}

// list lists every connector with what is wrong with it.
func (x *data) list() report.Entries {
	e := report.Entries{Name: "connectors", Title: "Inbound connectors", Items: []report.Entry{}}
	byName := map[string][]connector.Lint{}
	for _, l := range x.Lints(x.front) {
		for _, name := range []string{l.Connector, l.Other} {
			byName[name] = append(byName[name], l)
		}
	}
	for i := range x.Inbound {
		in := &x.Inbound[i]
		item := report.Entry{Title: in.Name, Severity: report.OK, State: typeWords[in.Type],
			Kinds: []string{typeWords[in.Type]}}
		codes := []string{}
		for _, l := range byName[in.Name] {
			codes = append(codes, string(l.Fault))
			if w := faultWords[l.Fault]; w.severity.Rank() < item.Severity.Rank() {
				item.Severity, item.State = w.severity, w.title
			}
		}
		switch in.Enabled {
		case connector.No:
			item.State = "Off"
		case connector.Unread:
			item.Severity, item.State = report.Unknown, "Not known whether it is on"
		}
		item.Data = program(in, codes)
		item.Open = settingsDoc(in)
		e.Items = append(e.Items, item)
	}
	return e
}

// settingsDoc returns every setting of a connector.
func settingsDoc(in *connector.Inbound) *report.Document {
	rows := []report.Fact{{Label: "On", Value: answerWords[in.Enabled]},
		{Label: "Requires encryption", Value: answerWords[in.RequireTLS]}}
	for _, d := range connector.Compare([]connector.Candidate{{Inbound: in}}) {
		rows = append(rows, report.Fact{Label: settingWords[d.Setting], Value: valueText(d.Setting, d.Values[0])})
	}
	return &report.Document{Title: in.Name, Blocks: []report.Block{report.Facts{Title: "Settings", Rows: rows}}}
}

// program returns a connector for programs. A list that is not known is null.
func program(in *connector.Inbound, faults []string) json.RawMessage {
	list := func(l connector.List) any {
		if !l.Known() {
			return nil
		}
		return append([]string{}, l.Values...)
	}
	var name any
	if in.CertificateName.Known() {
		name = in.CertificateName.Value
	}
	out, err := json.Marshal(map[string]any{"name": in.Name, "identity": in.Identity, "type": in.Type,
		"enabled": in.Enabled, "certificateName": name, "senderIPs": list(in.SenderIPs),
		"senderDomains": list(in.SenderDomains), "requireTls": in.RequireTLS, "restrictToIPs": in.RestrictToIPs,
		"restrictToCertificate": in.RestrictToCertificate, "cloudMail": in.CloudMail, "internal": in.Internal,
		"skipLastIP": in.SkipLastIP, "skipIPs": list(in.SkipIPs), "skipUsers": list(in.SkipUsers), "faults": faults})
	if err != nil {
		return nil // only texts: cannot fail
	}
	return out
}

func (x *data) settingFacts(doc *frame.Draft, now, next int) {
	count := func(asked connector.Asked, n int) string {
		if !x.given || x.err != nil || asked != connector.AskedAll {
			return string(report.Unknown)
		}
		return strconv.Itoa(n)
	}
	on, onAsked, codes, titles := 0, x.InboundAsked, []string{}, []string{}
	for i := range x.Inbound {
		switch x.Inbound[i].Enabled {
		case connector.Yes:
			on++
		case connector.Unread:
			onAsked = connector.AskedPart
		}
	}
	for _, l := range x.Lints(x.front) {
		codes = append(codes, string(l.Fault))
		if title := faultWords[l.Fault].title; !slices.Contains(titles, title) {
			titles = append(titles, title)
		}
	}
	faults, wrong, lock := strings.Join(codes, " "), strings.Join(titles, "; "), x.Locked()
	if faults == "" {
		faults, wrong = "none", "Nothing was found"
	}
	lost := slices.ContainsFunc(x.Lost, func(l powershell.Loss) bool { return connector.OfInbound(l.Field) })
	if faults == "none" && (lost || x.frontOpen()) {
		faults, wrong = string(report.Unknown), ""
	}
	if !x.known() {
		faults, wrong, lock = string(report.Unknown), "", connector.Unread
	}
	doc.Fact("inbound", "Inbound connectors", count(x.InboundAsked, len(x.Inbound)), "")
	doc.Fact("inbound-on", "Of these on", count(onAsked, on), "")
	doc.Fact("outbound", "Outbound connectors", count(x.OutboundAsked, len(x.Outbound)), "")
	doc.Fact("domains", "Accepted domains", count(x.DomainsAsked, len(x.Domains)), "")
	before := connector.Unread
	if x.known() {
		before = x.front
	}
	doc.Fact("front", "Another filter comes first", frontNames[before], answerWords[before])
	doc.Fact("faults", "What is wrong", faults, wrong)
	doc.Fact("locked", "Only your filter can deliver", string(lock), answerWords[lock])
	doc.Fact("certificates", "Certificates entered", strconv.Itoa(now), "")
	doc.Fact("next-certificates", "Next certificates entered", strconv.Itoa(next), "")
	doc.Facts("In short")
}
