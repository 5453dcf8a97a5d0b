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
	"handrail/app/identity/roles"
	"handrail/app/report"
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

// worldStage is a stage with all guides in a World in which the guide id has something to change, and what reaches
// Microsoft there.
func worldStage(t *testing.T, id string) (*stage, *guidetest.World, *counted) {
	t.Helper()
	w := guidetest.New()
	if id == "sync-identity" {
		blockSync(w.Office)
	}
	s, c := newStage(t, task.Inline{}), &counted{Writer: w.Office}
	s.ports.Tenant, s.ports.Clock = w.Office, func() time.Time { return guidetest.Noon }
	sv := w.Services()
	sv.Tenant.Connection, sv.Tenant.Writer = services.Noting{Connection: w.Office}, c
	s.ports.Guides, s.ports.Journal = guides.All(sv), w.Journal
	return s, w, c
}

// blockSync makes a policy stop the account of the directory synchronisation.
func blockSync(o *guidetest.Office) {
	o.Rows[tenant.SectionOrganisation], o.Rows[tenant.SectionAccess] = nil, nil
	o.Add(tenant.SectionOrganisation, `{"id":"t","displayName":"Northgate","onPremisesSyncEnabled":true,`+
		`"onPremisesLastSyncDateTime":"2026-11-22T10:50:00Z"}`)
	o.Add(tenant.SectionUsers, `{"id":"s1","displayName":"Sync","userPrincipalName":"Sync_SRV_1@n.example",`+
		`"accountEnabled":true,"userType":"Member"}`)
	o.Add(tenant.SectionRoles, `{"id":"s1","principalId":"s1","handrailKind":"user","directoryScopeId":"/",`+
		`"roleDefinitionId":"`+roles.SyncAccounts+`","handrailTemplate":"`+roles.SyncAccounts+`"}`)
	o.Add(tenant.SectionAccess, `{"id":"p","displayName":"Ask all","state":"enabled","conditions":{"clientAppTypes":["all"],`+
		`"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"],"excludeUsers":["ben"]}},`+
		`"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`)
}

