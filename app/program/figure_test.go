package program

import (
	"fmt"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/mfamethods"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// TestHomeHasTheNumberOfTheGuide: before the guide has read the groups in the policies, the number is not known and is
// not called none. Afterwards Home has the number that the guide shows, which is not that of the list.
func TestHomeHasTheNumberOfTheGuide(t *testing.T) {
	p, err := Open(t.Context(), Flags{Data: t.TempDir(), Sample: true}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	view, err := p.Tenant.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	home := func() guide.Counted {
		t.Helper()
		all, err := guide.CountAll(t.Context(), p.Guides, nil)
		if err != nil || len(all) != 1 || all[0].Code != mfamethods.OnlyPhones {
			t.Fatalf("%+v, %v", all, err)
		}
		return all[0]
	}
	if c := home(); c.Severity != report.Unknown || c.Count != 0 {
		t.Errorf("before the groups were read: %+v", c)
	}
	said := ""
	for _, g := range p.Guides {
		if g.ID != mfamethods.ID {
			continue
		}
		for _, s := range g.Steps {
			if s.ID == "today" {
				v := &guide.Visit{Answers: map[string]string{}, Outcomes: map[string]guide.Outcome{}}
				doc, err := s.Look(t.Context(), v, func(task.Progress) {})
				if err != nil {
					t.Fatal(err)
				}
				for _, b := range doc.Blocks {
					if b, ok := b.(report.Banner); ok {
						said += b.Text
					}
				}
			}
		}
	}
	c := home()
	counts, err := view.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first, last := 0, 0
	for _, part := range strings.Split(said, ". ") {
		n := 0
		if k, _ := fmt.Sscanf(part, "%d pe", &n); k == 1 && strings.Contains(part, "set up a passkey") {
			if first == 0 {
				first = n
			} else {
				last = n
			}
		}
	}
	if c.Count == 0 || c.Count != first+last || c.Count == counts[tenant.PhoneOnly] {
		t.Errorf("Home has %d, the list %d, and the guide says %q", c.Count, counts[tenant.PhoneOnly], said)
	}
}
