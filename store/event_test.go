package store

import (
	"context"
	"reflect"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/event/attendance"
	"handrail/app/event/runsheet"
)

func anAttendance(day int) *attendance.Report {
	at := time.Date(2026, 11, day, 10, 0, 0, 0, time.UTC)
	return &attendance.Report{Kind: attendance.Meeting, Title: "Service", Start: at, End: at.Add(time.Hour),
		Odd: []string{attendance.OddOrder},
		People: []attendance.Person{
			{Name: "Ama", Role: "Attendee", Spells: []attendance.Interval{{From: at, To: at.Add(40 * time.Minute)}},
				Joins: 1},
			{Spells: []attendance.Interval{{From: at.Add(time.Minute), To: at.Add(21 * time.Minute)}}, Joins: 1},
		}}
}

func TestTheSameAttendanceCountsOnce(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	s := mustOpen(t, folder)
	for i, want := range []attendance.State{attendance.New, attendance.Known, attendance.New} {
		got, err := s.KeepAttendance(ctx, anAttendance(1+i/2*7), attendance.KeepNames, "a.csv", noon)
		must(t, err)
		if got != want {
			t.Errorf("import %d: %s, want %s", i, got, want)
		}
	}
	must(t, s.Close())
	s = mustOpen(t, folder)
	rows, err := s.Attendances(ctx)
	must(t, err)
	if len(rows) != 2 || rows[0].Start.Day() != 8 || rows[0].Attendees != 2 || rows[0].Peak != 2 ||
		rows[0].MedianStay != 30*time.Minute || rows[0].Zoned || rows[0].Kept != attendance.KeepNames {
		t.Fatalf("%+v", rows)
	}
	r, err := s.Attendance(ctx, rows[1].ID)
	must(t, err)
	if !reflect.DeepEqual(r, anAttendance(1)) {
		t.Errorf("came back as %+v", r)
	}
	if _, err := s.Attendance(ctx, 99); app.CodeOf(err) != app.NotFound {
		t.Errorf("one that is not there: %v", err)
	}
}

func TestARunIsKeptPressByPress(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	s := mustOpen(t, folder)
	items, err := runsheet.Parse("-10||Ready\n0|5|Welcome\n||End")
	must(t, err)
	run := runsheet.Run{ID: "v/real", Visit: "v", Title: "Service", Start: noon, Zone: "Europe/London", Items: items}
	must(t, s.SaveRun(ctx, runsheet.Run{ID: "v/rehearsal", Visit: "v", Rehearsal: true,
		Start: noon.Add(-48 * time.Hour), Items: items}))
	for range 2 {
		run.Apply(runsheet.Done, noon)
		must(t, s.SaveRun(ctx, run))
	}
	must(t, s.Close())
	s = mustOpen(t, folder)
	got, err := s.Run(ctx, "v/real")
	must(t, err)
	if !reflect.DeepEqual(got.State(noon), run.State(noon)) || len(got.Events) != 2 {
		t.Errorf("%+v", got)
	}
	all, err := s.Runs(ctx, "v")
	must(t, err)
	if len(all) != 2 || !all[0].Rehearsal || all[1].Rehearsal {
		t.Errorf("%+v", all)
	}
	if _, err := s.Run(ctx, "other"); app.CodeOf(err) != app.NotFound {
		t.Errorf("one that is not there: %v", err)
	}
}
