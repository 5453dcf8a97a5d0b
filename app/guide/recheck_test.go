package guide

import (
	"context"
	"testing"
	"time"

	"handrail/app/report"
)

// saved keeps rechecks in memory.
type saved []Recheck

func (s saved) SaveRecheck(context.Context, Recheck) error      { return nil }
func (s saved) Rechecks(ctx context.Context) ([]Recheck, error) { return s, ctx.Err() }

// TestOneNoticeOfAVisit: what a later look found is told once, and only of a completed visit that is as it was then.
func TestOneNoticeOfAVisit(t *testing.T) {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		ended, changed time.Time
		found, own     report.Severity
		told           int
	}{
		"worse":                            {noon.Add(-2), noon.Add(-1), report.Problem, report.OK, 2},
		"not known":                        {noon.Add(-2), noon.Add(-1), report.Unknown, report.Note, 2},
		"not worse":                        {noon.Add(-2), noon.Add(-1), report.OK, report.OK, 1},
		"the guide has a notice that asks": {noon.Add(-2), noon.Add(-1), report.Problem, report.Warning, 1},
		"the person has changed it since":  {noon.Add(-2), noon.Add(1), report.Problem, report.OK, 1},
		"the visit is under way again":     {time.Time{}, noon.Add(-1), report.Problem, report.OK, 1},
	} {
		g := Guide{ID: "g", Notices: func(context.Context, []Visit) ([]Notice, error) {
			return []Notice{{Visit: "v", Severity: c.own}}, nil
		}}
		visits := []Visit{{ID: "v", Guide: "g", Ended: c.ended, Changed: c.changed}}
		told, err := NoticesWith(t.Context(), []Guide{g}, visits, saved{{Visit: "v", At: noon, Severity: c.found}})
		if err != nil || len(told) != c.told {
			t.Errorf("%s: %+v, %v", name, told, err)
		}
	}
}
