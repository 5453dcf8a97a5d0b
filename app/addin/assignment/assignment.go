// Package assignment determines who gets an add-in that is assigned to everyone, to groups or
// to people, and who does not get it although they were selected.
//
// Not every group works. Security groups without an email address are not supported. In a
// supported group, only direct members get the add-in: not members of nested groups, and
// no one if the group has a parent group ("supports users in top-level groups or groups
// without parent groups, but not users in nested groups or groups that have parent
// groups": Microsoft Learn, "Determine if Centralized Deployment of add-ins works for your
// organization"). People also need a mailbox in Exchange Online with a licence, and an
// account that can sign in.
//
// Judge is a pure function from rows to one result for each person. Load makes the rows
// from the saved data of an organisation. Missing data is unknown.
package assignment

// Kind is the type of a group for the deployment.
type Kind string

// The types of group.
const (
	Microsoft365 Kind = "microsoft-365"
	MailSecurity Kind = "mail-enabled-security"
	Distribution Kind = "distribution-list"
	Security     Kind = "security" // no email address: not supported
	KindUnknown  Kind = "unknown"
)

// Supported reports whether Microsoft assigns add-ins to groups of this type.
func (k Kind) Supported() bool { return k == Microsoft365 || k == MailSecurity || k == Distribution }

// Mailbox is what is known about a mailbox in Exchange Online.
type Mailbox uint8

// The values of Mailbox.
const (
	MailboxUnknown Mailbox = iota
	HasMailbox             // a licence with a mailbox
	NoMailbox              // no such licence and no email address
	NoLicence              // an email address without such a licence: a shared mailbox, a room, or a mailbox elsewhere
)

// Person is one account.
type Person struct {
	ID, Name, UPN, Mail string
	Language            string // preferred, as Microsoft has it; "" where it is not known
	Guest               bool
	Blocked             bool // cannot sign in
	SignInKnown         bool // Blocked is known
	Mailbox             Mailbox
}

// Group is one group with its direct members. People and Inside are indexes into the lists
// of the Question.
type Group struct {
	ID, Name, Mail string
	Kind           Kind
	Dynamic        bool
	People         []int32
	NestedGroups   []int32
	Others         int  // devices, contacts and applications
	UnknownMembers int  // members that the list of people does not have
	Read           bool // its members are known
	Hidden         bool // its list is empty, which Microsoft also returns where members are hidden
	Parents        []string
	ParentsRead    bool
}

// Who is who an add-in is assigned to.
type Who string

// The values of Who.
const (
	Everyone Who = "everyone"
	Groups   Who = "groups"
	People   Who = "people"
)

// Question is the input of Judge.
type Question struct {
	People []Person
	Groups []Group
	Who    Who
	Chosen []int32 // indexes of groups or people
}

// Reason is why a person does not get the add-in, or why that is not known.
type Reason string

// The reasons. Stable: the terminal prints them.
const (
	NestedGroup    Reason = "nested-group"    // only in a group nested in a chosen one
	ParentGroup    Reason = "parent-group"    // the chosen group has a parent group
	GroupKind      Reason = "group-kind"      // a security group without an email address
	GuestAccount   Reason = "guest"           // the mailbox is elsewhere
	WithoutMailbox Reason = "no-mailbox"      // no licence with a mailbox and no address
	WithoutLicence Reason = "no-licence"      // an address without a licence: shared mailbox, room, or mailbox elsewhere
	SignInOff      Reason = "sign-in-off"     // the account cannot sign in
	KindNotKnown   Reason = "kind-unknown"    // the type of the group is not known
	ParentsNotRead Reason = "parents-unknown" // the parent groups are not known
	MailNotKnown   Reason = "mailbox-unknown" // the licences with a mailbox are not known
)

// Open reports whether the reason is missing data.
func (r Reason) Open() bool { return r == KindNotKnown || r == ParentsNotRead || r == MailNotKnown }

// reasons in display order: those about groups first.
var reasons = []Reason{GroupKind, ParentGroup, NestedGroup, KindNotKnown, ParentsNotRead, GuestAccount, WithoutMailbox,
	WithoutLicence, MailNotKnown, SignInOff}

// Reasons returns all reasons in display order.
func Reasons() []Reason { return append([]Reason(nil), reasons...) }

// State is whether a person gets the add-in.
type State uint8

// The states.
const (
	NotMeant State = iota // not selected
	Included
	LeftOut
	NotKnown
)

// Result is the result for one person. Group is the index of the chosen group that selects
// them, Via that of the nested group of which they are a member; -1 if there is none.
type Result struct {
	State      State
	Reasons    uint16 // bits by index in Reasons
	Group, Via int32
}

// Has reports whether the result has a reason.
func (r Result) Has(one Reason) bool {
	for i, each := range reasons {
		if each == one {
			return r.Reasons>>i&1 == 1
		}
	}
	return false
}

// Each returns the reasons in display order.
func (r Result) Each() (all []Reason) {
	for i, one := range reasons {
		if r.Reasons>>i&1 == 1 {
			all = append(all, one)
		}
	}
	return all
}
