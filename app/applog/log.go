// Package applog keeps two things beside Handrail's data for the day something
// goes wrong: a log of what the program did, and what Go writes when it crashes.
//
// The log is made to be sent to someone. It lets only known attributes
// through, so that a name, an address or a path cannot slip in with an error.
package applog

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"handrail/app"
	"handrail/app/ownerfile"

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
func (l *Logbook) Close() error {
	err := l.file.Close()
	private(l.Path)
	return err
}

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

// private takes the rights of others from the logs that are there, or creates the first one.
// A log that is begun later has the rights of the one before; on Windows, those of the folder.
func private(path string) {
	if f, err := ownerfile.Create(path); err == nil {
		_ = f.Close()
		return
	}
	entries, _ := os.ReadDir(filepath.Dir(path))
	base := strings.TrimSuffix(filepath.Base(path), ".log")
	for _, e := range entries { // the older ones too
		if name := e.Name(); strings.HasPrefix(name, base) && strings.HasSuffix(name, ".log") && e.Type().IsRegular() {
			_ = ownerfile.Tighten(filepath.Join(filepath.Dir(path), name))
		}
	}
}
