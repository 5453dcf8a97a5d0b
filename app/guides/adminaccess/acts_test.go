package adminaccess

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guides/guidetest"
	"handrail/app/identity/exclusion"
	"handrail/app/report"
	"handrail/app/tenant"
)

// broken is a writer whose requests fail as on says; with late what was made is there
// although the answer is lost.
type broken struct {
	tenant.Writer
	on   func(object, body string) error
	late bool
	sent []string
}

func (b *broken) fail(object, body string) error {
	b.sent = append(b.sent, object)
	return b.on(object, body)
}

func (b *broken) Post(ctx context.Context, object string, body []byte) ([]byte, string, error) {
	err := b.fail(object, string(body))
	if err != nil && !b.late {
		return nil, "", err
	}
	answer, id, made := b.Writer.Post(ctx, object, body)
	if err == nil {
		err = made
	}
	return answer, id, err
}

func (b *broken) Patch(ctx context.Context, object string, body []byte) (string, error) {
	if err := b.fail(object, string(body)); err != nil {
		return "", err
	}
	return b.Writer.Patch(ctx, object, body)
}

func (b *broken) Delete(ctx context.Context, object string) (string, error) {
	if err := b.fail(object, "DELETE"); err != nil {
		return "", err
	}
	return b.Writer.Delete(ctx, object)
}

// breaking is made with such a writer.
func breaking(t *testing.T, defaults bool, on func(object, body string) error) (*guidetest.World, deps, *broken) {
	w, d := made(t, defaults)
	b := &broken{Writer: d.Tenant.Writer, on: on}
	d.Tenant.Writer = b
	return w, d, b
}

func refusal(message string) error {
	e := app.Errorf(app.Invalid, "Read the plan again.", "Microsoft did not accept the change.")
	e.Err = &tenant.Refusal{Status: 400, Code: "BadRequest", Message: message}
	return e
}

const intune = "3a2c62db-5318-420d-8d74-23affee5d9d5"

func policies(w *guidetest.World) int { return len(w.Office.Rows[tenant.SectionAccess]) }

func TestRolesThatMicrosoftRefusesAreNamed(t *testing.T) {
	w, d, _ := breaking(t, false, func(string, string) error {
		return refusal("1103: 'users' condition contains non-built in role ids: " + teams + ", " +
			strings.ToUpper(reader))
	})
	_, err := act(t, d, visit(), stepCreate)
	message, hint := app.UserMessage(err)
	if !strings.Contains(message, "Global Reader, Teams Administrator") ||
		!strings.Contains(hint, "leave these roles out") || policies(w) != 0 {
		t.Errorf("%q, %q, %d policies", message, hint, policies(w))
	}
	for _, text := range []string{"1103: no ids", "another fault of " + teams, ""} {
		_, d, _ := breaking(t, false, func(string, string) error { return refusal(text) })
		_, err := act(t, d, visit(), stepCreate)
		if err == nil || !strings.Contains(err.Error(), "did not accept the change") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestDefaultsThatStayOnKeepEverythingElseOff(t *testing.T) {
	refuse := false
	w, d, b := breaking(t, true, func(object, _ string) error {
		if refuse && object == defaultsPath {
			return refusal("no")
		}
		return nil
	})
	if _, err := act(t, d, visit(), stepCreate); err != nil {
		t.Fatal(err)
	}
	refuse, b.sent = true, nil
	if _, err := act(t, d, visit(), stepSwitch); err == nil || len(b.sent) != 1 || !defaultsOn(w) {
		t.Errorf("%v, sent %v", err, b.sent)
	}
}

func TestOnePolicyThatFailsKeepsNoOtherOff(t *testing.T) {
	fail := false
	w, d, _ := breaking(t, true, func(_, body string) error {
		if fail && strings.Contains(body, nameMFAAll) || fail && body == `{"state":"enabled"}` {
			fail = false
			return refusal("busy")
		}
		return nil
	})
	v := visit()
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	fail = true
	_, err := act(t, d, v, stepSwitch)
	got := states(t, w)
	if err == nil || defaultsOn(w) || got[nameMFA] != stateReport || got[nameLegacy] != stateOn || len(got) != 4 {
		t.Fatalf("%v: %v", err, got)
	}
	found, facts := look(t, d, v, stepAgain)
	if facts["on"] != "no" || found["policies-on"].Severity != report.Problem {
		t.Errorf("%+v", found["policies-on"])
	}
	if plan, err := act(t, d, v, stepSwitch); err != nil || states(t, w)[nameMFA] != stateOn || policies(w) != 4 {
		t.Errorf("tried again: %v, %v, %+v", err, states(t, w), plan.Changes)
	}
}

func TestStoppedBeforeThePoliciesForEveryoneElse(t *testing.T) {
	stop := false
	w, d, _ := breaking(t, true, func(object, _ string) error {
		if stop && object == exclusion.PoliciesPath {
			return refusal("stopped")
		}
		return nil
	})
	v := visit()
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	stop = true
	if _, err := act(t, d, v, stepSwitch); err == nil {
		t.Fatal("nothing failed")
	}
	if found, facts := look(t, d, v, stepAgain); facts["on"] != "no" ||
		found["policies-on"].Severity != report.Problem {
		t.Errorf("after the stop: %+v", found["policies-on"])
	}
	stop = false
	if _, err := act(t, d, v, stepSwitch); err != nil || len(states(t, w)) != 4 {
		t.Errorf("finished: %v, %v", err, states(t, w))
	}
	if _, facts := look(t, d, v, stepAgain); facts["on"] != "yes" {
		t.Errorf("%v", facts)
	}
}

func TestALostAnswerMakesNoSecondPolicy(t *testing.T) {
	for name, late := range map[string]bool{"nothing was made": false, "the policy was made": true} {
		lose := true
		w, d, b := breaking(t, false, func(string, string) error {
			if lose {
				lose = false
				return &tenant.UnknownOutcome{}
			}
			return nil
		})
		b.late = late
		v := visit()
		if _, err := act(t, d, v, stepCreate); err == nil {
			t.Fatal(name)
		}
		_, err := act(t, d, v, stepCreate)
		if late && (err != nil || policies(w) != 2) || !late &&
			(app.CodeOf(err) != app.Unreachable || policies(w) != 0) {
			t.Errorf("%s: %v, %d policies", name, err, policies(w))
		}
	}
}

func TestAConfirmedPolicyThatIsNotListedYet(t *testing.T) {
	w, d := made(t, false)
	v := visit()
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	w.Office.Rows[tenant.SectionAccess] = nil // Microsoft's list is late
	if _, err := act(t, d, v, stepCreate); app.CodeOf(err) != app.Unreachable || policies(w) != 0 {
		t.Errorf("%v, %d policies", err, policies(w))
	}
}

// edit changes the policy with a name.
func edit(t *testing.T, w *guidetest.World, name, from, to string) {
	t.Helper()
	for n, r := range w.Office.Rows[tenant.SectionAccess] {
		if strings.Contains(string(r.Body), name) {
			changed := strings.Replace(string(r.Body), from, to, 1)
			if changed == string(r.Body) {
				t.Fatal(from, changed)
			}
			w.Office.Rows[tenant.SectionAccess][n].Body = json.RawMessage(changed)
		}
	}
}
