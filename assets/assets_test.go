package assets

import (
	"bytes"
	"testing"
)

// TestIcons: an icon is read once, also under its second name, and what is not there is the one for “unknown”.
func TestIcons(t *testing.T) {
	for name := range icons() {
		got := Icon(name)
		if got != Icon(name) || got.Name() != name+".svg" || !bytes.Contains(got.Content(), []byte("<svg")) {
			t.Errorf("%s: %s", name, got.Name())
		}
	}
	if Icon("house") != Icon("home") || Icon("no such icon") != Icon("unknown") || Icon("home") == Icon("unknown") {
		t.Error("second names, or the unknown one")
	}
}
