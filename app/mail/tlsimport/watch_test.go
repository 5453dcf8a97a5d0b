package tlsimport

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"handrail/app"
)

// TestAFolderIsWatched: what is there is told of at the start, files that come
// once each time, also in a folder that is made later; a folder that is not there is said.
func TestAFolderIsWatched(t *testing.T) {
	folder := t.TempDir()
	ctx, stop := context.WithCancel(context.Background())
	told, ended := make(chan struct{}, 8), make(chan error, 1)
	go func() {
		ended <- watch(ctx, folder, 50*time.Millisecond, func() { told <- struct{}{} })
	}()
	waited := func(what string) {
		t.Helper()
		select {
		case <-told:
		case <-time.After(20 * time.Second):
			t.Fatal("nothing was told of " + what)
		}
	}
	waited("what was there before")
	if err := os.WriteFile(filepath.Join(folder, "a.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	waited("a file")
	below := filepath.Join(folder, "below")
	if err := os.Mkdir(below, 0o700); err != nil {
		t.Fatal(err)
	}
	waited("a folder")
	if err := os.WriteFile(filepath.Join(below, "b.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	waited("a file in a new folder")
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	if err := Watch(context.Background(), filepath.Join(folder, "gone"), nil); app.CodeOf(err) != app.NotFound {
		t.Errorf("a folder that is not there: %v", err)
	}
}
