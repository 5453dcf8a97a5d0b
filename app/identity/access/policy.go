// Package access computes whether a Conditional Access policy applies to an
// account: yes, no or unknown, each with its reason.
//
// A policy names people by id, by group, by directory role and by the kind of
// guest they are, and may exclude people in the same four ways. Of makes a Policy
// from Microsoft's row, a Subject is what is known of one account, and
// Policy.Reach joins the two. What is not known stays unknown unless the answer
// is certain without it: a policy does not apply to a person it excludes by name,
// whatever groups they may be in.
//
// The rules are those of the Microsoft Learn pages named in the README of
// app/identity. The package reads nothing and changes nothing, and its values
// are safe for concurrent use while no one changes them.
package access

// Policy is the part of a Conditional Access policy that decides who it applies to.
type Policy struct {
	ID, Name         string
	State            State
	Include, Exclude Scope
	Workloads        Workloads
	Nothing          bool        // it names no resource, so it is never evaluated
	Conditions       []Condition // what else must hold at a sign-in
}

// State is whether a policy acts.
type State uint8

// The states. A value that Microsoft adds later is StateUnknown: such a policy
// may act.
const (
	StateUnknown State = iota
	On
	ReportOnly
	Off
)

// Scope is one side of a policy's assignments: the accounts that it names.
type Scope struct {
	Everyone             bool
	Users, Groups, Roles []string // object ids; roles by template id
	Guests               Guests
	// Unread: Microsoft's row names no one, so it was not read whole.
	Unread bool
}

// Workloads is which service principals a policy names. A policy for people
// names none.
type Workloads struct {
	All              bool // every service principal registered in the organisation
	Filtered         bool // a filter on attributes decides besides
	Include, Exclude []string
	// Agents: it names identities of agents, which are no service principals like others (Graph
	// beta, conditionalAccessClientApplications).
	Agents bool
}

// For returns a policy that is on, at every sign-in, for those included.
func For(include, exclude Scope) Policy {
	return Policy{State: On, Include: include, Exclude: exclude}
}

// Groups returns the ids of the groups that the policy names, included ones
// first, as it names them.
func (p *Policy) Groups() []string {
	return append(append([]string(nil), p.Include.Groups...), p.Exclude.Groups...)
}
