package sample

import "handrail/app/sample/graphsim"

// Answers returns the sample's own answers by guide and question, for a run in the
// terminal that gives none. Questions that are not listed have good defaults. A
// guide whose questions have no defaults gets a line here.
func Answers() map[string]map[string]string {
	const (
		domain  = "youth.northgate.example"
		senders = "Photocopier in the hall; copier@hall.northgate.example; 198.51.100.77; direct\n" +
			"Church software; members@northgate.example; password"
		names = "Inbound from main office = relay.northgate.example\nInbound from hybrid wizard = mail.northgate.example"
	)
	return map[string]map[string]string{
		// The one domain of the sample whose email passes a filter.
		"enhanced-filtering": {"domain": "office.northgate.example", "back": "no", "own": "no"},

		"mta-sts":      {"domain": domain},
		"tls-reports":  {"domain": domain},
		"connectors":   {"address": "203.0.113.18", "senders": senders, "names": names},
		"mail-health":  {"domain": "northgate.example", "selectors": "news"},
		"admin-access": {"breakglass": graphsim.EmergencyAccounts},
		"device-profiles": {"profiles": "Hall Kiosk", "comparison": "contains", "value": "Kiosk", "group": "existing",
			"group-name": "Hall devices"},
		"web-filter": {"categories": "Gambling, Peer-to-peer"},
		"connect":    {"client": "7c1b0e52-4d3a-4f96-8a21-6b9f0c5d2e18", "tenant": graphsim.TenantID},
	}
}
