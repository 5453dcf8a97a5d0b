package recommend

import (
	"time"

	"handrail/app/guide"
)

// The codes of signs. They are stored with what was found at a check.
const (
	NoDelivery   = "no-delivery"       // senders cannot deliver; Subject is the fact
	Retirement   = "phones-end"        // the domain’s email is with Microsoft 365
	NameForged   = "name-forged"       // others can send in the name of the domain; Subject is the fact
	MailToDo     = "mail-to-do"        // Count things to do about email; Subject is the first one
	MailFine     = "mail-fine"         // nothing to do about email
	NoPolicy     = "no-mta-sts"        // no policy requires encryption
	PolicyBroken = "mta-sts-broken"    // a policy that senders cannot use; Subject is the fact
	PolicyTests  = "mta-sts-testing"   // a policy in testing mode
	PolicyOn     = "mta-sts-enforced"  // an enforced policy
	NoReports    = "no-tls-reports"    // a policy, and no one receives reports
	Filter       = "filter-before-365" // Subject is the server in front of Microsoft 365
	OnlyPhones   = "only-phones"       // Count people
	PhonesListed = "phones-listed"     // Count people who registered only phones
	NoMethod     = "no-mfa-method"     // Count people
	WeakAdmins   = "weak-admins"       // Count administrators
	BrokenMFA    = "broken-mfa"        // Count people
)

// Guides by id, as the guides themselves name them; a test compares them.
const (
	mailHealth  = "mail-health"
	mtaSTS      = "mta-sts"
	tlsReports  = "tls-reports"
	enhanced    = "enhanced-filtering"
	mfaMethods  = "mfa-methods"
	mfaEnforce  = "mfa-enforce"
	adminAccess = "admin-access"
)

// reasons are all reasons by sign. A smaller rank is more urgent: what fails today, then what has a day, then what is
// open to attackers, then what is better with a guide.
var reasons = map[string]reason{
	NoDelivery:   {rank: 0, guide: mailHealth, says: fact},
	BrokenMFA:    {1, mfaMethods, "", true, counted(brokenOne, brokenMany)},
	OnlyPhones:   {2, mfaMethods, "", true, onlyPhones},
	PhonesListed: {2, mfaMethods, "", true, listed},
	PolicyBroken: {rank: 3, guide: mtaSTS, step: "today", says: fact},
	Retirement:   {4, mfaMethods, "", true, ending},
	WeakAdmins: {5, adminAccess, "", true, counted("administrator is at risk of phishing.",
		"administrators are at risk of phishing.")},
	NameForged: {rank: 6, guide: mailHealth, says: fact},
	NoMethod: {7, mfaEnforce, "", true, counted("person has no MFA method.",
		"people have no MFA method.")},
	NoPolicy:  {rank: 8, guide: mtaSTS, says: always("Your domain has no MTA-STS policy to require encryption.")},
	MailToDo:  {rank: 9, guide: mailHealth, says: toDo},
	NoReports: {rank: 10, guide: mtaSTS, step: "reports", says: always("No one receives reports of failed encryption.")},
	PolicyTests: {rank: 11, guide: tlsReports,
		says: always("Your MTA-STS policy is in testing mode and does not require encryption yet.")},
	Filter: {rank: 12, guide: enhanced, says: func(s Sign, _ time.Time) string {
		return "Your email passes " + s.Subject + " before it reaches Microsoft 365."
	}},
	PolicyOn: {rank: 13, guide: tlsReports,
		says: always("Your MTA-STS policy is enforced: reports show whether email still arrives.")},
	MailFine: {rank: 14, guide: mailHealth,
		says: always("Handrail found nothing to fix about your email: save the page that proves it.")},
}

const (
	brokenOne  = "person has only sign-in methods that are not allowed."
	brokenMany = "people have only sign-in methods that are not allowed."
)

// fact returns the fact itself.
func fact(s Sign, _ time.Time) string { return s.Subject + "." }

// toDo returns the first thing to do, and how many more there are.
func toDo(s Sign, _ time.Time) string {
	if s.Count > 1 {
		return "Handrail found " + guide.Count(s.Count, "thing", "things") + " to fix about your email."
	}
	return s.Subject + "."
}
