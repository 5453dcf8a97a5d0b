//go:build judge

package mfamethods

import (
	"testing"

	"handrail/app/conformance/grammar"
	"handrail/app/guide/change"
	"handrail/app/powershell"
)

// Another author's grammar reads the scripts without an error, and every request
// is a separate literal, even with a hostile name.
func TestAnotherGrammarReadsTheRequests(t *testing.T) {
	var scripts []powershell.Script
	for _, id := range []string{"a", "O'Brien", "’); rm * #", "$(calc)`n", "'@", "\u202eevil"} {
		writes := []change.Write{write("x", configurations+"Sms",
			object{"state": raw("disabled"), "id": raw(id)}, object{"state": raw("enabled"), "id": raw(id)})}
		scripts = append(scripts, script(writes, false), script(writes, true))
	}
	values, err := grammar.Judge(t.Context(), scripts...)
	if err != nil {
		t.Error(err)
	}
	if want := 2 * len(scripts); values != want {
		t.Errorf("%d values in literals of their own, want %d", values, want)
	}
}
