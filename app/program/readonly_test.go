package program

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/tenant"
)

// TestReadOnlyModeSendsNoChange: in read-only mode every door to a change is shut before anything is sent: a confirmed
// plan, each kind of request, and the question for more rights. Reading works as before, and turning it off lets the
// same change through.
func TestReadOnlyModeSendsNoChange(t *testing.T) {
	ctx := context.Background()
	k := newChange(t, "sms-off,voice-off")
	if err := k.h.Store.SetSetting(ctx, tenant.ReadOnlySetting, "on"); err != nil {
		t.Fatal(err)
	}
	if _, err := k.h.graph.Refresh(ctx, nil, nil); err != nil {
		t.Fatal(err)
	}
	k.look("today")
	p := k.plan("confirm")
	r := k.step("confirm").Confirm(ctx, nothingWritten{}, k.h.flags.Clock(), *k.v, p, nil)
	if !errors.Is(r.Err, tenant.ErrReadOnly) {
		t.Errorf("a confirmed plan: %v", r.Err)
	}
	g := k.h.graph
	const user = "/users/00000000-0000-0000-0000-000000000001"
	methods := "/policies/authenticationMethodsPolicy"
	_, patched := g.Patch(ctx, methods+"/authenticationMethodConfigurations/Sms", []byte(`{"state":"disabled"}`))
	_, _, posted := g.Post(ctx, "/solutions/virtualEvents/townhalls", []byte(`{}`))
	for what, err := range map[string]error{"Ask": g.Ask(ctx, "Policy.ReadWrite.AuthenticationMethod"), "Patch": patched,
		"Post": posted} {
		if message, hint := app.UserMessage(err); !errors.Is(err, tenant.ErrReadOnly) || message == "" || hint == "" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := g.Delete(ctx, user); err == nil {
		t.Error("a delete is sent")
	}
	for _, w := range k.writes() {
		t.Errorf("%s %s was sent", w.Method, w.Path)
	}
	for _, q := range k.h.sim.Requests() {
		if q.Method != http.MethodGet && !strings.HasSuffix(q.URI, "$batch") {
			t.Errorf("%s %s was sent", q.Method, q.URI)
		}
	}
	if err := k.h.Store.SetSetting(ctx, tenant.ReadOnlySetting, "off"); err != nil {
		t.Fatal(err)
	}
	if err := k.apply("confirm", p); err != nil || len(k.writes()) != 2 {
		t.Errorf("turned off: %v, %d writes", err, len(k.writes()))
	}
}

// TestReadingNeedsNoRightToChange: no permission that Handrail asks for to read can change anything.
func TestReadingNeedsNoRightToChange(t *testing.T) {
	for _, s := range tenant.Sections() {
		for _, scope := range s.Scopes {
			if strings.Contains(scope, "Write") || !strings.Contains(scope, ".Read") {
				t.Errorf("%s asks for %s", s.ID, scope)
			}
		}
	}
}

// nothingWritten is a journal that keeps nothing.
type nothingWritten struct{ guide.Journal }

func (nothingWritten) Record(context.Context, guide.JournalEntry) error { return nil }
