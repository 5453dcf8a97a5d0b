package store

import (
	"context"
	"regexp"
	"testing"
	"time"

	"handrail/app/guide"
)

// TestTimesAreStoredInUTC: whatever the zone of the computer, also in the hour that
// comes twice, on a leap day and at the turn of a year.
func TestTimesAreStoredInUTC(t *testing.T) {
	ctx, s := context.Background(), mustOpen(t, t.TempDir())
	utc := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$`)
	for _, name := range []string{"Europe/London", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu",
		"America/St_Johns"} {
		loc, err := time.LoadLocation(name)
		must(t, err)
		for _, at := range []time.Time{
			time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC),
			time.Date(2028, 2, 29, 23, 59, 59, 999999999, time.UTC), time.Date(2026, 12, 31, 18, 30, 0, 1, time.UTC),
		} {
			v := aVisit(name+at.String(), "parish.example")
			v.Started, v.Changed = at.In(loc), at.In(loc).Add(time.Minute)
			v.Outcomes = map[string]guide.Outcome{"watch": {State: guide.Waiting, At: v.Started, Until: v.Changed}}
			must(t, s.SaveVisit(ctx, v))
			var started, changed, asked, until string
			must(t, s.read.QueryRow("SELECT started, changed FROM visit WHERE id = ?", v.ID).Scan(&started, &changed))
			must(t, s.read.QueryRow("SELECT at, until FROM outcome WHERE visit = ?", v.ID).Scan(&asked, &until))
			for _, text := range []string{started, changed, asked, until} {
				if !utc.MatchString(text) {
					t.Errorf("%s: %v is stored as %s", name, at, text)
				}
			}
			back, err := s.Visit(ctx, v.ID)
			if err != nil || !back.Started.Equal(at) || back.Started.Location() != time.UTC ||
				!back.Outcomes["watch"].Until.Equal(at.Add(time.Minute)) {
				t.Errorf("%s: %v came back as %v, %v", name, at, back.Started, err)
			}
		}
	}
}
