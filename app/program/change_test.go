package program

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/sample/graphsim"
	"handrail/app/sample/graphsim/csdl"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/terminal"
)

// openSample opens Handrail on the sample organisation, once that is read.
func openSample(t *testing.T) *Program {
	t.Helper()
	h, err := Open(context.Background(), terminal.Flags{Data: t.TempDir(), Sample: true}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	if _, _, err := h.Tenant.Organisations(context.Background()); err != nil { // waits until the sample is read
		t.Fatal(err)
	}
	return h
}

// change is the guide to sign-in methods on the sample, through the SDK.
type change struct {
	t *testing.T
	h *Program
	g guide.Guide
	v *guide.Visit
}

func newChange(t *testing.T, what string) *change {
	t.Helper()
	return changeOf(t, openSample(t), what)
}

// changeOf is the same on a program that is open.
func changeOf(t *testing.T, h *Program, what string) *change {
	t.Helper()
	i := slices.IndexFunc(h.Guides, func(g guide.Guide) bool { return g.ID == "mfa-methods" })
	k := &change{t: t, h: h, g: h.Guides[i],
		v: &guide.Visit{ID: "v", Guide: "mfa-methods", Answers: map[string]string{},
			Outcomes: map[string]guide.Outcome{}}}
	for _, step := range k.g.Steps {
		for _, a := range step.Asks {
			if a.Default != nil {
				k.v.Answers[a.Name] = a.Default(k.v)
			}
		}
	}
	maps.Copy(k.v.Answers, map[string]string{"change": what, "older": "no", "way": "handrail"})
	return k
}

func (k *change) step(id string) guide.Step {
	i := slices.IndexFunc(k.g.Steps, func(s guide.Step) bool { return s.ID == id })
	if i < 0 {
		k.t.Fatalf("no step %s", id)
	}
	return k.g.Steps[i]
}

func (k *change) look(id string) *report.Document {
	k.t.Helper()
	doc, err := k.step(id).Look(context.Background(), k.v, func(task.Progress) {})
	if err != nil {
		k.t.Fatalf("%s: %v", id, err)
	}
	return doc
}

func (k *change) plan(id string) *guide.Plan {
	k.t.Helper()
	p, err := k.step(id).Plan(context.Background(), k.v)
	if err != nil {
		k.t.Fatal(err)
	}
	return p
}

func (k *change) apply(id string, p *guide.Plan) error {
	return k.step(id).Apply(context.Background(), k.v, p, func(task.Progress) {})
}

// people returns the outcomes of each person by id.
func (k *change) people() map[string][]string {
	k.t.Helper()
	all := map[string][]string{}
	for _, b := range k.look("who").Blocks {
		e, ok := b.(report.Entries)
		if !ok || e.Name != "people" {
			continue
		}
		for _, item := range e.Items {
			var p struct {
				ID       string   `json:"id"`
				Outcomes []string `json:"outcomes"`
			}
			if err := json.Unmarshal(item.Program(), &p); err != nil {
				k.t.Fatal(err)
			}
			all[p.ID] = p.Outcomes
		}
	}
	return all
}

// capable reads again who can confirm a sign-in.
func (k *change) capable() map[string]bool {
	k.t.Helper()
	ctx := context.Background()
	if _, err := k.h.graph.Refresh(ctx, []string{tenant.SectionRegistration}, nil); err != nil {
		k.t.Fatal(err)
	}
	view, err := k.h.graph.View(ctx)
	if err != nil {
		k.t.Fatal(err)
	}
	all := map[string]bool{}
	err = tenant.Each(ctx, view, tenant.SectionRegistration, func(r tenant.Registration) error {
		all[r.ID] = r.MFACapable.Yes
		return nil
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return all
}

// writes are what the server got, without what only reads.
func (k *change) writes() (all []graphsim.Write) {
	for _, w := range k.h.sim.Writes() {
		if !strings.HasSuffix(w.Path, "$batch") {
			all = append(all, w)
		}
	}
	return all
}

// TestTheChangeIsMadeAsPreviewed: nothing is sent before it is confirmed, then
// one request for each setting; those who lose their second step on the server
// are those whom the preview named; taking back brings them all back.
func TestTheChangeIsMadeAsPreviewed(t *testing.T) {
	k := newChange(t, "sms-off,voice-off")
	before, told := k.capable(), k.people()
	k.look("today")
	p := k.plan("confirm")
	if w := k.writes(); len(w) > 0 {
		t.Fatalf("written before it was confirmed: %v", w)
	}
	if err := k.apply("confirm", p); err != nil {
		t.Fatal(err)
	}
	w := k.writes()
	if len(w) != 2 || w[0].Path == w[1].Path {
		t.Fatalf("%d writes: %v", len(w), w)
	}
	_, noMetadata := csdl.Load()
	for _, one := range w {
		typ := map[string]string{"Sms": "smsAuthenticationMethodConfiguration",
			"Voice": "voiceAuthenticationMethodConfiguration"}[one.Path[strings.LastIndex(one.Path, "/")+1:]]
		if one.Method != http.MethodPatch || typ == "" ||
			!strings.Contains(string(one.Body), `"@odata.type":"#microsoft.graph.`+typ+`"`) {
			t.Errorf("%s %s %s", one.Method, one.Path, one.Body)
		}
		if noMetadata == nil {
			for _, wrong := range csdl.Check(typ, one.Body) {
				t.Errorf("%s: %s", one.Path, wrong)
			}
		}
	}
	if f := k.look("worked").Facts()["as-planned"]; f != "yes" {
		t.Errorf("as planned: %s", f)
	}
	after := k.capable()
	lost := 0
	for id, was := range before {
		out := told[id]
		named := slices.Contains(out, "must-register") || slices.Contains(out, "locked-out")
		if goes := was && !after[id]; goes != named && !slices.Contains(out, "unknown") {
			t.Errorf("%s: the server says it loses its second step: %v; the preview said %v", id, goes, out)
		} else if goes {
			lost++
		}
	}
	if lost == 0 {
		t.Error("nobody lost anything, so nothing was compared")
	}
	k.v.Answers["keep"] = "undo"
	if err := k.apply("keep", k.plan("keep")); err != nil {
		t.Fatal(err)
	}
	if n := len(k.writes()); n != 4 {
		t.Errorf("%d writes after it was taken back", n)
	}
	if back := k.capable(); !maps.Equal(back, before) {
		t.Error("after it was taken back not everybody is as before")
	}
}

// TestAChangeMeetsTrouble: whatever the server does, a change is never sent twice.
func TestAChangeMeetsTrouble(t *testing.T) {
	patch := graphsim.Fault{Method: http.MethodPatch, Path: "/policies"}
	with := func(f func(*graphsim.Fault)) graphsim.Fault { p := patch; f(&p); return p }
	for name, c := range map[string]struct {
		fault   graphsim.Fault
		code    app.Code
		unknown bool
		sent    int // requests that reached the server
		made    string
	}{
		"forbidden": {with(func(f *graphsim.Fault) { f.Effect, f.Status = graphsim.Refuse, http.StatusForbidden }),
			app.Denied, false, 1, "no"},
		"throttled": {with(func(f *graphsim.Fault) { f.Effect, f.RetryAfter = graphsim.Refuse, "30" }),
			app.Unreachable, false, 1, "no"},
		"lost after it worked": {with(func(f *graphsim.Fault) { f.Effect, f.After = graphsim.Cut, true }),
			app.Unreachable, true, 1, "yes"},
		"503 after it worked": {with(func(f *graphsim.Fault) {
			f.Effect, f.Status, f.After = graphsim.Refuse, http.StatusServiceUnavailable, true
		}), app.Unreachable, true, 1, "yes"},
		"lost before it worked": {with(func(f *graphsim.Fault) { f.Effect = graphsim.Cut }), app.Unreachable, true, 1,
			"no"},
	} {
		t.Run(name, func(t *testing.T) {
			k := newChange(t, "sms-off")
			p := k.plan("confirm")
			k.h.sim.Play(c.fault)
			err := k.apply("confirm", p)
			var lost *tenant.UnknownOutcome
			if message, hint := app.UserMessage(err); app.CodeOf(err) != c.code || errors.As(err, &lost) != c.unknown ||
				message == "" || hint == "" {
				t.Errorf("%v", err)
			} else if c.code == app.Denied && !strings.Contains(hint, "Authentication Policy Administrator") {
				t.Errorf("the role is not named: %s", hint)
			}
			sent := 0
			for _, r := range k.h.sim.Requests() {
				if !strings.HasPrefix(r.URI, "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations") {
					continue
				}
				sent++
			}
			if sent != c.sent {
				t.Errorf("sent %d times", sent)
			}
			k.h.sim.Calm()
			if f := k.look("worked").Facts()["as-planned"]; f != c.made {
				t.Errorf("read back: as planned %s, want %s", f, c.made)
			}
		})
	}
}

// TestAChangeMadeMeanwhileStopsIt: a plan is confirmed only as it was read.
func TestAChangeMadeMeanwhileStopsIt(t *testing.T) {
	k := newChange(t, "sms-off")
	p := k.plan("confirm")
	if err := k.h.graph.Ask(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := k.h.graph.Patch(context.Background(),
		"/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Voice",
		[]byte(`{"@odata.type":"#microsoft.graph.voiceAuthenticationMethodConfiguration","state":"disabled"}`)); err != nil {
		t.Fatal(err)
	}
	n := len(k.writes())
	if err := k.apply("confirm", p); app.CodeOf(err) != app.Invalid {
		t.Errorf("%v", err)
	}
	if len(k.writes()) != n {
		t.Error("something was written")
	}
}
