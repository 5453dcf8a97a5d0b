package screens

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	"handrail/app/task"
	"handrail/app/tenant"
)

// counted counts what reaches Microsoft as a write.
type counted struct {
	tenant.Writer
	writes int
}

func (c *counted) Patch(ctx context.Context, object string, body []byte) (string, error) {
	c.writes++
	return c.Writer.Patch(ctx, object, body)
}

func (c *counted) Post(ctx context.Context, object string, body []byte) ([]byte, string, error) {
	c.writes++
	return c.Writer.Post(ctx, object, body)
}

func (c *counted) Delete(ctx context.Context, object string) (string, error) {
	c.writes++
	return c.Writer.Delete(ctx, object)
}

// worldStage is a stage with all guides in a World, and what reaches Microsoft there.
func worldStage(t *testing.T) (*stage, *guidetest.World, *counted) {
	t.Helper()
	w := guidetest.New()
	s, c := newStage(t, task.Inline{}), &counted{Writer: w.Office}
	s.ports.Tenant, s.ports.Clock = w.Office, func() time.Time { return guidetest.Noon }
	sv := w.Services()
	sv.Tenant.Connection, sv.Tenant.Writer = services.Noting{Connection: w.Office}, c
	s.ports.Guides, s.ports.Journal = guides.All(sv), w.Journal
	return s, w, c
}

// changing are the answers with which a guide plans a change.
var changing = map[string]map[string]string{
	"live-event": {"event-kind": "broadcast", "create-way": "handrail"},
}

// atStep opens a guide at a step whose earlier ones are completed.
func (s *stage) atStep(g guide.Guide, step string) *wizard {
	s.t.Helper()
	v := guidetest.Walk(s.t.(guidetest.T), g, changing[g.ID])
	v.Step, v.Page, v.Ended, v.Changed = step, guide.ShowPage, time.Time{}, guidetest.Noon
	delete(v.Outcomes, step)
	if err := s.memory.SaveVisit(s.t.Context(), *v); err != nil {
		s.t.Fatal(err)
	}
	s.open("visit/" + v.ID)
	z := s.wizard()
	if z.s.Step().ID != step || z.s.Page() != guide.ShowPage {
		s.t.Fatalf("%s: %s/%s is open instead of %s", g.ID, z.s.Step().ID, z.s.Page(), step)
	}
	return z
}

// offers reports whether the main button of the open page writes.
func (z *wizard) offers() bool {
	p := z.found.plan
	return p != nil && !p.Unchanged() && !p.ByHand && z.found.barred == notBarred && z.found.err == nil
}

// prerequisite is something that a World can lack: what a guide's first page says then, and the page of the change.
type prerequisite struct {
	name string
	take func(o *guidetest.Office)
	says []string
}

// prerequisites returns what g needs, one thing at a time.
func prerequisites(g guide.Guide) (all []prerequisite) {
	for _, n := range g.Needs {
		if len(n.Roles) > 0 {
			all = append(all, prerequisite{"role", func(o *guidetest.Office) {
				o.Rows[tenant.SectionRoles] = nil
				o.Add(tenant.SectionRoles, `{"id":"r","principalId":"ben","handrailTemplate":"62e90394-69f5-4237-9190-012177145e10",`+
					`"handrailRole":"Global Administrator","handrailName":"Ben","directoryScopeId":"/"}`)
			}, []string{"Who can help", "Copy message to send"}})
		}
		for _, id := range n.Sections {
			for _, state := range []tenant.State{tenant.NeedsConsent, tenant.NeedsRole, tenant.NeedsLicence} {
				if n.Optional || n.Licence && state != tenant.NeedsLicence {
					continue
				}
				message := fmt.Sprintf("It is refused: %s.", state)
				all = append(all, prerequisite{id + " " + string(state), func(o *guidetest.Office) {
					st := o.States[id]
					st.State, st.Message, st.Hint = state, message, "Ask for it."
					o.States[id] = st
					o.Refusals = map[string]tenant.SectionError{id: {State: state, Message: message, Hint: "Ask for it."}}
				}, []string{"Who can help", "Copy message to send", message}})
			}
		}
	}
	return all
}

// TestWhatIsLackingStopsTheChange (W2): for each guide that changes something and each thing that it needs, an
// organisation that lacks it has that line on the first page; the page of the change has who can help and offers no
// change; and no write reaches Microsoft.
func TestWhatIsLackingStopsTheChange(t *testing.T) {
	whole, _, _ := worldStage(t)
	for _, g := range whole.ports.Guides {
		var steps []string
		for _, step := range g.Steps {
			if step.Apply != nil && whole.atStep(g, step.ID).offers() {
				steps = append(steps, step.ID)
			}
		}
		applies := slices.ContainsFunc(g.Steps, func(s guide.Step) bool { return s.Apply != nil })
		if applies && len(steps) == 0 {
			t.Errorf("%s: no step offers a change where nothing is lacking", g.ID)
		}
		for _, p := range prerequisites(g) {
			if !applies {
				break
			}
			t.Run(g.ID+" "+p.name, func(t *testing.T) { s, w, c := worldStage(t); s.stops(g.ID, w, c, p, steps) })
		}
	}
}

// stops checks the first page and the pages of the changes of a guide where p is lacking.
func (s *stage) stops(id string, w *guidetest.World, c *counted, p prerequisite, steps []string) {
	s.t.Helper()
	g := s.ports.Guides[slices.IndexFunc(s.ports.Guides, func(g guide.Guide) bool { return g.ID == id })]
	for _, step := range steps {
		fresh, world, sent := worldStage(s.t.(*testing.T))
		z := fresh.atStep(fresh.ports.Guides[slices.IndexFunc(fresh.ports.Guides, func(g guide.Guide) bool { return g.ID == id })], step)
		p.take(world.Office)
		z.fetch(z.s.Step(), z.s.Visit())
		if z.offers() {
			s.t.Errorf("%s offers its change:\n%s", step, fresh.text())
			continue
		}
		if plan := z.found.plan; plan != nil && !plan.Unchanged() {
			fresh.shows(append(p.says, "What is missing for this change")...)
		}
		if !z.found.plan.ByHand {
			fresh.shows("Check again", "The change is made")
			z.Main()
			z.confirm()
		}
		if sent.writes > 0 {
			s.t.Errorf("%s: %d writes reached Microsoft", step, sent.writes)
		}
	}
	p.take(w.Office)
	s.open("guide/" + g.ID)
	text := s.text()
	if _, after, ok := strings.Cut(text, "Needs action"); !ok || !strings.Contains(after, "Copy message to send") {
		s.t.Errorf("the first page has no line for it:\n%s", text)
	}
	if c.writes > 0 {
		s.t.Error("a write from the first page")
	}
}
