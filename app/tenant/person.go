package tenant

import (
	"context"
	"slices"
	"time"

	"handrail/app/jsontext"
)

// Person is what lists and searches need of one person, put together from
// several sections. Unknown stays unknown.
type Person struct {
	ID         string
	Name       string
	UPN        string
	Mail       string
	Department string
	Guest      bool
	Enabled    Flag
	Synced     Flag
	Roles      []string // names of the roles held, also through groups
	InReport   bool     // Microsoft's registration report has the person
	Methods    []string // as registered, Microsoft's words
	MFA        MFAState
	PhoneOnly  bool // every MFA method registered is a phone
	LastSignIn time.Time
	SignIn     SignInKnown
	Licensed   bool
}

// OfPeople reports whether a Person is put together from this section.
func OfPeople(section string) bool {
	return section == SectionUsers || section == SectionRegistration || section == SectionRoles
}

// Admin reports whether the person holds any role.
func (p Person) Admin() bool { return len(p.Roles) > 0 }

// MFAState is whether a person can complete multifactor authentication.
type MFAState string

// The states of a person's MFA.
const (
	MFACapable MFAState = "capable" // registered and allowed
	MFABroken  MFAState = "broken"  // registered, but no policy allows it
	MFANone    MFAState = "none"    // nothing registered
	MFAUnknown MFAState = "unknown" // not in the report, or the report has neither
)

// SignInKnown is what is known about the last sign-in.
type SignInKnown string

// What may be known about the last sign-in.
const (
	SignInAt      SignInKnown = "at"      // LastSignIn holds it
	SignInNever   SignInKnown = "never"   // Microsoft reports that there was none
	SignInUnknown SignInKnown = "unknown" // it cannot be read without a P1 licence
)

// phones are the values of methodsRegistered that are a phone (Graph userRegistrationDetails).
var phones = Texts{"mobilePhone", "alternateMobilePhone", "officePhone"}

// noSecondStep are registered methods that are not MFA methods: they serve
// password reset only, or last for hours.
var noSecondStep = Texts{"email", "securityQuestion", "securityQuestions", "temporaryAccessPass", "password"}

// PersonOf builds a person. reg is nil where the report has none; roles
// are the names of the roles held.
func PersonOf(u User, reg *Registration, roles []string) Person {
	p := Person{
		ID: u.ID, Name: string(u.Name), UPN: string(u.UPN), Mail: string(u.Mail), Department: string(u.Department),
		Guest: u.Guest(), Enabled: u.Enabled, Synced: u.OnPremises, Roles: roles, Licensed: len(u.Licences) > 0,
		MFA: MFAUnknown, SignIn: SignInUnknown,
	}
	if s := u.SignIn; s != nil {
		if s.Told {
			p.SignIn = SignInNever
		}
		for _, at := range []When{s.Last, s.LastWithoutAsk, s.LastSuccessful} {
			if at.After(p.LastSignIn) {
				p.LastSignIn, p.SignIn = at.Time, SignInAt
			}
		}
	}
	if reg == nil {
		return p
	}
	p.InReport, p.Methods = true, reg.Methods
	switch {
	case reg.MFACapable.Known && reg.MFACapable.Yes:
		p.MFA = MFACapable
	case reg.MFARegistered.Known && reg.MFARegistered.Yes:
		p.MFA = MFABroken
		if !reg.MFACapable.Known {
			p.MFA = MFAUnknown
		}
	case reg.MFARegistered.No():
		p.MFA = MFANone
	}
	p.PhoneOnly = phoneOnly(reg.Methods)
	return p
}

// ReadPerson builds a person from a row. A row that is no user at all, or has another id
// inside, is a person whose ID alone is known. It reads only what a Person needs: that is several times
// faster than decoding the row, of which the plans are by far the longest part.
func ReadPerson(id string, row []byte, reg *Registration, roles []string) Person {
	if !jsontext.Valid(row) {
		return PersonOf(User{ID: id}, reg, roles)
	}
	var u User
	licensed := false
	err := EachField(row, func(name, raw []byte) {
		switch string(name) {
		case "displayName":
			_ = u.Name.UnmarshalJSON(raw)
		case "userPrincipalName":
			_ = u.UPN.UnmarshalJSON(raw)
		case "mail":
			_ = u.Mail.UnmarshalJSON(raw)
		case "department":
			_ = u.Department.UnmarshalJSON(raw)
		case "userType":
			_ = u.Type.UnmarshalJSON(raw)
		case "accountEnabled":
			_ = u.Enabled.UnmarshalJSON(raw)
		case "onPremisesSyncEnabled":
			_ = u.OnPremises.UnmarshalJSON(raw)
		case "assignedLicenses":
			licensed = false
			_ = Items(raw, func([]byte) { licensed = true })
		case "signInActivity":
			if u.SignIn = nil; string(raw) != "null" {
				u.SignIn = new(SignInTimes)
				_ = u.SignIn.UnmarshalJSON(raw)
			}
		}
	})
	if err != nil {
		u, licensed = User{}, false
	}
	u.ID = id
	p := PersonOf(u, reg, roles)
	p.Licensed = licensed
	return p
}

