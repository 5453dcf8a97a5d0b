//go:build judge

package safedocuments

import (
	"testing"

	"handrail/app/conformance/grammar"
	"handrail/app/device/safedocs"
	"handrail/app/powershell"
	"handrail/app/tenant"
)

// Another author's grammar reads the script and every command without an error.
func TestAnotherGrammarReadsTheCommands(t *testing.T) {
	if n, err := grammar.Judge(t.Context(), script(askExport).Script); err != nil || n == 0 {
		t.Errorf("%d values, %v", n, err)
	}
	var blocks []powershell.Block
	for _, on := range []tenant.Flag{{}, tenant.On(), tenant.Off()} {
		for _, open := range []tenant.Flag{{}, tenant.On(), tenant.Off()} {
			for _, want := range []bool{true, false} {
				s, _ := safedocs.Change(safedocs.Policy{On: on, Open: open}, want)
				for _, b := range []powershell.Block{s.Look, s.Change, s.Undo} {
					if b.Text != "" {
						blocks = append(blocks, b)
					}
				}
			}
		}
	}
	if _, err := grammar.JudgeBlocks(t.Context(), blocks...); err != nil || len(blocks) != 38 {
		t.Errorf("%d blocks, %v", len(blocks), err)
	}
}
