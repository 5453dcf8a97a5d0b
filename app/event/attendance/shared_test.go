package attendance

import (
	"os"
	"path/filepath"
	"testing"
)

// samples returns the folder of reports by others, or skips: they lie beside the
// repository and are never part of it.
func samples(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("HANDRAIL_SHARED"); dir != "" {
		return filepath.Join(dir, "samples", "event", "attendance")
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		place := filepath.Join(dir, "shared", "samples", "event", "attendance")
		if _, err := os.Stat(place); err == nil {
			return place
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Skip("the reports by others (shared/samples/event/attendance) are not on this machine")
		}
		dir = up
	}
}
