package program

import (
	"context"
	"maps"
	"slices"
	"testing"

	"handrail/app/guide"
	"handrail/app/terminal"
)

// walkSample goes through a guide of the sample with the answers that it offers, and returns the
// facts and how many blocks were handed over.
func walkSample(t *testing.T, id string, answers map[string]string) (facts map[string]string, blocks int) {
	t.Helper()
	ctx := context.Background()
	h, err := Open(ctx, terminal.Flags{Data: t.TempDir(), Sample: true}, true)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	i := slices.IndexFunc(h.Guides, func(g guide.Guide) bool { return g.ID == id })
	v := &guide.Visit{ID: "v", Guide: id, Answers: map[string]string{}, Outcomes: map[string]guide.Outcome{}}
	facts = map[string]string{}
	for _, s := range h.Guides[i].Steps {
		for _, a := range s.Asks {
			if text, ok := answers[a.Name]; ok {
				v.Answers[a.Name] = text
			} else if a.Default != nil && (a.When == nil || a.When(v)) {
				v.Answers[a.Name] = a.Default(v)
			}
		}
		done := guide.Outcome{State: guide.Completed}
		if s.Look != nil {
			doc, err := s.Look(ctx, v, nil)
			if err != nil {
				t.Fatal(s.ID, err)
			}
			done.Facts = doc.Facts()
			maps.Copy(facts, done.Facts)
		}
		if s.Hand != nil {
			hand, err := s.Hand(ctx, v)
			if err != nil || hand.Nothing != "" {
				t.Fatal(s.ID, hand, err)
			}
			blocks += len(hand.Blocks)
		}
		v.Outcomes[s.ID] = done
	}
	return facts, blocks
}

// TestTheSampleFinishesItsMigrations: the sample's export has someone in each condition, and
// the export after the commands shows those who could finish as complete.
func TestTheSampleFinishesItsMigrations(t *testing.T) {
	facts, blocks := walkSample(t, "migration", nil)
	for name, want := range map[string]string{"people": "9", "can-finish": "7", "to-approve": "1", "support": "1",
		"own-date": "1", "lists-missing": "0", "lost-permissions": "203", "chosen": "6", "finish": "6", "completed": "yes",
		"after-finished": "6", "after-same": "3"} {
		if facts[name] != want {
			t.Errorf("%s is %q, want %q", name, facts[name], want)
		}
	}
	if blocks < 8 {
		t.Errorf("%d blocks: the script, and what to look at, to change and to undo", blocks)
	}
}
