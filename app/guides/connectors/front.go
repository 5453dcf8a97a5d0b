package connectors

import (
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/skiplist"
	"handrail/app/report"
)

// front returns whether another filter receives email first: as the person says, else as DNS
// said on the page of the connectors.
func front(v *guide.Visit) connector.Answer {
	said := v.Answer(askFront)
	if said == frontDNS {
		said = v.Fact("front")
	}
	switch said {
	case frontFilter:
		return connector.Yes
	case frontExchange:
		return connector.No
	}
	return connector.Unread
}

// frontNames has the answer for programs.
var frontNames = map[connector.Answer]string{connector.Yes: frontFilter, connector.No: frontExchange,
	connector.Unread: frontUnknown}

// frontOpen reports whether it is not known if another filter comes first, where that decides
// whether senders can bypass it.
func (x *data) frontOpen() bool {
	return x.known() && x.front == connector.Unread && x.Locked() == connector.No
}

// mostDomains is how many accepted domains DNS is asked about.
const mostDomains = 100

// receivers asks DNS where email for the accepted domains goes first, if the person leaves
// that to DNS. One domain behind a filter is enough; that there is none needs all of them.
func (d deps) receivers(ctx context.Context, v *guide.Visit, x *data) (found []report.Finding, err error) {
	if v.Answer(askFront) != frontDNS || d.Mail.Receivers == nil || !x.known() {
		return nil, nil
	}
	x.front = connector.Unread
	whole, exchange := x.DomainsAsked == connector.AskedAll, 0
	for i := range x.Domains {
		name := x.Domains[i].Name
		switch {
		case name == "" || strings.HasSuffix(name, ".onmicrosoft.com"): // always at Microsoft
			continue
		case i >= mostDomains:
			whole = false
			continue
		}
		hosts, err := d.Mail.Receivers(ctx, name)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if mailcheck.IsNoDomain(err) {
			found = append(found, report.Finding{Code: "front-no-domain", Severity: report.Warning, Subject: name,
				Title: "The accepted domain " + name + " does not exist",
				Text:  "DNS has no name servers for it, so it receives no email.",
				Do:    "Renew it where it was registered, or remove it in Microsoft 365."})
			continue
		}
		if err != nil {
			f := frame.NotKnown("front-unread", "Handrail could not read the mail servers of "+name, err)
			return append(found, f), nil
		}
		slices.Sort(hosts)
		switch skiplist.FrontOf(hosts, true) {
		case skiplist.AtFilter:
			x.front = connector.Yes
			return []report.Finding{{Code: "front-filter", Severity: report.OK, Subject: name,
				Title: "Another mail server takes email for " + name + " first",
				Text:  "In DNS, these are its mail servers: " + listed(hosts) + "."}}, nil
		case skiplist.AtBoth:
			whole = false
			found = append(found, report.Finding{Code: "front-mixed", Severity: report.Warning, Subject: name,
				Title: "Email for " + name + " goes to Exchange Online and to another server",
				Text:  "In DNS, these are its mail servers: " + listed(hosts) + ".",
				Do:    "Check whether both are wanted. Senders choose one of them."})
		case skiplist.AtMicrosoft:
			exchange++
		}
	}
	if whole && exchange > 0 {
		x.front = connector.No
	}
	return found, nil
}
