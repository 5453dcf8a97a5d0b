package connector

import (
	"reflect"
	"slices"
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

// OfInbound reports whether a value is one of an inbound connector.
func OfInbound(f powershell.Field) bool { return f.Command == readInbound }

// MaxConnectors limits how many inbound connectors are read, so that a wrong file does no harm.
const MaxConnectors = 2000

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
			if len(e.Inbound) == MaxConnectors {
				continue // then not all of them were read
			}
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
		case k == anInbound && have > MaxConnectors:
			return AskedPart
		case told && have < n:
			return AskedPart
		case told || have > 0:
			return AskedAll
		}
		return AskedNot
	}
	e.InboundAsked, e.OutboundAsked = ask(anInbound, "get-inboundconnector"), ask(anOutbound, "get-outboundconnector")
	e.DomainsAsked = ask(aDomain, "get-accepteddomain")
	e.once()
	if slices.ContainsFunc(e.Domains, func(d Domain) bool { return d.Name == "" }) {
		e.DomainsAsked = AskedPart
	}
	e.Lost = append(e.Lost, powershell.Losses(kinds[anInbound], inboundFields...)...)
	e.Lost = append(e.Lost, powershell.Losses(kinds[anOutbound], outboundFields...)...)
	e.Lost = append(e.Lost, powershell.Losses(kinds[aDomain], domainFields...)...)
	return e
}

// once leaves each connector and each domain once: an export may have the same rows twice.
// Connectors of the same identity that differ both stay, because it is not known which is old.
func (e *Export) once() {
	e.Inbound = unique(e.Inbound, func(c Inbound) string { return c.Identity })
	e.Outbound = unique(e.Outbound, func(c Outbound) string { return c.Identity })
	e.Domains = unique(e.Domains, func(d Domain) string { return d.Name })
}

func unique[T any](all []T, identity func(T) string) (some []T) {
	at := map[string]T{}
	for _, one := range all {
		id := strings.ToLower(identity(one))
		if have, seen := at[id]; seen && id != "" && reflect.DeepEqual(have, one) {
			continue
		}
		at[id] = one
		some = append(some, one)
	}
	return some
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
	switch {
	case r.HasAny(askedName):
		return aCount
	case r.HasAny("SenderIPAddresses", "TlsSenderCertificateName", "EFSkipIPs", "RestrictDomainsToCertificate"):
		return anInbound
	case r.HasAny("SmartHosts", "UseMXRecord", "TlsSettings", "IsTransportRuleScoped"):
		return anOutbound
	case r.HasAny("DomainName") && r.HasAny("DomainType", "MatchSubDomains", "Default"):
		return aDomain
	case r.HasAny("RejectDirectSend", "SmtpClientAuthenticationDisabled", "OAuth2ClientProfileEnabled", "IsDehydrated"):
		return aSetting
	case r.HasAny("SetSCL") && r.HasAny("State", "Priority"):
		return aRule
	}
	return aStranger
}
