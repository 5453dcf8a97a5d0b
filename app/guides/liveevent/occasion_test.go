package liveevent

import (
	"strings"
	"testing"
	"time"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
)

// TestTheEventOfAVisit: it has a day once the person has set one, a screen once the run sheet is written, and it counts
// until the last item ends.
func TestTheEventOfAVisit(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	v := &guide.Visit{Answers: map[string]string{askTitle: "Sunday service", askDate: "2026-11-22", askClock: "10:30",
		askZone: "Europe/London", askSheet: "0 | 75 | Service | Ama"}, Outcomes: map[string]guide.Outcome{}}
	if o, dated := occasion(v); dated {
		t.Errorf("a date that is only offered: %+v", o)
	}
	done := guide.Outcome{State: guide.Completed, At: at}
	v.Outcomes[stepWhen] = done
	start := time.Date(2026, 11, 22, 10, 30, 0, 0, time.UTC)
	o, dated := occasion(v)
	if !dated || o.Title != "Sunday service" || !o.Start.Equal(start) || o.Screen != "" ||
		!o.End.Equal(start.Add(oneHour)) || o.Ready != "The run sheet is not written yet." {
		t.Errorf("without a run sheet: %+v", o)
	}
	v.Outcomes[stepSheet] = done
	if o, _ = occasion(v); o.Screen != runsheet.Screen || !o.End.Equal(start.Add(75*time.Minute)) ||
		!strings.Contains(o.Ready, "not confirmed") {
		t.Errorf("with one: %+v", o)
	}
	v.Outcomes[stepRehearse] = done
	if o, _ = occasion(v); !strings.Contains(o.Ready, "on 20 November.") {
		t.Errorf("rehearsed: %q", o.Ready)
	}
	v.Answers[askZone] = "Nowhere"
	if o, dated := occasion(v); dated {
		t.Errorf("in no time zone: %+v", o)
	}
}
