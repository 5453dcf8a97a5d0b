//go:build judge

package addindeploy

import (
	"math/rand/v2"
	"testing"

	"handrail/app/conformance/grammar"
	"handrail/app/powershell"
)

// hostileNames returns names that try to break out of a script.
func hostileNames(n int) (all []string) {
	all = []string{hostile, "O'Brien", "O’Brien", "‘’‚‛'", "''", "'; rm *; '", "$(rm)", "`$x", "@('a')", "#>", "<# x",
		"-WhatIf:$false", "\u200fעברית", "“x”", "a,b", "%PATH%", "{0}", "&|<>;"}
	rnd := rand.New(rand.NewPCG(6, 11))
	pool := []rune("'‘’‚‛\"“”„$(){}[]`#<>@;,&|%- aé\u202e\u200f0x\\/")
	for len(all) < n {
		name := make([]rune, 1+rnd.IntN(40))
		for i := range name {
			name[i] = pool[rnd.IntN(len(pool))]
		}
		if _, err := powershell.QuoteIdentity(string(name)); err == nil {
			all = append(all, string(name))
		}
	}
	return all
}

// Another author's grammar reads every script without an error, and each value
// stands in exactly one literal that means the value.
func TestAnotherGrammarReadsTheScripts(t *testing.T) {
	var scripts []powershell.Script
	add := func(s powershell.Script, ok bool) {
		if !ok {
			t.Fatal("no script")
		}
		scripts = append(scripts, s)
	}
	add(settings().Script, true)
	add(addins("").Script, true)
	names := hostileNames(120)
	for i, aim := range []string{"deploy", "widen", "update", "off", "on", "remove"} {
		part := names[i*20 : i*20+20]
		add(change{aim: aim, product: part[0], manifestPath: part[1], members: part[2:]}.script())
		add(change{aim: aim, asset: part[3], product: part[4], manifestPath: part[5], everyone: true}.script())
	}
	add(flatScript(names[0], names[1:]), true)
	values, err := grammar.Judge(t.Context(), scripts...)
	if err != nil {
		t.Error(err)
	}
	t.Logf("%d scripts, %d values in literals of their own", len(scripts), values)
}
