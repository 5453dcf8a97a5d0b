package guide

import (
	"cmp"
	"slices"
	"time"
)

// What several guides ask for, for Ask.Known.
const (
	KnownDomain    = "domain"    // the organisation’s domain of email
	KnownTenant    = "tenant"    // the same or another name of the organisation, as Microsoft accepts it
	KnownEmergency = "emergency" // the emergency access accounts
)

// DomainSetting names the setting that keeps the domain that was typed on Home; empty means that none was.
const DomainSetting = "domain"

// Known returns what was answered in any guide, by what is asked for (Ask.Known): the answer of the visit that was
// changed last. visits are as Visits returns them.
func Known(guides []Guide, visits []Visit) map[string]string {
	all := map[string]string{}
	for _, v := range visits {
		i := slices.IndexFunc(guides, func(g Guide) bool { return g.ID == v.Guide })
		if i < 0 {
			continue
		}
		for _, step := range guides[i].Steps {
			for _, a := range step.Asks {
				text := v.Answers[a.Name]
				if _, later := all[a.Known]; a.Known != "" && text != "" && !later {
					all[a.Known] = text
				}
			}
		}
	}
	return all
}

// KnownNow returns what need not be asked again: the domain that was typed on Home, else the own domain of the connected
// organisation, else the answers of the latest visits. Empty is not known.
func KnownNow(guides []Guide, visits []Visit, typed, own string) map[string]string {
	known := Known(guides, visits)
	if domain := cmp.Or(typed, own); domain != "" {
		known[KnownDomain] = domain
	}
	if known[KnownTenant] == "" {
		known[KnownTenant] = known[KnownDomain]
	}
	return known
}

// Prefill enters what is known already, typed and not confirmed. What was answered, typed or is offered by the guide
// itself stays, and what a question refuses is left out.
func (s *Session) Prefill(known map[string]string) {
	for _, step := range s.guide.Steps {
		for _, a := range step.Asks {
			text := known[a.Known]
			_, answered := s.visit.Answers[a.Name]
			_, typed := s.visit.Drafts[a.Name]
			if a.Known == "" || text == "" || answered || typed {
				continue
			}
			v := s.Visit()
			if a.Default != nil && a.Default(&v) != "" {
				continue
			}
			if a.Normalize != nil {
				text = a.Normalize(text)
			}
			if a.Validate(&v, text) == nil {
				s.visit.Drafts[a.Name] = text
			}
		}
	}
}

// SkipKnown confirms the open page where all that it asks for was entered by Prefill, and reports whether it did.
func (s *Session) SkipKnown(now time.Time) bool {
	asks := s.Asks()
	if s.Page() != AskPage || len(asks) == 0 {
		return false
	}
	for _, a := range asks {
		if _, typed := s.visit.Drafts[a.Name]; a.Known == "" || !typed {
			return false
		}
	}
	_, wrong := s.Submit(nil, now)
	return len(wrong) == 0
}
