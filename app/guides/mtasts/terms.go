package mtasts

import "handrail/app/guide"

// What the words of the field mean, one line each.
var (
	termMTASTS = guide.Term{Word: "MTA-STS", Meaning: "A public promise that your mail servers can be reached encrypted. Sending servers hold you to it."}
	termDomain = guide.Term{Word: "Domain", Meaning: "The part of a mail address after the @ sign."}
	termDNS    = guide.Term{Word: "DNS", Meaning: "The public directory in which your domain's records stand."}
	termMX     = guide.Term{Word: "MX", Meaning: "A record that names a server which takes your mail."}
	termTLS    = guide.Term{Word: "TLS", Meaning: "The encryption that mail servers and web servers use on the way."}
	termCert   = guide.Term{Word: "Certificate", Meaning: "The proof of a server's name. It is issued for a while and must be renewed."}
	termTLSRPT = guide.Term{Word: "TLS-RPT", Meaning: "A record that asks sending servers for a daily report on encryption."}
	termTXT    = guide.Term{Word: "TXT", Meaning: "A record that holds a line of text."}
	termSPF    = guide.Term{Word: "SPF", Meaning: "A record that says who may send mail in your domain's name."}
	termPolicy = guide.Term{Word: "Policy", Meaning: "The short text that names your mail servers and says how strict to be."}
	termMode   = guide.Term{Word: "Mode", Meaning: "How strict senders are: testing only reports, enforce refuses, none asks for nothing."}
	termMaxAge = guide.Term{Word: "max_age", Meaning: "How many seconds sending servers may keep your policy before they must ask again."}
	termHTTPS  = guide.Term{Word: "HTTPS", Meaning: "The secure way to fetch a web page; the address begins with https."}
	termCNAME  = guide.Term{Word: "CNAME", Meaning: "A record that says: this name is another name for that one."}
	termA      = guide.Term{Word: "A record", Meaning: "A record that gives the number under which a server is reached."}
	termIIS    = guide.Term{Word: "IIS", Meaning: "Internet Information Services, the web server that comes with Windows."}
	termID     = guide.Term{Word: "id", Meaning: "A mark in your record. When it changes, senders read the policy again."}
	termTTL    = guide.Term{Word: "TTL", Meaning: "Time to live: how long others may keep a record before they ask again."}
)
