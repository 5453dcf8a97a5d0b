package adminaccess

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// The step and its answer. Stored with every visit.
const (
	stepEnds = "exclusions"
	askEnds  = "exclusion-ends"
)

// memoEnds is the kind of the memo with the days on which exclusions end. Stored.
const memoEnds = "admin-access-exclusion-ends"

// end is an exclusion that ends. Stored.
type end struct {
	ID   string `json:"id,omitempty"` // "" where the person was not found
	Name string `json:"name"`         // as it was typed, or the name of the person
	Day  string `json:"day"`          // 2027-01-31
}

// due reports whether the exclusion has ended by now: on its day, where the person is.
func (e end) due(now time.Time) bool { return !now.Before(e.at()) }

// at is the beginning of the day.
func (e end) at() time.Time {
	day, _ := time.ParseInLocation(time.DateOnly, e.Day, time.Local) // checked when it was typed
	return day
}

func endsQuestion() guide.Ask {
	return ask.Optional(ask.Lines(askEnds, ask.Words{Label: "Which exclusions should end, and when?",
		Hint: "One per line: the sign-in name, then the day. For example ben@example.org 2027-01-31. Leave it empty if none.",
		Help: "Handrail reminds you on Home before and after that day. It ends no exclusion until you confirm it."},
		ask.Checked(validEnds), ask.WhenOf(byPolicies)))
}

func (d deps) endsStep() guide.Step {
	return guide.Step{ID: stepEnds, Title: "Check exclusions", Summary: "See which exclusions still apply.",
		NextLabel: "Show the exclusions", MainLabel: "Continue to the plan", Needs: stepWho,
		DependsOn: []string{askEnds}, Asks: []guide.Ask{endsQuestion()},
		Look: d.lookBy(d.exclusions, d.nothingToDo("Which exclusions should end?", "There is no exclusion to end",
			"Only policies have exclusions.")), Terms: glossary()}
}

// takeBackStep is the step that ends what is over.
func (d deps) takeBackStep() guide.Step {
	return guide.Step{ID: stepTakeBack, Title: "End exclusions",
		Summary:   "Policies apply again to people whose exclusion is over.",
		MainLabel: "End the exclusions", Needs: stepEnds, DependsOn: []string{askEnds},
		Plan: d.planBy(d.planEnds, d.noExclusions), Apply: d.applyBy(d.applyEnds, nothing), Hand: d.endThem,
		Rights: rights, Terms: glossary()}
}

// noExclusions is the plan of the step that ends exclusions, where there are none.
func (d deps) noExclusions(context.Context, *guide.Visit) (*guide.Plan, error) {
	return stays("Only policies have exclusions.", "Exclusions", "Not used"), nil
}

func validEnds(text string) error {
	for _, row := range ask.Rows(text) {
		if _, ok := endOf(row); !ok {
			return app.Errorf(app.Invalid, "Write the sign-in name, a blank, and year, month and day.",
				"“%.60s” has no name or no day.", row)
		}
	}
	return nil
}

// endOf reads one line of the answer.
func endOf(row string) (e end, ok bool) {
	words := strings.FieldsFunc(row, func(r rune) bool { return strings.ContainsRune(" \t,;", r) })
	if len(words) < 2 {
		return e, false
	}
	e = end{Name: strings.Join(words[:len(words)-1], " "), Day: words[len(words)-1]}
	_, err := time.Parse(time.DateOnly, e.Day)
	return e, err == nil
}

// ends returns the exclusions that the answer of a visit ends, the first day first.
func (w *world) ends(v *guide.Visit) (all []end) {
	for _, row := range ask.Rows(v.Answer(askEnds)) {
		e, ok := endOf(row)
		if !ok {
			continue
		}
		if i := w.position(e.Name); i >= 0 {
			e.ID, e.Name = w.o.People[i].ID, w.o.People[i].Label()
		}
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b end) int { return strings.Compare(a.Day, b.Day) })
	return all
}

