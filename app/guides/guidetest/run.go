package guidetest

import (
	"context"
	"maps"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guides/services"
)

// T is what Run needs of a *testing.T.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Context() context.Context
}

// Make makes a guide from services, as the function Guide of each guide does.
type Make func(services.Services) guide.Guide

// Run goes through a guide in a World in every way, and reports what is wrong.
func Run(t T, guide Make) {
	t.Helper()
	g := guide(New().Services())
	wellMade(t, g)
	said, known := speech{}, map[string]bool{}
	said.fixed(g)
	everyChoice(t, guide, (*World).Services, said, known)
	everyChoice(t, guide, func(w *World) services.Services {
		w.Office.Mixed = true
		return w.Plain()
	}, said, known)
	notices(t, guide, said)
	said.lint(t, g)
	stopped(t, guide)
	unread(t, guide, known)
}

// RunIn goes through a guide in every way in a World that change changed before.
func RunIn(t T, guide Make, change func(*World)) {
	t.Helper()
	said, known := speech{}, map[string]bool{}
	g := guide(New().Services())
	said.fixed(g)
	for _, of := range []func(*World) services.Services{(*World).Services, (*World).Plain} {
		everyChoice(t, guide, func(w *World) services.Services {
			change(w)
			return of(w)
		}, said, known)
	}
	said.lint(t, g)
}

// most is how many walks are enough for any guide.
const most = 4000

// everyChoice walks until each option of each question was chosen, in a World of its
// own each time: of each subject, and together with each option of the others.
func everyChoice(t T, guide Make, of func(*World) services.Services, said speech,
	known map[string]bool) {
	t.Helper()
	var queue []map[string]string
	g := guide(of(New()))
	for _, subject := range Subjects(g) {
		queue = append(queue, map[string]string{g.Subject: subject})
	}
	seen := map[string]bool{}
	for n := 0; n < len(queue); n++ {
		if n == most {
			t.Fatalf("%s: there are more than %d ways through this guide", g.ID, most)
		}
		w := New()
		p := &person{t: t, g: guide(of(w)), chosen: queue[n], world: w, said: said, known: known,
			byDefault: len(queue[n]) <= 1}
		p.walk()
		v, condition := p.visit(), p.condition()
		for _, o := range p.offered {
			for _, with := range p.together(o.name) {
				key := strings.Join([]string{condition, o.name, o.value, with}, "\n")
				if seen[key] || v.Answers[o.name] == o.value {
					seen[key] = true
					continue
				}
				seen[key] = true
				next := maps.Clone(queue[n])
				next[o.name] = o.value
				queue = append(queue, next)
			}
		}
	}
}

// condition returns the subject, where it is typed: it stands for a condition of the
// World, and each option is tried in each.
func (p *person) condition() string {
	v := p.visit()
	if slices.ContainsFunc(p.offered, func(o option) bool { return o.name == p.g.Subject }) {
		return ""
	}
	return v.Answers[p.g.Subject]
}

// together returns the choices that were made and decide together with the question
// name what a step plans, hands over or waits for. Each option is tried with each of
// them, and once for itself.
func (p *person) together(name string) []string {
	all, v := []string{""}, p.visit()
	for _, step := range p.g.Steps {
		if step.Plan == nil && step.Hand == nil && step.Wait == nil || !decides(step, name) {
			continue
		}
		for _, o := range p.offered {
			with := o.name + "=" + o.value
			if o.name != name && v.Answers[o.name] == o.value && decides(step, o.name) && !slices.Contains(all, with) {
				all = append(all, with)
			}
		}
	}
	return all
}

// decides reports whether an answer decides what a step does.
func decides(step guide.Step, name string) bool {
	return slices.Contains(step.DependsOn, name) ||
		slices.ContainsFunc(step.Asks, func(a guide.Ask) bool { return a.Name == name })
}

// Walk returns a visit of g in which every question is answered: as given, else by
// its default, else by Answers. Every check is made.
func Walk(t T, g guide.Guide, given map[string]string) *guide.Visit {
	t.Helper()
	p := &person{t: t, g: g, chosen: given, said: speech{}, onlyLooks: true}
	p.walk()
	v := p.visit()
	return &v
}
