package actionlog

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"handrail/app/ownerfile"
)

// TestHalfALineTakesNothingWithIt: what a power cut left of the last deed is
// left out, and the deeds before and after it are there.
func TestHalfALineTakesNothingWithIt(t *testing.T) {
	type deed struct{ What string }
	path := filepath.Join(t.TempDir(), "deeds")
	if all, err := Read[deed](path); err != nil || len(all) != 0 {
		t.Fatalf("without a file: %v %v", all, err)
	}
	add := func(what string) {
		t.Helper()
		if err := Add(path, deed{what}); err != nil {
			t.Fatal(err)
		}
	}
	add("one")
	add("two")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data[:len(data)-5], 0o600); err != nil {
		t.Fatal(err)
	}
	add("three")
	all, err := Read[deed](path)
	if err != nil || !slices.Equal(all, []deed{{"one"}, {"three"}}) {
		t.Errorf("%v %v", all, err)
	}
	if private, err := ownerfile.IsPrivate(path); !private {
		t.Errorf("others may read it, %v", err)
	}
}
