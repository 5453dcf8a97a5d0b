//go:build judge

package webfilter

import (
	"testing"

	"handrail/app/conformance/grammar"
)

// Another author's grammar reads the script without an error.
func TestAnotherGrammarReadsTheScript(t *testing.T) {
	if n, err := grammar.Judge(t.Context(), script().Script); err != nil || n == 0 {
		t.Errorf("%d values, %v", n, err)
	}
}
