// Package applog keeps two things beside Handrail's data for the day something
// goes wrong: a log of what the program did, and what Go writes when it crashes.
//
// The log is made to be sent to someone. It lets only known attributes
// through, so that a name, an address or a path cannot slip in with an error.
package applog

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"handrail/app"

	"gopkg.in/natefinch/lumberjack.v2"
)

// logName is the log's file in the data folder. Older ones stand beside it with
// their time in the name.
const logName = "handrail.log"

// open are the attributes that may stand in the log: nothing about people.
// Asked domain names may, because a fault often lies in one.
var open = map[string]bool{
	slog.TimeKey: true, slog.LevelKey: true, slog.MessageKey: true,
	"version": true, "commit": true, "go": true, "os": true, "arch": true,
	"code": true, "guide": true, "step": true, "screen": true, "domain": true,
	"took": true, "count": true, "state": true,
}

// Logbook is the open log. Close it at a clean exit.
type Logbook struct {
	*slog.Logger
	Path string // of the log's file
	file *lumberjack.Logger
}

// Open opens the log in folder, which must exist. It holds at most four files
// of one megabyte for at most 90 days. A log that cannot be written is never an
// obstacle: slog passes over it.
func Open(folder string) *Logbook {
	path := filepath.Join(folder, logName)
	private(path)
	file := &lumberjack.Logger{Filename: path, MaxSize: 1, MaxBackups: 3, MaxAge: 90}
	handler := slog.NewTextHandler(file, &slog.HandlerOptions{ReplaceAttr: sift})
	return &Logbook{slog.New(handler), path, file}
}

// Close lets go of the file.
func (l *Logbook) Close() error { return l.file.Close() }

// sift drops what is not known to be harmless. Of an error only its kind stays.
func sift(_ []string, a slog.Attr) slog.Attr {
	if err, ok := a.Value.Any().(error); ok {
		return slog.String("code", string(app.CodeOf(err)))
	}
	if !open[a.Key] {
		return slog.Attr{}
	}
	return a
}

// private takes the rights of others from a log that is there. A new one gets
// its rights when it is made.
func private(path string) {
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600); err == nil {
			_ = f.Chmod(0o600)
			_ = f.Close()
		}
		return
	}
	if err == nil && st.Mode().Perm()&0o077 != 0 {
		_ = os.Chmod(path, 0o600)
	}
}
