package guides

import (
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
)

// again are questions that several guides ask although they have the same name and words: each answer belongs to the
// change of its visit.
var again = map[string]string{
	"keep":    "whether to keep the change of this visit",
	"export":  "the output of another script in each guide",
	"after":   "the output after the change of this visit",
	"aim":     "what this visit is for",
	"domains": "which domains are checked beside the one of this visit; an earlier list must not make one check many",
	"people":  "whom this visit is about",
}

// TestNothingIsAskedTwice: what two guides ask for in the same words is known to both (wizard rule W23), every question
// for the domain is, and no guide has two questions of one name.
func TestNothingIsAskedTwice(t *testing.T) {
	first := map[string]guide.Ask{}
	for _, g := range All(guidetest.New().Services()) {
		names := map[string]bool{}
		for _, step := range g.Steps {
			for _, a := range step.Asks {
				if names[a.Name] {
					t.Errorf("%s asks for %s twice", g.ID, a.Name)
				}
				names[a.Name] = true
				label := strings.ToLower(a.Label)
				single := a.Kind == guide.Line && (label == "domain" || strings.Contains(label, "which domain") ||
					strings.Contains(label, "the domain"))
				if single && a.Known != guide.KnownDomain && a.Known != guide.KnownTenant {
					t.Errorf("%s asks for a domain as %s, and does not know the one that was typed", g.ID, a.Name)
				}
				key := a.Name + "/" + a.Label
				before, asked := first[key]
				if asked && (a.Known == "" || a.Known != before.Known) && again[a.Name] == "" &&
					!strings.HasPrefix(a.Label, "What did ") {
					t.Errorf("%s asks for %s (%s) as another guide does; give both ask.Known", g.ID, a.Name, a.Label)
				}
				if !asked {
					first[key] = a
				}
			}
		}
	}
}

// TestATypedDomainIsKnownEverywhere walks each guide to its questions: the domain that was typed on Home stands in every
// field that asks for one.
func TestATypedDomainIsKnownEverywhere(t *testing.T) {
	known := map[string]string{guide.KnownDomain: "northgate.example", guide.KnownTenant: "northgate.example",
		guide.KnownEmergency: "em1@northgate.example"}
	asked := map[string]int{}
	for _, g := range All(guidetest.New().Services()) {
		s := guide.New(g, "v", guidetest.Noon)
		s.Prefill(known)
		for _, step := range g.Steps {
			for _, a := range step.Asks {
				if a.Known == "" {
					continue
				}
				asked[a.Known]++
				v := s.Visit()
				if a.Default != nil && a.Default(&v) != "" {
					continue // the guide knows better, from a file of the person
				}
				if v.Drafts[a.Name] != known[a.Known] {
					t.Errorf("%s: %s has %q", g.ID, a.Name, v.Drafts[a.Name])
				}
			}
		}
	}
	if asked[guide.KnownDomain] < 4 || asked[guide.KnownEmergency] != 3 || asked[guide.KnownTenant] != 1 {
		t.Errorf("asked: %v", asked)
	}
}
