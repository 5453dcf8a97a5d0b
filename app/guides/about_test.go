package guides

import (
	"strings"
	"testing"

	"handrail/app/guides/guidetest"
)

// TestAVisitIsNamedByWhatItIsAbout: a domain, a file or an organisation, and never the label of an option.
func TestAVisitIsNamedByWhatItIsAbout(t *testing.T) {
	want := map[string]string{"connectors": "northgate.example", "migration": "northgate.example",
		"safe-documents": "Northgate Community Trust"}
	for _, g := range All(guidetest.New().Services()) {
		about := guidetest.Walk(t, g, nil).Subject
		if name, ok := want[g.ID]; ok && about != name {
			t.Errorf("%s is about %q, not %q", g.ID, about, name)
		}
		if strings.Contains(about, "DNS says") {
			t.Errorf("%s is about %q", g.ID, about)
		}
	}
}
