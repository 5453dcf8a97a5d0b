// Package instance keeps one window on each data folder: a second start brings the window that
// is open to the front. Terminals are not concerned, and two programs on one folder do no harm
// where this cannot be done.
package instance

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"runtime"
	"strings"
)

// ErrRunning is the error of Open where a window on this folder is open. It was asked to come to
// the front; the caller ends.
var ErrRunning = errors.New("instance: a window on this folder is open")

// One is the only window on its folder.
type One struct {
	// Front has a value each time that another start asks for the window.
	Front <-chan struct{}
	close func()
}

// Close lets go of the folder. It does nothing on nil.
func (o *One) Close() {
	if o != nil {
		o.close()
	}
}

// nameOf returns a short name for a folder, in which Windows sees no difference between capitals and others.
func nameOf(folder string) string {
	folder = filepath.Clean(folder)
	if runtime.GOOS == "windows" {
		folder = strings.ToLower(folder)
	}
	sum := sha256.Sum256([]byte(folder))
	return "handrail-" + hex.EncodeToString(sum[:8])
}

// ask sends to the reader of front, and never waits: one request is as good as many.
func ask(front chan<- struct{}) {
	select {
	case front <- struct{}{}:
	default:
	}
}
