package mailcheck

import (
	"slices"
	"strings"
)

// microsoftZones are the domains of Microsoft's mail servers (Microsoft Learn, "How SMTP DNS-based Authentication of
// Named Entities (DANE) secures email communications", and "Microsoft 365 US Government endpoints").
var microsoftZones = []string{"mail.protection.outlook.com", "mx.microsoft", "mail.protection.office365.us",
	"mail.protection.partner.outlook.cn", "olc.protection.outlook.com"}

// ByMicrosoft reports whether Microsoft runs the mail server host: what is wrong with it, no one else can repair.
func ByMicrosoft(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return slices.ContainsFunc(microsoftZones, func(zone string) bool { return strings.HasSuffix(host, "."+zone) })
}

// What to do about a mail server that Microsoft runs.
const (
	MicrosoftRuns = "Microsoft runs this mail server, so you cannot repair it."
	MicrosoftDo   = "In the Microsoft 365 admin center, check Health > Service health. Then check again later."
)
