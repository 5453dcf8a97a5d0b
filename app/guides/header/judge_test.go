//go:build judge

package header

import (
	"testing"

	"handrail/app/conformance/grammar"
)

// TestAnotherGrammarReadsTheScripts: another author’s grammar reads every script without an error.
func TestAnotherGrammarReadsTheScripts(t *testing.T) {
	if _, err := grammar.Judge(t.Context(), lookScript(), trustScript("false"), trustScript("true")); err != nil {
		t.Error(err)
	}
}
