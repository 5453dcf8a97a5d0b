package connectors

import (
	"strings"

	"handrail/app/guide"
	"handrail/app/mail/connector"
	"handrail/app/report"
)

var typeWords = map[connector.Type]string{connector.OnPremises: "Your own server", connector.Partner: "Partner",
	connector.TypeUnread: "Type not known"}

var answerWords = map[connector.Answer]string{connector.Yes: "Yes", connector.No: "No", connector.Unread: "Not known"}

var settingWords = map[connector.Setting]string{connector.SetSkip: "Enhanced Filtering skips",
	connector.SetSkipLast:  "Enhanced Filtering skips the last address",
	connector.SetSkipUsers: "Enhanced Filtering for",
	connector.SetInternal:  "Treated as internal", connector.SetCloud: "Keeps cloud headers", connector.SetType: "Type",
	connector.SetName: "Certificate name", connector.SetAddresses: "Addresses",
	connector.SetRestrict: "Refuses other certificates", connector.SetRestrictIPs: "Refuses other addresses"}

// differenceWords are what a difference between two connectors does to an email.
var differenceWords = map[connector.Setting]string{
	connector.SetSkip: "Through a connector that does not skip your filter, SPF checks the filter instead of " +
		"the sender.",
	connector.SetSkipLast: "Through a connector that does not skip your filter, SPF checks the filter instead of " +
		"the sender.",
	connector.SetSkipUsers: "Enhanced Filtering is for some people on one of them, and for others on another.",
	connector.SetInternal:  "Email that is treated as internal skips some checks.",
	connector.SetCloud: "Without cloud headers, email between your server and Exchange Online counts as email " +
		"from outside.",
}

// emptyWords are what an empty value of a setting means.
var emptyWords = map[connector.Setting]string{connector.SetSkip: "Nothing", connector.SetSkipUsers: "Everyone"}

// valueText returns a value of a setting in words.
func valueText(s connector.Setting, v connector.Value) string {
	switch {
	case !v.Known:
		return "Not known"
	case v.Answer != connector.Unread:
		return answerWords[v.Answer]
	case len(v.Values) > 4:
		return guide.Count(len(v.Values), "value", "values")
	case v.Text == "" && emptyWords[s] != "":
		return emptyWords[s]
	case v.Text == "":
		return "None"
	}
	return v.Text
}

// fault is how a fault is shown. %s of the text is what is wrong.
type fault struct {
	severity report.Severity
	title    string
	text, do string
}

var faultWords = map[connector.Fault]fault{
	connector.BadName: {report.Problem, "This is no name of a certificate",
		"A wildcard may be only at the front. It is not known which server this name matches, if any.",
		"Give the connector the exact name of the certificate."},
	connector.NameUnused: {report.Warning, "The certificate name does not count",
		"The name counts only if the connector requires encryption (RequireTls).",
		"Require encryption on this connector."},
	connector.AddressOnly: {report.Warning, "The connector knows your server by its address alone",
		"Others may use the same address. Microsoft warns that this may stop working.",
		"Give the connector the name of your server’s certificate."},
	connector.RestrictIgnored: {report.Warning, "The restriction does nothing",
		"Exchange Online restricts only connectors of the type Partner.", "Create a connector of the type Partner."},
	connector.TwoChecks: {report.Warning, "One connector has an address and a certificate",
		"Microsoft asks for two connectors.", "Create one connector by certificate and one by address."},
	connector.TestDomains: {report.Note, "The connector is for some of your domains only",
		"Microsoft means this for tests.", ""},
	connector.InternalWrong: {report.Problem, "Email counts as internal where it must not",
		"This is not allowed on a connector for partners, or together with cloud headers.",
		"Turn off TreatMessagesAsInternal."},
	connector.OffWithFilter: {report.Note, "Enhanced Filtering is set on a connector that is off",
		"These settings have no effect.", ""},
	connector.TestModeOn: {report.Note, "A switch is on that Microsoft reserves for itself",
		"Microsoft does not support EFTestMode.", ""},
	connector.BadAddress: {report.Warning, "Exchange Online does not accept this address",
		"It accepts IPv4 addresses and networks of at most 256 addresses.", "Correct the address."},
	connector.Overlapping: {report.Warning, "Two connectors take the same email",
		"Microsoft documents no order between them.", "Give each connector the exact name of its own server."},
	connector.Bypass: {report.Problem, "Senders can bypass your filter",
		"No connector of the type Partner refuses email that does not come from your filter.",
		"Create a Partner connector for every sender (*) that accepts only your filter."},
	connector.BypassOpen: {report.Unknown, "It is not known whether senders can bypass your filter",
		"The export does not show every value that decides this.",
		"Run connectors.ps1, and enter the file that it writes."},
}

