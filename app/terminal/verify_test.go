package terminal

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/report"
)

// TestVerifyNamesTheChangedReport: a file with one changed byte is told by its name and
// its title, with status 1; all files are checked.
func TestVerifyNamesTheChangedReport(t *testing.T) {
	folder := t.TempDir()
	var files []string
	for _, title := range []string{"What a sender sees", "Who is affected", "\x1b[31mRed"} {
		d := &report.Document{Title: title, Subject: "northgate.example", Blocks: []report.Block{report.Text{Text: "Yes."}},
			At: time.Date(2026, 11, 22, 9, 14, 0, 0, time.UTC)}
		name := filepath.Join(folder, "report "+string('a'+rune(len(files)))+".json")
		var b bytes.Buffer
		if err := report.WriteJSON(&b, d); err != nil {
			t.Fatal(err)
		}
		data := b.Bytes()
		if title == "Who is affected" {
			data = bytes.Replace(data, []byte("Yes."), []byte("Yet."), 1)
		}
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	run := func(args ...string) (status int, out string) {
		var b bytes.Buffer
		return Run(t.Context(), append([]string{"verify"}, args...), Environment{Out: &b, Err: &b}), b.String()
	}
	status, out := run(files...)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if status != Act || len(lines) != 3 || strings.Contains(out, "\x1b") || !strings.Contains(lines[0], "Unchanged.") ||
		!strings.Contains(lines[1], "report b.json: “Who is affected” about northgate.example, 2026-11-22 09:14 UTC. "+
			"This file was changed after it was exported.") || !strings.Contains(lines[2], "Unchanged.") {
		t.Errorf("%d\n%s", status, out)
	}
	if status, out := run(files[0]); status != Fine {
		t.Errorf("%d\n%s", status, out)
	}
	other := filepath.Join(folder, "other.txt")
	if err := os.WriteFile(other, []byte("Bread"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, out := run(other); status != Act || !strings.HasPrefix(out, other+": This file is damaged, or") {
		t.Errorf("a file of others: %d\n%s", status, out)
	}
	for _, args := range [][]string{{}, {folder}, {filepath.Join(folder, "nothing")}} {
		if status, out := run(args...); status != NotDone || out == "" {
			t.Errorf("%q: %d\n%s", args, status, out)
		}
	}
}
