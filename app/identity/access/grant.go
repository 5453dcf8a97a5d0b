package access

import (
	"encoding/json"
	"slices"

	"handrail/app/tenant"
)

// Control is one thing that a policy may require before it grants access. Words are
// Microsoft's where it has one (Graph resource conditionalAccessGrantControls).
type Control string

// The controls.
const (
	MFA             Control = "mfa"
	Strength        Control = "authenticationStrength"
	CompliantDevice Control = "compliantDevice"
	JoinedDevice    Control = "domainJoinedDevice"
	ApprovedClient  Control = "approvedApplication"
	ProtectedClient Control = "compliantApplication"
	PasswordChange  Control = "passwordChange"
	RiskRemediation Control = "riskRemediation"
	TermsOfUse      Control = "termsOfUse"
	CustomControl   Control = "customAuthenticationFactor"
	UnknownControl  Control = "unknown" // one that Microsoft added later
	// TokenProtection is a session control that blocks what cannot bind its tokens to a device
	// (Microsoft Learn, Microsoft Entra Conditional Access: Token protection).
	TokenProtection Control = "secureSignInSession"
)

// The words of Microsoft's that are no controls.
const (
	builtInBlock = "block"
	operatorAnd  = "AND"
	operatorOr   = "OR"
)

// named are the built-in controls that mean one thing.
var named = []Control{MFA, CompliantDevice, JoinedDevice, ApprovedClient, ProtectedClient, PasswordChange,
	RiskRemediation}

// Grant is what a policy requires of an account that it applies to.
type Grant struct {
	Block    bool
	All      bool // every control; else one of them is enough
	Controls []Control
	// StrengthID and Modes are the authentication strength, where Controls has one.
	StrengthID, StrengthName string
	Modes                    tenant.Texts
	Session                  bool // it also limits the session
	Bound                    bool // with token protection, whatever else it requires
	Unclear                  bool // how the controls go together is not known
}

// GrantOf returns what the policy of a row of Microsoft's requires.
func GrantOf(row tenant.AccessPolicy) Grant {
	g := Grant{Session: some(row.Session), Bound: bound(row.Session)}
	c := row.Grant
	if c == nil {
		if row.Unread || !g.Session && missing(row.Raw()) {
			g.Controls = []Control{UnknownControl}
		}
		return g
	}
	g.Block, g.All = c.BuiltIn.Has(builtInBlock), c.Operator.Is(operatorAnd)
	g.Unclear = !g.All && !c.Operator.Is(operatorOr)
	for _, word := range c.BuiltIn {
		i := slices.IndexFunc(named, func(n Control) bool { return tenant.Text(word).Is(string(n)) })
		switch {
		case i >= 0:
			g.Controls = append(g.Controls, named[i])
		case !tenant.Text(word).Is(builtInBlock):
			g.Controls = append(g.Controls, UnknownControl)
		}
	}
	if s := c.Strength; s != nil {
		g.Controls = append(g.Controls, Strength)
		g.StrengthID, g.StrengthName, g.Modes = s.ID, string(s.Name), s.Combinations
	}
	if len(c.Terms) > 0 {
		g.Controls = append(g.Controls, TermsOfUse)
	}
	if len(c.Custom) > 0 {
		g.Controls = append(g.Controls, CustomControl)
	}
	for _, raw := range c.Others {
		if some(raw) && !slices.Contains(g.Controls, UnknownControl) {
			g.Controls = append(g.Controls, UnknownControl)
		}
	}
	return g
}

// missing reports whether the row of a policy has no value for what it requires, not even
// null: Microsoft always returns one.
func missing(raw tenant.Raw) bool {
	var row map[string]tenant.Raw
	if len(raw) == 0 || json.Unmarshal(raw, &row) != nil {
		return false // none of Microsoft's
	}
	_, there := row["grantControls"]
	return !there
}

// bound reports whether the session controls ask for token protection.
func bound(session tenant.Raw) bool {
	var s struct {
		Secure *struct {
			Enabled tenant.Flag `json:"isEnabled"`
		} `json:"secureSignInSession"`
	}
	return json.Unmarshal(session, &s) == nil && s.Secure != nil && (s.Secure.Enabled.Yes || !s.Secure.Enabled.Known)
}

// Stops returns whether a policy that applies stops an account, and by which
// controls: those that the account certainly cannot meet where the answer is yes, else
// those that are not known. can returns whether it can meet a control.
func (g Grant) Stops(can func(Control) Answer) (Answer, []Control) {
	if g.Block {
		return Yes, nil
	}
	var surely, perhaps []Control
	note := func(c Control) Answer {
		meets := can(c)
		switch meets {
		case No:
			surely = append(surely, c)
		case Unknown:
			perhaps = append(perhaps, c)
		}
		return meets
	}
	every, one := Yes, No
	for _, c := range g.Controls {
		meets := note(c)
		every, one = every.And(meets), one.Or(meets)
	}
	var meets Answer
	switch {
	case g.All || len(g.Controls) == 0 || g.Unclear && every == one:
		meets = every
	case !g.Unclear:
		meets = one
	case len(perhaps) == 0: // what is missing decides only if every control is required
		perhaps = surely
	}
	if g.Bound {
		meets = meets.And(note(TokenProtection))
	}
	switch meets {
	case No:
		return Yes, surely
	case Unknown:
		return Unknown, perhaps
	}
	return No, nil
}
