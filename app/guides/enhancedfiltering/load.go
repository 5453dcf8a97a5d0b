package enhancedfiltering

import (
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/mail/header"
	"handrail/app/mail/skiplist"
	"handrail/app/powershell"
	"handrail/app/report"
)

// data is what an export says, as far as it could be read.
type data struct {
	connector.Export
	people []skiplist.Person
	rules  skiplist.Rules
	given  bool
	err    error
}

func (d deps) load(v *guide.Visit) data {
	return d.exports.Read(v.Answer(askExport), d.Files.Read, func(got export.Export, err error) data {
		return data{connector.Read(got.Rows), skiplist.People(got.Rows), skiplist.ReadRules(got.Rows), got.Given, err}
	})
}

// gaps returns what the export does not show.
func (x *data) gaps() (found []report.Finding) {
	switch {
	case x.err != nil:
		return []report.Finding{frame.NotKnown("export-unread", "Handrail could not read the export", x.err)}
	case !x.given:
		return []report.Finding{{Code: "export-none", Severity: report.Unknown,
			Title: "Handrail does not know your connectors", Text: "You have not entered an export.",
			Do: "Run filtering.ps1, and enter the file that it writes."}}
	case x.InboundAsked == connector.AskedNot:
		return []report.Finding{{Code: "export-empty", Severity: report.Unknown,
			Title: "The export has no connectors", Text: "It does not say either that there are none.",
			Do: "Run filtering.ps1 as an Exchange Administrator, and enter the file that it writes."}}
	case x.InboundAsked == connector.AskedPart:
		found = append(found, report.Finding{Code: "export-rows", Severity: report.Unknown,
			Title: "The export does not have every connector", Text: "Exchange returned more than the export has.",
			Do: "Run filtering.ps1 again, and enter its whole output."})
	}
	return append(found, export.Lost(x.ours())...)
}

// ours are the lost values that this guide needs.
func (x *data) ours() (all []powershell.Loss) {
	for _, l := range append(slices.Clone(x.Lost), x.rules.Lost...) {
		switch l.Name {
		case "Enabled", "ConnectorType", "SenderDomains", "EFSkipLastIP", "EFSkipIPs", "EFUsers", "SetSCL",
			"RestrictDomainsToIPAddresses", "RestrictDomainsToCertificate", "AssociatedAcceptedDomains":
			all = append(all, l)
		}
	}
	return all
}

// named returns a connector of the export; nil where it has none with that name.
func (x *data) named(name string) *connector.Inbound {
	for i := range x.Inbound {
		if c := &x.Inbound[i]; name != "" && (strings.EqualFold(c.Name, name) || strings.EqualFold(c.Identity, name)) {
			return c
		}
	}
	return nil
}

// likely returns the name of the connector that is offered: one with Enhanced Filtering, else
// the first that is on of the type for the filter, or for own servers behind it.
func (x *data) likely(v *guide.Visit) string {
	best, rank, want := "", 0, connector.Partner
	if v.Answer(askOwn) == string(connector.Yes) {
		want = connector.OnPremises
	}
	for i := range x.Inbound {
		c, n := &x.Inbound[i], 1
		state := skiplist.StateOf(c, skiplist.AtFilter)
		switch {
		case c.Enabled == connector.No:
			continue
		case state == skiplist.On || state == skiplist.Pilot:
			n = 3
		case c.Type == want:
			n = 2
		}
		if n > rank {
			best, rank = c.Name, n
		}
	}
	return best
}

// message returns an email of the visit; nil where none was given, or none could be read.
func (d deps) message(v *guide.Visit, answer string) (*header.Message, error) {
	text, given, err := export.Text(v.Answer(answer), header.IsText, d.Files.Read)
	if err != nil || !given {
		return nil, err
	}
	return header.Read(text)
}

// newest returns the newest time that an email came to Exchange Online from outside; nil
// where it did not.
func newest(m *header.Message) *header.Pass {
	if m == nil {
		return nil
	}
	for i := range m.Passes {
		if m.Passes[i].Edge >= 0 {
			return &m.Passes[i]
		}
	}
	return nil
}

// unread returns the finding for an email that is not there; nil where it is.
func unread(m *header.Message, err error) []report.Finding {
	switch {
	case err != nil:
		return []report.Finding{frame.NotKnown("email-unread", "Handrail could not read the email", err)}
	case m == nil:
		return []report.Finding{{Code: "email-none", Severity: report.Unknown,
			Title: "Handrail has no email to check", Text: "Handrail does not save emails, so it may need it again.",
			Do: "Enter the header of one email from outside."}}
	case newest(m) == nil:
		return []report.Finding{{Code: "email-inside", Severity: report.Unknown,
			Title: "This email did not come to Exchange Online from outside",
			Text:  "Its header has no server that took it from another.",
			Do:    "Use an email from another organisation."}}
	}
	return nil
}

// front returns who takes email first: as the person says, else as DNS said.
func front(v *guide.Visit) skiplist.Front {
	switch f := skiplist.Front(v.Answer(askFirst)); f {
	case skiplist.AtFilter, skiplist.AtMicrosoft:
		return f
	}
	if f := skiplist.Front(v.Fact("dns-front")); f != "" {
		return f
	}
	return skiplist.FrontUnknown
}

// setting returns what the person wants to skip.
func setting(v *guide.Visit) skiplist.Setting {
	if v.Answer(askHow) == howLast {
		return skiplist.Setting{Last: true}
	}
	return skiplist.Setting{List: skiplist.Parse(v.Answer(askRanges))}
}

// users returns the addresses that are handed over for a pilot: those of the person, and the
// other addresses of the same people in the export.
func (x *data) users(v *guide.Visit) (all []string) {
	if v.Answer(askFor) == forEveryone {
		return nil
	}
	add := func(address string) {
		if address = strings.ToLower(strings.TrimSpace(address)); address != "" && !slices.Contains(all, address) {
			all = append(all, address)
		}
	}
	for _, one := range ask.Items(v.Answer(askPilot)) {
		add(one)
	}
	for _, p := range x.pilots(v) {
		for _, one := range p.Addresses {
			add(one)
		}
	}
	return all
}

// pilots returns the people of the export who are in the pilot.
func (x *data) pilots(v *guide.Visit) (all []*skiplist.Person) {
	in := map[string]bool{}
	for _, one := range ask.Items(v.Answer(askPilot)) {
		in[strings.ToLower(one)] = true
	}
	for i := range x.people {
		if p := &x.people[i]; slices.ContainsFunc(p.Addresses, func(a string) bool { return in[a] }) {
			all = append(all, p)
		}
	}
	return all
}
