// Package connector reads what Exchange Online exports of its connectors and domains, and
// returns which organisation and which inbound connector a certificate or an address leads
// to, and who will be refused.
//
// Microsoft documents no order between two inbound connectors that match. So where two
// match, both are the answer. A value that the export lost or never had is never none and
// never no.
package connector

import (
	"time"

	"handrail/app/powershell"
)

// Answer is yes, no or unknown.
type Answer string

// The answers.
const (
	Yes    Answer = "yes"
	No     Answer = "no"
	Unread Answer = "unknown" // the export lost the value or does not have it
)

// Text is a value of an export.
type Text struct {
	Value string // "" where there is none, and where it is not known
	State powershell.State
}

// Known reports whether the export shows the value: also that there is none.
func (t Text) Known() bool { return t.State != powershell.Absent && t.State != powershell.Part }

// List is a list of an export.
type List struct {
	Values []string // nil where there is none, and where it is not known
	State  powershell.State
}

// Known reports whether the export shows the list: also that it is empty.
func (l List) Known() bool { return l.State != powershell.Absent && l.State != powershell.Part }

// None reports whether the export shows that the list is empty.
func (l List) None() bool { return l.Known() && len(l.Values) == 0 }

// Type is the type of an inbound connector.
type Type string

// The types.
const (
	OnPremises Type = "on-premises" // email of the organisation's own servers
	Partner    Type = "partner"     // email of others, such as a filter
	TypeUnread Type = "unknown"
)

// Inbound is an inbound connector.
type Inbound struct {
	Name     string
	Identity string // as PowerShell takes it
	Type     Type
	TypeText string // as the export has it
	Source   string // who made it: AdminUI, HybridWizard
	Changed  time.Time

	Enabled Answer

	// What an email must match.
	CertificateName Text // TlsSenderCertificateName
	SenderIPs       List // SenderIPAddresses
	SenderDomains   List // without type and cost: "*", "example.org"
	ForDomains      List // AssociatedAcceptedDomains

	// Whom it refuses.
	RequireTLS            Answer
	RestrictToIPs         Answer // RestrictDomainsToIPAddresses
	RestrictToCertificate Answer // RestrictDomainsToCertificate

	// What it does with an email.
	CloudMail Answer // CloudServicesMailEnabled
	Internal  Answer // TreatMessagesAsInternal

	// Enhanced Filtering.
	SkipLastIP Answer // EFSkipLastIP
	SkipIPs    List   // EFSkipIPs
	SkipUsers  List   // EFUsers; empty: everyone
	TestMode   Answer // EFTestMode, which Microsoft reserves for itself
}

// Outbound is an outbound connector.
type Outbound struct {
	Name, Identity string
	Type           Type
	Enabled        Answer
	SmartHosts     List
	Domains        List // RecipientDomains
	CloudMail      Answer
	ByRule         Answer // only a mail flow rule sends email to it
	AllThrough     Answer // RouteAllMessagesViaOnPremises
}

// Domain is an accepted domain.
type Domain struct {
	Name       string // in lower case
	Type       string // Authoritative, InternalRelay
	Default    Answer
	Subdomains Answer // MatchSubDomains
}

// Organisation has the settings of the whole organisation.
type Organisation struct {
	RejectDirectSend Answer // email from an own domain that matches no connector is refused
	PasswordOff      Answer // SMTP AUTH is switched off for the whole organisation
}

// Export is what an export says.
type Export struct {
	Inbound      []Inbound
	Outbound     []Outbound
	Domains      []Domain
	Organisation Organisation
	// Whether the export has all rows of a command. Part: rows are missing, or it is not
	// known that they are all.
	InboundAsked, OutboundAsked, DomainsAsked Asked

	Lost   []powershell.Loss // what the export lost, with the command that brings it
	Unread int               // rows of another kind
}

// Asked is what is known of the rows of a command.
type Asked string

// The states of a command.
const (
	AskedAll  Asked = "all"
	AskedPart Asked = "part"    // the export has fewer rows than the command returned
	AskedNot  Asked = "unknown" // no row of the command, nor that there is none
)
