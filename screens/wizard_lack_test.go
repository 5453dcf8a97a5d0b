package screens

import (
	"context"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// refusal is what Microsoft answers to an account that may not.
func refusal(code, message string) error {
	return &app.Error{Code: app.Denied, Message: "Your account may not read this.", Hint: "Ask for it.",
		Err: &tenant.Refusal{Status: 403, Code: code, Message: message}}
}

// TestWhatIsMissingHasItsPage: a refusal in the middle of a step, of a look, a plan or a change, is a page of its own:
// which role, who has it, and a text to send them.
func TestWhatIsMissingHasItsPage(t *testing.T) {
	need := guide.Need{Title: "A role", Roles: []string{"Authentication Policy Administrator"}}
	for _, c := range []struct {
		name string
		err  error
		want []string
	}{
		{"role", refusal("Authorization_RequestDenied", "Insufficient privileges."), []string{"Your account may not do this",
			"The role Authentication Policy Administrator.", "Global Administrator: Ada Boateng.",
			"Authentication Policy Administrator: no one in the saved data.",
			"ada@northgate.example needs the role Authentication Policy Administrator."}},
		{"licence", refusal("Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Not a premium tenant."),
			[]string{"A licence is missing", "Can you check which licences we have?"}},
		{"permission", &app.Error{Code: app.Denied, Message: "Not granted.", Hint: "Ask.",
			Err: &tenant.NotGranted{Scopes: []string{"Policy.ReadWrite.All"}}}, []string{"A permission is missing",
			"This permission: Policy.ReadWrite.All.", "Global Administrator: Ada Boateng.", "Can you grant it?"}},
		{"section", &app.Error{Code: app.NotFound, Message: "Not read.", Hint: "Ask.", Err: tenant.Gap{Section: "x",
			State: tenant.NeedsRole, Message: "Your account may not read it."}}, []string{"Your account may not do this"}},
	} {
		for _, where := range []string{"today", "light", "apply"} {
			s, _ := tenantStage(t, task.Inline{})
			g := &s.ports.Guides[0]
			g.Needs = append(g.Needs, need)
			s.refuse(where, c.err)
			if where == "today" {
				s.begin()
			} else {
				s.begin().upTo("light")
			}
			if where == "apply" {
				s.tab("Light the beacon").enter()
				s.shows("The change was not made.")
			}
			s.shows(append(c.want, "What is missing", "Who can help", "A message to send", "Technical details", "Try again")...)
			if s.tab("Copy").enter(); !strings.HasPrefix(s.w.app.Clipboard().Content(), "Hello,\n\nI use the guide “") {
				t.Errorf("%s, %s: it copies %q", c.name, where, s.w.app.Clipboard().Content())
			}
			if s.world.setting != "off" {
				t.Errorf("%s, %s: the change was made", c.name, where)
			}
		}
	}
}

// refuse makes the look of “today”, or the plan or the change of “light”, fail with err.
func (s *stage) refuse(where string, err error) {
	for i := range s.ports.Guides[0].Steps {
		switch step := &s.ports.Guides[0].Steps[i]; {
		case where == "today" && step.ID == where:
			step.Look = func(context.Context, *guide.Visit, task.Report) (*report.Document, error) { return nil, err }
		case where == "light" && step.ID == where:
			step.Plan = func(context.Context, *guide.Visit) (*guide.Plan, error) { return nil, err }
		case where == "apply" && step.ID == "light":
			step.Apply = func(context.Context, *guide.Visit, *guide.Plan, task.Report) error { return err }
		}
	}
}

// TestUnreadRolesAreNotNoOne: where the roles were never read, the page says so and names no one.
func TestUnreadRolesAreNotNoOne(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	f.status[tenant.SectionRoles] = tenant.Status{Section: tenant.SectionRoles}
	s.refuse("today", refusal("Authorization_RequestDenied", "Insufficient privileges."))
	s.begin().shows("Handrail does not know yet who has which role.").
		hides("no one in the saved data").hides("Ada Boateng")
}

// TestOtherFailuresHaveNoSuchPage: a lost connection, an ended sign-in and read-only mode are told as they were.
func TestOtherFailuresHaveNoSuchPage(t *testing.T) {
	for _, err := range []error{app.Errorf(app.Unreachable, "Try again.", "No network."),
		app.Errorf(app.Denied, "Sign in again.", "Your sign-in has ended."),
		&app.Error{Code: app.Denied, Message: "Read-only.", Hint: "x", Err: tenant.ErrReadOnly}} {
		if l, is := lackOf(err, guide.Guide{}); is {
			t.Errorf("%v is %+v", err, l)
		}
	}
}

// TestConnectToApply: without a sign-in the button of a change connects, and comes back; nothing is changed.
func TestConnectToApply(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	f.signedIn = false
	s.begin().upTo("light").shows("Connect to apply", "You are not connected.").hides("Light the beacon\n")
	s.tab("Connect to apply").enter()
	if s.world.applied != 0 || s.w.back == nil {
		t.Errorf("applied %d times, back %v", s.world.applied, s.w.back)
	}
}

// TestConnectToApplyWithoutANetwork: someone is signed in, but Microsoft does not answer. Whether there is no plan, or
// one from saved data, the button says so with the reason, changes nothing, and asks again.
func TestConnectToApplyWithoutANetwork(t *testing.T) {
	for _, saved := range []bool{false, true} {
		s, _ := tenantStage(t, task.Inline{})
		gone := true
		s.ports.AskNames = func(context.Context) error {
			if gone {
				return app.Errorf(app.Unreachable, "Check your connection.", "No name server answers.")
			}
			return nil
		}
		for i := range s.ports.Guides[0].Steps {
			step := &s.ports.Guides[0].Steps[i]
			if step.ID != "light" {
				continue
			}
			plan := step.Plan
			step.Plan = func(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
				p, err := plan(ctx, v)
				switch {
				case saved: // also later: Microsoft refuses to be read, which the change itself tells
					p.FromSaved = true
				case gone:
					return nil, app.Errorf(app.Unreachable, "Check your connection.", "Microsoft cannot be reached.")
				}
				return p, err
			}
		}
		s.begin().upTo("light").shows("Connect to apply", "Handrail cannot reach Microsoft.").hides("Light the beacon\n").
			hides("Try again\n")
		s.tab("Connect to apply").enter()
		if s.world.applied != 0 {
			t.Errorf("applied %d times", s.world.applied)
		}
		s.shows("Connect to apply")
		gone = false
		s.tab("Connect to apply").enter().hides("Connect to apply").hides("Handrail cannot reach Microsoft.")
		if s.tab("Light the beacon").enter(); s.world.applied != 1 {
			t.Errorf("applied %d times", s.world.applied)
		}
	}
}

// TestReadOnlyModeAppliesNothing: in read-only mode the page of a change has no button that makes it.
func TestReadOnlyModeAppliesNothing(t *testing.T) {
	s, _ := tenantStage(t, task.Inline{})
	s.open("settings").shows("Read-only mode: Handrail changes nothing")
	s.memory.setting[tenant.ReadOnlySetting] = "on"
	s.begin().upTo("light").shows("Read-only mode is on.", "Nothing has been changed yet.", "Open Settings")
	s.wizard().Main()
	if _, is := s.w.current.(*settings); !is || s.world.applied != 0 {
		t.Errorf("%T, applied %d times", s.w.current, s.world.applied)
	}
}
