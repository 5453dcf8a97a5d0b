//go:build judge

package addindeploy

import (
	"math/rand/v2"
	"slices"
	"testing"

	"handrail/app/judge/node"
	"handrail/app/powershell"
)

// hostileNames gives names that try to break out of a script.
func hostileNames(n int) (all []string) {
	all = []string{hostile, "O'Brien", "O’Brien", "‘’‚‛'", "''", "'; rm *; '", "$(rm)", "`$x", "@('a')", "#>", "<# x", "-WhatIf:$false", "\u200fעברית", "“x”", "a,b", "%PATH%", "{0}", "&|<>;"}
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
	var texts []string
	var values [][]string
	add := func(s powershell.Script, ok bool) {
		if !ok {
			t.Fatal("no script")
		}
		text, err := s.Text()
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, p := range s.Params {
			all = append(all, p.Values...)
		}
		texts, values = append(texts, text), append(values, all)
	}
	add(checksScript(), true)
	add(listScript(), true)
	names := hostileNames(120)
	for i, aim := range []string{"deploy", "widen", "update", "off", "on", "remove"} {
		part := names[i*20 : i*20+20]
		add(change{aim: aim, product: part[0], manifestPath: part[1], members: part[2:]}.script())
		add(change{aim: aim, asset: part[3], product: part[4], manifestPath: part[5], everyone: true}.script())
	}
	add(flatScript(names[0], names[1:]), true)
	var ruled []struct {
		Wrong, Literals  []string
		Others, Commands int
	}
	// The grammar comes as WebAssembly too, so the native parser it names is not needed.
	if err := node.Ask(t.Context(), "testdata/judge", "powershell", texts, &ruled, "--legacy-peer-deps"); err != nil {
		t.Fatal(err)
	}
	if len(ruled) != len(texts) {
		t.Fatalf("the judge read %d of %d scripts", len(ruled), len(texts))
	}
	literals := 0
	for i, r := range ruled {
		if len(r.Wrong) > 0 || r.Others > 0 || r.Commands == 0 {
			t.Errorf("script %d: %q, %d here-strings, %d commands\n%s", i, r.Wrong, r.Others, r.Commands, texts[i])
		}
		var meant []string
		for _, l := range r.Literals {
			m, ok := powershell.Unquote(l)
			if !ok {
				t.Errorf("script %d: the literal %q does not end where it should", i, l)
			}
			meant = append(meant, m)
		}
		for _, v := range values[i] {
			at := slices.Index(meant, v)
			if at < 0 {
				t.Errorf("script %d: %q stands in no literal of %q", i, v, r.Literals)
				continue
			}
			meant = slices.Delete(meant, at, at+1)
			literals++
		}
	}
	t.Logf("%d scripts, %d values in literals of their own", len(ruled), literals)
}
