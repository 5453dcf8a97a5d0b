package connectors

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/report"
	"handrail/app/task"
)

// lookName returns whose domain each name on the certificates is, and what the next
// certificate changes.
func (d deps) lookName(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc, x := d.draft("The name on the certificate"), d.load(v)
	d.nameOf(doc, &x, v)
	return doc.Done(), nil
}

func (d deps) nameOf(doc *frame.Draft, x *data, v *guide.Visit) {
	now, next := d.certificates(v.Answer(askCertificate)).list, d.certificates(v.Answer(askNext)).list
	doc.Find(x.gaps()...)
	table := report.Table{Title: "Each name", Columns: []string{"Certificate", "Name", "Whose", "Accepted domain"}}
	worst, same := connector.Standing(""), string(report.Unknown)
	for i, c := range append(slices.Clone(now), next...) {
		t := x.Tenant(connector.Source{Names: c.Names})
		doc.Find(nameFinding(c, t))
		label := "Now"
		if i >= len(now) {
			label = "Next"
		} else if i == 0 || severer(t.Standing, worst) {
			worst = t.Standing
		}
		for _, name := range c.Names {
			s, domain := x.Standing(name)
			table.Rows = append(table.Rows, []string{label, name, standingWords[s].word, domain})
		}
		if len(t.Others) > 0 && t.Standing != connector.Foreign {
			doc.Find(report.Finding{Code: "name-others", Severity: report.Note, Subject: c.CommonName,
				Title: "The certificate also has names that are not yours",
				Text:  listed(t.Others) + ". If they are of another organisation, your email may be taken for theirs."})
		}
	}
	found, same := x.renewal(now, next)
	doc.Find(found...)
	if len(now) == 0 {
		doc.Find(report.Finding{Code: "name-none", Severity: report.Unknown,
			Title: "The name on the certificate is not known",
			Do:    "Enter the file of the certificate, or the name on it."})
	}
	doc.Findings("", "")
	doc.Add(table, x.outboundTable())
	name := string(worst)
	if len(now) == 0 || name == "" {
		name = string(report.Unknown)
	}
	doc.Fact("name", "Name on the certificate", name, standingWords[worst].word)
	doc.Fact("renewal", "The next certificate keeps the connectors", same, renewalWords[same])
	doc.Fact("names", "Names on the certificates", strconv.Itoa(len(table.Rows)), "")
	doc.Facts("In short")
}

var renewalWords = map[string]string{"yes": "Yes", "no": "No", "unknown": "Not known"}

func severer(a, b connector.Standing) bool {
	return standingWords[a].severity.Rank() < standingWords[b].severity.Rank()
}

func nameFinding(c connector.Certificate, t connector.Tenant) report.Finding {
	w, code := standingWords[t.Standing], "name-"+string(t.Standing)
	if t.Standing == "" {
		code = "name-missing"
	}
	f := report.Finding{Code: code, Severity: w.severity, Subject: c.CommonName, Title: w.title + ": " + t.Name,
		Text: w.text, Do: w.do}
	switch t.Standing {
	case "":
		f.Title = w.title
	case connector.ByParent:
		f.Title = "Only the parent of " + t.Name + " is your domain"
		f.Text = "Your domain is " + t.Domain + ". " + w.text
		f.Do = "Add " + strings.TrimPrefix(t.Name, "*.") + " as a domain of your organisation."
		if strings.HasPrefix(t.Name, "*.") {
			f.Do = "Get a certificate with the exact name of the server, and add that name as a domain."
		}
	case connector.Foreign:
		f.Text += " Microsoft announced this in " + connector.RuleOf("attribution").Value + "."
	}
	return f
}

// renewal returns what the next certificates change: a connector that knows the certificate of
// today and not the next one refuses to relay.
func (x *data) renewal(now, next []connector.Certificate) (found []report.Finding, same string) {
	if len(now) == 0 || !x.known() {
		return nil, string(report.Unknown)
	}
	if len(next) == 0 {
		return []report.Finding{{Code: "next-unknown", Severity: report.Unknown,
				Title: "The name on the next certificate is not known",
				Text: "If the next certificate has another name, connectors no longer know the server: " +
					connector.RuleOf("attribution-reply").Value + ".",
				Do: "Renew it under the same name. Or enter the next certificate before it is installed."}},
			string(report.Unknown)
	}
	var lost, after []string
	for _, c := range next {
		for _, m := range x.Candidates(connector.Source{Names: c.Names}) {
			after = append(after, m.Identity)
		}
	}
	for _, c := range now {
		for _, m := range connector.Certain(x.Candidates(connector.Source{Names: c.Names})) {
			if !slices.Contains(after, m.Identity) && !slices.Contains(lost, m.Name) {
				lost = append(lost, m.Name)
			}
		}
	}
	if len(lost) == 0 {
		return []report.Finding{{Code: "next-same", Severity: report.OK,
			Title: "The connectors also know the next certificate"}}, "yes"
	}
	return []report.Finding{{Code: "next-other", Severity: report.Problem, Subject: listed(lost),
		Title: "The next certificate has another name",
		Text: "After the renewal, these connectors no longer know the server: " + listed(lost) + ". Its email is refused: " +
			connector.RuleOf("attribution-reply").Value + ".",
		Do: "Change the connector before you install the certificate, or keep the name."}}, "no"
}

// outboundTable lists the outbound connectors, which show what goes to own servers.
func (x *data) outboundTable() report.Table {
	t := report.Table{Title: "Outbound connectors", Columns: []string{"Connector", "On", "For", "To"}}
	for i := range x.Outbound {
		c := &x.Outbound[i]
		to, domains := listed(c.SmartHosts.Values), listed(c.Domains.Values)
		switch {
		case c.ByRule == connector.Yes:
			domains = "What a mail flow rule sends here"
		case !c.Domains.Known():
			domains = "Not known"
		}
		if to == "" {
			to = map[bool]string{true: "By MX record", false: "Not known"}[c.SmartHosts.Known()]
		}
		t.Rows = append(t.Rows, []string{c.Name, answerWords[c.Enabled], domains, to})
	}
	return t
}
