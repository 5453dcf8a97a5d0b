package access

import (
	"encoding/json"
	"strings"

	"handrail/app/tenant"
)

// Guests is which guests and external users a scope names.
type Guests struct {
	Kinds   Kinds
	Tenants []string // ids of the organisations that they must come from
	Some    bool     // only from Tenants; else from every organisation
	// Unread: the policy names kinds or organisations in words that are not
	// known. It may mean any guest beside those of Kinds.
	Unread bool
}

// AllGuests are guests and external users of every kind and organisation.
func AllGuests() Guests { return Guests{Kinds: Accounts&^Member | External} }

// some reports whether any guest is named.
func (g *Guests) some() bool { return g.Kinds != 0 || g.Unread }

// guestTypes are Microsoft's words for the kinds.
var guestTypes = map[string]Kinds{
	"none": 0, "internalguest": InternalGuest,
	"b2bcollaborationguest": ExternalGuest, "b2bcollaborationmember": ExternalMember,
	"b2bdirectconnectuser": DirectConnect, "serviceprovider": ServiceProvider, "otherexternaluser": OtherExternal,
}

// guestsOf reads the older word in the list of users and the object
// conditionalAccessGuestsOrExternalUsers. The older word means every kind
// (Microsoft Learn, "Authentication and Conditional Access for External ID").
func guestsOf(users tenant.Texts, raw tenant.Raw) Guests {
	if users.Has("GuestsOrExternalUsers") {
		return AllGuests()
	}
	var g Guests
	if len(raw) == 0 || string(raw) == "null" {
		return g
	}
	var row struct {
		Types   tenant.Text `json:"guestOrExternalUserTypes"` // separated by commas
		Tenants *struct {
			Kind    tenant.Text  `json:"membershipKind"` // all, enumerated
			Members tenant.Texts `json:"members"`
		} `json:"externalTenants"`
	}
	if json.Unmarshal(raw, &row) != nil {
		return Guests{Unread: true}
	}
	for _, word := range strings.Split(string(row.Types), ",") {
		word = strings.ToLower(strings.TrimSpace(word))
		kind, known := guestTypes[word]
		g.Kinds |= kind
		g.Unread = g.Unread || !known && word != ""
	}
	if t := row.Tenants; t != nil && g.some() {
		switch {
		case t.Kind.Is("all"), t.Kind == "" && len(t.Members) == 0:
		case len(t.Members) > 0 && (t.Kind.Is("enumerated") || t.Kind == ""):
			g.Some, g.Tenants = true, t.Members
		default: // which organisations is not known
			g.Unread = true
			g.Kinds &^= External
		}
	}
	return g
}

// match reports whether an account that is one of may is named.
func (g *Guests) match(may Kinds, home string) (Answer, Code) {
	if may == 0 {
		may = Accounts
	}
	if may == Member {
		return No, Others
	}
	every, some, why := true, false, KindUnknown
	for left := may; left != 0; left &= left - 1 {
		answer, code := g.names(left&-left, home)
		every, some = every && answer == Yes, some || answer != No
		if answer == Unknown {
			why = code
		}
	}
	switch {
	case every:
		return Yes, ByGuest
	case some:
		return Unknown, why
	}
	return No, Others
}

// names reports whether an account of one kind is named.
func (g *Guests) names(kind Kinds, home string) (Answer, Code) {
	switch {
	case kind&g.Kinds == 0:
	case kind&External == 0 || !g.Some || home != "" && has(g.Tenants, home):
		return Yes, ByGuest
	case home == "" && len(g.Tenants) > 0:
		return Unknown, HomeUnknown
	}
	switch {
	case kind == Member:
		return No, Others
	case g.Unread:
		return Unknown, GuestsUnread
	// Policies for direct-connect users also apply to invited accounts that may
	// use direct connect, in Teams and SharePoint.
	case g.Kinds&DirectConnect != 0 && kind&(ExternalGuest|ExternalMember) != 0:
		return g.direct(home)
	}
	return No, Others
}

// direct is the answer for an invited account that may use direct connect.
func (g *Guests) direct(home string) (Answer, Code) {
	if g.Some && (len(g.Tenants) == 0 || home != "" && !has(g.Tenants, home)) {
		return No, Others
	}
	return Unknown, DirectConnectUnknown
}
