package program

import (
	"context"
	"slices"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// TestTheSyncOfTheSampleRunsAgain: whichever way is taken, what is handed over is done in
// the sample, and then the guide finds that the sync runs and nothing is in its way.
func TestTheSyncOfTheSampleRunsAgain(t *testing.T) {
	for _, way := range []string{"exclude", "application"} {
		p, ctx := openSample(t), context.Background()
		i := slices.IndexFunc(p.Guides, func(g guide.Guide) bool { return g.ID == "sync-identity" })
		steps := map[string]guide.Step{}
		for _, s := range p.Guides[i].Steps {
			steps[s.ID] = s
		}
		v := &guide.Visit{ID: "v", Guide: "sync-identity", Answers: map[string]string{"way": way}}
		look := func() *report.Document {
			doc, err := steps["again"].Look(ctx, v, func(task.Progress) {})
			if err != nil {
				t.Fatal(err)
			}
			return doc
		}
		before := look()
		if facts := before.Facts(); facts["stopped"] != "yes" || facts["stops"] != "1" ||
			steps["again"].Ready(v, before) == nil {
			t.Errorf("%s, before: %v", way, facts)
		}
		h, err := steps["fix"].Hand(ctx, v)
		if err != nil {
			t.Fatal(err)
		}
		if !p.Sample.Can(*v) {
			t.Errorf("%s: the sample cannot do it", way)
		}
		if err := p.Sample.Publish(ctx, *v, h); err != nil {
			t.Fatal(err)
		}
		after := look()
		facts := after.Facts()
		if facts["stopped"] != "no" || facts["stops"] != "0" || facts["will-stop"] != "0" ||
			after.MaxSeverity() != report.OK {
			t.Errorf("%s, after: %v, %s: %s", way, facts, after.MaxSeverity(), after.Headline)
		}
		if err := steps["again"].Ready(v, after); err != nil {
			t.Errorf("%s: %v", way, err)
		}
	}
}
