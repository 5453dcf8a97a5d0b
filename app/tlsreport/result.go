package tlsreport

// Side says who has to mend a failure.
type Side string

// The sides.
const (
	Ours    Side = "ours"    // the policy, its web host or your mail hosts
	Dane    Side = "dane"    // the certificates announced in your name server, or its signatures
	Sender  Side = "sender"  // the sender's own trouble, or it does not say
	Unclear Side = "unclear" // a result that nobody has defined
)

// Result is what a result type means (RFC 8460 section 4.3).
type Result struct {
	Code    string
	Title   string // in a few words
	Meaning string // one sentence
	Do      string // one sentence
	Side    Side
}

// results are the eleven result types of RFC 8460 section 4.3.
var results = []Result{
	{"starttls-not-supported", "No encryption offered", "Your mail host did not offer encryption.", "Switch on STARTTLS at that mail host, or look whether a firewall takes it out.", Ours},
	{"certificate-host-mismatch", "Certificate for another name", "The certificate of your mail host names other hosts, not this one.", "Have a certificate issued that names this mail host.", Ours},
	{"certificate-expired", "Certificate ran out", "The certificate of your mail host has run out.", "Renew the certificate at that mail host.", Ours},
	{"certificate-not-trusted", "Certificate not trusted", "The certificate of your mail host leads to nobody whom the sender trusts.", "Install a certificate of a public issuer, with all certificates between.", Ours},
	{"validation-failure", "The check failed", "Something did not fit. Often the policy does not name the mail host that was reached.", "Compare the lines of your policy with your mail hosts, and check their certificates.", Ours},
	{"tlsa-invalid", "Announced certificate is wrong", "The certificate announced in your name server does not fit, or its record is broken.", "Renew the TLSA record of that mail host.", Dane},
	{"dnssec-invalid", "Signatures of names do not fit", "The signatures of your name server could not be confirmed.", "Ask whoever manages your domain to check DNSSEC.", Dane},
	{"dane-required", "Sender insists on DANE", "The sender delivers only with DANE, and found no usable TLSA record.", "Nothing is wrong with MTA-STS. Set up DANE if you want mail from this sender.", Dane},
	{"sts-policy-fetch-error", "Policy could not be fetched", "The sender found your record, but could not read the policy on the web.", "Check that the policy's web host answers everybody, over a valid certificate.", Ours},
	{"sts-policy-invalid", "Policy has a fault", "The sender fetched your policy, and could not understand it.", "Serve exactly the text that Handrail made.", Ours},
	{"sts-webpki-invalid", "Policy host's certificate", "The certificate of the policy's web host was not accepted.", "Renew the certificate of the web host of your policy.", Ours},
}

// ResultOf gives what a result type means. A type that nobody has defined has the
// side Unclear.
func ResultOf(code string) Result {
	for _, r := range results {
		if r.Code == code {
			return r
		}
	}
	title := code
	if title == "" {
		title = "No result named"
	}
	return Result{code, title, "The standard does not know this result.", "Ask the organisation that reported it, at its contact address.", Unclear}
}

// KnownResult tells whether a result type stands in RFC 8460 section 4.3.
func KnownResult(code string) bool {
	for i := range results {
		if results[i].Code == code {
			return true
		}
	}
	return false
}
