package store

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/report"
)

// longReport is one with a list of n people.
func longReport(title string, n int) report.SavedReport {
	k := aReport(title)
	people := report.Entries{Name: "people", Title: "People"}
	shared := &report.Shared{Open: &report.Document{Title: "x", At: noon}}
	for i := range n {
		people.Items = append(people.Items, report.Entry{Title: fmt.Sprint("Person ", i), Severity: report.OK,
			About: fmt.Sprintf("person.%d@parish.example", i), State: "No change", Same: shared})
	}
	k.Document.Blocks = append(k.Document.Blocks, people)
	return k
}

// TestALongReportIsPacked: it takes a tenth of its text or less, is read as it was saved, and is verified.
func TestALongReportIsPacked(t *testing.T) {
	folder := t.TempDir()
	s := mustOpen(t, folder)
	k := longReport("long", 5000)
	var text strings.Builder
	must(t, report.WriteCompactJSON(&text, k.Document))
	id, err := s.SaveReport(t.Context(), k)
	must(t, err)
	short, err := s.SaveReport(t.Context(), aReport("short"))
	must(t, err)
	var plain, packed int
	must(t, s.read.QueryRow("SELECT length(document), length(packed) FROM report WHERE id = ?", id).Scan(&plain, &packed))
	if plain != 0 || packed == 0 || packed > text.Len()/10 {
		t.Errorf("%d bytes are stored as %d and %d", text.Len(), plain, packed)
	}
	must(t, s.read.QueryRow("SELECT length(document), packed IS NULL FROM report WHERE id = ?", short).Scan(&plain, &packed))
	if plain == 0 || packed != 1 {
		t.Error("a short report is packed")
	}
	must(t, s.Close())
	s = mustOpen(t, folder)
	got, err := s.Report(t.Context(), id)
	must(t, err)
	var again strings.Builder
	must(t, report.WriteCompactJSON(&again, got.Document))
	if again.String() != text.String() {
		t.Error("the report is read otherwise than it was saved")
	}
	if got := states(t, s); got != "1 long unchanged, 2 short unchanged" {
		t.Error(got)
	}
	// A form that is saved again may be short, and then long.
	for _, n := range []int{0, 5000} {
		next := longReport("long", n)
		next.ID = id
		_, err := s.SaveReport(t.Context(), next)
		must(t, err)
		got, err := s.Report(t.Context(), id)
		must(t, err)
		if got.Document == nil || !reflect.DeepEqual(got.Document.Title, next.Document.Title) {
			t.Errorf("%d people: %+v", n, got.Document)
		}
	}
}

// TestAPackedReportThatChangedIsSeen: every byte of it counts, and a report that cannot be unpacked is damaged.
func TestAPackedReportThatChangedIsSeen(t *testing.T) {
	for name, query := range map[string]string{
		"cut":       "UPDATE report SET packed = substr(packed, 1, length(packed) / 2)",
		"longer":    "UPDATE report SET packed = CAST(packed || x'00' AS BLOB)",
		"a byte":    "UPDATE report SET packed = CAST(substr(packed, 1, 900) || x'5555' || substr(packed, 903) AS BLOB)",
		"empty":     "UPDATE report SET packed = x''",
		"gone":      "UPDATE report SET packed = NULL",
		"text also": "UPDATE report SET document = '{}'",
	} {
		s := mustOpen(t, t.TempDir())
		id, err := s.SaveReport(t.Context(), longReport("long", 5000))
		must(t, err)
		_, err = s.write.Exec(query)
		must(t, err)
		if got := states(t, s); got != "1 long altered" {
			t.Errorf("%s: %s", name, got)
		}
		if _, err := s.Report(t.Context(), id); name != "a byte" && app.CodeOf(err) != app.Damaged {
			t.Errorf("%s: %v", name, err)
		}
		if st, err := os.Stat(filepath.Join(s.Folder(), FileName+suspect)); err == nil {
			t.Errorf("%s: %s", name, st.Name())
		}
	}
}
