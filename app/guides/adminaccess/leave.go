package adminaccess

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/identity/mfa"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// Roles that Microsoft does not accept in a policy are left out only with consent. The answer
// names exactly the roles that it is about, so it never holds for others. Stored with every
// visit.
const (
	askLeave  = "leave-out"
	leaveStop = "stop"
	leaveOut  = "leave " // before the template IDs

	// The facts of a refusal: the roles, their names, and how many roles would be left.
	factRefused = "refused-roles"
	factNames   = "refused-names"
	factLeft    = "roles-left"
)

// leaveQuestion is asked once Microsoft refused roles.
func leaveQuestion() guide.Ask {
	return ask.ChoiceOf(askLeave, ask.Words{Label: "What should Handrail do about these roles?",
		Hint: "Microsoft does not accept them in a policy.",
		Help: "Microsoft accepts only its own roles, for the whole organisation. A role that is left out is not protected."},
		leaveOptions, ask.WhenOf(func(v *guide.Visit) bool { return v.Fact(factRefused) != "" }),
		ask.Following(askMeans, askRoles, askList), ask.First(leaveStop)) // consent is never chosen beforehand
}

func leaveOptions(v *guide.Visit) []guide.Option {
	ids := strings.Fields(v.Fact(factRefused))
	left, _ := strconv.Atoi(v.Fact(factLeft)) // no number, none
	label, hint := "Leave out "+v.Fact(factNames), ""
	if len(ids) > 2 {
		label, hint = "Leave these "+counted(len(ids), "role", "roles")+" out", v.Fact(factNames)+". "
	}
	return []guide.Option{
		{Value: leaveOut + strings.Join(ids, " "), Label: label,
			Hint: hint + "No policy covers what is left out. The policies name " + counted(left, "role", "roles") + "."},
		{Value: leaveStop, Label: "Stop and create no policy", Hint: "You can then choose other roles."},
	}
}

// leftOut returns the roles that the person agreed to leave out.
func leftOut(v *guide.Visit) []string {
	ids, yes := strings.CutPrefix(v.Answer(askLeave), leaveOut)
	if !yes {
		return nil
	}
	return strings.Fields(ids)
}

