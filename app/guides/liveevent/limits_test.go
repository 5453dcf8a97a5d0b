package liveevent

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app/guides/services"
	"handrail/app/report"
)

// TestLimitsDependOnTheLicence: a licence that is not on the list promises no more.
func TestLimitsDependOnTheLicence(t *testing.T) {
	for part, want := range map[string]int{"SPE_E5": 1000, "enterprisepack": 1000, "M365EDU_A3_FACULTY": 1000,
		"STANDARDPACK": 300, "SPB": 300, "": 300, "SPE_F1": 300} {
		if got := meetingPeople(part); got != want {
			t.Errorf("a meeting with %q holds %d", part, got)
		}
	}
	if !strings.Contains(limitsFile, "# As of 20") || !strings.Contains(limitsFile, "Sources: ") {
		t.Error("limits.csv has no date or no source")
	}
}

// TestEachRecordingHasItsOwnEnd: a meeting, a published town hall, and one that is not known.
func TestEachRecordingHasItsOwnEnd(t *testing.T) {
	w := &world{}
	now := time.Date(2026, 12, 8, 9, 0, 0, 0, time.UTC)
	d := deps{Services: services.Services{Now: func() time.Time { return now }}}
	for kind, want := range map[string]string{"meeting": "2027-04-05", "broadcast": "2027-01-05",
		"webinar": "unknown"} {
		v := w.visit(map[string]string{askSheet: "0|60|Talk", askDate: "2026-12-06", askClock: "10:00", askZone: "UTC",
			askKind: kind, askSaved: "no"})
		doc, err := d.doc("", "", d.recording)(context.Background(), v, nil)
		if err != nil || doc.Facts()["recording-ends"] != want {
			t.Errorf("%s: %v (%v), want %s", kind, doc.Facts(), err, want)
		}
	}
}

// TestMeetingsHaveTheirOwnPolicy: the command and the remedy name the policy that decides.
func TestMeetingsHaveTheirOwnPolicy(t *testing.T) {
	w := &world{}
	for kind, noun := range map[string]string{"meeting": "CsTeamsMeetingPolicy", "webinar": "CsTeamsEventsPolicy"} {
		doc := w.look(t, stepCan, map[string]string{askKind: kind,
			askPolicy: "Identity : Global\nAllowEngagementReport : Disabled\nInfoShownInReportMode : IdentityOnly"})
		got := found(doc)
		if got["check-report"] != report.Warning || got["check-report-times"] != report.Warning {
			t.Errorf("%s: %v", kind, got)
		}
		for _, f := range doc.Findings() {
			if strings.Contains(f.Do, "Set-Cs") && !strings.Contains(f.Do, "Set-"+noun) {
				t.Errorf("%s: %s", kind, f.Do)
			}
		}
	}
	full := w.look(t, stepCan, map[string]string{askKind: "meeting",
		askPolicy: "AllowEngagementReport : ForceEnabled\nInfoShownInReportMode : FullInformation"})
	if _, shown := found(full)["check-report-times"]; shown || found(full)["check-report"] != report.OK {
		t.Errorf("%v", found(full))
	}
}
