package access

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"handrail/app/tenant"
)

// A second, slow implementation: it goes through every way in which the unknown
// may turn out, decides each with plain yes and no from the row itself, and is
// certain where all agree. It shares nothing with Reach but the types.

// world is one way in which the unknown turned out.
type world struct {
	on, direct        bool
	unreadIn, unreadX bool // an unknown word of the policy means this account
	kind              Kinds
	home              string
	groups, roles     map[string]bool
}

const elsewhere = "t-elsewhere"

func worlds(p tenant.AccessPolicy, s Subject) Answer {
	yes, no := false, false
	everyWorld(p, s, func(w world) {
		if w.reached(p, s) {
			yes = true
		} else {
			no = true
		}
	})
	switch {
	case yes && no:
		return Unknown
	case yes:
		return Yes
	}
	return No
}

// choice is something that may turn out in several ways.
type choice struct {
	options int
	set     func(w *world, option int)
}

func choicesOf(p tenant.AccessPolicy, s Subject) (choices []choice) {
	coin := func(set func(w *world, yes bool)) {
		choices = append(choices, choice{2, func(w *world, o int) { set(w, o == 1) }})
	}
	if !p.State.Is("enabled") && !p.State.Is("disabled") && !p.State.Is(report) {
		coin(func(w *world, yes bool) { w.on = yes })
	}
	var kinds []Kinds
	for _, k := range []Kinds{Member, InternalGuest, ExternalGuest, ExternalMember} {
		if s.Kinds&k != 0 || s.Kinds == 0 && Accounts&k != 0 {
			kinds = append(kinds, k)
		}
	}
	choices = append(choices, choice{len(kinds), func(w *world, o int) { w.kind = kinds[o] }})
	u := p.Conditions.Users
	homes := []string{s.Home}
	if s.Home == "" {
		homes = slices.Concat([]string{elsewhere}, slowGuests(u.IncludeGuests).tenants,
			slowGuests(u.ExcludeGuests).tenants)
	}
	choices = append(choices, choice{len(homes), func(w *world, o int) { w.home = homes[o] }})
	coin(func(w *world, yes bool) { w.direct = yes })
	coin(func(w *world, yes bool) { w.unreadIn = yes })
	coin(func(w *world, yes bool) { w.unreadX = yes })
	for _, g := range unique(u.IncludeGroups, u.ExcludeGroups) {
		answer := Unknown
		if s.In != nil {
			answer = s.In(s.ID, g)
		}
		if answer == Unknown {
			coin(func(w *world, yes bool) { w.groups[g] = yes })
		} else {
			choices = append(choices, choice{1, func(w *world, _ int) { w.groups[g] = answer == Yes }})
		}
	}
	for _, r := range unique(u.IncludeRoles, u.ExcludeRoles) {
		mine := func(ids []string) bool { return slices.Contains(unique(ids), r) }
		switch {
		case mine(s.Active.IDs):
			choices = append(choices, choice{1, func(w *world, _ int) { w.roles[r] = true }})
		case mine(s.Eligible.IDs), !s.Active.Complete, !s.Eligible.Complete:
			coin(func(w *world, yes bool) { w.roles[r] = yes })
		}
	}
	return choices
}

func everyWorld(p tenant.AccessPolicy, s Subject, f func(world)) {
	choices := choicesOf(p, s)
	at := make([]int, len(choices))
	for {
		w := world{on: true, groups: map[string]bool{}, roles: map[string]bool{}}
		for i, c := range choices {
			c.set(&w, at[i])
		}
		f(w)
		i := 0
		for ; i < len(at); i++ {
			if at[i]++; at[i] < choices[i].options {
				break
			}
			at[i] = 0
		}
		if i == len(at) {
			return
		}
	}
}

// unique returns the lowered words of some lists, each once.
func unique(lists ...[]string) (all []string) {
	for _, x := range slices.Concat(lists...) {
		if x = strings.ToLower(x); !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

type slowSide struct {
	kinds, tenants []string
	limited, odd   bool
}

func slowGuests(raw tenant.Raw) (side slowSide) {
	var g map[string]any
	if len(raw) == 0 || string(raw) == "null" {
		return side
	}
	if json.Unmarshal(raw, &g) != nil {
		return slowSide{odd: true}
	}
	for _, k := range strings.Split(fmt.Sprint(g["guestOrExternalUserTypes"]), ",") {
		side.kinds = append(side.kinds, strings.ToLower(strings.TrimSpace(k)))
	}
	if t, ok := g["externalTenants"].(map[string]any); ok && t["membershipKind"] == "enumerated" {
		members, _ := t["members"].([]any)
		if len(members) == 0 {
			return slowSide{odd: true} // which organisations is not known
		}
		side.limited = true
		for _, m := range members {
			side.tenants = append(side.tenants, strings.ToLower(m.(string)))
		}
	}
	return side
}

func (w world) reached(p tenant.AccessPolicy, s Subject) bool {
	if strings.EqualFold(string(p.State), "disabled") || !w.on {
		return false
	}
	a := p.Conditions.Applications
	if len(a.Include) == 1 && a.Include[0] == "None" && len(a.UserActions) == 0 {
		return false
	}
	u := p.Conditions.Users
	included := w.named(s, u.Include, u.IncludeGroups, u.IncludeRoles, u.IncludeGuests, w.unreadIn)
	excluded := w.named(s, u.Exclude, u.ExcludeGroups, u.ExcludeRoles, u.ExcludeGuests, w.unreadX)
	return included && !excluded
}

func (w world) named(s Subject, users, groups, roles []string, guests tenant.Raw, unread bool) bool {
	for _, word := range unique(users) {
		switch {
		case word == "all", word == strings.ToLower(s.ID):
			return true
		case word == "guestsorexternalusers" && w.kind != Member:
			return true
		}
	}
	for _, g := range unique(groups) {
		if w.groups[g] {
			return true
		}
	}
	for _, r := range unique(roles) {
		if w.roles[r] {
			return true
		}
	}
	side := slowGuests(guests)
	if w.kind == Member {
		return false
	}
	if side.odd && unread {
		return true
	}
	external := w.kind != InternalGuest
	fromThere := !side.limited || slices.Contains(side.tenants, strings.ToLower(w.home))
	for _, k := range side.kinds {
		switch k {
		case "internalguest":
			if !external {
				return true
			}
		case "b2bcollaborationguest":
			if w.kind == ExternalGuest && fromThere {
				return true
			}
		case "b2bcollaborationmember":
			if w.kind == ExternalMember && fromThere {
				return true
			}
		case "b2bdirectconnectuser":
			if (w.kind == ExternalGuest || w.kind == ExternalMember) && w.direct && fromThere {
				return true
			}
		case "none", "otherexternaluser", "serviceprovider", "":
		default:
			if unread {
				return true
			}
		}
	}
	return false
}