// faults returns a finding for each thing that is wrong with the connectors.
func (x *data) faults() (found []report.Finding) {
	if !x.known() {
		return nil
	}
	for _, l := range x.Lints(x.front) {
		w := faultWords[l.Fault]
		f := report.Finding{Code: string(l.Fault), Severity: w.severity, Subject: l.Connector, Title: w.title,
			Text: w.text, Do: w.do}
		if l.Connector != "" {
			f.Title = l.Connector + ": " + strings.ToLower(w.title[:1]) + w.title[1:]
		}
		switch {
		case l.Other != "":
			f.Title = "Two connectors take the same email: " + l.Connector + " and " + l.Other
			f.Text = "Both are for " + l.Value + ". " + w.text
		case l.Value != "":
			f.Text = "It has: " + l.Value + ". " + w.text
		}
		found = append(found, f)
	}
	return found
}

var reasonWords = map[connector.Reason]string{
	connector.ReasonOn:          "The export does not show whether it is on.",
	connector.ReasonName:        "The export does not show its certificate name.",
	connector.ReasonBadName:     "Its certificate name is not valid.",
	connector.ReasonWildcard:    "The certificate has a wildcard, and the connector an exact name.",
	connector.ReasonTLS:         "Its certificate name counts only if it requires encryption.",
	connector.ReasonAddresses:   "The export does not show its addresses.",
	connector.ReasonNoAddress:   "It goes by address, and you have not entered the address of the server.",
	connector.ReasonNoName:      "It goes by certificate, and you have not entered a certificate.",
	connector.ReasonSenders:     "The export does not show its senders.",
	connector.ReasonNoSender:    "It is for some senders only.",
	connector.ReasonBoth:        "It has an address and a certificate. Microsoft does not say which counts.",
	connector.ReasonOtherDomain: "It is for some of your domains only.",
	connector.ReasonType:        "Its type is not known.",
	connector.ReasonOwnSenders:  "It names senders, which Microsoft describes for partners only.",
}

func reasonText(why []connector.Reason) string {
	var all []string
	for _, w := range why {
		all = append(all, reasonWords[w])
	}
	return strings.Join(all, " ")
}

// standing is how the standing of a name is shown.
type standing struct {
	severity report.Severity
	word     string
	title    string
	text, do string
}

var standingWords = map[connector.Standing]standing{
	connector.Accepted: {report.OK, "Your domain", "The name on the certificate is your domain",
		"Microsoft finds your organisation by it.", ""},
	connector.ByParent: {report.Warning, "Only its parent", "Only the parent of the name is your domain",
		"It is not documented whether Microsoft finds your organisation by it.",
		"Add the name as a domain of your organisation."},
	connector.Foreign: {report.Problem, "Not your domain", "The name on the certificate is not your domain",
		"Microsoft then goes by the domain of the sender, and then of the recipient. Email to others may be refused.",
		"Get a certificate with a name in one of your domains."},
	connector.StandsAt: {report.Unknown, "Not known", "It is not known whether the name is your domain",
		"The export does not show your accepted domains.", "Run connectors.ps1, and enter the file that it writes."},
	"": {report.Unknown, "No name", "The certificate has no name of a server",
		"Exchange Online knows a server by the names on its certificate.",
		"Get a certificate with the name of the server."},
}

// listed returns names in one line.
func listed(names []string) string {
	switch n := len(names); {
	case n == 0:
		return ""
	case n == 1:
		return names[0]
	case n > 5:
		return strings.Join(names[:5], ", ") + " and " + guide.Count(n-5, "other", "others")
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}