// standing is whether a person is still excluded, and by which policies: by name, or through
// a group.
type standing struct {
	is   access.Answer
	by   []string // “Policy”, or “Policy” through the group “G” or the role “R”
	undo []string // what takes each of them back
	// named is what takes back an exclusion by name, by the ID of the policy.
	named map[string]string
}

func (w *world) stands(ctx context.Context, e end) (s standing, err error) {
	defer func() {
		part := func(p tenant.AccessPolicy) bool { return p.Unread }
		if s.is == access.No && e.ID != "" && (!w.compared || slices.ContainsFunc(w.policies, part)) {
			s.is = access.Unknown // a policy that was not read may exclude the account
		}
	}()
	if w.policyGap || e.ID == "" && !w.peopleKnown() {
		return standing{}, nil
	}
	s.is, s.named = access.No, map[string]string{}
	groups := map[string]bool{}
	for _, p := range w.policies {
		if p.State.Is(stateOff) {
			continue
		}
		users := p.Conditions.Users
		if e.ID != "" && users.Exclude.Has(e.ID) {
			s.is, s.by = access.Yes, append(s.by, "“"+string(p.Name)+"”")
			s.named[p.ID] = "Open the policy “" + string(p.Name) + "”, go to Users > Exclude, and remove " + e.Name + "."
		}
		w.standsAsMore(e, p, &s)
		for _, g := range users.ExcludeGroups {
			in, err := w.member(ctx, g, e.ID)
			if s.is = s.is.Or(in); err != nil || in != access.Yes {
				if err != nil {
					return s, err
				}
				continue
			}
			name := w.nameOf(g)
			s.by = append(s.by, "“"+string(p.Name)+"” through the group “"+name+"”")
			if !groups[g] {
				groups[g] = true
				s.undo = append(s.undo, "Open the group “"+name+"”, go to Members, and remove "+e.Name+
					". First check what else the group is for.")
			}
		}
	}
	return s, nil
}

// standsAsMore adds the roles and the kind of guest through which a policy excludes a person,
// by the rules of access: a role that is active for the whole organisation does, one that is
// activated first may.
func (w *world) standsAsMore(e end, p tenant.AccessPolicy, s *standing) {
	i := w.position(e.ID)
	if e.ID == "" || i < 0 {
		return
	}
	one, out, policy := w.o.Subject(i), access.Of(p).Exclude, "“"+string(p.Name)+"”"
	excluded := func(scope access.Scope) access.Answer {
		only := access.For(access.Scope{Everyone: true}, scope)
		return only.Reach(&one).Answer.Not()
	}
	for _, id := range out.Roles {
		is, role := excluded(access.Scope{Roles: []string{id}}), "the role “"+w.roleName(id)+"”"
		if s.is = s.is.Or(is); is == access.Yes {
			s.by = append(s.by, policy+" through "+role)
			s.undo = append(s.undo, "Open the policy "+policy+", go to Users > Exclude > Directory roles, and decide "+
				"whether it excludes "+role+". Or take the role from "+e.Name+".")
		}
	}
	is := excluded(access.Scope{Guests: out.Guests})
	if s.is = s.is.Or(is); is == access.Yes {
		s.by = append(s.by, policy+" as a guest")
		s.undo = append(s.undo, "Open the policy "+policy+", go to Users > Exclude > Guest or external users, and "+
			"decide whether it excludes guests such as "+e.Name+".")
	}
}

// member returns whether an account is in a group, directly or through nested groups.
func (w *world) member(ctx context.Context, group, account string) (access.Answer, error) {
	if account == "" {
		return access.No, nil // there is no such account
	}
	section := tenant.MembersSection(group)
	if err := w.have.Also(ctx, section); err != nil {
		return access.Unknown, err
	}
	st, err := w.have.Status(ctx, section)
	if err != nil || st.Gone() {
		return access.No, err
	}
	if _, known := w.have.Gap(section); !known {
		return access.Unknown, nil
	}
	in := access.No
	err = tenant.Each(ctx, w.have, section, func(m tenant.Member) error {
		if strings.EqualFold(m.ID, account) { // Microsoft compares IDs without case
			in = access.Yes
		}
		return nil
	})
	return in, err
}
