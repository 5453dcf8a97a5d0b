package mtasts

import "handrail/app/report"

// probeSayings are about the mail hosts' own encryption (port 25).
var probeSayings = map[string]saying{
	"port-25-blocked": {report.Unknown, "The encryption of your mail hosts could not be tested",
		"No mail host answered this computer on port 25. Many providers of Internet access close it; it is no fault of the domain.",
		"Nothing needs to be done. Reports from senders will show whether encryption works.", stepReports, stopMail, "Port 25 closed here"},
	"mx-not-tested": {report.Unknown, "The encryption of {host} could not be tested",
		"It {why}. Other mail hosts did answer.",
		"Ask whoever looks after {host} whether it is running.", stepToday, stopMail, "One host did not answer"},
	"mx-busy": {report.Unknown, "The encryption of {host} could not be tested",
		"It {why}. That says nothing about how it treats other senders.",
		"Look again later. Reports from senders will show whether encryption works.", stepReports, stopMail, "Turned us away"},
	"mx-no-starttls": {report.Problem, "{host} offers no encryption",
		"It takes mail only in the clear. {effect}",
		"Ask whoever looks after {host} to switch encryption (STARTTLS) on.", stepToday, stopMail, "Offers no encryption"},
	"mx-dropped": {report.Problem, "{host} breaks off when encryption begins",
		"It offers encryption, then ends the connection. {effect}",
		"Ask whoever looks after {host} to look at its certificate and log.", stepToday, stopMail, "Breaks off"},
	"mx-tls": {report.Problem, "{host} cannot agree on encryption",
		"It offers encryption, but no secure connection comes about. {effect}",
		"Ask whoever looks after {host} to look at its certificate and settings.", stepToday, stopMail, "Encryption fails"},
	"mx-tls-version": {report.Problem, "{host} speaks only outdated encryption",
		"Careful senders ask for TLS 1.2 or newer. {effect}",
		"Ask whoever looks after {host} to switch TLS 1.2 and 1.3 on.", stepToday, stopMail, "Outdated encryption"},
	"mx-expired": {report.Problem, "The certificate of {host} has run out",
		"It was good until {expires}. {effect}",
		"Ask whoever looks after {host} to renew it.", stepToday, stopMail, "Certificate run out"},
	"mx-not-yet": {report.Problem, "The certificate of {host} is not good yet",
		"It becomes good on {begins}. {effect}",
		"If the date looks wrong, check this computer's clock first.", stepToday, stopMail, "Certificate not yet good"},
	"mx-untrusted": {report.Problem, "Senders do not trust the certificate of {host}",
		"It was issued by “{issuer}”, which senders do not know. {effect}",
		"Ask whoever looks after {host} for a certificate from a public authority.", stepToday, stopMail, "Certificate not trusted"},
	"mx-name": {report.Problem, "The certificate of {host} is for another name",
		"It is for {names}. {effect}",
		"Ask whoever looks after {host} for a certificate with that name in it.", stepToday, stopMail, "Certificate: other name"},
	"mx-cn-only": {report.Problem, "The certificate of {host} names it in the wrong place",
		"The name stands only in an old field (CN), which careful senders do not read. {effect}",
		"Ask whoever looks after {host} to have the certificate issued again.", stepToday, stopMail, "Certificate: old form"},
	"mx-certificate-soon": {report.Warning, "The certificate of {host} runs out soon",
		"It is good until {expires}, that is {days} more days.",
		"Ask whoever looks after {host} whether it renews by itself.", stepToday, stopMail, "Certificate runs out soon"},
	"mx-encrypts": {report.OK, "Your mail hosts encrypt, with valid certificates",
		"Tested: {hosts}.", "", "", stopMail, ""},
}

// What missing encryption leads to, by the mode in effect.
var effects = map[string]string{
	"enforce": "Careful senders refuse to deliver there.",
	"testing": "Once the policy is enforced, careful senders would refuse to deliver there.",
	"other":   "Mend this before a policy is enforced.",
}

// reasons say why a mail host could not be tested.
var reasons = map[string]string{
	"blocked":         "could not be reached on port 25",
	"timeout":         "did not answer in time",
	"refused":         "refused the connection",
	"no-greeting":     "gave no greeting",
	"rejected":        "turned this computer away",
	"tempfail":        "asked to come back later",
	"garbage":         "spoke no mail language",
	"dropped":         "ended the connection early",
	"no-address":      "has no known address",
	"stopped":         "was not asked, because you stopped",
	"private-address": "has only private addresses",
}

// kinds say why a DNS question has no answer; they follow "The name server".
var kinds = map[string]string{
	"timeout":     "did not answer in time",
	"servfail":    "reported a failure of its own",
	"refused":     "refused to answer this computer",
	"malformed":   "gave an answer that makes no sense",
	"loop":        "gave names that lead in a circle",
	"unreachable": "could not be reached",
	"bad-name":    "cannot be asked for this name",
}
