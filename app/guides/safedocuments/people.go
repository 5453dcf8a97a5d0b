package safedocuments

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"handrail/app/device/safedocs"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// lookPeople returns the verdict for each person.
func (d deps) lookPeople(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, askExport, progress)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Whom does Safe Documents protect?")
	doc.Fact("about", "About", d.about(ctx, v), "")
	w.show(doc, "")
	doc.Add(w.entries())
	return doc.Done(), nil
}

// show adds the answer, what to do, everyone with a licence, and the numbers under a prefix.
func (w *world) show(doc *frame.Draft, prefix string) {
	answer := w.answer()
	answer.Lead += "."
	doc.Headline(strings.TrimSuffix(answer.Lead, "."))
	doc.Add(answer)
	doc.Find(w.gaps()...)
	doc.Find(w.todo()...)
	doc.Findings("", "What to do, most serious first")
	doc.Add(w.table())
	w.facts(doc, prefix)
}

// answer returns the answer in one line, and what it rests on.
func (w *world) answer() report.Banner {
	c := w.counts
	licensed := guide.Figures(c.Licensed) + " of your " + guide.Count(c.People, "person has", "people have") +
		" a licence for Safe Documents. "
	version := "This needs version " + safedocs.MinimumVersion() + " or later of the apps, which Handrail cannot read."
	switch on := w.policy.On; {
	case !w.known && on.Yes:
		return report.Banner{Tone: report.Unknown, Lead: "The switch is on; whom it protects is not known",
			Text: "Handrail could not read your people and their licences."}
	case on.No():
		text := "Handrail could not read your people and their licences."
		if w.known {
			text = licensed + "The switch would protect " + guide.Count(c.Ready, "person.", "people.")
		}
		return report.Banner{Tone: report.Warning, Lead: "The switch is off and protects no one", Text: text}
	case !on.Known:
		text := "Handrail could not read your people and their licences."
		if w.known {
			text = licensed
		}
		return report.Banner{Tone: report.Unknown, Lead: "It is not known whether the switch is on", Text: text}
	case c.Protected == 0 && c.Unknown > 0:
		return report.Banner{Tone: report.Unknown, Lead: "The switch is on; whom it protects is not known",
			Text: licensed + "Not known: " + named(w.with(safedocs.Unknown))}
	case c.Protected == 0:
		return report.Banner{Tone: report.Problem, Lead: "The switch is on and protects no one", Text: licensed}
	case c.Unknown > 0:
		return report.Banner{Tone: report.Warning, Lead: "The switch is on and protects at least " +
			guide.Figures(c.Protected) + " of " + guide.Figures(c.Protected+c.NotProtected+c.Unknown),
			Text: licensed + version}
	case c.NotProtected > 0:
		return report.Banner{Tone: report.Warning, Lead: "The switch is on and protects " +
			guide.Figures(c.Protected) + " of " + guide.Figures(c.Protected+c.NotProtected), Text: licensed + version}
	}
	return report.Banner{Tone: report.OK, Lead: "The switch is on and protects all " + guide.Figures(c.Protected),
		Text: licensed + version}
}

// with returns the people with a verdict.
func (w *world) with(verdict safedocs.Verdict) (all []safedocs.Person) {
	for _, p := range w.people {
		if p.Verdict == verdict {
			all = append(all, p)
		}
	}
	return all
}

// named returns the names of some people as a sentence.
func named(people []safedocs.Person) string {
	var all []string
	for _, p := range people {
		all = append(all, p.Name)
	}
	if more := len(all) - 5; more > 1 {
		return strings.Join(all[:5], ", ") + " and " + guide.Count(more, "other.", "others.")
	}
	return strings.Join(all, ", ") + "."
}

// order is the order of the verdicts: what fails first, then what is not known.
var order = []safedocs.Verdict{safedocs.NotProtected, safedocs.Unknown, safedocs.Protected, safedocs.NoLicence,
	safedocs.NoSignIn}

// sorted returns the people in the order of their verdicts.
func (w *world) sorted() []safedocs.Person {
	all := slices.Clone(w.people)
	slices.SortStableFunc(all, func(a, b safedocs.Person) int {
		return slices.Index(order, a.Verdict) - slices.Index(order, b.Verdict)
	})
	return all
}

