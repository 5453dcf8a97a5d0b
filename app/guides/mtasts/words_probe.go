package mtasts

import "handrail/app/report"

// probeSayings are about the mail servers' own encryption (port 25).
var probeSayings = map[string]saying{
	"port-25-blocked": {report.Unknown, "Handrail could not test the encryption of your mail servers",
		"No mail server answered this computer on port 25. Your network or provider probably blocks port 25. This " +
			"is not a problem with the domain.",
		"No action needed. Reports from senders show whether encryption works.",
		stepReports, stopMail, "Port 25 blocked here"},
	"mx-not-tested": {report.Unknown, "Handrail could not test the encryption of {host}",
		"It {why}. Other mail servers did answer.",
		"Ask the administrator of {host} whether it is running.", stepToday, stopMail, "One server did not answer"},
	"mx-busy": {report.Unknown, "Handrail could not test the encryption of {host}",
		"It {why}. It may treat other senders differently.",
		"Check again later. Reports from senders show whether encryption works.",
		stepReports, stopMail, "Refused this computer"},
	"mx-no-starttls": {report.Problem, "{host} offers no encryption",
		"It receives email only without encryption. {effect}",
		"Ask the administrator of {host} to turn on encryption (STARTTLS).",
		stepToday, stopMail, "Offers no encryption"},
	"mx-dropped": {report.Problem, "{host} ends the connection when encryption starts",
		"It offers encryption, then ends the connection. {effect}",
		"Ask the administrator of {host} to check its certificate and log.",
		stepToday, stopMail, "Ends the connection"},
	"mx-tls": {report.Problem, "The encrypted connection to {host} fails",
		"It offers encryption, but the encrypted connection fails. {effect}",
		"Ask the administrator of {host} to check its certificate and settings.",
		stepToday, stopMail, "Encryption fails"},
	"mx-tls-version": {report.Problem, "{host} supports only outdated encryption",
		"Senders that support MTA-STS require TLS 1.2 or newer. {effect}",
		"Ask the administrator of {host} to turn on TLS 1.2 and 1.3.", stepToday, stopMail, "Outdated encryption"},
	"mx-expired": {report.Problem, "The certificate of {host} has expired",
		"It was valid until {expires}. {effect}",
		"Ask the administrator of {host} to renew it.", stepToday, stopMail, "Certificate expired"},
	"mx-not-yet": {report.Problem, "The certificate of {host} is not valid yet",
		"It is valid from {begins}. {effect}",
		"If the date looks wrong, check this computer's clock first.",
		stepToday, stopMail, "Certificate not yet valid"},
	"mx-untrusted": {report.Problem, "Senders do not trust the certificate of {host}",
		"Its issuer is “{issuer}”, which senders do not know. {effect}",
		"Ask the administrator of {host} for a certificate from a public issuer.",
		stepToday, stopMail, "Certificate not trusted"},
	"mx-name": {report.Problem, "The certificate of {host} is for another name",
		"It is for {names}. {effect}",
		"Ask the administrator of {host} for a certificate that includes this name.",
		stepToday, stopMail, "Certificate: wrong name"},
	"mx-cn-only": {report.Problem, "The certificate of {host} has the name in the wrong field",
		"The name is only in an old field (CN), which senders do not read. {effect}",
		"Ask the administrator of {host} to have the certificate issued again.",
		stepToday, stopMail, "Certificate: old field"},
	"mx-certificate-soon": {report.Warning, "The certificate of {host} expires soon",
		"It is valid until {expires} ({left} left).",
		"Ask the administrator of {host} whether it renews automatically.",
		stepToday, stopMail, "Certificate expires soon"},
	"mx-encrypts": {report.OK, "Your mail servers encrypt, with valid certificates",
		"Tested: {hosts}.", "", "", stopMail, ""},
	"mx-encrypts-some": {report.OK, "Some of your mail servers encrypt, with valid certificates",
		"Tested: {hosts}.", "", "", stopMail, ""},
}

// effects are what missing encryption causes, by the mode in effect.
var effects = map[string]string{
	"enforce": "Senders that support MTA-STS refuse to deliver there.",
	"testing": "When you enforce the policy, senders that support MTA-STS refuse to deliver there.",
	"other":   "Fix this before you enforce a policy.",
}

// reasons are why a mail server could not be tested; they follow its name or "It".
var reasons = map[string]string{
	"blocked":         "could not be reached on port 25",
	"timeout":         "did not answer in time",
	"refused":         "refused the connection",
	"no-greeting":     "accepted the connection but did not answer",
	"rejected":        "refused this computer",
	"tempfail":        "asked this computer to try again later",
	"garbage":         "did not answer as a mail server",
	"dropped":         "ended the connection early",
	"no-address":      "has no known address",
	"stopped":         "was not asked, because you stopped the check",
	"private-address": "has only private addresses",
}

// kinds are why a DNS question has no answer; they follow "The name server".
var kinds = map[string]string{
	"timeout":     "did not answer in time",
	"servfail":    "reported an error",
	"refused":     "refused to answer this computer",
	"malformed":   "gave an answer that Handrail cannot read",
	"loop":        "gave aliases that form a loop",
	"unreachable": "could not be reached",
	"bad-name":    "cannot be asked for this name",
}
