package access

import (
	"strconv"

	"handrail/app"
)

// Code is why an answer is what it is. Codes are stable and may be stored.
type Code string

// The codes. In the first group the policy alone decides; the second is what an
// account matched for certain; the third is what is not known.
const (
	IsOff        Code = "off"
	NoResource   Code = "no-resource"
	StateUnclear Code = "state-unknown"
	Others       Code = "others" // it names other accounts only

	ByEveryone Code = "everyone"
	ByName     Code = "by-name"
	ByGroup    Code = "group"
	ByRole     Code = "role"
	ByGuest    Code = "guest"

	GroupsUnknown        Code = "groups-unknown"
	RolesUnknown         Code = "roles-unknown"
	RoleEligible         Code = "role-eligible" // only while the role is active
	EligibleUnknown      Code = "roles-eligible-unknown"
	KindUnknown          Code = "guest-kind-unknown"
	HomeUnknown          Code = "guest-home-unknown"
	GuestsUnread         Code = "guest-unread"
	DirectConnectUnknown Code = "guest-direct-connect"
	WorkloadUnknown      Code = "workload-unknown"
	AccountUnknown       Code = "account-unknown" // which account it is
	ScopeUnread          Code = "scope-unread"    // the row names no one
)

// Reason is a code with the id of the group or role that it is about.
type Reason struct {
	Code Code
	ID   string
}

// Result is whether a policy applies to one account, and why.
type Result struct {
	Answer Answer
	State  State
	In     Reason // how the policy includes the account; Others where it does not
	Out    Reason // how it excludes the account; "" where it does not
	// Conditions are what else must hold at a sign-in; nil if Answer is No.
	Conditions []Condition
}

// Acts returns whether the policy also acts on the account. A policy that is
// report-only or off never does.
func (r *Result) Acts() Answer {
	if r.State == On || r.State == StateUnknown {
		return r.Answer
	}
	return No
}

// Why returns the code that decided the answer.
func (r *Result) Why() Code {
	if r.Out.Code != "" {
		return r.Out.Code
	}
	return r.In.Code
}

// Text returns the reason in one or two sentences, about "this person". name
// returns the name of a group or a role, or ""; if nil, ids are shown.
func (r *Result) Text(name func(id string) string) string {
	switch {
	case r.In.Code == IsOff:
		return "This policy is off."
	case r.In.Code == NoResource:
		return "This policy does not apply to any resource."
	case r.In.Code == Others:
		return "It does not include this person."
	case r.Out.Code == StateUnclear:
		return "Handrail does not know the state that this policy is in."
	case r.In.Code == ScopeUnread:
		return "Microsoft’s answer does not name who it includes."
	case r.Out.Code == "":
		return "It includes " + r.In.words(name) + "."
	case r.Answer == No:
		return "It excludes " + r.Out.words(name) + "."
	}
	return "It includes " + r.In.words(name) + ". It may exclude this person, because it excludes " +
		r.Out.words(name) + "."
}

// words returns who a reason is about.
func (x Reason) words(name func(id string) string) string {
	called := app.ShortID(x.ID)
	if name != nil && x.ID != "" {
		if n := name(x.ID); n != "" {
			called = n
		}
	}
	switch x.Code {
	case ByEveryone:
		return "everyone"
	case ByName:
		return "this person by name"
	case ByGroup:
		return "the group " + called
	case ByRole:
		return "the role " + called
	case ByGuest:
		return "guests and external users"
	case GroupsUnknown:
		return "certain groups, and Handrail does not know which groups this person is in"
	case RolesUnknown:
		return "certain roles, and Handrail does not know which roles this person has"
	case EligibleUnknown:
		return "certain roles, and Handrail does not know which roles this person can activate"
	case RoleEligible:
		return "the role " + called + ", which counts only while this person has it activated"
	case KindUnknown:
		return "certain kinds of guests, and Handrail does not know which kind this person is"
	case HomeUnknown:
		return "guests of certain organisations, and Handrail does not know where this person comes from"
	case DirectConnectUnknown:
		return "people in shared channels, which may include this guest in Teams and SharePoint"
	case GuestsUnread:
		return "guests in a way that Handrail does not know"
	case AccountUnknown:
		return "certain accounts, and Handrail does not know whether this is one"
	case WorkloadUnknown:
		return "certain service principals, and Handrail does not know whether this is one"
	}
	return strconv.Quote(string(x.Code))
}
