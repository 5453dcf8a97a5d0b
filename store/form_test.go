package store

import (
	"fmt"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/report"
)

// dailyReport is a check of one day: only its times and numbers differ from another day's.
func dailyReport(day int) report.SavedReport {
	k := aReport("daily")
	k.Visit = ""
	k.At = noon.AddDate(0, 0, day)
	k.Document.At = k.At
	for i := range 40 {
		k.Document.Blocks = append(k.Document.Blocks, report.Text{Text: fmt.Sprintf("Server %d of parish.example answered "+
			"on %s after %d ms.", i, k.At.Format("Monday 2 January 2006 at 15:04"), 7*day+i)})
	}
	return k
}

// documentOf returns a document as it is saved.
func documentOf(t *testing.T, d *report.Document) string {
	t.Helper()
	var b strings.Builder
	must(t, report.WriteCompactJSON(&b, d))
	return b.String()
}

func numberIn(t *testing.T, s *Store, query string) (n int) {
	t.Helper()
	must(t, s.read.QueryRow(query).Scan(&n))
	return n
}

// TestEqualChecksAreKeptOnce: of 100 that differ in times and numbers alone, one form is kept; each opens, and is
// verified, as it was saved.
func TestEqualChecksAreKeptOnce(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	var ids, texts []string
	for day := range 100 {
		k := dailyReport(day)
		id, err := s.SaveReport(t.Context(), k)
		must(t, err)
		ids, texts = append(ids, id), append(texts, documentOf(t, k.Document))
	}
	other := dailyReport(3)
	other.Document.Blocks = append(other.Document.Blocks, report.Text{Text: "One server did not answer."})
	_, err := s.SaveReport(t.Context(), other)
	must(t, err)
	if n := numberIn(t, s, "SELECT count(*) FROM form"); n != 2 {
		t.Errorf("%d forms of two kinds of document", n)
	}
	stored := numberIn(t, s, "SELECT sum(length(document) + length(marks)) FROM report")
	if whole := 101 * len(texts[0]); stored*10 > whole {
		t.Errorf("%d bytes of text are stored as %d", whole, stored)
	}
	for i, id := range ids {
		k, err := s.Report(t.Context(), id)
		must(t, err)
		if documentOf(t, k.Document) != texts[i] {
			t.Fatalf("day %d is read as\n%s\nnot as\n%s", i, documentOf(t, k.Document), texts[i])
		}
	}
	all, err := s.Places(t.Context(), nil)
	must(t, err)
	for _, p := range all {
		if p.State != report.Unchanged {
			t.Fatalf("%+v", p)
		}
	}
}

// TestAFormGoesWithItsLastReport: whatever removes it, and also where a report gets another form.
func TestAFormGoesWithItsLastReport(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	var ids []string
	for day := range 3 {
		id, err := s.SaveReport(t.Context(), dailyReport(day))
		must(t, err)
		ids = append(ids, id)
	}
	must(t, s.DeleteReport(t.Context(), ids[0]))
	if k, err := s.Report(t.Context(), ids[1]); err != nil || k.Document == nil {
		t.Fatal("the form went with the first report", err)
	}
	next := aReport("short")
	next.ID = ids[1]
	_, err := s.SaveReport(t.Context(), next)
	must(t, err)
	if k, err := s.Report(t.Context(), ids[2]); err != nil || k.Document == nil {
		t.Fatal("the form went while a report has it", err)
	}
	must(t, s.DeleteReport(t.Context(), ids[2]))
	if n := numberIn(t, s, "SELECT count(*) FROM form"); n != 0 {
		t.Errorf("%d forms without a report stay", n)
	}
}

// TestAFormThatChangedIsSeen: each byte of a form and of the marks counts.
func TestAFormThatChangedIsSeen(t *testing.T) {
	for name, query := range map[string]string{
		"form gone":     "DELETE FROM form",
		"form cut":      "UPDATE form SET body = substr(body, 1, length(body) / 2)",
		"form longer":   "UPDATE form SET body = CAST(body || x'00' AS BLOB)",
		"marks gone":    "UPDATE report SET marks = NULL",
		"marks cut":     "UPDATE report SET marks = substr(marks, 1, length(marks) / 2)",
		"text also":     "UPDATE report SET document = '{}'",
		"packed also":   "UPDATE report SET packed = marks",
		"another's":     "UPDATE report SET marks = (SELECT marks FROM report WHERE title = 'other') WHERE title = 'daily'",
		"of no report":  "UPDATE report SET form = 99",
		"without marks": "UPDATE report SET marks = x''",
	} {
		s := mustOpen(t, t.TempDir())
		id, err := s.SaveReport(t.Context(), dailyReport(1))
		must(t, err)
		other := dailyReport(2)
		other.Title = "other"
		_, err = s.SaveReport(t.Context(), other)
		must(t, err)
		_, err = s.write.Exec(query)
		must(t, err)
		if got := states(t, s); !strings.HasPrefix(got, "1 daily altered") {
			t.Errorf("%s: %s", name, got)
		}
		if _, err := s.Report(t.Context(), id); name != "another's" && app.CodeOf(err) != app.Damaged {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestADamagedFormIsStoredAgain: a new report does not share the damage of an old one, and mends it.
func TestADamagedFormIsStoredAgain(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	first, err := s.SaveReport(t.Context(), dailyReport(1))
	must(t, err)
	_, err = s.write.Exec("UPDATE form SET body = substr(body, 1, length(body) / 2)")
	must(t, err)
	second, err := s.SaveReport(t.Context(), dailyReport(2))
	must(t, err)
	for day, id := range []string{first, second} {
		k, err := s.Report(t.Context(), id)
		must(t, err)
		if documentOf(t, k.Document) != documentOf(t, dailyReport(day+1).Document) {
			t.Errorf("day %d is not read as it was saved", day+1)
		}
	}
	if n := numberIn(t, s, "SELECT count(*) FROM form"); n != 1 {
		t.Errorf("%d forms of one", n)
	}
}

// FuzzMarks: every text is put together again as it was.
func FuzzMarks(f *testing.F) {
	for _, text := range []string{"", "1", "a", "1 May", "Mayday", "May1", "ä1é", "\x00", "1\n2", `{"at":"2026-11-01T08:00:00Z"}`,
		strings.Repeat("12 March ", 200), "\xff9\xfe"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		form, marks, ok := splitMarks(text)
		if !ok {
			if form != "" || marks != "" {
				t.Error("a form of what has none")
			}
			return
		}
		if again := joinMarks(form, marks); again != text {
			t.Errorf("%q becomes %q", text, again)
		}
		packed, err := pack(form)
		must(t, err)
		if unpack(packed) != form || unpack(append(packed, 0)) != "" {
			t.Errorf("%q is not unpacked as it was packed", form)
		}
	})
}

// TestWordsAreNoMarks: only numbers and names of the calendar are left out of a form.
func TestWordsAreNoMarks(t *testing.T) {
	for text, want := range map[string]string{
		"on 2 March 2026 at 10:30":                     "on # # # at #:#",
		"Marching in Mayfair":                          "",
		"1st Mayfair":                                  "#st Mayfair",
		noon.Format("Mon, Monday") + " port 25 or TLS": "#, # port # or TLS",
	} {
		form, _, ok := splitMarks(text)
		if got := strings.ReplaceAll(form, markHole, "#"); got != want || ok != (want != "") {
			t.Errorf("%s: %q", text, got)
		}
	}
}
