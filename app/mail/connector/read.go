package connector

import (
	"cmp"
	"strings"

	"handrail/app/powershell"
)

// The commands that bring what an export lacks.
const (
	readInbound  = "Get-InboundConnector | ConvertTo-Json -Depth 5"
	readOutbound = "Get-OutboundConnector -IncludeTestModeConnectors $true | ConvertTo-Json -Depth 5"
	readDomains  = "Get-AcceptedDomain | ConvertTo-Json -Depth 5"
)

// The values that decide, with the command that brings each.
var (
	inboundFields = fields(readInbound, "Enabled", "Whether the connector is on", "ConnectorType",
		"Type of the connector", "TlsSenderCertificateName", "Certificate name", "SenderIPAddresses",
		"Addresses of the senders", "SenderDomains", "Domains of the senders", "AssociatedAcceptedDomains",
		"Domains of the recipients", "RequireTls", "Whether encryption is required",
		"RestrictDomainsToIPAddresses", "Whether other addresses are refused", "RestrictDomainsToCertificate",
		"Whether other certificates are refused", "CloudServicesMailEnabled", "Whether cloud headers are kept",
		"TreatMessagesAsInternal", "Whether email counts as internal", "EFSkipLastIP",
		"Whether the last address is skipped", "EFSkipIPs", "Addresses that are skipped", "EFUsers",
		"People with Enhanced Filtering")
	outboundFields = fields(readOutbound, "Enabled", "Whether the outbound connector is on", "SmartHosts",
		"Servers of the outbound connector", "RecipientDomains", "Domains of the outbound connector")
	domainFields = fields(readDomains, "DomainName", "Accepted domains")
)

func fields(command string, pairs ...string) (all []powershell.Field) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, powershell.Field{Name: pairs[i], Label: pairs[i+1], Command: command})
	}
	return all
}

// asked is the row with which the script says how many rows a command returned: without it,
// no row can also be a command that was never run.
const (
	askedName  = "AskedCommand"
	askedCount = "AskedCount"
)

// Read returns what the rows of an export say: of Get-InboundConnector,
// Get-OutboundConnector, Get-AcceptedDomain, Get-OrganizationConfig and Get-TransportConfig.
// Several may stand in one export.
func Read(rows []powershell.Row) Export {
	e := Export{Organisation: Organisation{Unread, Unread}}
	kinds := map[kind][]powershell.Row{}
	counts := map[string]int64{}
	for _, r := range rows {
		k := kindOf(r)
		kinds[k] = append(kinds[k], r)
		switch k {
		case anInbound:
			e.Inbound = append(e.Inbound, inbound(r))
		case anOutbound:
			e.Outbound = append(e.Outbound, outbound(r))
		case aDomain:
			e.Domains = append(e.Domains, domain(r))
		case aSetting:
			e.Organisation.add(r)
		case aCount:
			if n, ok := r.Number(askedCount); ok {
				counts[strings.ToLower(r.Text(askedName))] = n
			}
		case aStranger:
			e.Unread++
		}
	}
	ask := func(k kind, command string) Asked {
		n, told := counts[command]
		switch have := int64(len(kinds[k])); {
		case told && have < n:
			return AskedPart
		case told || have > 0:
			return AskedAll
		}
		return AskedNot
	}
	e.InboundAsked, e.OutboundAsked = ask(anInbound, "get-inboundconnector"), ask(anOutbound, "get-outboundconnector")
	e.DomainsAsked = ask(aDomain, "get-accepteddomain")
	e.Lost = append(e.Lost, powershell.Losses(kinds[anInbound], inboundFields...)...)
	e.Lost = append(e.Lost, powershell.Losses(kinds[anOutbound], outboundFields...)...)
	e.Lost = append(e.Lost, powershell.Losses(kinds[aDomain], domainFields...)...)
	return e
}

// kind is what a row is.
type kind int

const (
	aStranger kind = iota
	anInbound
	anOutbound
	aDomain
	aSetting
	aCount
	aRule // a mail flow rule, which other readers of the same export need
)

func kindOf(r powershell.Row) kind {
	has := func(names ...string) bool {
		for _, name := range names {
			if r.Has(name) {
				return true
			}
		}
		return false
	}
	switch {
	case has(askedName):
		return aCount
	case has("SenderIPAddresses", "TlsSenderCertificateName", "EFSkipIPs", "RestrictDomainsToCertificate"):
		return anInbound
	case has("SmartHosts", "UseMXRecord", "TlsSettings", "IsTransportRuleScoped"):
		return anOutbound
	case has("DomainName") && has("DomainType", "MatchSubDomains", "Default"):
		return aDomain
	case has("RejectDirectSend", "SmtpClientAuthenticationDisabled", "OAuth2ClientProfileEnabled", "IsDehydrated"):
		return aSetting
	case has("SetSCL") && has("State", "Priority"):
		return aRule
	}
	return aStranger
}

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

// hostName is a name of a host or domain for comparison.
func hostName(name string) string {
	return strings.ToLower(strings.TrimSuffix(strings.TrimSpace(name), "."))
}
