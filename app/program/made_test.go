package program

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"handrail/app/drift"
	"handrail/app/terminal"
)

// sinceStart returns what changed, by sentence.
func sinceStart(t *testing.T, p *Program) map[string]drift.Told {
	t.Helper()
	ctx := context.Background()
	if _, err := p.Tenant.Refresh(ctx, nil, nil); err != nil {
		t.Fatal(err)
	}
	s, err := p.Changes(ctx)
	if err != nil {
		t.Fatal(err)
	}
	r, err := drift.Since(ctx, s, endOfMonth(), time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]drift.Told{}
	for _, one := range append(r.Told, r.Accepted...) {
		headline, _ := one.Parts()
		if one.At.After(all[headline].At) { // the latest of each
			all[headline] = one
		}
	}
	return all
}

// TestWhatHandrailMadeIsMarked: a change through a guide and its undo are Handrail’s; the same by another program is
// not, nor is what another program made of Handrail’s value.
func TestWhatHandrailMadeIsMarked(t *testing.T) {
	k, ctx := newChange(t, "sms-off,voice-off"), context.Background()
	sinceStart(t, k.h)
	if err := k.apply("confirm", k.plan("confirm")); err != nil {
		t.Fatal(err)
	}
	patch := func(method, state string) {
		t.Helper()
		if _, err := k.h.graph.Patch(ctx, methodsPolicy+"/authenticationMethodConfigurations/"+method,
			[]byte(`{"@odata.type":"#microsoft.graph.`+strings.ToLower(method[:1])+method[1:]+
				`AuthenticationMethodConfiguration","state":"`+state+`"}`)); err != nil {
			t.Fatal(err)
		}
	}
	patch("SoftwareOath", "disabled")
	all := sinceStart(t, k.h)
	for method, made := range map[string]bool{"Text messages": true, "Phone calls": true,
		"Authenticator app codes": false} {
		text := "“" + method + "” is now off as a sign-in method."
		one, told := all[text]
		if !told || (one.Made != nil) != made || made && (one.Made.Undo || one.Made.Guide != "mfa-methods") {
			t.Errorf("%s: told %v, %+v of %v", text, told, one.Made, all)
		}
	}
	k.v.Answers["keep"] = "undo"
	if err := k.apply("keep", k.plan("keep")); err != nil {
		t.Fatal(err)
	}
	patch("Voice", "disabled") // after Handrail had turned it on again
	all = sinceStart(t, k.h)
	if one := all["“Text messages” is now on as a sign-in method."]; one.Made == nil || !one.Made.Undo {
		t.Errorf("the undo: %+v", one.Made)
	}
	if _, told := all["“Phone calls” is now on as a sign-in method."]; told {
		t.Error("it is off, as it was")
	}
	patch("Sms", "disabled") // as Handrail had, but it was not Handrail
	all = sinceStart(t, k.h)
	if one, told := all["“Text messages” is now off as a sign-in method."]; !told || one.Made != nil {
		t.Errorf("another turned it off: %+v", one.Made)
	}
}

// TestAcceptedInTheSample: a change is accepted, stays accepted after a start, and comes back once it changes.
func TestAcceptedInTheSample(t *testing.T) {
	p, ctx := openSample(t), context.Background()
	sinceStart(t, p)
	row := firstOn(t, p)
	scopes := []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All"}
	if err := p.graph.Ask(ctx, scopes...); err != nil {
		t.Fatal(err)
	}
	set := func(state string) {
		t.Helper()
		body := []byte(`{"state":"` + state + `"}`)
		if _, err := p.graph.Patch(ctx, "/identity/conditionalAccess/policies/"+row.ID, body); err != nil {
			t.Fatal(err)
		}
	}
	now := func(state string) (found drift.Told) {
		t.Helper()
		for _, one := range sinceStart(t, p) {
			if strings.Contains(one.Text, "The policy “"+string(row.Name)+"” is now "+state+".") {
				found = one
			}
		}
		return found
	}
	set("disabled")
	one := now("off")
	s, err := p.Changes(ctx)
	if err != nil || s.Account == "" {
		t.Fatal(s.Account, err)
	}
	if err := drift.Accept(ctx, s, one, drift.Terms{By: s.Account, Why: "We test it.", At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	if one := now("off"); one.Accepted == nil || one.Accepted.By != s.Account {
		t.Errorf("%+v", one)
	}
	var out, errs strings.Builder
	args := []string{"check", "-json", "-since", time.Now().Format(time.DateOnly)}
	status := terminal.Run(ctx, args, terminal.Environment{
		Out: &out, Err: &errs, Open: func(context.Context, terminal.Flags) (*terminal.Program, error) {
			return &terminal.Program{Guides: p.Guides, Visits: p.Visits(), Library: p.Store, Clock: time.Now,
				Tenant: p.Tenant, Changes: p.Changes}, nil
		}})
	var got struct {
		Changes  []struct{ Made any }
		Accepted []struct {
			Text     string
			Accepted struct{ By, Why, Until, Text string }
		}
	}
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil || len(got.Changes) > 0 || len(got.Accepted) != 1 ||
		got.Accepted[0].Text != one.Text || got.Accepted[0].Accepted.Why != "We test it." {
		t.Errorf("%d %v: %s%s", status, err, out.String(), errs.String())
	}
	set("enabled")
	if one := now("on"); one.Accepted != nil || !strings.Contains(one.Back, "It is no longer so.") {
		t.Errorf("%+v", one)
	}
}
