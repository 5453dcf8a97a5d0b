//go:build judge

package enhancedfiltering

import (
	"testing"

	"handrail/app/conformance/grammar"
	"handrail/app/mail/connector"
	"handrail/app/mail/skiplist"
	"handrail/app/powershell"
)

// Another author's grammar reads the script and every command without an error, and each
// name stands in one literal that means the name.
func TestAnotherGrammarReadsTheCommands(t *testing.T) {
	if n, err := grammar.Judge(t.Context(), script(askExport).Script); err != nil || n == 0 {
		t.Errorf("%d values, %v", n, err)
	}
	var blocks []powershell.Block
	for _, name := range []string{"Inbound from filter", "O'Brien", "o’brien‘‚‛", "'; rm *; '", "$(rm)", "`$x",
		"@('a')", "#>",
		"-WhatIf:$false", "“x”", "a,b", "{0}", "&|<>;", "%PATH%", "\u200fעברית"} {
		was := connector.Inbound{SkipLastIP: connector.No, SkipIPs: connector.List{State: powershell.Given,
			Values: []string{name}}, SkipUsers: connector.List{State: powershell.Given, Values: []string{name, "b"}}}
		for _, c := range []skiplist.Change{{Connector: name, Last: true}, {Connector: name,
			IPs: []string{"203.0.113.0/24"}},
			{Connector: name, IPs: []string{"203.0.113.0/24", "192.0.2.1-192.0.2.9"}, Users: []string{name,
				"a@b.example"}}} {
			cmd, _, err := c.Commands(&was)
			if err != nil {
				t.Fatal(err)
			}
			blocks = append(blocks, cmd.Look, cmd.Change, cmd.Undo)
		}
	}
	values, err := grammar.JudgeBlocks(t.Context(), blocks...)
	if err != nil {
		t.Error(err)
	}
	t.Logf("%d blocks, %d values in literals of their own", len(blocks), values)
}