// refusedRoles returns the roles that Microsoft does not accept in a policy: it refuses with
// 1103 and their IDs.
func refusedRoles(err error) (all []string) {
	var no *tenant.Refusal
	if !errors.As(err, &no) || no.Status != 400 || !fault1103.MatchString(ids.ReplaceAllString(no.Message, "")) {
		return nil
	}
	for _, id := range ids.FindAllString(no.Message, -1) {
		all = append(all, strings.ToLower(id))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// fault1103 is the number of the fault, and no part of another number or of an ID.
var fault1103 = regexp.MustCompile(`\b1103\b`)

// roleError names the roles that Microsoft does not accept in a policy. Other errors stay.
func (w *world) roleError(ctx context.Context, err error) error {
	if w == nil || len(refusedRoles(err)) == 0 {
		return err
	}
	return w.refusedError(ctx, refusedRoles(err), err)
}

func (w *world) refusedError(ctx context.Context, ids []string, err error) error {
	return &app.Error{Code: app.Invalid, Err: err,
		Message: "Microsoft does not accept these roles in a policy: " +
			strings.Join(w.namesOf(ctx, ids), ", ") + ". The policy was not made.",
		Hint: "Go back to “Choose protection”, select “My own list”, and leave these roles out."}
}

// leaving makes a question of a refusal of roles that a visit chose, where others are left.
func (w *world) leaving(ctx context.Context, v *guide.Visit, err error) error {
	failed := w.roleError(ctx, err)
	if w == nil || len(refusedRoles(err)) == 0 {
		return failed
	}
	chosen := w.chosen(v)
	refused := slices.DeleteFunc(refusedRoles(err), func(id string) bool {
		_, role := roles.ByID(id)
		return !role && !exclusion.Is(chosen, id) // another ID of the message, such as that of the request
	})
	left := slices.DeleteFunc(slices.Clone(chosen), func(id string) bool { return exclusion.Is(refused, id) })
	if len(left) == 0 || len(refused) == 0 || len(chosen)-len(left) != len(refused) { // leaving them out is no way
		return failed
	}
	all := append(slices.Clone(leftOut(v)), refused...)
	slices.Sort(all)
	message, _ := app.UserMessage(w.refusedError(ctx, refused, err))
	return &guide.Question{Err: &app.Error{Code: app.Invalid, Message: message, Err: err,
		Hint: "Decide whether to leave these roles out."},
		Facts: map[string]string{factRefused: strings.Join(all, " "), factLeft: strconv.Itoa(len(left)),
			factNames: strings.Join(w.namesOf(ctx, all), ", ")}}
}

// namesOf names roles, also those that the organisation made, sorted.
func (w *world) namesOf(ctx context.Context, ids []string) (names []string) {
	live, err := w.definitions(ctx)
	if err != nil {
		live = definitions{} // then by what is known of their holders
	}
	for _, id := range ids {
		names = append(names, live.name(w, id))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// stoppedFor returns the plan of someone who decided to create no policy.
func (w *world) stoppedFor(v *guide.Visit) *guide.Plan {
	return stays("Microsoft does not accept these roles in a policy: "+v.Fact(factNames)+". You decided to stop. "+
		"Choose other roles in “Choose protection”, or change your answer.", own[0].name, w.now(own[0]))
}

// lessRoles is what a plan says after the roles of a policy.
func (w *world) lessRoles(ctx context.Context, v *guide.Visit) string {
	if out := leftOut(v); len(out) > 0 {
		return ", without " + strings.Join(w.namesOf(ctx, out), ", ")
	}
	return ""
}

// leftOutFinding names the roles that no policy covers because Microsoft refused them, and
// who holds them.
func (w *world) leftOutFinding(ctx context.Context, v *guide.Visit) []report.Finding {
	out := leftOut(v)
	if len(out) == 0 {
		return nil
	}
	var text []string
	for _, id := range out {
		who := "held by no one that Handrail knows"
		if holders := w.holders(id); len(holders) > 0 {
			who = "held by " + strings.Join(holders, ", ")
		} else if w.rolesKnown && w.eligibleKnown {
			who = "held by no one"
		}
		text = append(text, strings.Join(w.namesOf(ctx, []string{id}), "")+", "+who)
	}
	return []report.Finding{{Code: "roles-left-out", Severity: report.Warning,
		Title: counted(len(out), "role is not covered", "roles are not covered") + ", with your consent",
		Text:  "Microsoft does not accept them in a policy: " + strings.Join(text, "; ") + ".",
		Do:    "Include these people in a policy by name, or through a group."}}
}

// leftAffects is about the roles that were left out, in a plan.
func (w *world) leftAffects(v *guide.Visit) []guide.Affected {
	out := leftOut(v)
	if len(out) == 0 {
		return nil
	}
	names := w.uncovered(v)
	text := "Left out because Microsoft refuses them: " + counted(len(out), "role", "roles") + ". Not protected: "
	switch more := w.stillMore(out); {
	case more && len(names) == 0:
		text += "not known."
	case more:
		text += "at least " + counted(len(names), "administrator", "administrators") + "."
	default:
		text += counted(len(names), "administrator", "administrators") + "."
	}
	return []guide.Affected{{Severity: report.Warning, Text: text, Names: names}}
}

// stillMore reports whether more may hold roles that were left out than Handrail can name as people.
func (w *world) stillMore(out []string) bool {
	person := func(id string) bool {
		return slices.ContainsFunc(w.o.People, func(p mfa.Person) bool { return strings.EqualFold(p.ID, id) })
	}
	return !w.rolesKnown || !w.eligibleKnown || slices.ContainsFunc(w.holdings, func(h roles.Holding) bool {
		return exclusion.Is(out, h.Role) && !strings.EqualFold(h.Kind, "servicePrincipal") && !person(h.Account)
	})
}

// uncovered names the administrators whom no policy reaches any more because of roles that
// were left out.
func (w *world) uncovered(v *guide.Visit) (names []string) {
	out := leftOut(v)
	if len(out) == 0 {
		return nil
	}
	covered := w.covered(v)
	for i := range w.o.People {
		p := &w.o.People[i]
		holds := slices.ContainsFunc(roles.Of(w.holdings, p.ID), func(h roles.Holding) bool {
			return exclusion.Is(out, h.Role)
		})
		if holds && !covered[i] && p.Enabled != access.No {
			names = append(names, p.Label())
		}
	}
	return names
}
