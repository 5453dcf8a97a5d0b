//go:build judge

package connectors

import (
	"testing"

	"handrail/app/conformance/grammar"
	"handrail/app/mail/connector"
	"handrail/app/powershell"
)

// Another author's grammar reads the script and every command without an error, and each
// name stands in one literal that means the name.
func TestAnotherGrammarReadsTheCommands(t *testing.T) {
	if n, err := grammar.Judge(t.Context(), script().Script); err != nil || n == 0 {
		t.Errorf("%d values, %v", n, err)
	}
	names := []string{"Inbound from main office", "O'Brien", "o’brien‘‚‛", "'; rm *; '", "$(rm)", "`$x", "@('a')", "#>",
		"-WhatIf:$false", "“x”", "a,b", "{0}", "&|<>;", "%PATH%", "\u200fעברית"}
	var blocks []powershell.Block
	for _, name := range names {
		for _, old := range []string{"*.contoso.example", name, ""} {
			in := &connector.Inbound{Name: name, Identity: name,
				CertificateName: connector.Text{Value: old, State: powershell.Given}}
			s, err := connector.Rename(in, "mail.contoso.example")
			if err != nil {
				t.Fatal(err)
			}
			blocks = append(blocks, s.Look, s.Change, s.Undo)
		}
	}
	values, err := grammar.JudgeBlocks(t.Context(), blocks...)
	if err != nil {
		t.Error(err)
	}
	t.Logf("%d blocks, %d values in literals of their own", len(blocks), values)
}