// table has everyone with the service plan: what is there, and what is missing.
func (w *world) table() report.Table {
	t := report.Table{Columns: []string{"Person", "Service plan", "Office apps", "Switch", "Click-through"}}
	var groups []string
	for _, g := range []struct {
		n    int
		word string
	}{{w.counts.NotProtected, "not protected"}, {w.counts.Unknown, "not known"}, {w.counts.Protected, "protected"}} {
		if g.n > 0 {
			groups = append(groups, guide.Figures(g.n)+" "+g.word)
		}
	}
	t.Title = "What each person has: " + strings.Join(groups, ", then ")
	on, open := w.switches()
	for _, p := range w.sorted() {
		if p.Verdict == safedocs.NoLicence || p.Verdict == safedocs.NoSignIn {
			continue
		}
		t.Rows = append(t.Rows, []string{p.Name, planWords[p.Plan.Standing], appWords[p.Apps], on, open})
	}
	return t
}

// switches returns the values of the policy in words.
func (w *world) switches() (on, open string) {
	word := func(f tenant.Flag, yes, no string) string {
		switch {
		case !f.Known:
			return "Not known"
		case f.Yes:
			return yes
		}
		return no
	}
	return word(w.policy.On, "On", "Off"), word(w.policy.Open, "Allowed", "Not allowed")
}

// entries lists everyone, for the search and for programs.
func (w *world) entries() report.Entries {
	e := report.Entries{Name: "people", Title: "Everyone", Items: []report.Entry{}}
	shared, err := json.Marshal(map[string]string{"switch": value(w.policy.On, "on", "off"),
		"click-through": value(w.policy.Open, "allowed", "not-allowed")})
	if err != nil {
		return e // only texts: cannot fail
	}
	same := &report.Shared{Data: shared}
	for _, p := range w.sorted() {
		word := verdictWords[p.Verdict]
		state := []string{word.word}
		for _, r := range p.Reasons {
			state = append(state, reasonWords[r].word)
		}
		e.Items = append(e.Items, report.Entry{Title: p.Name, About: p.UPN, Severity: word.severity,
			State: strings.Join(state, ". "), Kinds: []string{word.word}, Data: program(p), Same: same})
	}
	return e
}

// program returns a person for programs.
func program(p safedocs.Person) json.RawMessage {
	licences, reasons := p.Plan.Licences, p.Reasons
	if licences == nil {
		licences = []string{}
	}
	if reasons == nil {
		reasons = []safedocs.Reason{}
	}
	out, err := json.Marshal(map[string]any{"id": p.ID, "upn": p.UPN, "name": p.Name, "verdict": p.Verdict,
		"reasons": reasons, "plan": p.Plan.Standing, "plan-cause": p.Plan.Cause, "licences": licences, "apps": p.Apps})
	if err != nil {
		return nil // only texts: cannot fail
	}
	return out
}

// value returns a flag as a fact.
func value(f tenant.Flag, yes, no string) string {
	switch {
	case !f.Known:
		return string(report.Unknown)
	case f.Yes:
		return yes
	}
	return no
}

// facts adds the numbers; those of people are unknown where people or licences were not read.
func (w *world) facts(doc *frame.Draft, prefix string) {
	on, open := w.switches()
	doc.Fact(prefix+"switch", "Switch", value(w.policy.On, "on", "off"), on)
	doc.Fact(prefix+"click-through", "Click-through", value(w.policy.Open, "allowed", "not-allowed"), open)
	c := w.counts
	for _, f := range []struct {
		name, label string
		n           int
	}{{"people", "People", c.People}, {"licensed", "With a licence for it", c.Licensed},
		{"protected", "Protected", c.Protected},
		{"not-protected", "Not protected", c.NotProtected}, {"protected-unknown", "Not known", c.Unknown},
		{"ready", "Protected once the switch is on", c.Ready}, {"no-licence", "Without a licence for it", c.NoLicence},
		{"plan-off", "Service plan turned off", c.ByReason[safedocs.PlanOff]},
		{"wrong-edition", "With Apps for business", c.ByReason[safedocs.WrongEdition]},
		{"no-apps", "Without desktop apps", c.ByReason[safedocs.AppsMissing]},
		{"edition-unknown", "Edition not known", c.ByReason[safedocs.EditionBoth] +
			c.ByReason[safedocs.EditionUnknown] + c.ByReason[safedocs.AppsOnDevice]},
		{"no-sign-in", "Cannot sign in", c.NoSignIn},
	} {
		text := strconv.Itoa(f.n)
		if !w.known || f.name == "protected" && f.n == 0 && !w.policy.On.Known {
			text = string(report.Unknown)
		}
		doc.Fact(prefix+f.name, f.label, text, "")
	}
	doc.Facts("In numbers")
}
