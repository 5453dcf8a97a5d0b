package connector

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"handrail/app/powershell"
)

func inbound(r powershell.Row) Inbound {
	c := Inbound{Identity: cmp.Or(r.Text("Identity"), r.Text("Name")), Source: r.Text("ConnectorSource"),
		Enabled: answer(r, "Enabled"), CertificateName: text(r, "TlsSenderCertificateName"),
		SenderIPs: list(r, "SenderIPAddresses"), SenderDomains: senders(r), ForDomains: list(r,
			"AssociatedAcceptedDomains"), RequireTLS: answer(r, "RequireTls"),
		RestrictToIPs:         answer(r, "RestrictDomainsToIPAddresses"),
		RestrictToCertificate: answer(r, "RestrictDomainsToCertificate"),
		CloudMail:             answer(r, "CloudServicesMailEnabled"), Internal: answer(r, "TreatMessagesAsInternal"),
		SkipLastIP: answer(r, "EFSkipLastIP"), SkipIPs: list(r, "EFSkipIPs"), SkipUsers: list(r, "EFUsers"),
		TestMode: answer(r, "EFTestMode")}
	c.Name = cmp.Or(r.Text("Name"), c.Identity)
	c.Type, c.TypeText = typeOf(r)
	c.Changed, _ = r.When("WhenChangedUTC")
	return c
}

func outbound(r powershell.Row) Outbound {
	c := Outbound{Identity: cmp.Or(r.Text("Identity"), r.Text("Name")), Enabled: answer(r, "Enabled"),
		SmartHosts: list(r, "SmartHosts"), Domains: list(r, "RecipientDomains"),
		CloudMail: answer(r, "CloudServicesMailEnabled"), ByRule: answer(r, "IsTransportRuleScoped"),
		AllThrough: answer(r, "RouteAllMessagesViaOnPremises")}
	c.Name = cmp.Or(r.Text("Name"), c.Identity)
	c.Type, _ = typeOf(r)
	return c
}

func domain(r powershell.Row) Domain {
	return Domain{Name: hostName(r.Text("DomainName")), Type: r.Text("DomainType"), Default: answer(r, "Default"),
		Subdomains: answer(r, "MatchSubDomains")}
}

// add takes what a row says of the settings of the organisation.
func (o *Organisation) add(r powershell.Row) {
	if yes := answer(r, "RejectDirectSend"); yes != Unread {
		o.RejectDirectSend = yes
	}
	// The switch of one mailbox has the same name.
	if r.Has("PrimarySmtpAddress") || r.Has("UserPrincipalName") {
		return
	}
	if yes := answer(r, "SmtpClientAuthenticationDisabled"); yes != Unread {
		o.PasswordOff = yes
	}
}

// typeOf returns the type. A number is the place of a word in a list of Microsoft, so it is
// no type.
func typeOf(r powershell.Row) (Type, string) {
	word := strings.TrimSpace(r.Text("ConnectorType"))
	switch strings.ToLower(word) {
	case "onpremises":
		return OnPremises, word
	case "partner":
		return Partner, word
	}
	return TypeUnread, word
}

func answer(r powershell.Row, name string) Answer {
	yes, known := r.Flag(name)
	switch {
	case !known:
		return Unread
	case yes:
		return Yes
	}
	return No
}

func text(r powershell.Row, name string) Text {
	t := Text{State: r.State(name)}
	if t.State == powershell.Given {
		t.Value = strings.TrimSpace(r.Text(name))
	}
	return t
}

// list returns a list. An export whose list is null has none: Exchange writes an empty list.
func list(r powershell.Row, name string) List {
	l := List{State: r.State(name)}
	if l.State != powershell.Given {
		return l
	}
	for _, one := range r.List(name) {
		if one = strings.TrimSpace(one); one != "" {
			l.Values = append(l.Values, one)
		}
	}
	return l
}

// senders returns the domains of the senders, which Exchange writes with type and cost:
// "smtp:*.example.org;1".
func senders(r powershell.Row) List {
	l := list(r, "SenderDomains")
	for i, one := range l.Values {
		if kind, rest, ok := strings.Cut(one, ":"); ok && strings.EqualFold(kind, "smtp") {
			one = rest
		}
		one, _, _ = strings.Cut(one, ";")
		l.Values[i] = hostName(one)
	}
	return l
}

// hostName is a name of a host or domain for comparison: in lower case, and as DNS has it.
func hostName(name string) string {
	name = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(name), "."))
	if strings.IndexFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return name
	}
	base, wild := strings.CutPrefix(name, "*.")
	ascii, err := idna.Lookup.ToASCII(base)
	switch {
	case err != nil:
		return name
	case wild:
		return "*." + ascii
	}
	return ascii
}
