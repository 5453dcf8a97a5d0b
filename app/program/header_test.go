package program

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/terminal"
	"handrail/store"
)

const privateEmail = `Authentication-Results: spf=pass (sender IP is 198.51.100.77) smtp.mailfrom=private.example
Received: from smtp.private.example (198.51.100.77) by mx1.mail.protection.outlook.com; Tue, 24 Nov 2026 09:02:55 +0000
From: Ada <ada@private.example>
X-Forefront-Antispam-Report: CIP:198.51.100.77;SCL:1;SFV:NSPM;DIR:INB;`

// onDisk reports whether a text is in a file below a folder: as it is, in a part that is packed, or in a report as it is
// read again.
func onDisk(t *testing.T, folder, text string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".eml") {
			return err
		}
		if d.Name() == "handrail.db" {
			found = found || packed(t, path, text) || inReports(t, filepath.Dir(path), text)
		}
		data, err := os.ReadFile(path)
		found = found || bytes.Contains(data, []byte(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// packed reports whether a text is in what a database has packed.
func packed(t *testing.T, path, text string) bool {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.Query("SELECT body FROM form UNION ALL SELECT marks FROM report UNION ALL SELECT packed FROM report")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	found := false
	for rows.Next() {
		var raw []byte
		if err := rows.Scan(&raw); err != nil {
			t.Fatal(err)
		}
		if raw == nil {
			continue
		}
		plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(raw)))
		if err != nil {
			t.Fatal(err)
		}
		found = found || bytes.Contains(plain, []byte(text))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// inReports reports whether a saved report has a text.
func inReports(t *testing.T, folder, text string) bool {
	t.Helper()
	s, _, err := store.Open(folder, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	all, err := s.Reports(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		whole, err := s.Report(t.Context(), k.ID)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(whole.Document)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte(text)) {
			return true
		}
	}
	return false
}

// TestAnEmailIsOnlySavedAsChosen: after the guide to headers, in a window or in the terminal,
// no file of Handrail has more of the email than the person chose.
func TestAnEmailIsOnlySavedAsChosen(t *testing.T) {
	for _, keep := range []string{"nothing", "result", "all"} {
		folder := t.TempDir()
		page := filepath.Join(t.TempDir(), "page.html")
		var out, errs bytes.Buffer
		run := func(more ...string) string {
			out.Reset()
			runTerminal(t, &out, &errs, append([]string{"run", "header", "-data", folder, "-set", "where=inbox", "-set",
				"keep=" + keep, "-set", "message=" + strings.ReplaceAll(privateEmail, "\n", `\n`)}, more...)...)
			return out.String()
		}
		if text := run("-json"); !strings.Contains(text, `"spf-address": "198.51.100.77"`) {
			t.Errorf("%s: the answer lacks the values: %s %s", keep, text, errs.String())
		} else if strings.Contains(text, "ada@private.example") != (keep == "all") {
			t.Errorf("%s: the answers name the email", keep)
		}
		run("-html", page)
		if onDisk(t, filepath.Dir(page), "198.51.100.77") != (keep == "all") {
			t.Errorf("%s: the page has an address of the email: %v", keep, keep != "all")
		}
		if onDisk(t, folder, "198.51.100.77") != (keep == "all") {
			t.Errorf("%s: the terminal saved an address of the email: %v", keep, keep != "all")
		}
		walkInWindow(t, folder, keep)
		for _, text := range []string{"198.51.100.77", "private.example"} {
			if onDisk(t, folder, text) != (keep == "all") {
				t.Errorf("%s: after a walk, %q is on the disk: %v", keep, text, keep != "all")
			}
		}
	}
}

// TestTheSampleHasAnEmail: without an answer, the guide reads the email of the sample.
func TestTheSampleHasAnEmail(t *testing.T) {
	var out, errs bytes.Buffer
	code := runTerminal(t, &out, &errs, "run", "header", "-sample", "-data", t.TempDir(), "-json")
	if code != terminal.Act {
		t.Errorf("status %d: %s", code, errs.String())
	}
	var got struct{ Facts map[string]string }
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Facts["cause"] != "spf-of-gateway" || got.Facts["place"] != "junk" ||
		got.Facts["before-address"] != "198.51.100.25" {
		t.Errorf("%v", got.Facts)
	}
}

// TestLessIsSavedLater: who chooses less later has nothing more on the disk, not even in what
// SQLite left over.
func TestLessIsSavedLater(t *testing.T) {
	folder := t.TempDir()
	walkInWindow(t, folder, "all")
	if !onDisk(t, folder, "198.51.100.77") {
		t.Fatal("nothing was saved, so nothing is tested")
	}
	walkInWindow(t, folder, "nothing")
	if onDisk(t, folder, "198.51.100.77") {
		t.Error("an address of the email is still on the disk")
	}
}

// walkInWindow goes through the guide as the window does: it saves what is typed, each
// answer, and what each step found.
func walkInWindow(t *testing.T, folder, keep string) {
	t.Helper()
	ctx := context.Background()
	p, err := Open(ctx, terminal.Flags{Data: folder}, false)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	i := slices.IndexFunc(p.Guides, func(g guide.Guide) bool { return g.ID == "header" })
	s := guide.New(p.Guides[i], "v", time.Now())
	save := func() {
		if err := p.Visits().SaveVisit(ctx, s.Visit()); err != nil {
			t.Fatal(err)
		}
	}
	s.Draft(map[string]string{"message": privateEmail[:120], "keep": keep})
	save()
	answers := map[string]string{"message": privateEmail, "where": "inbox", "keep": keep}
	if _, wrong := s.Submit(answers, time.Now()); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	save()
	looker := guide.Looker{Library: p.Store, Now: time.Now}
	for !s.Ended() {
		step, v, o := s.Step(), s.Visit(), guide.Outcome{At: time.Now()}
		if step.Look != nil {
			f, err := looker.Look(ctx, step, &v, nil)
			if err != nil || f.NotKept != nil {
				t.Fatal(err, f.NotKept)
			}
			o = f.Outcome
		}
		o.State = guide.Completed
		s.Complete(o, time.Now())
		save()
	}
}