// changing are the answers with which a guide plans a change.
var changing = map[string]map[string]string{
	"live-event": {"event-kind": "broadcast", "way": "handrail"},
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
				o.Rows[tenant.SectionRoles] = slices.DeleteFunc(slices.Clone(o.Rows[tenant.SectionRoles]),
					func(r tenant.Row) bool { return strings.Contains(string(r.Body), `"principalId":"ada"`) })
				o.Add(tenant.SectionRoles, `{"id":"r","principalId":"ben","handrailTemplate":"62e90394-69f5-4237-9190-012177145e10",`+
					`"handrailRole":"Global Administrator","handrailName":"Ben","directoryScopeId":"/"}`)
			}, []string{"Who can help", "Copy message to send"}})
		}
		for i, id := range n.Sections {
			state := []tenant.State{tenant.NeedsConsent, tenant.NeedsRole, tenant.NeedsLicence}[i%3]
			if n.Optional {
				continue
			}
			if n.Licence {
				state = tenant.NeedsLicence
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
	return all
}

// TestWhatIsLackingStopsTheChange: for each guide that changes something and each thing that it needs, an
// organisation that lacks it has that line on the first page; the page of the change has who can help and offers no
// change; and no write reaches Microsoft.
func TestWhatIsLackingStopsTheChange(t *testing.T) {
	all, _, _ := worldStage(t, "")
	for _, g := range all.ports.Guides {
		var steps []string
		whole, _, _ := worldStage(t, g.ID)
		g = whole.guide(g.ID)
		for _, step := range g.Steps {
			if step.Apply != nil && whole.atStep(g, step.ID).offers() {
				steps = append(steps, step.ID)
			}
		}
		applies := slices.ContainsFunc(g.Steps, func(s guide.Step) bool { return s.Apply != nil })
		if applies && len(steps) == 0 {
			t.Errorf("%s: no step offers a change where nothing is lacking", g.ID)
		}
		role := slices.ContainsFunc(g.Needs, func(n guide.Need) bool { return len(n.Roles) > 0 })
		if applies && !role && g.ID != "live-event" { // which needs a licence alone, of the person
			t.Errorf("%s: it changes something and names no role", g.ID)
		}
		for _, p := range prerequisites(g) {
			if !applies {
				break
			}
			t.Run(g.ID+" "+p.name, func(t *testing.T) { stops(t, g.ID, p, steps) })
		}
	}
}

// guide returns a guide by its ID.
func (s *stage) guide(id string) guide.Guide {
	return s.ports.Guides[slices.IndexFunc(s.ports.Guides, func(g guide.Guide) bool { return g.ID == id })]
}

// stops checks the first page and the pages of the changes of a guide where p is lacking.
func stops(t *testing.T, id string, p prerequisite, steps []string) {
	t.Helper()
	for _, step := range steps {
		s, world, sent := worldStage(t, id)
		z := s.atStep(s.guide(id), step)
		p.take(world.Office)
		z.fetch(z.s.Step(), z.s.Visit())
		if z.offers() {
			t.Errorf("%s offers its change:\n%s", step, s.text())
			continue
		}
		if plan := z.found.plan; plan != nil && !plan.Unchanged() {
			s.shows(append(p.says, "What is missing for this change")...)
		}
		if !z.found.plan.ByHand {
			s.shows("Check again", "The change is made")
			z.Main()
			z.confirm()
		}
		if sent.writes > 0 {
			t.Errorf("%s: %d writes reached Microsoft", step, sent.writes)
		}
	}
	s, world, _ := worldStage(t, id)
	p.take(world.Office)
	text := s.open("guide/" + id).text()
	if _, after, ok := strings.Cut(text, "Needs action"); !ok || !strings.Contains(after, "Copy message to send") {
		t.Errorf("the first page has no line for it:\n%s", text)
	}
}

// TestASectionThatIsRefusedHasItsPart: for each guide, each look and each section that it rests on, a look that
// finds something without that section says what is missing, and who can help.
func TestASectionThatIsRefusedHasItsPart(t *testing.T) {
	all, _, _ := worldStage(t, "")
	looks := 0
	for _, g := range all.ports.Guides {
		whole, _, _ := worldStage(t, g.ID)
		g = whole.guide(g.ID)
		v := guidetest.Walk(t, g, changing[g.ID])
		w := &Window{p: whole.ports}
		for _, step := range g.Steps {
			if step.Look == nil {
				continue
			}
			full := v.Clone()
			before, err := w.looker().Look(t.Context(), step, &full, nil)
			if err != nil {
				continue
			}
			for _, id := range before.Outcome.Rests {
				looks += refusedSection(t, g.ID, step.ID, id, v)
			}
		}
	}
	if looks < 50 {
		t.Errorf("only %d looks rest on a section", looks)
	}
}

// refusedSection looks where a section is refused, and returns 1 where that is a section.
func refusedSection(t *testing.T, g, step, id string, v *guide.Visit) int {
	t.Helper()
	if tenant.TitleOf(id) == id {
		return 0
	}
	s, world, _ := worldStage(t, g)
	world.Office.Unread(id)
	w := &Window{p: s.ports}
	one, without := s.guide(g), v.Clone()
	i := slices.IndexFunc(one.Steps, func(st guide.Step) bool { return st.ID == step })
	f, err := w.looker().Look(t.Context(), one.Steps[i], &without, nil)
	if err != nil {
		return 1 // a page of its own, see TestWhatIsMissingHasItsPage
	}
	st := world.Office.States[id]
	gaps := w.fetchGaps(t.Context(), one, f.Outcome.Rests)
	has := slices.ContainsFunc(gaps, func(l lack) bool { return slices.Contains(l.ids, id) })
	if !missing(st.State) {
		return 0 // not tried: the look says that it was not read
	}
	if !has {
		t.Errorf("%s, %s: %s is refused, and the gaps are %+v", g, step, id, gaps)
	}
	return 1
}

// TestWhatCouldNotBeReadStandsAboveTheFindings: a look that found something without a section that was refused
// shows what is missing, who can help, and a text to send; what the guide does not need stands below.
func TestWhatCouldNotBeReadStandsAboveTheFindings(t *testing.T) {
	for _, optional := range []bool{false, true} {
		s, f := tenantStage(t, task.Inline{})
		s.ports.Guides = s.ports.Guides[1:]
		g := &s.ports.Guides[0]
		g.Needs = []guide.Need{{Title: "N", Text: "T.", Sections: []string{tenant.SectionSignIns}, Optional: optional}}
		for i := range g.Steps {
			if look := g.Steps[i].Look; look != nil {
				g.Steps[i].Look = func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
					guide.RestsOn(ctx, tenant.SectionSignIns)
					return look(ctx, v, rep)
				}
			}
		}
		f.status[tenant.SectionSignIns] = tenant.Status{Section: tenant.SectionSignIns, State: tenant.NeedsRole,
			Message: "Your account may not read it.", Hint: "Ask for a role."}
		s.begin().shows("Your account may not read: Recent sign-ins.", "Your account may not read it. Ask for a role.",
			"One of these roles: Reports Reader, Security Reader, Global Reader.", "Global Administrator: Ada Boateng.")
		text := s.text()
		part, found := strings.Index(text, "Recent sign-ins"), strings.Index(text, "The mast stands")
		if part < 0 || found < 0 || part < found == optional {
			t.Errorf("optional %v: the part is at %d, what was found at %d:\n%s", optional, part, found, text)
		}
		s.tab("Copy message to send").enter()
		if got := s.w.app.Clipboard().Content(); !strings.Contains(got, "needs the role Reports Reader or Security Reader") {
			t.Errorf("it copies %q", got)
		}
		f.status[tenant.SectionSignIns] = tenant.Status{Section: tenant.SectionSignIns, State: tenant.Updated,
			Completed: sunday}
		s.tab("Check again").enter().hides("Recent sign-ins")
	}
}

// TestCheckAgainLiftsTheBar: once the role is there, the page of the change offers it.
func TestCheckAgainLiftsTheBar(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	g := &s.ports.Guides[1]
	g.Needs = append(g.Needs, guide.Need{Title: "A role", Text: "T.", Roles: []string{"Security Administrator"}})
	given := f.rows[tenant.SectionRoles]
	f.rows[tenant.SectionRoles] = nil
	s.ports.Guides = s.ports.Guides[1:]
	s.begin().upTo("light").shows("Your account may not change this setting.", "What to do, in this order",
		"Ask someone to do this", "Check again", "The change is made").hides("Light the beacon\nLight the beacon")
	z := s.wizard()
	if z.confirm(); s.world.applied != 0 {
		t.Error("the change was made")
	}
	f.rows[tenant.SectionRoles] = given
	z.Main()
	s.hides("Your account may not change this setting.")
	if z.found.barred != notBarred || !slices.Contains(f.did, "refresh users roles") {
		t.Errorf("barred %v after %q", z.found.barred, f.did)
	}
	if z.Main(); s.world.applied != 1 {
		t.Errorf("applied %d times", s.world.applied)
	}
}
