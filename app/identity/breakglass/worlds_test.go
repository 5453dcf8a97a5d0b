package breakglass

import (
	"strings"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// A second, slow implementation of what is in the way of an account: it goes through every
// way in which the unknown may turn out, and decides each with plain yes and no from the
// row itself. It shares nothing with InTheWay but the types.

// oracle answers questions on the unknown, another way in each run.
type oracle struct {
	answers []bool
	at      map[string]int // questions of this run
}

// is returns an answer to a question, the same one throughout a run.
func (o *oracle) is(question string) bool {
	i, asked := o.at[question]
	if !asked {
		if i = len(o.at); i == len(o.answers) {
			o.answers = append(o.answers, false)
		}
		o.at[question] = i
	}
	return o.answers[i]
}

// next starts another run, and reports whether there is one.
func (o *oracle) next() bool {
	for n := len(o.answers) - 1; n >= 0; n-- {
		if !o.answers[n] {
			o.answers[n] = true
			o.answers, o.at = o.answers[:n+1], map[string]int{}
			return true
		}
	}
	return false
}

// know turns what is known, or one way in which it may turn out, into yes or no.
func (o *oracle) know(a access.Answer, question string) bool {
	return a == access.Yes || a == access.Unknown && o.is(question)
}

// slowly returns whether a policy stops an account, where its conditions hold.
func slowly(row tenant.AccessPolicy, a *Account) access.Answer {
	o, stopped, passed := &oracle{at: map[string]int{}}, false, false
	for more := true; more && !(stopped && passed); more = o.next() {
		if applies(o, row, a) && !passes(o, row, a) {
			stopped = true
		} else {
			passed = true
		}
	}
	if stopped && passed {
		return access.Unknown
	}
	return access.Is(stopped)
}

func applies(o *oracle, row tenant.AccessPolicy, a *Account) bool {
	if row.State == "disabled" || row.State == "tomorrow" && !o.is("the state acts") {
		return false
	}
	u := row.Conditions.Users
	return side(o, a, u.Include, u.IncludeGroups, u.IncludeRoles) &&
		!side(o, a, u.Exclude, u.ExcludeGroups, u.ExcludeRoles)
}

func side(o *oracle, a *Account, users, groups, held tenant.Texts) bool {
	if users.Has("All") || users.Has(a.ID) {
		return true
	}
	for _, g := range groups {
		in := access.Unknown
		if a.Subject.In != nil {
			in = a.Subject.In(a.ID, g)
		}
		if o.know(in, "in "+strings.ToLower(g)) {
			return true
		}
	}
	for _, r := range held {
		has := access.Is(tenant.Texts(a.Subject.Active.IDs).Has(r))
		open := !a.Subject.Active.Complete || !a.Subject.Eligible.Complete
		if has == access.No && (open || tenant.Texts(a.Subject.Eligible.IDs).Has(r)) {
			has = access.Unknown
		}
		if o.know(has, "has "+strings.ToLower(r)) {
			return true
		}
	}
	return false
}

func passes(o *oracle, row tenant.AccessPolicy, a *Account) bool {
	if strings.Contains(string(row.Session), "secureSignInSession") && !o.is("its token is bound") {
		return false
	}
	g := row.Grant
	if g == nil {
		return true
	}
	met, wanted := 0, 0
	ask := func(c access.Control) {
		wanted++
		can := access.Unknown
		if a.Can != nil && c != access.UnknownControl {
			can = a.Can(access.Grant{}, c)
		}
		if o.know(can, "can "+string(c)) {
			met++
		}
	}
	for _, word := range g.BuiltIn {
		switch word {
		case "block":
			return false
		case "tomorrow":
			ask(access.UnknownControl)
		default:
			ask(access.Control(word))
		}
	}
	if g.Strength != nil {
		ask(access.Strength)
	}
	if len(g.Terms) > 0 {
		ask(access.TermsOfUse)
	}
	every := g.Operator == "AND" || g.Operator != "OR" && o.is("every control")
	return wanted == 0 || met == wanted || !every && met > 0
}
