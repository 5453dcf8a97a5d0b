// Package breakglass checks emergency access accounts: the accounts with which an
// organisation gets in when nothing else works. Each condition is answered on its own,
// with its evidence (Microsoft Learn, Manage emergency access accounts in Microsoft
// Entra ID). What is not known is unknown, and never counts as met.
//
// The package reads nothing and changes nothing.
package breakglass

import (
	"time"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
)

// Wanted is how many emergency access accounts an organisation needs: with one, a lost
// key locks everybody out.
const Wanted = 2

// TestDays is after how many days an account should be tested again.
const TestDays = 90

// Account is what is known of one emergency access account.
type Account struct {
	ID, Name, SignInName string
	Found                access.Answer // the account exists
	Enabled              access.Answer // it may sign in
	Synced               access.Answer // it comes from an on-premises directory
	Holdings             []roles.Holding
	RolesRead            bool          // Holdings has all of its roles
	Strong               access.Answer // it has a passkey, a security key or a certificate
	LastSignIn           time.Time     // zero: none
	SignInRead           bool          // LastSignIn was read
	SignInGap            string        // why it was not, in a sentence; "" where no reason is known
	Tested               time.Time     // by hand, as the person said; zero: not known
	Subject              access.Subject
	// Can returns whether it can meet a control, for a policy with this grant.
	Can func(access.Grant, access.Control) access.Answer
}

// Policy is a Conditional Access policy with what it requires.
type Policy struct {
	access.Policy
	Grant access.Grant
}

// The codes of conditions. They are stable and may be stored.
const (
	Count    = "count"
	Exists   = "exists"
	MaySign  = "enabled"
	Cloud    = "cloud-only"
	Global   = "global-administrator"
	Spared   = "excluded"
	Method   = "strong-method"
	TestedIn = "tested"
)

// Line is one condition, and how it stands.
type Line struct {
	Code     string
	Account  string // ID; "" for a condition on all of them
	Met      access.Answer
	Title    string // the fact
	Evidence string
	Do       string // "" where there is nothing to do
	Policies []Stop // of Spared: the policies in the way
}

// Stop is a policy that stops an account or may stop it.
type Stop struct {
	ID, Name string
	State    access.State
	Sure     bool // certainly, where its conditions hold
	Result   access.Result
	By       []access.Control // what it cannot meet; nil where the policy blocks
	Blocks   bool
}

// Check returns how the accounts stand: how many there are, then each condition of each
// account, in the order given.
func Check(accounts []Account, policies []Policy, policiesRead bool, now time.Time) []Line {
	all := []Line{count(accounts)}
	for i := range accounts {
		a := &accounts[i]
		if a.Found != access.Yes {
			all = append(all, found(a))
			continue
		}
		all = append(all, enabled(a), cloud(a), global(a), spared(a, policies, policiesRead), method(a), tested(a, now))
	}
	return all
}

// InTheWay returns the policies that stop an account, or may stop it, whether they are
// on or report-only. A policy that only asks for what the account owns is not in the way.
func InTheWay(a *Account, policies []Policy) (all []Stop) {
	for i := range policies {
		p := &policies[i]
		r := p.Reach(&a.Subject)
		if r.Answer == access.No {
			continue
		}
		stops, by := p.Grant.Stops(func(c access.Control) access.Answer { return a.can(p.Grant, c) })
		if stops == access.No {
			continue
		}
		all = append(all, Stop{ID: p.ID, Name: p.Name, State: p.State, Result: r, By: by, Blocks: p.Grant.Block,
			Sure: r.Answer == access.Yes && stops == access.Yes})
	}
	return all
}

func (a *Account) can(g access.Grant, c access.Control) access.Answer {
	if a.Can == nil || c == access.UnknownControl || c == access.TokenProtection {
		return access.Unknown // of these two no one knows it beforehand
	}
	return a.Can(g, c)
}
