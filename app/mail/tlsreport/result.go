package tlsreport

// Owner is who needs to fix a failure.
type Owner string

// The sides.
const (
	Ours    Owner = "ours"    // the policy, its policy host or your mail servers
	Dane    Owner = "dane"    // the certificates published in your DNS, or its signatures
	Sender  Owner = "sender"  // a problem of the sender, or without a reason
	Unclear Owner = "unclear" // a result that RFC 8460 does not define
)

// Result is what a result type means (RFC 8460 section 4.3).
type Result struct {
	Code    string
	Title   string // in a few words
	Meaning string // one sentence
	Do      string // one sentence
	Side    Owner
}

// results are the eleven result types of RFC 8460 section 4.3.
var results = []Result{
	{"starttls-not-supported", "No encryption offered",
		"Your mail server did not offer encryption.",
		"Turn on STARTTLS at that mail server, or check whether a firewall removes it.", Ours},
	{"certificate-host-mismatch", "Certificate for another name",
		"The certificate of your mail server names other servers, not this one.",
		"Get a certificate that names this mail server.", Ours},
	{"certificate-expired", "Certificate expired",
		"The certificate of your mail server has expired.",
		"Renew the certificate at that mail server.", Ours},
	{"certificate-not-trusted", "Certificate not trusted",
		"The sender does not trust the issuer of your mail server's certificate.",
		"Install a certificate from a public issuer, with all intermediate certificates.", Ours},
	{"validation-failure", "The check failed",
		"Something did not match. Often the policy does not name the mail server that the sender reached.",
		"Compare the lines of your policy with your mail servers, and check their certificates.", Ours},
	{"tlsa-invalid", "Certificate in DNS is wrong",
		"The certificate published in DNS does not match, or its record is damaged.",
		"Renew the TLSA record of that mail server.", Dane},
	{"dnssec-invalid", "DNS signatures do not match",
		"The sender could not verify the signatures of your DNS records.",
		"Ask the person who manages your domain to check DNSSEC.", Dane},
	{"dane-required", "Sender requires DANE",
		"The sender delivers only with DANE, and found no usable TLSA record.",
		"Nothing is wrong with MTA-STS. Set up DANE if you want email from this sender.", Dane},
	{"sts-policy-fetch-error", "Policy could not be fetched",
		"The sender found your record, but could not read the policy.",
		"Check that the policy host answers everyone, with a valid certificate.", Ours},
	{"sts-policy-invalid", "Policy has an error",
		"The sender fetched your policy, but could not understand it.",
		"Publish exactly the policy that Handrail made.", Ours},
	{"sts-webpki-invalid", "Policy host certificate not accepted",
		"The sender did not accept the certificate of the policy host.",
		"Renew the certificate of the policy host.", Ours},
}

// ResultOf returns what a result type means. A type that RFC 8460 does not define has the
// side Unclear.
func ResultOf(code string) Result {
	for _, r := range results {
		if r.Code == code {
			return r
		}
	}
	title := code
	if title == "" {
		title = "No result given"
	}
	return Result{code, title, "The standard does not define this result.",
		"Ask the organisation that reported it, at its contact address.", Unclear}
}

// KnownResult reports whether RFC 8460 section 4.3 defines a result type.
func KnownResult(code string) bool {
	for i := range results {
		if results[i].Code == code {
			return true
		}
	}
	return false
}
