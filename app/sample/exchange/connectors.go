package exchange

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// certificate is what the server at the main office shows.
//
//go:embed certificate.pem
var certificate string

// test was sent through that server, and took the connector with Enhanced Filtering.
//
//go:embed test.txt
var test string

// inbound is an inbound connector as connectors.ps1 writes it.
type inbound struct {
	Name, Identity                                              string
	Enabled                                                     bool
	ConnectorType, ConnectorSource                              string
	SenderIPAddresses, SenderDomains, AssociatedAcceptedDomains []string
	RequireTls                                                  bool
	RestrictDomainsToIPAddresses, RestrictDomainsToCertificate  bool
	CloudServicesMailEnabled, TreatMessagesAsInternal           bool
	TlsSenderCertificateName                                    any
	EFSkipLastIP                                                bool
	EFSkipIPs, EFUsers                                          []string
	EFTestMode                                                  bool
}

// asked is how connectors.ps1 says how many objects a command returned.
type asked struct {
	AskedCommand string
	AskedCount   int
}

// connectors returns what connectors.ps1 writes for the sample organisation: two servers whose
// connectors have the same name, a filter that senders can go round, and scanners by address.
func connectors() (string, error) {
	make := func(name, kind, source string, certificate any, change func(*inbound)) inbound {
		c := inbound{Name: name, Identity: name, Enabled: true, ConnectorType: kind, ConnectorSource: source,
			SenderIPAddresses: []string{}, SenderDomains: []string{"smtp:*;1"}, AssociatedAcceptedDomains: []string{},
			RequireTls: certificate != nil, TlsSenderCertificateName: certificate, EFSkipIPs: []string{},
			EFUsers: []string{}}
		change(&c)
		return c
	}
	type domain struct {
		Name, DomainName, DomainType string
		Default, MatchSubDomains     bool
	}
	const own = "*.northgate.example"
	all := []any{
		make("Inbound from main office", "OnPremises", "AdminUI", own,
			func(c *inbound) { c.CloudServicesMailEnabled = true }),
		make("Inbound from hybrid wizard", "OnPremises", "HybridWizard", own, func(c *inbound) {
			c.CloudServicesMailEnabled, c.EFSkipIPs = true, []string{"203.0.113.0/24"}
		}),
		make("Scanners", "OnPremises", "AdminUI", nil,
			func(c *inbound) { c.SenderIPAddresses = []string{"198.51.100.40"} }),
		make("Mail filter", "Partner", "AdminUI", "*.mailfilter.example", func(*inbound) {}),
		asked{"Get-InboundConnector", 4}, asked{"Get-OutboundConnector", 0},
	}
	for i, name := range []string{"northgate.example", "hall.northgate.example", "youth.northgate.example",
		"office.northgate.example", "northgatetrust.onmicrosoft.com"} {
		all = append(all, domain{name, name, "Authoritative", i == 0, false})
	}
	all = append(all, asked{"Get-AcceptedDomain", 5}, map[string]any{"RejectDirectSend": false},
		map[string]any{"SmtpClientAuthenticationDisabled": false})
	data, err := json.MarshalIndent(all, "", "    ")
	return string(data), err
}

// trace returns a message trace as the Exchange admin center exports it.
func trace(now time.Time) string {
	var b strings.Builder
	b.WriteString("origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id," +
		"network_message_id,original_client_ip,directionality,connector_id,delivery_priority\n")
	for i, m := range []struct{ from, ip, connector string }{
		{"scan@northgate.example", "198.51.100.40", "Scanners"}, {"scan@northgate.example", "198.51.100.40",
			"Scanners"},
		{"bookings@northgate.example", "192.0.2.80", ""}, {"bookings@northgate.example", "192.0.2.80", ""},
		{"alarm@hall.northgate.example", "192.0.2.144", ""}, {"grants@riverside-fund.example", "203.0.113.24", ""},
	} {
		at := now.Add(-time.Duration(i*9+3) * time.Hour).UTC().Truncate(time.Hour).Format("2006-01-02T15:04:05.0000000Z")
		fmt.Fprintf(&b, "%s,%s,office@northgate.example##Receive,Message %d,4096,<%d@northgate.example>,%d,%s,Incoming,"+
			"%s,Normal\n", at, m.from, i+1, i, i, m.ip, m.connector)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
