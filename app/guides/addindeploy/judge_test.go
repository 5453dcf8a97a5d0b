//go:build judge

package addindeploy

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

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
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, "node", "judge.mjs")
	run.Dir = judgeFolder(ctx, t)
	run.Stdin = bytes.NewReader(input)
	run.Stderr = os.Stderr
	out, err := run.Output()
	if err != nil {
		t.Fatalf("the judge stopped: %v", err)
	}
	var ruled []struct {
		Wrong, Literals  []string
		Others, Commands int
	}
	if err := json.Unmarshal(out, &ruled); err != nil || len(ruled) != len(texts) {
		t.Fatalf("the judge read %d of %d scripts: %v", len(ruled), len(texts), err)
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

// judgeFolder puts the script and its pinned packages under build/ and installs them once.
func judgeFolder(ctx context.Context, t *testing.T) string {
	t.Helper()
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed, so the other author's program cannot be asked", tool)
		}
	}
	folder, err := filepath.Abs("../../../build/judge-powershell")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	var lock []byte
	for _, name := range []string{"judge.mjs", "package.json", "package-lock.json"} {
		raw, err := os.ReadFile(filepath.Join("testdata/judge", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), raw, 0o644); err != nil {
			t.Fatal(err)
		}
		lock = raw
	}
	stamp := filepath.Join(folder, "installed")
	if done, err := os.ReadFile(stamp); err == nil && bytes.Equal(done, lock) {
		return folder
	}
	// The grammar comes as WebAssembly too, so the native parser it names is not needed.
	install := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps")
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("the judge cannot be installed: %v\n%s", err, out)
	}
	if err := os.WriteFile(stamp, lock, 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}