// ReadReport reads what a Person needs of a row of Microsoft’s registration report; nil if the row is no object.
func ReadReport(row []byte) *Registration {
	if !jsontext.Valid(row) {
		return nil
	}
	reg := new(Registration)
	err := EachField(row, func(name, raw []byte) {
		switch string(name) {
		case "isMfaCapable":
			_ = reg.MFACapable.UnmarshalJSON(raw)
		case "isMfaRegistered":
			_ = reg.MFARegistered.UnmarshalJSON(raw)
		case "methodsRegistered":
			_ = reg.Methods.UnmarshalJSON(raw)
		}
	})
	if err != nil {
		return nil
	}
	return reg
}

// phoneOnly reports whether there is a phone and no other MFA method for a
// sign-in. A method that Handrail does not know counts as something else.
func phoneOnly(methods Texts) bool {
	phone := false
	for _, m := range methods {
		switch {
		case phones.Has(m):
			phone = true
		case !noSecondStep.Has(m):
			return false
		}
	}
	return phone
}

// phishable are registered methods that someone can be talked into using on a
// false page (Microsoft Learn, Overview of Microsoft Entra authentication strengths). A method that
// Handrail does not know is not among them.
var phishable = slices.Concat(phones, noSecondStep,
	Texts{"microsoftAuthenticatorPush", "microsoftAuthenticatorPasswordless",
		"softwareOneTimePasscode", "hardwareOneTimePasscode", "x509CertificateSingleFactor"})

// WeakAdmin reports whether the person holds a role and all that is registered can
// be phished. Who is not in the report is not known, so not weak; nor is someone with MFA
// whose methods the report leaves out.
func (p Person) WeakAdmin() bool {
	if len(p.Methods) == 0 && p.MFA != MFANone {
		return false
	}
	return p.Admin() && p.InReport && !slices.ContainsFunc(p.Methods, func(m string) bool { return !phishable.Has(m) })
}

// PeopleFilter chooses people. Empty is everyone.
type PeopleFilter string

// The filters that matter.
const (
	AllPeople    PeopleFilter = ""
	Admins       PeopleFilter = "admins"
	WeakAdmins   PeopleFilter = "weak-admins" // with a role, in the report, and nothing that cannot be phished
	NoMFA        PeopleFilter = "no-mfa"      // MFANone
	BrokenMFA    PeopleFilter = "broken-mfa"  // MFABroken
	PhoneOnly    PeopleFilter = "phone-only"
	NeverSignIn  PeopleFilter = "never-signed-in"
	Guests       PeopleFilter = "guests"
	Disabled     PeopleFilter = "disabled"
	NotInReport  PeopleFilter = "not-in-report"
	UnknownState PeopleFilter = "unknown"         // MFAUnknown
	UnknownSeen  PeopleFilter = "sign-in-unknown" // SignInUnknown
)

// PeopleQuery asks for people by filter and by words in name, UPN, mail or
// department; each word must be found in one of them. Sort is "name" or
// "last-sign-in" (longest ago first, never before all).
type PeopleQuery struct {
	Filter PeopleFilter
	Words  string
	Sort   string
}

// People searches the people of one organisation, in the cache only.
type People interface {
	// Find returns the keys of all who match, in order. Keys are good until the
	// next refresh of the people.
	Find(ctx context.Context, q PeopleQuery) (keys []int64, err error)
	// At returns the people of some keys, in the order of the keys; one that has
	// gone is an empty Person.
	At(ctx context.Context, keys []int64) ([]Person, error)
	// Count returns how many people each filter has.
	Count(ctx context.Context) (map[PeopleFilter]int, error)
	// Person returns one by id or UPN; app.NotFound where there is none.
	Person(ctx context.Context, id string) (Person, error)
}
