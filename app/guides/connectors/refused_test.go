package connectors

import (
	"strings"
	"testing"
)

// A sender in a trace is a candidate, and what is said of it fits what is set today.
func TestWordsOfACandidate(t *testing.T) {
	for set, want := range map[string]string{"true": " may be refused, because Direct Send is off",
		"false": " may be refused once Direct Send is off"} {
		doc := look(refused, visit(askExport, rows(accepted, own("A", "", `,"SenderIPAddresses":["203.0.113.5"]`),
			`{"RejectDirectSend":`+set+`}`), askTrace,
			`[{"SenderAddress":"web@contoso.example","FromIP":"198.51.100.7"}]`))
		found := false
		for _, f := range doc.Findings() {
			found = found || strings.HasSuffix(f.Title, want)
		}
		if !found {
			t.Errorf("%s: no %q in %+v", set, want, doc.Findings())
		}
	}
}
