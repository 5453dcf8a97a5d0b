package program

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// choir serves an organisation with two people and nothing else.
func choir(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		answer := `{"value":[]}`
		switch {
		case strings.HasSuffix(r.URL.Path, "/organization"):
			answer = `{"value":[{"id":"c0ffee00-0000-4000-8000-00000000c401","displayName":"Choir","verifiedDomains":[
				{"name":"choir.example","isDefault":true}],"assignedPlans":[]}]}`
		case strings.HasSuffix(r.URL.Path, "/users"):
			answer = `{"value":[{"id":"a1","displayName":"Alto","userPrincipalName":"alto@choir.example"},
				{"id":"b1","displayName":"Bass","userPrincipalName":"bass@choir.example"}]}`
		}
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1.0"
}

// TestADamagedCacheIsToldInWords: what was lost, that it must be read again, and what the old file is called;
// whatever happened to the file, and in every command that opens it.
func TestADamagedCacheIsToldInWords(t *testing.T) {
	for name, ruin := range map[string]func(data []byte) []byte{
		"garbage": func(data []byte) []byte {
			for i := range 3000 {
				data[8192+i] = byte(i * 31)
			}
			return data
		},
		"cut off": func(data []byte) []byte { return data[:len(data)/2] },
		"a text":  func(data []byte) []byte { return bytes.Repeat([]byte("shopping\n"), len(data)/9) },
		"empty":   func([]byte) []byte { return nil },
	} {
		for _, command := range [][]string{{"run", "mfa-enforce"}, {"run", "mfa-methods", "-set", "change=sms-off"},
			{"sync", "users"}} {
			folder, graph := t.TempDir(), choir(t)
			if _, _, errs := inFolder(folder, "-graph", graph, "sync", "users"); errs != "" {
				t.Fatal(errs)
			}
			caches, err := filepath.Glob(filepath.Join(folder, "stand-in", "cache-*.db"))
			if err != nil || len(caches) != 1 {
				t.Fatal(caches, err)
			}
			data, err := os.ReadFile(caches[0])
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(caches[0], ruin(data), 0o600); err != nil {
				t.Fatal(err)
			}
			_, _, errs := inFolder(folder, append([]string{"-graph", graph}, command...)...)
			aside, _ := filepath.Glob(caches[0] + ".*-*Z")
			if len(aside) != 1 {
				t.Fatalf("%s, %s: put aside are %q; said %q", name, command[0], aside, errs)
			}
			for _, want := range []string{"with the data about your organisation", "must read", "Nothing that you entered",
				"kept as " + filepath.Base(aside[0])} {
				if !strings.Contains(errs, want) {
					t.Errorf("%s, %s: standard error lacks %q: %s", name, command[0], want, errs)
				}
			}
			if strings.Contains(errs, "WARN") || strings.Count(errs, "kept as") != 1 {
				t.Errorf("%s, %s: standard error is %s", name, command[0], errs)
			}
			if _, _, errs := inFolder(folder, "-graph", graph, "sync", "users"); errs != "" {
				t.Errorf("%s, %s: the next start says %s", name, command[0], errs)
			}
		}
	}
}
