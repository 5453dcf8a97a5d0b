package program

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/sample"
	"handrail/app/terminal"
)

// stroll walks a guide as a person would who confirms no change: each question gets one
// of its choices, each page is looked at with all that it shows, and no step is applied.
// It returns how many pages it saw.
func stroll(t *testing.T, h *Program, g guide.Guide, chance *rand.Rand) (pages int) {
	t.Helper()
	ctx, now := context.Background(), h.flags.Clock()
	s := guide.New(g, app.NewID(), now())
	looker, tries := guide.Looker{Library: h.Store, Now: now}, 0
	for ; pages < 60 && !s.Ended(); pages++ {
		if s.Page() == guide.AskPage {
			v, typed := s.Visit(), map[string]string{}
			for _, a := range s.Asks() {
				switch {
				case a.Options != nil && len(a.Options(&v)) > 0:
					all := a.Options(&v)
					typed[a.Name] = all[chance.IntN(len(all))].Value
				case sample.Answers()[g.ID][a.Name] != "":
					typed[a.Name] = sample.Answers()[g.ID][a.Name]
				case a.Default != nil && a.Default(&v) != "":
					typed[a.Name] = a.Default(&v)
				case a.Name == "addin":
					typed[a.Name] = "WA104381712"
				}
			}
			if _, wrong := s.Submit(typed, now()); len(wrong) > 0 {
				if pages--; tries == 20 {
					return pages + 1
				}
				tries++ // with other choices, the next time
			}
			continue
		}
		step, v := s.Step(), s.Visit()
		if step.Look != nil && step.CheckLabel == "" { // the others open a browser
			_, _ = looker.Look(ctx, step, &v, nil)
		}
		if step.Plan != nil {
			_, _ = step.RunPlan(ctx, &v)
		}
		if step.Hand != nil {
			_, _ = step.RunHand(ctx, &v)
		}
		if step.Wait != nil {
			_, _ = step.RunWait(ctx, &v)
		}
		s.Complete(guide.Outcome{State: guide.Completed, At: now()}, now())
	}
	return pages
}

// questions are the actions of Graph that only answer, though they are sent with POST
// (Microsoft Learn, conditionalAccessRoot: evaluate; group: evaluateDynamicMembership).
var questions = []string{"/$batch", "/identity/conditionalAccess/evaluate", "/groups/evaluateDynamicMembership"}

// changing returns the requests of the sample's server that may change something. A batch
// stands among its parts.
func changing(h *Program) (all []string) {
	for _, r := range h.sim.Requests() {
		asks := func(end string) bool { return r.Method == http.MethodPost && strings.HasSuffix(r.URI, end) }
		if r.Method != http.MethodGet && r.Method != http.MethodHead && !slices.ContainsFunc(questions, asks) {
			all = append(all, r.Method+" "+r.URI)
		}
	}
	for _, w := range h.sim.Writes() {
		all = append(all, w.Method+" "+w.Path)
	}
	return all
}

// TestNothingIsWrittenBeforeItIsConfirmed walks every guide by chance, and looks at all
// that there is to see: no request goes out that could change anything.
func TestNothingIsWrittenBeforeItIsConfirmed(t *testing.T) {
	h := openSample(t)
	seed := rand.Uint64()
	chance, plans := rand.New(rand.NewPCG(seed, 1)), 0
	for _, g := range h.Guides {
		pages := 0
		for range 4 {
			pages += stroll(t, h, g, chance)
			if all := changing(h); len(all) > 0 {
				t.Fatalf("%s (seed %d) sent %q", g.ID, seed, all)
			}
		}
		if pages < 4 {
			t.Errorf("%s: only %d pages were seen", g.ID, pages)
		}
		for _, s := range g.Steps {
			if s.Apply != nil {
				plans++
			}
		}
	}
	if plans == 0 {
		t.Error("no guide changes anything, so nothing was tested")
	}
	// The test must see what it looks for.
	k := newChange(t, "sms-off")
	if err := k.apply("confirm", k.plan("confirm")); err != nil || len(changing(k.h)) == 0 {
		t.Errorf("a change that was confirmed is not seen: %v", err)
	}
}

// TestNothingIsWrittenThatCannotBeWrittenDown: where nothing can be saved, a change that
// is confirmed is not sent.
func TestNothingIsWrittenThatCannotBeWrittenDown(t *testing.T) {
	ctx, f := context.Background(), terminal.Flags{Data: t.TempDir(), Sample: true}
	h, err := Open(ctx, f, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.Tenant.Organisations(ctx); err != nil { // waits until the sample is read
		t.Fatal(err)
	}
	h.Close()
	db, err := sql.Open("sqlite", filepath.Join(h.Folder, "handrail.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 44"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if h, err = Open(ctx, f, false); err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if _, _, err := h.Tenant.Organisations(ctx); err != nil {
		t.Fatal(err)
	}
	k := changeOf(t, h, "sms-off")
	err = k.apply("confirm", k.plan("confirm"))
	if all := changing(h); app.CodeOf(err) != app.Newer || len(all) > 0 {
		t.Errorf("sent %q, %v", all, err)
	}
	if message, hint := app.UserMessage(err); !strings.Contains(message, "changed nothing") || hint == "" {
		t.Errorf("said %q %q", message, hint)
	}
}
