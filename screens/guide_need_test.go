package screens

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides"
	"handrail/app/guides/guidetest"
	"handrail/app/task"
	"handrail/app/tenant"
)

// needy is a guide with a need of each kind.
func needy(s *stage, needs ...guide.Need) {
	g := s.world.demo()
	g.Needs = needs
	s.ports.Guides = []guide.Guide{g}
}

// TestEachNeedIsChecked: for each prerequisite that is there, lacking, or not known, its line says so with the
// reason. Nothing is OK that was not read.
func TestEachNeedIsChecked(t *testing.T) {
	org := guide.Need{Title: "A connected organisation", Text: "T.", Kind: guide.NeedsOrganisation,
		Sections: []string{tenant.SectionUsers}}
	access := guide.Need{Title: "Policies", Text: "T.", Sections: []string{tenant.SectionAccess}}
	optional := access
	optional.Optional = true
	role := guide.Need{Title: "A role", Text: "T.", Roles: []string{"Teams Administrator"}}
	names := guide.Need{Title: "Names", Text: "T.", Kind: guide.NeedsNames}
	state := func(id string, st tenant.State, message string) func(*fakeLink) {
		return func(f *fakeLink) {
			f.status[id] = tenant.Status{Section: id, State: st, Message: message, Hint: "Do this."}
		}
	}
	answers := func(err error) func(context.Context) error { return func(context.Context) error { return err } }
	for name, c := range map[string]struct {
		need      guide.Need
		is        func(*fakeLink)
		ask       func(context.Context) error
		word, why string
	}{
		"connected": {need: org, word: "OK", why: "Connected to Northgate Community Trust. Handrail could read this on"},
		"not connected": {need: org, is: func(f *fakeLink) { f.orgs, f.current = nil, "" }, word: "Needs action",
			why: "No organisation"},
		"no permission": {need: org, is: state(tenant.SectionUsers, tenant.NeedsConsent, "No permission."),
			word: "Needs action", why: "No permission. Do this."},
		"no licence": {need: access, is: state(tenant.SectionAccess, tenant.NeedsLicence, "No P1."),
			word: "Needs action", why: "No P1. Do this."},
		"no licence, another way": {need: optional, is: state(tenant.SectionAccess, tenant.NeedsLicence, "No P1."),
			word: "OK", why: "No P1. Do this. The guide has another way."},
		"never read": {need: access, is: func(f *fakeLink) { delete(f.status, tenant.SectionAccess) },
			word: "Not checked", why: "has not read this yet"},
		"read failed": {need: access, is: state(tenant.SectionAccess, tenant.Failed, "It broke."),
			word: "Not checked", why: "It broke."},
		"licence, not connected": {need: access, is: func(f *fakeLink) { f.orgs, f.current = nil, "" },
			word: "Not checked", why: "No organisation is connected"},
		"role": {need: role, word: "OK", why: "You have the role Global Administrator."},
		"no role": {need: role, is: func(f *fakeLink) { delete(f.rows, tenant.SectionRoles) }, word: "Needs action",
			why: "does not have this role"},
		"a role to activate": {need: guide.Need{Title: "A role", Text: "T.", Roles: []string{"User Administrator"}},
			is: func(f *fakeLink) {
				delete(f.rows, tenant.SectionRoles)
				f.put(tenant.SectionRoles, "1", `{"id":"1","principalId":"ada","handrailRole":"User Administrator",`+
					`"handrailTemplate":"fe930be7-5e62-47db-91af-98c3a49a38b1","directoryScopeId":"/","handrailEligible":true}`)
			}, word: "Needs action", why: "You can activate the role User Administrator."},
		"a role of their own": {need: role, is: func(f *fakeLink) {
			delete(f.rows, tenant.SectionRoles)
			f.put(tenant.SectionRoles, "1", `{"id":"1","principalId":"ada","handrailRole":"Hall desk",`+
				`"roleDefinitionId":"x","handrailBuiltIn":false,"directoryScopeId":"/"}`)
		}, word: "Not checked", why: "could not find out whether a role"},
		"licence alone": {need: guide.Need{Title: "P1", Text: "T.", Licence: true, Sections: []string{tenant.SectionAccess}},
			is: state(tenant.SectionAccess, tenant.NeedsLicence, "No P1."), word: "Needs action", why: "No P1."},
		"licence, no permission": {need: guide.Need{Title: "P1", Text: "T.", Licence: true,
			Sections: []string{tenant.SectionAccess}}, is: state(tenant.SectionAccess, tenant.NeedsConsent, "Not granted."),
			word: "Not checked", why: "Not granted."},
		"roles not read": {need: role, is: func(f *fakeLink) { delete(f.status, tenant.SectionRoles) }, word: "Not checked",
			why: "does not know the roles"},
		"names": {need: names, ask: answers(nil), word: "OK", why: "Your name server answers."},
		"no names": {need: names, ask: answers(app.Errorf(app.Unreachable, "Check your network.", "No answer.")),
			word: "Needs action", why: "No answer. Check your network."},
		"names, not asked": {need: names, word: "Not checked", why: "asks your name server in the guide"},
		"file": {need: guide.Need{Title: "A file", Text: "T.", Kind: guide.NeedsFile}, word: "Not checked",
			why: "You choose the file"},
		"at hand": {need: guide.Need{Title: "A thing", Text: "T."}, word: "Not checked", why: "cannot check this"},
	} {
		t.Run(name, func(t *testing.T) {
			s, f := newStage(t, task.Inline{}), newFakeLink()
			if c.is != nil {
				c.is(f)
			}
			s.ports.Tenant, s.ports.AskNames = f, c.ask
			needy(s, c.need)
			text := s.open("guide/demo").text()
			_, text, _ = strings.Cut(text, "Before you begin\n")
			if word, rest, _ := strings.Cut(text, "\n"); word != c.word || !strings.Contains(rest, c.why) {
				t.Errorf("%q instead of %q with %q; it says:\n%s", word, c.word, c.why, text)
			}
		})
	}
}

