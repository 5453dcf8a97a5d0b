package connectors

import (
	"context"
	"net/netip"
	"regexp"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/mail/header"
	"handrail/app/report"
	"handrail/app/task"
)

// lookAgain returns what the header of a new email shows of the connector that took it.
func (d deps) lookAgain(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc, x := d.draft("Which connector took the email?"), d.load(v)
	d.againOf(doc, &x, v)
	return doc.Done(), nil
}

// path is what can only be the path of a file.
var path = regexp.MustCompile(`^["']?(?:/|\\\\|[A-Za-z]:[\\/])|\.(?:eml|msg|txt)["']?$`)

func (d deps) header(v *guide.Visit) (*header.Message, error) {
	isText := func(a string) bool { return strings.ContainsAny(a, "\r\n") || !path.MatchString(a) }
	data, given, err := export.Text(v.Answer(askHeader), isText, d.Files.Read)
	if err != nil || !given {
		return nil, err
	}
	return header.Read(data)
}

// seen is what a header shows of the last time in Exchange Online.
type seen struct {
	address, tenant, helo string
	spf                   string // result, of the address that SPF checked
	filtering             header.Filtering
	own                   connector.Answer // it came as email of own servers
	passes                int
}

func see(m *header.Message) (s seen) {
	s.passes, s.own = len(m.Passes), connector.Unread
	if len(m.Passes) > 0 {
		p := &m.Passes[0]
		s.filtering, s.spf = p.Filtering(), p.SPF.Result
		if p.Connecting.IsValid() {
			s.address = p.Connecting.String()
		}
	}
	attributed, _ := m.First("X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp")
	for part := range strings.SplitSeq(attributed, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		value = strings.Trim(value, "[]")
		switch strings.ToLower(name) {
		case "tenantid":
			s.tenant = value
		case "ip":
			s.address = value
		case "helo":
			s.helo = value
		}
	}
	if entity, ok := m.First("X-MS-Exchange-CrossTenant-FromEntityHeader"); ok {
		s.own = connector.No
		if strings.EqualFold(entity, "HybridOnPrem") {
			s.own = connector.Yes
		}
	}
	return s
}

// fits returns the connectors that the header allows: a stamp of Enhanced Filtering comes only
// from a connector that has it. Where that is not known, a connector stays.
func (s seen) fits(all []connector.Candidate) (fit []connector.Candidate) {
	address, _ := netip.ParseAddr(s.address)
	wrong := connector.Yes
	if s.filtering == header.FilterApplied || s.filtering == header.FilterFound {
		wrong = connector.No
	}
	for _, c := range all {
		if c.Stamps(address) != wrong {
			fit = append(fit, c)
		}
	}
	return fit
}

func (d deps) againOf(doc *frame.Draft, x *data, v *guide.Visit) {
	m, err := d.header(v)
	if err != nil || m == nil {
		f := report.Finding{Code: "header-none", Severity: report.Unknown,
			Title: "It is not known which connector took the email",
			Text:  "You have not entered the header of a new email.",
			Do: "Send an email through your server, and enter its header. Or read the connector in a message trace: " +
				tracePage}
		if err != nil {
			f = frame.NotKnown("header-unread", "Handrail could not read the header", err)
		}
		doc.Find(f)
		doc.Findings("", "")
		againFacts(doc, seen{own: connector.Unread}, nil, false)
		return
	}
	s, e := see(m), x.Export
	if v.Outcomes[stepFix].State == guide.Completed {
		e = x.renamed(v)
	}
	var all []connector.Candidate
	for _, from := range d.sources(v) {
		for _, c := range e.Candidates(from.Source) {
			if !c.Beaten {
				all = append(all, c)
			}
		}
	}
	fit := s.fits(all)
	doc.Find(s.findings(v, all, fit)...)
	doc.Findings("", "")
	doc.Add(report.Text{Text: "The name of the connector is not in a header. The details of a message trace show it."})
	againFacts(doc, s, fit, s.passes > 0 && len(all) > 0)
}

