package program

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/report"
	"handrail/app/terminal"
	"handrail/store"
)

// oldReports opens a data folder at a moment, with one saved check for each of so many years before 2026.
func oldReports(t *testing.T, data string, years ...int) terminal.Flags {
	t.Helper()
	f := terminal.Flags{Data: data, Now: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)}
	p, err := Open(t.Context(), f, true)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, n := range years {
		at := f.Now.AddDate(-n, 0, -1)
		d := &report.Document{Title: "Check", At: at, Subject: "example.org"}
		if _, err := p.Store.SaveReport(t.Context(), report.SavedReport{Guide: "mta-sts", Step: "today", Title: d.Title,
			Subject: d.Subject, At: at, Document: d}); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// yearsOf returns the years of the reports that are left, and whether all places are as they were.
func yearsOf(t *testing.T, p *Program) (text string) {
	t.Helper()
	all, err := p.Store.Reports(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		text += fmt.Sprint(k.At.Year(), " ")
	}
	places, err := p.Store.Places(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range places {
		if !one.State.Good() {
			t.Errorf("%+v", one)
		}
	}
	return text
}

// TestNothingGoesBeforeItWasTold: the default removes nothing for a month after the person was told how many reports of
// which years it is, and what they then chose counts at once.
func TestNothingGoesBeforeItWasTold(t *testing.T) {
	f := oldReports(t, t.TempDir(), 0, 1, 3, 4)
	at := func(days int, choose string) (left, told string) {
		f := f
		f.Now = f.Now.AddDate(0, 0, days)
		p, err := Open(t.Context(), f, false)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		p.OnNotice(func(n store.Notice) { told += n.Message + n.Hint })
		if choose != "" {
			if err := p.Store.SetSetting(t.Context(), report.RetainedChecks.Setting(), choose); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := p.TidyNow(t.Context()); err != nil {
			t.Fatal(err)
		}
		return yearsOf(t, p), told
	}
	left, told := at(0, "")
	if left != "2026 2025 2023 2022 " || !strings.Contains(told, "2 reports of checks, 1 from 2022 and 1 from 2023") ||
		!strings.Contains(told, "26 December 2026") {
		t.Errorf("%s, %q", left, told)
	}
	if left, told = at(29, ""); left != "2026 2025 2023 2022 " || told != "" {
		t.Errorf("after 29 days: %s, %q", left, told)
	}
	if left, told = at(30, "60"); left != "2026 2025 2023 2022 " || told != "" {
		t.Errorf("with 5 years: %s, %q", left, told)
	}
	if left, told = at(30, "x"); left != "2026 2025 " || told != "" {
		t.Errorf("after 30 days: %s, %q", left, told)
	}
}

// TestAWrongDateTellsNothing: a date that jumped does not count as the day on which the person was told of the default.
func TestAWrongDateTellsNothing(t *testing.T) {
	f := oldReports(t, t.TempDir(), 0, 1)
	at := func(years int) (told string) {
		f := f
		f.Now = f.Now.AddDate(years, 0, 0)
		p, err := Open(t.Context(), f, false)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		p.OnNotice(func(n store.Notice) { told += n.Message })
		if _, err := p.TidyNow(t.Context()); err != nil {
			t.Fatal(err)
		}
		return told
	}
	at(0)
	if told := at(9); told != "" {
		t.Errorf("told %q", told)
	}
}

// TestAWrongDateRemovesNothing: where the date of the computer jumps by years, or back, nothing goes by itself for a
// week, also of what a person chose; with the right date nothing is lost.
func TestAWrongDateRemovesNothing(t *testing.T) {
	f := oldReports(t, t.TempDir(), 0, 1, 3)
	at := func(now time.Time, asked ...report.Retained) string {
		f := f
		f.Now = now
		p, err := Open(t.Context(), f, false)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		if err := p.Store.SetSetting(t.Context(), report.RetainedChecks.Setting(), "60"); err != nil {
			t.Fatal(err)
		}
		if _, err := p.TidyNow(t.Context(), asked...); err != nil {
			t.Fatal(err)
		}
		return yearsOf(t, p)
	}
	wrong := f.Now.AddDate(9, 0, 0)
	for _, now := range []time.Time{f.Now, wrong, wrong.Add(6 * aDay), f.Now.Add(7 * aDay), f.Now.Add(20 * aDay)} {
		if left := at(now); left != "2026 2025 2023 " {
			t.Fatalf("on %v: %s", now, left)
		}
	}
	for now := f.Now.AddDate(0, 0, 20); now.Before(f.Now.AddDate(3, 0, 0)); now = now.AddDate(0, 0, 50) {
		at(now)
	}
	if left := at(f.Now.AddDate(3, 0, 0)); left != "2026 2025 " {
		t.Errorf("after three years: %s", left)
	}
	if left := at(wrong, report.RetainedTLS); left != "2026 2025 " {
		t.Errorf("asked for another kind: %s", left)
	}
	if left := at(wrong, report.RetainedChecks); left != "" {
		t.Errorf("asked: %s", left)
	}
}

// TestRetentionInTheTerminal: a shorter time shows first what it deletes, of which years; -delete does it. A longer one
// is set at once.
func TestRetentionInTheTerminal(t *testing.T) {
	data := t.TempDir()
	oldReports(t, data, 0, 1, 1, 3)
	do := func(want int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		args = append([]string{"-data", data, "-now", "2026-11-26T12:00:00Z", "retention"}, args...)
		if got := runTerminal(t, &out, &errs, args...); got != want {
			t.Errorf("%v: %d, %s%s", args, got, out.String(), errs.String())
		}
		return out.String() + errs.String()
	}
	left := func() string {
		p, err := Open(context.Background(), terminal.Flags{Data: data}, true)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		return yearsOf(t, p)
	}
	has := func(text string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%q is not in\n%s", w, text)
			}
		}
	}
	has(do(terminal.Fine), "Reports of checks: 2 years (the default); older: 1 report of a check from 2023",
		"Records of changes: Always (the default)", "TLS reports: 2 years")
	has(do(terminal.Act, "-checks", "12"), "1 year; older: 3 reports of checks, 1 from 2023 and 2 from 2025",
		"Nothing was changed.")
	if got := left(); got != "2026 2025 2025 2023 " {
		t.Fatal(got)
	}
	has(do(terminal.Fine, "-checks", "120"), "Reports of checks: 10 years", "Saved. Nothing was deleted")
	has(do(terminal.Act, "-checks", "12", "-json"), `"saved": false`, `"deleted": 0`, `"year": 2023`)
	has(do(terminal.Fine, "-checks", "12", "-delete"), "Handrail deleted 3 reports.")
	if got := left(); got != "2026 " {
		t.Fatal(got)
	}
	has(do(terminal.Fine, "-checks", "always", "-records", "60"), "Reports of checks: Always", "Records of changes: 5 years")
	for _, wrong := range [][]string{{"-checks", "13"}, {"-tls", "-1"}, {"-delete"}, {"x"}, {"-checks", "0x0c"}} {
		do(terminal.NotDone, wrong...)
	}
	var out, errs bytes.Buffer
	if status := runTerminal(t, &out, &errs, "-data", data, "verify", "-saved"); status != terminal.Fine {
		t.Errorf("%d %s%s", status, out.String(), errs.String())
	}
	has(out.String(), "3 reports were removed in Handrail.")
}

// TestTidyGivesWay: in the background it waits until nothing was saved for a second, and ends with its context.
func TestTidyGivesWay(t *testing.T) {
	f := oldReports(t, t.TempDir(), 5)
	p, err := Open(t.Context(), f, false)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if err := p.Store.SetSetting(t.Context(), report.RetainedChecks.Setting(), "12"); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	short, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	if n, err := p.Tidy(short); n != 0 || err == nil {
		t.Errorf("%d, %v right after something was saved", n, err)
	}
	n, err := p.Tidy(t.Context())
	if n != 1 || err != nil || time.Since(began) < time.Second {
		t.Errorf("%d, %v after %s", n, err, time.Since(began))
	}
}

// TestDamageIsToldAfterTheStart: damage that a start does not meet is found in the background and told, and then nothing
// is removed from the file. The next start sets it aside.
func TestDamageIsToldAfterTheStart(t *testing.T) {
	f := oldReports(t, t.TempDir(), 5)
	path := filepath.Join(f.Data, store.FileName)
	p, err := Open(t.Context(), f, false)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 400 { // more than a start checks
		d := &report.Document{Title: strings.Repeat("x", 9000) + fmt.Sprint(i), At: f.Now}
		if _, err := p.Store.SaveReport(t.Context(), report.SavedReport{Title: d.Title, At: f.Now, Document: d}); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Store.SetSetting(t.Context(), report.RetainedChecks.Setting(), "12"); err != nil {
		t.Fatal(err)
	}
	p.Close()
	data, err := os.ReadFile(path)
	if err != nil || len(data) < 2<<20 {
		t.Fatal(len(data), err)
	}
	for i := 1 << 20; i < len(data)-(64<<10); i++ {
		data[i] = byte(i * 31)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	codes := func() (told string) {
		p, err := Open(t.Context(), f, false)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		for _, n := range p.Notices {
			told += "start: " + n.Code + " "
		}
		p.OnNotice(func(n store.Notice) { told += n.Code + ": " + n.Message })
		n, err := p.TidyNow(t.Context())
		if n != 0 {
			t.Errorf("%d were removed", n)
		}
		if err != nil && told == "" {
			t.Error(err)
		}
		return told
	}
	if got := codes(); got != "damaged: Handrail found damage in its data file." {
		t.Errorf("%q", got)
	}
	if got := codes(); got != "start: damaged " {
		t.Errorf("%q", got)
	}
}
