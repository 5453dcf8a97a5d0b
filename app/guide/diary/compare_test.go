package diary

import (
	"context"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/task"
)

// shelf has saved reports with the numbers of a computer, and none with the hash that is asked for.
type shelf struct {
	report.Library
	numbers []int
}

func (s shelf) Reports(context.Context) (all []report.SavedReport, err error) {
	for _, n := range s.numbers {
		all = append(all, report.SavedReport{Number: n})
	}
	return all, nil
}
func (shelf) Places(context.Context, task.Report) ([]report.Place, error) { return nil, nil }
func (shelf) PlaceOf(context.Context, string) (report.Place, error)       { return report.Place{}, nil }
func (shelf) PlaceBy(context.Context, string) (report.Place, error) {
	return report.Place{}, app.Errorf(app.NotFound, "Look.", "None.")
}

// TestAFileWhoseReportIsNotHere: where an older copy of the data was put back, a file of a report after it tells.
func TestAFileWhoseReportIsNotHere(t *testing.T) {
	v := report.Verified{Seal: &report.Seal{Number: 14, Hash: strings.Repeat("ab", 32)}}
	for want, numbers := range map[string][]int{"cannot compare it.": nil, "The newest report here is report 12.": {12, 3},
		"Report 14 here is another one.": {14, 15}} {
		words, good, err := Compare(t.Context(), nil, v, shelf{numbers: numbers}, shelf{numbers: numbers})
		if err != nil || !good || !strings.Contains(words, want) || !strings.Contains(words, "cannot compare") {
			t.Errorf("%v: %q, %v, %v; want %q", numbers, words, good, err, want)
		}
	}
}
