package program

import (
	"testing"

	"handrail/app/sample"
)

// TestTheSampleFixesItsConnectors: two connectors of the sample match its certificate; after the
// change, the header of a new email fits the one with Enhanced Filtering.
func TestTheSampleFixesItsConnectors(t *testing.T) {
	for name, c := range map[string]struct {
		answers map[string]string
		want    map[string]string
		blocks  int
	}{
		"with the answers of a run": {sample.Answers()["connectors"], map[string]string{"inbound": "4", "domains": "5",
			"faults": "overlap address-only filter-bypass", "ambiguous": "yes", "matches": "2", "differences": "EFSkipIPs",
			"tenant": "parent", "name": "parent", "senders": "5", "refused": "2", "senders-open": "2",
			"trace-messages": "6", "fits": "Inbound from hybrid wizard", "enhanced-filtering": "applied",
			"attributed-address": "203.0.113.18"}, 10},
		"with what is offered": {nil, map[string]string{"locked": "no", "ambiguous": "yes", "matches": "2", "open": "1",
			"front":   "filter",
			"senders": "3", "fits": "Inbound from hybrid wizard"}, 6},
		"with the trace that Microsoft has": {map[string]string{"trace-from": "microsoft"}, map[string]string{
			"trace-source": "microsoft", "trace-messages": "398", "addresses": "6", "spared": "1", "senders-open": "6",
			"candidates": "0", "refused": "0"}, 6},
	} {
		facts, blocks := walked(t, "connectors", c.answers)
		for fact, want := range c.want {
			if facts[fact] != want {
				t.Errorf("%s: %s is %q, want %q", name, fact, facts[fact], want)
			}
		}
		if blocks < c.blocks {
			t.Errorf("%s: %d blocks", name, blocks)
		}
	}
}
