// Package filepicker lets a person choose a file or a folder in the dialog of the system, which
// knows their drives, their cloud folders and the places they use. Where a system has none, such as a
// Linux without a portal, the window shows its own.
package filepicker

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// The errors of Pick besides those of its context.
var (
	// ErrCancelled means that the person chose nothing. There is nothing to tell.
	ErrCancelled = errors.New("filepicker: nothing was chosen")
	// ErrNone means that the system has no dialog that Handrail can show. Show another.
	ErrNone = errors.New("filepicker: no dialog of the system")
)

// Request is what to choose.
type Request struct {
	Title  string // a few words of Handrail's own
	Folder string // where to begin; "" or one that is gone leaves that to the system
	// Directory asks for a folder; else for a file.
	Directory bool
}

// Pick shows the dialog of the system and returns the absolute path that the person chose. It waits until
// then, or until ctx ends. An error that is neither ErrCancelled nor that of ctx is ErrNone.
func Pick(ctx context.Context, r Request) (string, error) {
	if st, err := os.Stat(r.Folder); r.Folder != "" && (err != nil || !st.IsDir() || !filepath.IsAbs(r.Folder)) {
		r.Folder = ""
	}
	path, err := pick(ctx, r)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.Is(err, ErrCancelled):
		return "", ErrCancelled
	case err != nil:
		return "", errors.Join(ErrNone, err)
	case !filepath.IsAbs(path):
		return "", ErrNone
	}
	return filepath.Clean(path), nil
}