func (s seen) findings(v *guide.Visit, all, fit []connector.Candidate) (found []report.Finding) {
	const trace = "Read the connector in the details of a message trace."
	switch {
	case s.passes == 0:
		return []report.Finding{{Code: "header-outside", Severity: report.Unknown,
			Title: "This header does not come from Exchange Online",
			Text:  "No server of Exchange Online has written in it.",
			Do:    "Enter the header as it is in your mailbox."}}
	case len(all) == 0:
		found = append(found, report.Finding{Code: "fits-unknown", Severity: report.Unknown,
			Title: "It is not known which connector took the email",
			Text:  "No connector of the export is known to match.",
			Do:    trace})
	case len(fit) == 0:
		found = append(found, report.Finding{Code: "fits-none", Severity: report.Problem,
			Title: "None of the connectors that match took this email",
			Text:  "The stamps of Enhanced Filtering do not match their settings.", Do: trace})
	case len(fit) == 1 && len(all) > 1:
		found = append(found, report.Finding{Code: "fits-one", Severity: report.OK, Subject: fit[0].Name,
			Title: "The header agrees with “" + fit[0].Name + "” alone",
			Text:  "Other connectors match your server too. The stamps of Enhanced Filtering match only these settings."})
	case len(fit) == 1:
		found = append(found, report.Finding{Code: "fits-it", Severity: report.OK, Subject: fit[0].Name,
			Title: "The header agrees with “" + fit[0].Name + "”", Text: "It is the only connector that matches your server.",
			Do: trace})
	default:
		found = append(found, report.Finding{Code: "fits-several", Severity: report.Unknown,
			Title: "The header agrees with several connectors: " + listed(namesOf(fit)), Do: trace})
	}
	if want := strings.TrimSpace(v.Answer(askAddress)); want != "" && s.address != "" && s.address != want {
		found = append(found, report.Finding{Code: "other-server", Severity: report.Warning, Subject: s.address,
			Title: "The email came from another server",
			Text:  "It came from " + s.address + ", and not from " + want + ".",
			Do:    "Send the email through your server."})
	}
	if s.passes > 1 {
		found = append(found, report.Finding{Code: "passes", Severity: report.Note,
			Title: "The email was in Exchange Online more than once", Text: "This page shows the last time."})
	}
	return found
}

// headerWords are values of a header in words.
var headerWords = map[string]string{string(header.FilterApplied): "Applied", string(header.FilterFound): "Not applied",
	string(header.FilterOff): "No stamps", "yes": "Yes", "no": "No", "unknown": "Not known",
	"absent": "Not in the header",
	"none":   "None"}

func againFacts(doc *frame.Draft, s seen, fit []connector.Candidate, known bool) {
	add := func(name, label, value, none string) {
		if value == "" {
			value = none
		}
		doc.Fact(name, label, value, headerWords[value])
	}
	none := "absent"
	if s.passes == 0 {
		none = string(report.Unknown)
	}
	fits := strings.Join(namesOf(fit), "; ")
	if !known {
		fits = string(report.Unknown)
	}
	add("fits", "Connectors that the header agrees with", fits, "none")
	add("attributed-address", "Server that connected", s.address, none)
	add("attributed-tenant", "Organisation that Microsoft found", s.tenant, none)
	add("attributed-name", "Name that the server gave", s.helo, none)
	add("spf", "SPF", s.spf, none)
	add("enhanced-filtering", "Enhanced Filtering", string(s.filtering), none)
	add("own-server", "Came as email of your own servers", string(s.own), none)
	doc.Facts("In the header")
}

// lookRecord returns what was found and changed.
func (d deps) lookRecord(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	x := d.load(v)
	t, err := d.traceOf(ctx, &x, v, nil)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Report: the inbound connectors", sources(&t)...)
	d.settingsOf(doc, &x, v)
	doc.Add(report.Heading{Text: "What matches"})
	d.matchOf(doc, &x, v)
	doc.Add(report.Heading{Text: "The name on the certificate"})
	d.nameOf(doc, &x, v)
	if v.Answer(askSenders) != "" || t.source != traceNone {
		doc.Add(report.Heading{Text: "Who is refused"})
		d.refusedOf(doc, &x, v, &t)
	}
	if names, err := x.renames(v.Answer(askNames)); err == nil && len(names) > 0 {
		t := report.Table{Title: "Names of the connectors", Columns: []string{"Connector", "Before", "After"}}
		for _, r := range names {
			t.Rows = append(t.Rows, []string{r.connector.Name, valueText(connector.SetName,
				r.connector.Value(connector.SetName)), r.name})
		}
		doc.Add(t)
	}
	if v.Answer(askHeader) != "" {
		doc.Add(report.Heading{Text: "A new email"})
		d.againOf(doc, &x, v)
	}
	return doc.Done(), nil
}
