package program

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/identity/mfa"
	"handrail/app/tenant"
)

const methodsPolicy = "/policies/authenticationMethodsPolicy"

// policy returns the whole policy as the server has it, in one order of its fields and
// without the time at which the server last changed it.
func (k *change) policy() string {
	k.t.Helper()
	body, err := k.h.graph.Read(context.Background(), methodsPolicy)
	if err != nil {
		k.t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(body, &v); err != nil {
		k.t.Fatal(err)
	}
	delete(v, "lastModifiedDateTime")
	text, err := json.Marshal(v)
	if err != nil {
		k.t.Fatal(err)
	}
	return string(text)
}

// groups returns the ids of the groups of the sample.
func (k *change) groups() []string {
	k.t.Helper()
	view, err := k.h.graph.View(context.Background())
	if err != nil {
		k.t.Fatal(err)
	}
	all, err := tenant.All[tenant.Group](context.Background(), view, tenant.SectionGroups)
	if err != nil || len(all) < 2 {
		k.t.Fatal(len(all), err)
	}
	var ids []string
	for _, g := range all {
		ids = append(ids, g.ID)
	}
	return ids
}

// anyChange returns up to four changes that do not contradict each other.
func anyChange(r *rand.Rand, groups []string) string {
	group := func() string { return groups[r.IntN(len(groups))] }
	for {
		var words []string
		for range 1 + r.IntN(4) {
			word := []string{"sms", "voice", "authenticator", "passkeys", "softwareoath", "hardwareoath", "tap"}[r.IntN(7)]
			words = append(words, []string{word + "-on", word + "-off", word + "-only:" + group(),
				word + "-without:" + group() + "/" + group(), "campaign-start:passkey", "campaign-start:authenticator",
				"campaign-stop", fmt.Sprint("campaign-snooze:", r.IntN(15)), "migration-complete"}[r.IntN(9)])
		}
		text := strings.Join(words, ",")
		if all, err := mfa.ParseChanges(text); err == nil {
			return all.String()
		}
	}
}

// TestUndoRestores: after any changes, one or several in a visit, undoing them gives
// back the policy as it was to the byte. What is refused changes nothing.
func TestUndoRestores(t *testing.T) {
	k := newChange(t, "none")
	groups, r := k.groups(), rand.New(rand.NewPCG(18, 2026))
	made, undone := 0, 0
	for round := range 30 {
		k.v.ID, k.v.Outcomes = fmt.Sprint("visit-", round), map[string]guide.Outcome{}
		before, asked := k.policy(), []string{}
		for range 1 + r.IntN(3) {
			k.v.Answers["change"] = anyChange(r, groups)
			asked = append(asked, k.v.Answers["change"])
			now, p := k.policy(), k.plan("confirm")
			if p.Undo == "" && p.NoUndo == "" {
				t.Fatalf("%v: the plan does not say whether it can be undone", asked)
			}
			if p.NoUndo != "" {
				t.Fatalf("%v: %s", asked, p.NoUndo) // every change of this guide can be
			}
			err, changed := k.apply("confirm", p), k.policy() != now
			refused := app.CodeOf(err) == app.Denied || app.CodeOf(err) == app.NotFound
			if err != nil && (!refused || changed) {
				t.Fatalf("%v: %v, and the policy changed: %v", asked, err, changed)
			}
			if changed {
				made++
			}
		}
		if r.IntN(6) == 0 {
			continue // it stays, so that the next round begins elsewhere
		}
		k.v.Answers["keep"] = "undo"
		if p := k.plan("keep"); !p.ByHand {
			now, err := k.policy(), k.apply("keep", p)
			if message, _ := app.UserMessage(err); strings.Contains(message, "lock") && k.policy() == now {
				continue // who may be locked out by it is not
			} else if err != nil {
				t.Fatalf("%v: %v", asked, err)
			}
			undone++
		}
		if after := k.policy(); after != before {
			at := 0
			for at < len(before) && at < len(after) && before[at] == after[at] {
				at++
			}
			t.Fatalf("%v is not undone:\n…%s\n…%s", asked, before[max(0, at-200):min(len(before), at+200)],
				after[max(0, at-200):min(len(after), at+200)])
		}
	}
	if made < 25 || undone < 15 {
		t.Errorf("only %d changes were made and %d rounds undone", made, undone)
	}
}

// TestNothingMadeIsNothingToUndo: no word of settings that changed where nothing was made.
func TestNothingMadeIsNothingToUndo(t *testing.T) {
	k := newChange(t, "sms-off")
	k.v.Answers["keep"] = "undo"
	if err := k.apply("keep", k.plan("keep")); err != nil || len(k.writes()) > 0 {
		t.Errorf("%v, and %d writes", err, len(k.writes()))
	}
}