// TestNoNeedPassesByDefault: where nothing is connected and nothing answers, no guide has a line that is OK, and
// each line has its reason.
func TestNoNeedPassesByDefault(t *testing.T) {
	words := []string{"Needs action", "Not checked"}
	for _, g := range guides.All(guidetest.New().Services()) {
		f := &front{w: &Window{}, guide: g, org: orgState{}, names: notChecked("Not asked.")}
		f.w.p.Clock = guidetest.New().Services().Now
		for _, o := range []orgState{{}, {read: true}, {read: true, connected: true, name: "Northgate"}} {
			f.org = o
			for _, n := range g.Needs {
				m := f.met(n)
				connected := o.connected && n.Kind == guide.NeedsOrganisation && len(n.Sections) == 0
				if !slices.Contains(words, m.word) && !connected || m.why == "" {
					t.Errorf("%s: %q is %q, %q", g.ID, n.Title, m.word, m.why)
				}
				for _, id := range n.Sections {
					if tenant.TitleOf(id) == "" {
						t.Errorf("%s: %q names %q, which is no section", g.ID, n.Title, id)
					}
				}
			}
		}
	}
}

// TestWithoutAnOrganisationNothingIsCommitted: the page that makes a change offers to connect, and no change.
func TestWithoutAnOrganisationNothingIsCommitted(t *testing.T) {
	f, crew := newFakeLink(), []string{"Ama"}
	s := agedStage(t, f, &crew)
	s.ports.Guides[0].Steps[5].Plan = func(context.Context, *guide.Visit) (*guide.Plan, error) {
		return nil, tenant.NoOrganisation("Connect it.")
	}
	s.reopen("visit/" + s.only().ID)
	s.shows("Connect your organisation").hides("Light the beacon\nLight the beacon")
	if _, onMain, _ := s.wizard().moves(s.wizard().s.Step()); onMain == nil || s.world.applied != 0 {
		t.Error("there is no way on, or a change was made")
	}
	if errors.Is(s.wizard().found.err, nil) || s.wizard().found.plan != nil {
		t.Error("there is a plan without an organisation")
	}
}
