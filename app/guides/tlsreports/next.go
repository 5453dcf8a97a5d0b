package tlsreports

import (
	"fmt"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/tlsreport"
)

// What to do with the policy next. Stored as the answer "aim".
const (
	aimStay   = "stay"   // leave it as it is
	aimClimb  = "climb"  // the next stage: enforce, or cached longer
	aimBack   = "back"   // back to testing
	aimRetire = "retire" // mode none, until every cached copy has expired
	aimMove   = "move"   // other mail servers: old and new side by side
)

func (d deps) nextStep() guide.Step {
	return guide.Step{
		ID:      stepNext,
		Title:   "Plan the next change",
		Summary: "Make one change at a time. You can undo each one.",
		Text: "Strengthen a policy in steps: first testing for a day, then enforce for a week, then longer. " +
			"Senders follow the policy that they have cached, so each change shows how long an older one stays valid.",
		MainLabel: "Use this plan",
		Needs:     stepSafe,
		DependsOn: []string{askDomain, askAim, askHosts},
		Asks: []guide.Ask{
			ask.ChoiceOf(askAim, ask.Words{Label: "What would you like to do?",
				Hint: "Handrail has selected the option that fits the conditions.",
			}, aimOptions, ask.FirstOf(defaultAim), ask.Following(askDomain)),
			ask.Lines(askHosts, ask.Words{Label: "New mail servers",
				Hint: "One name on each line. For example, example-org.o-v1.mx.microsoft.",
				Help: "The policy must name the old and the new servers while both can receive your email.",
			}, ask.Parsed(parseHosts, func(hosts []string) string { return strings.Join(hosts, "\n") }),
				ask.When(askAim, aimMove)),
		},
		Plan: d.plan,
	}
}

// newHosts returns the mail servers that the policy names from now on.
func newHosts(v *guide.Visit) []string { return hostLines(v.Answer(askHosts)) }

// parseHosts returns the mx lines of text, at least one, each of which can be in a
// policy.
func parseHosts(text string) ([]string, error) {
	hosts := hostLines(text)
	for _, host := range hosts {
		if !sts.Match(host, strings.Replace(host, "*", "x", 1)) {
			return nil, app.Errorf(app.Invalid, "Enter the full names of the servers, one on each line.",
				"%.60q cannot be in a policy.", host)
		}
	}
	if len(hosts) == 0 {
		return nil, app.Errorf(app.Invalid, "Copy the name from your email provider's website.",
			"You have not entered a new mail server yet.")
	}
	return hosts, nil
}

func hostLines(text string) []string {
	var all []string
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n\r ,", r) }) {
		if line = tlsreport.CleanDomain(line); line != "" && !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return all
}

// aimOptions returns the options that fit the published policy.
func aimOptions(v *guide.Visit) []guide.Option {
	all := []guide.Option{{Value: aimStay, Label: "Leave the policy as it is",
		Hint: "Check again when the conditions are met."}}
	mode := v.Fact(factMode)
	if s, ok := tlsreport.NextStage(mode, maxAgeOf(v)); ok {
		all = append(all, guide.Option{Value: aimClimb, Label: stairWords(s),
			Hint: "The next step towards a stronger policy."})
	}
	switch mode {
	case string(sts.Enforce):
		all = append(all, guide.Option{Value: aimBack, Label: "Return to testing",
			Hint: "Senders report failures, but do not refuse email because of them."})
	case string(sts.Testing), string(sts.None):
	default:
		return all
	}
	all = append(all, guide.Option{Value: aimMove, Label: "Move to other mail servers",
		Hint: "The policy names the old and the new servers during the move."})
	return append(all, guide.Option{Value: aimRetire, Label: "Take the policy down safely",
		Hint: "Publish mode none until no sender has an older policy cached."})
}

func stairWords(s tlsreport.Stage) string {
	if s.Mode == string(sts.Enforce) && s.MaxAge == 7*86400 {
		return "Enforce the policy, cached for 7 days"
	}
	return fmt.Sprintf("Let senders cache it for %d days", s.MaxAge/86400)
}

// defaultAim is to enforce once every condition is met. A policy that is enforced
// stays as it is unless the person decides otherwise.
func defaultAim(v *guide.Visit) string {
	if v.Fact(factMode) == string(sts.Testing) && v.Fact(factStand) == string(tlsreport.Met) {
		return aimClimb
	}
	return aimStay
}
