package header

import "net/netip"

// Place is where an email is, as far as that is known.
type Place string

// The places. Elsewhere is a folder that a rule of the person put it in.
const (
	NotKnown   Place = "unknown"
	Inbox      Place = "inbox"
	Junk       Place = "junk"
	Elsewhere  Place = "folder"
	Quarantine Place = "quarantine"
	NotTaken   Place = "refused"
)

// Cause is why an email is where it is. Stable.
type Cause string

// The causes.
const (
	CauseNone        Cause = "unknown"        // the header does not say it
	CauseRefused     Cause = "refused"        // a server refused it, with a reply
	CauseReleased    Cause = "released"       // from quarantine
	CauseMalware     Cause = "malware"        // or an attachment that is blocked
	CauseBlocked     Cause = "blocked-sender" // the person’s list
	CauseBlockList   Cause = "block-list"     // the organisation’s list
	CauseSpamRule    Cause = "rule-spam"      // a mail flow rule marked it
	CauseGateway     Cause = "spf-of-gateway" // SPF checked the server in front, not the sender
	CauseOwnDomain   Cause = "own-domain"     // the sender’s address is of the own organisation
	CauseDMARC       Cause = "dmarc"          // the sender’s own rule
	CauseForbidden   Cause = "spoof-list"     // an administrator’s rule about forged senders
	CauseSpoof       Cause = "spoof"          // composite authentication failed
	CausePhishing    Cause = "phishing"
	CauseImitation   Cause = "impersonation"
	CauseBulk        Cause = "bulk"
	CauseSpam        Cause = "spam"
	CauseOutgoing    Cause = "outgoing-spam" // the sender’s own organisation marked it
	CauseSkipRule    Cause = "rule-skip"     // a mail flow rule let it pass
	CauseAllowList   Cause = "allow-list"
	CauseAllowedIP   Cause = "allowed-address"
	CauseSafeSender  Cause = "safe-sender" // the person’s list
	CauseInside      Cause = "internal"
	CauseClean       Cause = "not-spam"
	CauseMailboxRule Cause = "mailbox-rule" // in Junk Email although the filter found no spam
	CauseMoved       Cause = "moved-later"  // delivered elsewhere first
)

// Verdict is the answer to why an email is where it is.
type Verdict struct {
	Place Place
	// Written reports whether the header itself says the place; else the person said it.
	Written bool
	Cause   Cause
	Filter  Cause // what the filter decided, also where something else moved it
	Open    Open  // why the cause is not known; empty where it is
	// Gateway is the server in front of Exchange Online, and Before the one before that, where
	// the cause is CauseGateway.
	Gateway, Before netip.Addr
}

// Open is why a cause is not known. Stable.
type Open string

// Why a cause is not known.
const (
	OpenNoReport  Open = "no-report"        // no report of Exchange Online’s filter
	OpenUntrusted Open = "untrusted-report" // only reports that came with the email
	OpenLater     Open = "later-server"     // another service took the email after Exchange Online
	OpenOutgoing  Open = "outgoing-report"  // the report is of the way out of an organisation
	OpenEmpty     Open = "empty-report"     // the report has neither result nor level
	OpenNewValue  Open = "new-value"        // the report has a decision that is not documented
	OpenElsewhere Open = "not-the-filter"   // in quarantine although the filter found no spam
	OpenNoReply   Open = "no-reply"         // refused, and no reply of a server is there
)

// Spam reports whether the filter decided against the email.
func (c Cause) Spam() bool {
	switch c {
	case CauseMalware, CauseBlocked, CauseBlockList, CauseSpamRule, CauseGateway, CauseOwnDomain, CauseDMARC,
		CauseForbidden, CauseSpoof, CausePhishing, CauseImitation, CauseBulk, CauseSpam, CauseOutgoing:
		return true
	}
	return false
}

// Judge returns why the email is where it is. said is where the person found it. What the
// header says of the place counts first: Exchange Online wrote it when it delivered.
func (m *Message) Judge(said Place) Verdict {
	if m.Refusal != nil {
		return Verdict{Place: NotTaken, Written: true, Cause: CauseRefused, Filter: CauseRefused}
	}
	v := Verdict{Place: said}
	if said == "" {
		v.Place = NotKnown
	}
	v.Filter = m.filter(&v)
	v.Cause = v.Filter
	written := m.place()
	if written != NotKnown && (said == NotKnown || said == "" || said == written) {
		v.Place, v.Written = written, true
	}
	fits := written == Elsewhere || written != NotKnown && (written == Junk) == v.Filter.Spam()
	switch {
	case v.Place == NotTaken:
		v.Cause, v.Open = CauseNone, OpenNoReply
	case written != NotKnown && !v.Written && fits:
		v.Cause, v.Open = CauseMoved, ""
	case v.Filter == CauseNone || v.Filter.Spam():
	case v.Place == Junk:
		v.Cause = CauseMailboxRule
	case v.Place == Quarantine:
		v.Cause, v.Open = CauseNone, OpenElsewhere
	}
	return v
}

// place returns the folder that the header names.
func (m *Message) place() Place {
	if _, later := m.After(); m.Stranger() || later && !m.kept() {
		return NotKnown // it came with the email
	}
	switch m.Delivery.Text("dest") {
	case "I":
		return Inbox
	case "J":
		return Junk
	case "C":
		return Elsewhere
	}
	return NotKnown
}
