package problem

import (
	"archive/zip"
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"handrail/app/release"
)

// marks are what must never be in a report.
var marks = []string{"jane.doe@parish.example", "Jane Doe", "jane-doe", "+441632960001", "192.0.2.77", "parish.example",
	"6f1c2d3e-0000-4444-8888-123456789abc", "eyJ0eXAiOiJKV1QTOKEN", `C:\Users\jane`, "/home/jane.doe"}

// TestAReportHoldsNothingOfPeople: marks in every place that a report is made of.
func TestAReportHoldsNothingOfPeople(t *testing.T) {
	f := Facts{At: time.Date(2026, 11, 22, 9, 14, 0, 0, time.UTC), Version: release.Version{Number: "0.1.0",
		System: "linux", Arch: "amd64"}, Settings: map[string]string{}, Known: []string{"mta-sts", "unreachable"}}
	var log, crash strings.Builder
	log.WriteString("time=2026-11-22T09:14:00.000Z level=WARN msg=Notice code=unreachable guide=mta-sts took=140ms\n")
	for _, m := range marks {
		q := strconv.Quote(m)
		f.Settings[m], f.Settings["changes.looks."+m], f.Settings["theme"] = m, m, m
		f.Counts = append(f.Counts, Count{"guides started", m, 1}, Count{"rows", m, 7})
		log.WriteString(m + "\nmsg=" + q + " level=" + q + " time=" + q + "\n" + "level=INFO msg=Started")
		for _, name := range append([]string{"domain", "version", "commit", "go", "os", "arch", "took", "count", m}, ids...) {
			log.WriteString(" " + name + "=" + q)
		}
		log.WriteString("\n")
		crash.WriteString("panic: " + m + "\n\ngoroutine 1 [running]:\nhandrail/screens.(*Window).Show(0xc000, {0x1, 0x2})\n" +
			"\t" + m + "/handrail/screens/window.go:12 +0x1f\nmain." + m + "(" + q + ")\n" + m + "\n" +
			"panic: runtime error: index out of range [" + m + "]\n")
	}
	f.Log, f.Crashes = strings.NewReader(log.String()), []string{crash.String()}
	files := Files(f)
	var z bytes.Buffer
	if err := Write(&z, files, f.At); err != nil {
		t.Fatal(err)
	}
	all := unpacked(t, z.Bytes())
	for _, m := range marks {
		if strings.Contains(strings.ToLower(all), strings.ToLower(m)) {
			t.Errorf("the report has %q:\n%s", m, all)
		}
	}
	for _, want := range []string{"Handrail 0.1.0", "theme: 1", "changes.looks: 10", "guides started, other: 10",
		"2026-11-22 09:14:00 level=WARN Notice code=unreachable guide=mta-sts took=140ms", "another message",
		"a line that is not from Handrail", "handrail/screens.(*Window).Show", "window.go:12",
		"Fault: index out of range", "crash-1.txt"} {
		if !strings.Contains(all, want) {
			t.Errorf("the report lacks %q:\n%s", want, all)
		}
	}
	for _, one := range files { // what is shown is what is saved, and the first file names all
		if !strings.Contains(all, string(one.Data)) || !strings.Contains(string(files[0].Data)+"contents.txt", one.Name) {
			t.Errorf("%s is not as it was shown, or not in the list", one.Name)
		}
	}
}

func unpacked(t *testing.T, data []byte) string {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range r.File {
		o, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(o)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(f.Name + "\n" + string(text))
	}
	return all.String()
}

func TestALongLogIsCut(t *testing.T) {
	long := strings.Repeat("level=INFO msg=Started\n", 3*mostLines) + "level=INFO msg=Ended\n"
	got := logText(strings.NewReader(long), nil)
	if n := strings.Count(got, "\n"); n != mostLines+1 || !strings.HasSuffix(got, "Ended\n") ||
		!strings.HasPrefix(got, "These are the last 2000 of 6001 lines.") {
		t.Errorf("%d lines, %.60q", n, got)
	}
	if got := logText(nil, nil); got != "There is no log.\n" {
		t.Errorf("no log is %q", got)
	}
}

// TestEveryMessageIsKnown compares the messages with those in the code.
func TestEveryMessageIsKnown(t *testing.T) {
	root := filepath.Join("..", "..")
	found := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "build" || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err == nil {
			ast.Inspect(file, func(n ast.Node) bool { note(n, found); return true })
		}
		return err
	})
	if err != nil || len(found) < 10 {
		t.Fatalf("%d messages: %v", len(found), err)
	}
	for m := range found {
		if !slices.Contains(messages, m) {
			t.Errorf("%q is logged and not known", m)
		}
	}
	for _, m := range messages {
		if !found[m] {
			t.Errorf("%q is known and not logged", m)
		}
	}
}

// note adds the message of a call of the log.
func note(n ast.Node, found map[string]bool) {
	c, ok := n.(*ast.CallExpr)
	if !ok || len(c.Args) == 0 {
		return
	}
	s, ok := c.Fun.(*ast.SelectorExpr)
	if !ok || !slices.Contains([]string{"Info", "Warn", "Error", "Debug"}, s.Sel.Name) {
		return
	}
	if x, ok := s.X.(*ast.Ident); !ok || x.Name != "slog" && x.Name != "log" {
		return
	}
	if text, ok := c.Args[0].(*ast.BasicLit); ok && text.Kind == token.STRING {
		if m, err := strconv.Unquote(text.Value); err == nil {
			found[m] = true
		}
	}
}
