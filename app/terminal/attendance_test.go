package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/event/attendance"
)

// book is an attendance.Keeper that is data.
type book struct {
	attendance.Keeper
	kept map[string]*attendance.Report
}

func (b *book) KeepAttendance(_ context.Context, r *attendance.Report, _ attendance.Retention, _ string,
	_ time.Time) (attendance.State, error) {
	if b.kept[r.Digest()] != nil {
		return attendance.Known, nil
	}
	b.kept[r.Digest()] = r
	return attendance.New, nil
}

func attend(b *book, args ...string) (int, string, string) {
	var out, errs bytes.Buffer
	status := Run(context.Background(), append([]string{"import", "attendance"}, args...),
		Environment{Out: &out, Err: &errs,
			Open: func(context.Context, Flags) (*Program, error) {
				return &Program{Attendance: b, Clock: func() time.Time { return noon }}, nil
			}})
	return status, out.String(), errs.String()
}

const live = "SessionId,ParticipantId,FullName,UserAgent,UtcEventTimestamp,Action,Role\n" +
	"1,a@x.example,Ama,Moz,11/29/2026 10:20:00 AM,Joined,Attendee\n1,a@x.example,Ama,Moz,11/29/2026 11:31:00 " +
	"AM,Left,Attendee\n" +
	"2,+44 20 **** 1234,+44 20 **** 1234,Moz,11/29/2026 10:29:00 AM,Joined,Attendee\n2,+44 20 **** 1234,+44 20 **** " +
	"1234,Moz,11/29/2026 11:00:00 AM,Left,Attendee\n"

func TestImportAttendance(t *testing.T) {
	dir, b := t.TempDir(), &book{kept: map[string]*attendance.Report{}}
	for name, text := range map[string]string{"a.csv": live, "b.csv": strings.ReplaceAll(live, "\n", "\r\n"),
		"c.csv": "dear all"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	status, out, errs := attend(b, dir, filepath.Join(dir, "gone.csv"), "-json", "-keep", "names")
	var got struct {
		Kind   string
		Files  []map[string]any
		Totals attendedTotals
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != Act || errs != "" {
		t.Fatalf("%d %q %v\n%s", status, errs, err, out)
	}
	if got.Kind != "attendance" || got.Totals != (attendedTotals{4, 1, 1, 2}) {
		t.Errorf("%+v", got)
	}
	first := got.Files[0]
	for name, want := range map[string]any{"path": filepath.Join(dir, "a.csv"), "state": "new", "kind": "live-event",
		"start": "2026-11-29T10:20:00Z", "end": "2026-11-29T11:31:00Z", "attendees": 2.0, "peak": 2.0,
		"peakAt": "2026-11-29T10:29:00Z", "medianStaySeconds": 3060.0} {
		if first[name] != want {
			t.Errorf("%s is %v, want %v", name, first[name], want)
		}
	}
	if got.Files[1]["state"] != "known" || got.Files[2]["state"] != "rejected" || got.Files[2]["reason"] == "" ||
		got.Files[3]["state"] != "rejected" {
		t.Errorf("the others: %v", got.Files[1:])
	}
	for _, r := range b.kept {
		if r.People[0].Name != "Ama" || r.People[0].Address != "" || r.People[1].Name != "By phone" {
			t.Errorf("kept of people: %+v", r.People)
		}
	}
	if status, out, _ = attend(b, filepath.Join(dir, "a.csv")); status != Fine || !strings.Contains(out,
		"known") || !strings.Contains(out, "2 people, at most 2 at once") {
		t.Errorf("%d\n%s", status, out)
	}
	for _, args := range [][]string{{filepath.Join(dir, "c.csv")}, {dir, "-keep", "photos"}, {t.TempDir()}, {}} {
		if status, _, errs := attend(b, args...); status != NotDone || errs == "" {
			t.Errorf("%v: %d %q", args, status, errs)
		}
	}
}

// TestAttendanceForAPerson checks the words of the list that a person reads.
func TestAttendanceForAPerson(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(name, []byte(live), 0o600); err != nil {
		t.Fatal(err)
	}
	_, out, _ := attend(&book{kept: map[string]*attendance.Report{}}, name)
	for _, want := range []string{"Live event, 2026-11-29 10:20:00 UTC to 2026-11-29 11:31:00 UTC: 2 people, at most 2",
		"1 file: 1 new, 0 known, 0 rejected."} {
		if !strings.Contains(out, want) {
			t.Errorf("the text lacks %q: %s", want, out)
		}
	}
}
