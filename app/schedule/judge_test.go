//go:build judge

package schedule

import (
	"context"
	"reflect"
	"testing"
	"time"

	"handrail/app/conformance/python"
)

// TestAnotherReaderOfPropertyLists: Python’s plistlib reads what launchd is given.
func TestAnotherReaderOfPropertyLists(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Minute)
	defer stop()
	given := struct {
		List []byte `json:"plist"`
	}{plan(t, "darwin").Files[0].Data}
	var got struct{ Plist map[string]any }
	if err := python.Ask(ctx, "app/conformance/icalendar", "plistlib", given, &got); err != nil {
		t.Fatal(err)
	}
	j := hard["darwin"]
	words := []any{j.Program}
	for _, a := range j.Args {
		words = append(words, a)
	}
	want := map[string]any{"Label": label, "ProgramArguments": words, "ProcessType": "Background",
		"StartCalendarInterval": map[string]any{"Weekday": 1.0, "Hour": 9.0, "Minute": 0.0}}
	if !reflect.DeepEqual(got.Plist, want) {
		t.Errorf("%v, want %v", got.Plist, want)
	}
}
