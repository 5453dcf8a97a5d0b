//go:build judge

package reminder

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/conformance/python"
)

// TestAnotherReaderOfCalendars: icalendar reads what Handrail wrote, with the same days, moments, texts and alarms.
func TestAnotherReaderOfCalendars(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Minute)
	defer stop()
	l := sample(t)
	var b bytes.Buffer
	if _, err := WriteCalendar(&b, l, l.All); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Method string
		Events []struct {
			UID, Summary, Description, Start, End, Stamp string
			Day                                          bool
			Sequence                                     int
			Alarms                                       []int
			Errors                                       []string
		}
	}
	given := struct {
		Calendar []byte `json:"calendar"`
	}{b.Bytes()}
	if err := python.Ask(ctx, "app/conformance/icalendar", "icalendar", given, &got); err != nil {
		t.Fatal(err)
	}
	if got.Method != "PUBLISH" || len(got.Events) != 3 {
		t.Fatalf("%+v", got)
	}
	const hour = 3600
	for i, e := range got.Events {
		r := l.All[i]
		start, alarms := r.At.UTC().Format(time.RFC3339), []int{0}
		if r.AllDay {
			start, alarms = r.At.Format(time.DateOnly), []int{-(13*24 + 15) * hour, -15 * hour}
		}
		if e.UID != r.UID(l.Organisation) || e.Start != start || e.Day != r.AllDay || !slices.Equal(e.Alarms, alarms) ||
			e.Stamp != "2026-11-25T15:18:00Z" || len(e.Errors) > 0 {
			t.Errorf("%+v, want %s with %v", e, start, alarms)
		}
		if r.AllDay && e.End != r.At.AddDate(0, 0, 1).Format(time.DateOnly) {
			t.Errorf("the day %s ends on %s", e.Start, e.End)
		}
	}
	if e := got.Events[0]; !strings.HasPrefix(e.Summary, "Wait for DNS") || !strings.HasSuffix(e.Summary, "Übung; a, b") ||
		!strings.Contains(e.Description, `BEGIN:VALARM\ and a long reason`) {
		t.Errorf("the texts are %q and %q", e.Summary, e.Description)
	}
}
