package program

import (
	"context"
	"maps"
	"slices"
	"testing"

	"handrail/app/guide"
	"handrail/app/task"
)

// walked goes through a guide in the sample organisation with the answers that are offered. It returns
// every fact, and how many blocks the steps hand over.
func walked(t *testing.T, id string, answers map[string]string) (facts map[string]string, blocks int) {
	t.Helper()
	ctx, h := context.Background(), openSample(t)
	i := slices.IndexFunc(h.Guides, func(g guide.Guide) bool { return g.ID == id })
	v := &guide.Visit{ID: "v", Guide: id, Answers: map[string]string{}, Outcomes: map[string]guide.Outcome{}}
	facts = map[string]string{}
	for _, s := range h.Guides[i].Steps {
		for _, a := range s.Asks {
			if a.Default != nil && (a.When == nil || a.When(v)) {
				v.Answers[a.Name] = a.Default(v)
			}
			if given, ok := answers[a.Name]; ok {
				v.Answers[a.Name] = given
			}
		}
		found := guide.Outcome{State: guide.Completed}
		if s.Look != nil {
			doc, err := s.Look(ctx, v, func(task.Progress) {}) // asks the sample where something was never read
			if err != nil {
				t.Fatal(s.ID, err)
			}
			found.Facts = doc.Facts()
			maps.Copy(facts, found.Facts)
		}
		if s.Hand != nil {
			hand, err := s.Hand(ctx, v)
			if err != nil || hand.Nothing != "" {
				t.Fatal(s.ID, hand, err)
			}
			blocks += len(hand.Blocks)
		}
		v.Outcomes[s.ID] = found
	}
	return facts, blocks
}

// expect compares facts.
func expect(t *testing.T, facts, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if facts[name] != value {
			t.Errorf("%s is %q, want %q", name, facts[name], value)
		}
	}
}

// TestTheSampleChecksSafeDocuments: half of the sample has what it needs, someone is without each part,
// and the export after the change shows it made.
func TestTheSampleChecksSafeDocuments(t *testing.T) {
	facts, blocks := walked(t, "safe-documents", nil)
	expect(t, facts, map[string]string{"switch": "on", "click-through": "allowed", "licensed": "13", "protected": "9",
		"not-protected": "4", "plan-off": "2", "wrong-edition": "2", "protected-unknown": "0", "as-planned": "yes",
		"after-click-through": "not-allowed", "after-protected": "9"})
	if blocks < 6 {
		t.Errorf("%d blocks: the script, and what to look at, to change and to undo", blocks)
	}
}

// TestTheSampleFiltersTheWeb: each reason why the filter does not work is there, people are named as far as
// they were recorded, and the result after the change shows where it blocks.
func TestTheSampleFiltersTheWeb(t *testing.T) {
	facts, blocks := walked(t, "web-filter", map[string]string{"categories": "Gambling, Peer-to-peer",
		"policies": "Web filter; *; Gambling, Peer-to-peer"})
	expect(t, facts, map[string]string{"filter": "yes", "device-groups": "unknown", "works": "12", "not-filtered": "3",
		"people": "9", "attempts": "46", "only-recorded": "13", "at-least": "yes", "no-category": "2", "apps": "9",
		"indicators": "3", "threats": "3", "kind-unknown": "3", "report-attempts": "72", "blocked": "2", "refused": "no",
		"working": "in-part", "after-people": "3", "after-only-recorded": "3"})
	if blocks < 6 {
		t.Errorf("%d blocks: the queries, and the commands", blocks)
	}
}

// TestTheSampleChecksABackground: the sample has a picture with words, for each gallery.
func TestTheSampleChecksABackground(t *testing.T) {
	facts, _ := walked(t, "backgrounds", nil)
	expect(t, facts, map[string]string{"verdict": "fine", "type": "png", "size": "1920x1080", "own-picture": "some",
		"organisation-pictures": "yes"})
	facts, _ = walked(t, "backgrounds", map[string]string{"gallery": "organisation"})
	expect(t, facts, map[string]string{"verdict": "fine", "premium": "4", "uploader": "yes"})
}

// TestTheSampleBlocksApps: score 4 stops 6 of 100 apps, and 2 wanted ones with them; one address of the block list is
// missing after the import.
func TestTheSampleBlocksApps(t *testing.T) {
	facts, _ := walked(t, "app-block", nil)
	expect(t, facts, map[string]string{"apps": "100", "reports": "3", "people-known": "yes", "protected": "4",
		"sanctioned": "2", "unscored": "6", "blocked-4": "6", "blocked-10": "88", "blocked": "6", "people-least": "9",
		"people-unknown": "2", "people-most": "unknown", "collateral": "2", "stays": "12", "sees-only": "1",
		"takes-list": "yes", "rows": "10", "files": "1", "conflicts": "1", "indicators-after": "13", "as-planned": "no",
		"rows-absent": "1"})
	facts, _ = walked(t, "app-block", map[string]string{"from": "file", "needed": "Hop Forms"})
	expect(t, facts, map[string]string{"apps": "5", "blocked": "2", "people-least": "9", "people-most": "14",
		"collateral": "0", "spared": "1"})
}
