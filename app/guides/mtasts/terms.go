package mtasts

import "handrail/app/guide"

// What the words of the field mean, one line each.
var (
	termMTASTS = guide.Term{Word: "MTA-STS",
		Meaning: "A policy that names your mail servers and requires encryption. Sending servers read and follow it."}
	termDomain = guide.Term{Word: "Domain", Meaning: "The part of an email address after the @ sign."}
	termDNS    = guide.Term{Word: "DNS", Meaning: "The public directory that holds your domain's records."}
	termMX     = guide.Term{Word: "MX",
		Meaning: "A record that names a server that receives your email (a mail server)."}
	termTLS = guide.Term{Word: "TLS",
		Meaning: "The encryption that mail servers and web servers use for connections."}
	termCert = guide.Term{Word: "Certificate",
		Meaning: "The proof of a server's name. It is valid for a limited time and must be renewed."}
	termTLSRPT = guide.Term{Word: "TLS-RPT",
		Meaning: "A record that requests daily reports on encryption from sending servers."}
	termTXT    = guide.Term{Word: "TXT", Meaning: "A record that holds a line of text."}
	termSPF    = guide.Term{Word: "SPF", Meaning: "A record that says who may send email in your domain's name."}
	termPolicy = guide.Term{Word: "Policy",
		Meaning: "The short text that names your mail servers and says how strict senders should be."}
	termMode = guide.Term{Word: "Mode",
		Meaning: "How strict senders are: testing only reports, enforce refuses, none requires nothing."}
	termMaxAge = guide.Term{Word: "max_age",
		Meaning: "How many seconds sending servers may cache your policy before they must read it again."}
	termHTTPS = guide.Term{Word: "HTTPS", Meaning: "The secure way to open a web page. Its address begins with https."}
	termCNAME = guide.Term{Word: "CNAME", Meaning: "A record that makes one name an alias of another name."}
	termA     = guide.Term{Word: "A record", Meaning: "A record that holds the address (a number) of a server."}
	termIIS   = guide.Term{Word: "IIS", Meaning: "Internet Information Services, the web server that comes with Windows."}
	termID    = guide.Term{Word: "ID",
		Meaning: "A value in your record. When it changes, senders read the policy again."}
	termTTL = guide.Term{Word: "TTL", Meaning: "Time to live: how long other servers may cache a record."}
)
