// Package audience works out who gets an add-in that is assigned to everyone, to
// groups or to people, and who is left out although the administrator meant them.
//
// Microsoft assigns add-ins to people through groups, and not every group does
// it. A security group without a mail address is not supported at all. Of a group
// that is supported only the people who stand in it themselves are reached: not
// those in groups inside it, and nobody of a group that stands inside another one
// ("supports users in top-level groups or groups without parent groups, but not
// users in nested groups or groups that have parent groups": Microsoft,
// centralized-deployment-of-add-ins). And whoever is reached needs a mailbox in
// Exchange Online, a licence for it and a sign-in.
//
// The rules are pure: Judge takes plain rows and gives one result for each
// person. Load makes the rows from what is kept of an organisation. What was not
// read stays unknown.
package audience

// Kind is the kind of a group as deployment sees it.
type Kind string

// The kinds of group.
const (
	Microsoft365 Kind = "microsoft-365"
	MailSecurity Kind = "mail-enabled-security"
	Distribution Kind = "distribution-list"
	Security     Kind = "security" // no mail address: not supported
	KindUnknown  Kind = "unknown"
)

// Supported tells whether Microsoft assigns add-ins through groups of this kind.
func (k Kind) Supported() bool { return k == Microsoft365 || k == MailSecurity || k == Distribution }

// Mailbox tells whether a person has a mailbox in Exchange Online.
type Mailbox uint8

// What may be known of a mailbox.
const (
	MailboxUnknown Mailbox = iota
	HasMailbox             // a licence with a mailbox in it
	NoMailbox              // no such licence, and no mail address
	NoLicence              // a mail address without such a licence: a shared mailbox, a room, or a mailbox elsewhere
)

// Person is one account.
type Person struct {
	ID, Name, UPN, Mail string
	Guest               bool
	Blocked             bool // may not sign in
	SignInKnown         bool // Blocked was told
	Mailbox             Mailbox
}

// Group is one group with what stands in it itself. People and Inside are places
// in the lists of the question.
type Group struct {
	ID, Name, Mail string
	Kind           Kind
	Dynamic        bool
	People         []int32
	Inside         []int32
	Others         int  // devices, contacts and applications in it
	Strangers      int  // people in it whom the list of people does not have
	Read           bool // what stands in it was read
	Parents        []string
	ParentsRead    bool
}

// Who says to whom an add-in is assigned.
type Who string

// The ways to assign.
const (
	Everyone Who = "everyone"
	Groups   Who = "groups"
	People   Who = "people"
)

// Question is what Judge answers.
type Question struct {
	People []Person
	Groups []Group
	Who    Who
	Chosen []int32 // groups, or people, by place
}

// Reason says why somebody is left out, or why it is not known.
type Reason string

// The reasons. They are stable: the terminal prints them.
const (
	NestedGroup    Reason = "nested-group"    // only in a group inside a chosen one
	ParentGroup    Reason = "parent-group"    // the chosen group stands inside another one
	GroupKind      Reason = "group-kind"      // a security group without a mail address
	GuestAccount   Reason = "guest"           // the mailbox is elsewhere
	WithoutMailbox Reason = "no-mailbox"      // no licence with a mailbox, and no address
	WithoutLicence Reason = "no-licence"      // an address and no licence: shared mailbox, room, or mailbox elsewhere
	SignInOff      Reason = "sign-in-off"     // the account may not sign in
	KindNotKnown   Reason = "kind-unknown"    // of which kind the group is was not told
	ParentsNotRead Reason = "parents-unknown" // whether the group stands inside another one was not read
	MailNotKnown   Reason = "mailbox-unknown" // which licences hold a mailbox was not read
)

// Open tells whether the reason is something not known.
func (r Reason) Open() bool { return r == KindNotKnown || r == ParentsNotRead || r == MailNotKnown }

// reasons in the order in which they are told: about groups first.
var reasons = []Reason{GroupKind, ParentGroup, NestedGroup, KindNotKnown, ParentsNotRead, GuestAccount, WithoutMailbox, WithoutLicence, MailNotKnown, SignInOff}

// Reasons gives every reason in the order in which they are told.
func Reasons() []Reason { return append([]Reason(nil), reasons...) }

// State is how it ends for a person.
type State uint8

// How it ends.
const (
	NotMeant State = iota // in none of the chosen
	Gets
	LeftOut
	NotKnown
)

// Result is how it ends for one person and why. Group is the chosen group that
// was meant to reach them, Via the group inside it in which they stand, by place;
// -1 where there is none.
type Result struct {
	State      State
	Because    uint16 // bits by place in Reasons
	Group, Via int32
}

// Has tells whether a reason counts.
func (r Result) Has(one Reason) bool {
	for i, each := range reasons {
		if each == one {
			return r.Because>>i&1 == 1
		}
	}
	return false
}

// Each gives the reasons in their order.
func (r Result) Each() (all []Reason) {
	for i, one := range reasons {
		if r.Because>>i&1 == 1 {
			all = append(all, one)
		}
	}
	return all
}
