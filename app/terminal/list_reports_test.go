package terminal

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/report"
)

// TestReportsAreListedByPage: of many reports the newest are listed, and the list says that there are more.
func TestReportsAreListedByPage(t *testing.T) {
	s := &stage{}
	for i := range 203 {
		k := report.SavedReport{Title: fmt.Sprint("number ", i), At: noon.Add(-time.Duration(i) * time.Hour),
			Document: &report.Document{Title: "t"}}
		_, err := s.shelf.SaveReport(t.Context(), k)
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		args string
		want int
		more bool
	}{{"reports", 200, true}, {"reports -limit 5", 5, true}, {"reports -limit 203", 203, false},
		{"reports -limit 0", 203, false}, {"reports -since " + noon.Local().Format(time.DateOnly), 13, false},
		{"reports -since 2999-01-01", 0, false}} {
		_, out, errs := s.run(strings.Fields(c.args + " -json")...)
		var got struct {
			Reports []reportRow `json:"reports"`
			Limit   *int        `json:"limit"`
			More    bool        `json:"more"`
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil || got.Limit == nil {
			t.Fatalf("%s: %v %s %s", c.args, err, out, errs)
		}
		if len(got.Reports) != c.want && !strings.Contains(c.args, "-since 2026") || got.More != c.more {
			t.Errorf("%s: %d, more %v", c.args, len(got.Reports), got.More)
		}
		for _, r := range got.Reports {
			if strings.Contains(c.args, "-since 2026") && r.At.Local().Day() != noon.Local().Day() {
				t.Errorf("%s: one of %s", c.args, r.At)
			}
		}
		_, out, _ = s.run(strings.Fields(c.args)...)
		if strings.Contains(out, "There are more") != c.more {
			t.Errorf("%s: %s", c.args, out)
		}
	}
	if status, _, errs := s.run("reports", "-limit", "-1"); status != NotDone || !strings.Contains(errs, "-limit 50") {
		t.Errorf("%d %s", status, errs)
	}
	if status, _, errs := s.run("reports", "-since", "never"); status != NotDone || !strings.Contains(errs, "not a day") {
		t.Errorf("%d %s", status, errs)
	}
}
