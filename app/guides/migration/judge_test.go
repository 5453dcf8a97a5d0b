//go:build judge

package migration

import (
	"strings"
	"testing"

	"handrail/app/conformance/grammar"
	"handrail/app/mail/migration"
	"handrail/app/powershell"
)

// Another author's grammar reads the script and every command without an error, and each
// name stands in one literal that means the name.
func TestAnotherGrammarReadsTheCommands(t *testing.T) {
	if n, err := grammar.Judge(t.Context(), script(askExport).Script); err != nil || n == 0 {
		t.Errorf("%d values, %v", n, err)
	}
	names := []string{"ann@example.org", "O'Brien", "o’brien‘‚‛", "'; rm *; '", "$(rm)", "`$x", "@('a')", "#>",
		"-WhatIf:$false",
		"“x”", "a,b", "{0}", "&|<>;", "%PATH%", "\u200fעברית"}
	var blocks []powershell.Block
	add := func(s migration.Steps, err error) {
		if err != nil {
			t.Fatal(err)
		}
		blocks = append(blocks, s.Look, s.Change)
	}
	for _, way := range []migration.Way{migration.InBatch, migration.Bare} {
		var people []*migration.Person
		for _, name := range append(append([]string{}, names...), names...) {
			p := &migration.Person{Identity: name, Batch: name, Way: way, Grade: migration.Good,
				Status: "AutoSuspended"}
			people = append(people, p)
			line, err := migration.ReadList(p)
			if err != nil {
				t.Fatal(err)
			}
			date, err := migration.ReadDate(p)
			if err != nil {
				t.Fatal(err)
			}
			blocks = append(blocks, line, date)
		}
		for _, some := range [][]*migration.Person{people[:3], people} {
			add(migration.Approve(some))
			add(migration.Complete(some))
			add(migration.Retry(some))
		}
	}
	for _, name := range names {
		add(migration.ApproveBatch(name))
		add(migration.CompleteBatch(name))
	}
	values, err := grammar.JudgeBlocks(t.Context(), blocks...)
	if err != nil {
		t.Error(err)
	}
	t.Logf("%d blocks, %d values in literals of their own", len(blocks), values)
}

// TestOneUnreadPersonStopsNothing: the script stops at an error, so what is read of one person
// may fail alone.
func TestOneUnreadPersonStopsNothing(t *testing.T) {
	for line := range strings.Lines(usersBody + movesBody) {
		if strings.Contains(line, "Statistics -Identity") && !strings.HasPrefix(strings.TrimSpace(line), "try {") {
			t.Errorf("an error ends the export here: %s", line)
		}
	}
}
