// Package terms is the glossary: the words of the field that several guides use,
// each explained once, in one or two short sentences for someone who has never
// met it. A step names the words on its page by their keys:
//
//	Terms: terms.Of(terms.MFA, terms.Passkey)
//
// A word that only one guide needs stays in that guide. One more is one more key
// and one more row.
package terms

import (
	"slices"

	"handrail/app/guide"
)

// Key names a word. It is ours alone and not stored.
type Key string

// The words of signing in.
const (
	MFA               Key = "mfa"
	Passkey           Key = "passkey"
	AccessPass        Key = "temporary-access-pass"
	SecurityDefaults  Key = "security-defaults"
	ConditionalAccess Key = "conditional-access"
	EntraPlans        Key = "entra-p1-p2"
	Permission        Key = "permission"
	Role              Key = "role"
)

// The words of mail.
const (
	Domain      Key = "domain"
	DNS         Key = "dns"
	MX          Key = "mx"
	TXT         Key = "txt"
	CNAME       Key = "cname"
	ARecord     Key = "a-record"
	TTL         Key = "ttl"
	TLS         Key = "tls"
	HTTPS       Key = "https"
	Certificate Key = "certificate"
	SPF         Key = "spf"
	MTASTS      Key = "mta-sts"
	Policy      Key = "mta-sts-policy"
	Mode        Key = "mta-sts-mode"
	MaxAge      Key = "max-age"
	PolicyID    Key = "mta-sts-id"
	TLSRPT      Key = "tls-rpt"
	DANE        Key = "dane"
	TLSA        Key = "tlsa"
)

// The words of add-ins and of files.
const (
	COM   Key = "com-add-in"
	EWS   Key = "ews"
	OAuth Key = "oauth"
	CSV   Key = "csv"
	XLSX  Key = "csv-xlsx"
)

// row is one word of the glossary.
type row struct {
	key  Key
	term guide.Term
}

// glossary returns every word. Capital letters in a word make it known to the
// language check of the pages that have it.
func glossary() []row { return slices.Concat(signIn(), mail(), files()) }

// signIn returns the words of signing in.
func signIn() []row {
	return []row{
		{MFA, guide.Term{Word: "Multifactor authentication (MFA)",
			Meaning: "A second proof of identity after the password, for example a text message, an app or a passkey."}},
		{Passkey, guide.Term{Word: "Passkey",
			Meaning: "A sign-in key on a phone, computer or security key. Your face, fingerprint or PIN unlocks it."}},
		{AccessPass, guide.Term{Word: "Temporary Access Pass",
			Meaning: "A code that an administrator creates for one person. It works once or for a few hours."}},
		{SecurityDefaults, guide.Term{Word: "Security defaults",
			Meaning: "Microsoft’s basic protection: one switch for everyone."}},
		{ConditionalAccess, guide.Term{Word: "Conditional Access",
			Meaning: "Policies that decide who must use MFA, and when."}},
		{EntraPlans, guide.Term{Word: "Entra ID P1 and P2",
			Meaning: "Licences for Microsoft’s sign-in service. Microsoft 365 Business Premium includes P1."}},
		{Permission,
			guide.Term{Word: "Permission",
				Meaning: "What an application can read or change. A Global Administrator grants it."}},
		{Role, guide.Term{Word: "Role",
			Meaning: "What your account can do. An administrator assigns it to you."}},
	}
}

// mail returns the words of mail.
func mail() []row {
	return []row{
		{Domain, guide.Term{Word: "Domain", Meaning: "The part of an email address after the @ sign."}},
		{DNS, guide.Term{Word: "DNS", Meaning: "The public directory that holds the records of your domain."}},
		{MX, guide.Term{Word: "MX",
			Meaning: "A record that names a server that receives your email (a mail server)."}},
		{TXT, guide.Term{Word: "TXT", Meaning: "A record that holds a line of text."}},
		{CNAME, guide.Term{Word: "CNAME", Meaning: "A record that makes one name an alias of another name."}},
		{ARecord, guide.Term{Word: "A record", Meaning: "A record that holds the address (a number) of a server."}},
		{TTL, guide.Term{Word: "TTL", Meaning: "Time to live: how long other servers may cache a record."}},
		{TLS, guide.Term{Word: "TLS",
			Meaning: "The encryption that mail servers and web servers use for connections."}},
		{HTTPS, guide.Term{Word: "HTTPS",
			Meaning: "The secure way to open a web page. Its address begins with https."}},
		{Certificate, guide.Term{Word: "Certificate",
			Meaning: "The proof of a server’s name. It is valid for a limited time and must be renewed."}},
		{SPF, guide.Term{Word: "SPF", Meaning: "A record that says who may send email in the name of your domain."}},
		{MTASTS, guide.Term{Word: "MTA-STS",
			Meaning: "A policy that names your mail servers and requires encryption. Sending servers read and follow " +
				"it."}},
		{Policy, guide.Term{Word: "Policy",
			Meaning: "The short text that names your mail servers and says how strict senders should be."}},
		{Mode, guide.Term{Word: "Mode",
			Meaning: "How strict senders are: testing only reports, enforce refuses, none requires nothing."}},
		{MaxAge, guide.Term{Word: "max_age",
			Meaning: "How many seconds sending servers may cache your policy before they must read it again."}},
		{PolicyID, guide.Term{Word: "ID",
			Meaning: "A value in the policy’s record. When it changes, senders read the policy again."}},
		{TLSRPT, guide.Term{Word: "TLS report (TLS-RPT, TLSRPT)",
			Meaning: "A daily report about encrypted deliveries to your domain, from a sending organisation. A " +
				"record requests it."}},
		{DANE, guide.Term{Word: "DANE",
			Meaning: "Another way to require encryption: records of your domain name the certificates."}},
		{TLSA, guide.Term{Word: "TLSA, DNSSEC and STARTTLS",
			Meaning: "A record that names a certificate, what protects records from changes, and how a mail server " +
				"offers encryption."}},
	}
}

// files returns the words of add-ins and of files.
func files() []row {
	return []row{
		{COM, guide.Term{Word: "COM add-in",
			Meaning: "An older kind of add-in, installed on one computer. New Outlook does not run it."}},
		{EWS, guide.Term{Word: "EWS",
			Meaning: "Exchange Web Services, an older way for programs to open a mailbox."}},
		{OAuth, guide.Term{Word: "OAuth", Meaning: "The way an add-in signs you in without your password."}},
		{CSV, guide.Term{Word: "CSV",
			Meaning: "A table saved as a text file. Every spreadsheet program can open it."}},
		{XLSX, guide.Term{Word: "CSV and XLSX", Meaning: "Files that spreadsheet programs open."}},
	}
}

// Of returns the words of keys, in their order. It panics on a key that is not in
// the glossary: a guide is made when the program starts, and its tests find it.
func Of(keys ...Key) []guide.Term {
	rows := glossary()
	all := make([]guide.Term, 0, len(keys))
	for _, k := range keys {
		i := slices.IndexFunc(rows, func(r row) bool { return r.key == k })
		if i < 0 {
			panic("terms: no word " + string(k))
		}
		all = append(all, rows[i].term)
	}
	return all
}

// With returns words of the glossary and behind them those of one guide.
func With(keys []Key, own ...guide.Term) []guide.Term { return append(Of(keys...), own...) }
