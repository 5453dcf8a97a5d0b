package terminal

import (
	"context"
	"maps"
	"slices"
	"strings"

	"handrail/app/clean"
	"handrail/app/guide"
	"handrail/app/tenant"
)

// known returns what need not be asked again, by guide.Ask.Known, as the window does. What cannot be read is not known:
// the question is asked then.
func (p *Program) known(ctx context.Context) map[string]string {
	var visits []guide.Visit
	kept, own := map[string]string{}, ""
	if p.Visits != nil {
		visits, _ = p.Visits.Visits(ctx)
	}
	if p.Settings != nil {
		kept, _ = p.Settings.Settings(ctx)
	}
	if kept[guide.DomainSetting] == "" {
		own, _ = tenant.DefaultDomain(ctx, p.Tenant)
	}
	return guide.KnownNow(p.Guides, visits, kept[guide.DomainSetting], own)
}

// asksKnown reports whether a question of the guide that no answer was given to may be known.
func (w *walk) asksKnown() bool {
	if len(w.given) == 0 && len(w.sample) > 0 {
		return false // the sample answers for itself
	}
	return slices.ContainsFunc(w.guide.Steps, func(s guide.Step) bool {
		return slices.ContainsFunc(s.Asks, func(a guide.Ask) bool {
			_, given := w.given[a.Name]
			return a.Known != "" && !given
		})
	})
}

// withKnown returns answers with what is known for the questions of a step, where it can be used and the guide offers
// nothing itself.
func (w *walk) withKnown(s guide.Step, answers map[string]string) map[string]string {
	all := answers
	for _, a := range s.Asks {
		text := w.known[a.Known]
		if _, given := answers[a.Name]; given || a.Known == "" || text == "" {
			continue
		}
		v := w.session.Visit()
		maps.Copy(v.Answers, answers)
		if a.Default != nil && a.Default(&v) != "" || a.Validate(&v, "") == nil {
			continue // it is offered, or with the other answers it is not needed: a list of domains needs no domain
		}
		if a.Normalize != nil {
			text = a.Normalize(text)
		}
		if a.Validate(&v, text) != nil {
			continue
		}
		if w.used == nil {
			w.used = map[string]string{}
		}
		w.used[a.Name] = text
		all = with(all, a.Name, text)
	}
	return all
}

// with returns a copy of answers with one more.
func with(answers map[string]string, name, text string) map[string]string {
	all := map[string]string{name: text}
	for k, v := range answers {
		all[k] = v
	}
	return all
}

// tellUsed prints which questions were answered with what was known, and how to answer otherwise.
func (w Environment) tellUsed(k *walk) {
	for _, s := range k.guide.Steps {
		for _, a := range s.Asks {
			text, used := k.used[a.Name]
			if _, confirmed := k.visit.Answers[a.Name]; !used || !confirmed {
				continue
			}
			_, _ = clean.Fprintf(w.Err, "Handrail uses what it knows already: %s=%s. To use something else, add -set %s=….\n",
				a.Name, strings.ReplaceAll(text, "\n", `\n`), a.Name)
		}
	}
}
