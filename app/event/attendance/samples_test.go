package attendance

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"handrail/app/conformance/shared"
)

// expected is what a person reads in a file by others.
type expected struct {
	kind            Kind
	title           string
	start, end      string
	zoned           bool
	attendees, peak int
	peakAt          string
	median          time.Duration
	names           []string
	odd             []string
}

// byHand was written while looking at the files, not at what the parser says.
var byHand = map[string]expected{
	"liveevent-AttendeeReport-renefb-readme.csv": { // Mark never leaves: he stays to the last thing known
		Live, "", "2022-01-25 16:48:08", "2022-01-25 17:25:54", true, 2, 2, "16:51:13",
		(37*60 + 46 + 34*60 + 41) * time.Second / 2,
		[]string{"John Doe", "Mark Brigs"}, []string{OddNoLeave}},
	"meeting-report-csharp-test.utf8-lf.csv": { // 26 cannot be a month, so months come first
		Meeting, "Test Meeting with Teams", "2025-11-26 16:16:54", "2025-11-26 16:18:08", false, 2, 2, "16:17:00",
		(73 + 65) * time.Second / 2,
		[]string{"John Doe", "Jane Smith"}, []string{OddWhole}},
	"meeting-report-en.utf16le.csv": { // the one single join leaves without a date
		Meeting, "Weekly Sync", "2026-02-07 10:00:00", "2026-02-07 11:02:10", false, 3, 3, "10:30:00", 55 * time.Minute,
		[]string{"Ana Silva", "Bruno Costa", "Carla Dias"}, []string{OddWhole}},
	"meeting-report-en.utf8.csv": {
		Meeting, "Weekly Sync", "2026-02-07 10:00:00", "2026-02-07 11:02:10", false, 3, 3, "10:30:00", 55 * time.Minute,
		[]string{"Ana Silva", "Bruno Costa", "Carla Dias"}, []string{OddWhole}},
	"meeting-report-pt-br.utf16le.csv": { // 7 February: a clock of 24 hours with slashes is not American
		Meeting, "Alinhamento Semanal", "2026-02-07 10:00:00", "2026-02-07 11:00:00", false, 2, 2, "10:10:00",
		52*time.Minute + 30*time.Second,
		[]string{"Davi Rocha", "Elisa Melo"}, []string{OddWhole}},
}

func TestReportsByOthers(t *testing.T) {
	dir := shared.Folder(t, "samples", "event", "attendance")
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(files) != len(byHand) {
		t.Fatalf("%d files, %d expectations (%v)", len(files), len(byHand), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		want, ok := byHand[name]
		if !ok {
			t.Errorf("no one has written what to expect of %s", name)
			continue
		}
		r, err := Read(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		const face = "2006-01-02 15:04:05"
		peak, at := r.Peak()
		got := expected{r.Kind, r.Title, r.Start.Format(face), r.End.Format(face), r.Zoned, len(r.People), peak,
			at.Format("15:04:05"), r.MedianStay(), nil, r.Odd}
		for _, p := range r.People {
			got.names = append(got.names, p.Name)
		}
		if !same(got, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, want)
		}
	}
}

func same(a, b expected) bool {
	names, odd := slices.Equal(a.names, b.names), slices.Equal(a.odd, b.odd)
	return names && odd && a.kind == b.kind && a.title == b.title && a.start == b.start && a.end == b.end &&
		a.zoned == b.zoned &&
		a.attendees == b.attendees && a.peak == b.peak && a.peakAt == b.peakAt && a.median == b.median
}

func TestGraphBodies(t *testing.T) {
	dir := shared.Folder(t, "samples", "event", "graph")
	data, err := os.ReadFile(filepath.Join(dir, "attendanceReport.expanded.json"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if r.Kind != Graph || !r.Zoned || len(r.People) != 1 || r.People[0].Name != "John Doe" ||
		r.People[0].Stay() != 4*time.Second {
		t.Errorf("%+v", r)
	}
	if data, err = os.ReadFile(filepath.Join(dir, "attendanceReports.list.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(data); err == nil {
		t.Error("a list without people passes for attendance")
	}
}
