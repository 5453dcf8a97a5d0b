package program

import (
	"context"
	"io"
	"log/slog"

	"handrail/app"
	"handrail/app/clean"
)

// inWords writes what a command would log as a sentence of the program: a person reads standard error, and no log.
type inWords struct{ to io.Writer }

// Enabled implements slog.Handler.
func (inWords) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

// Handle implements slog.Handler.
func (h inWords) Handle(_ context.Context, r slog.Record) error {
	_, err := clean.Fprintf(h.to, "handrail: %s.\n", r.Message)
	r.Attrs(func(a slog.Attr) bool {
		cause, ok := a.Value.Any().(error)
		switch {
		case !ok:
		case app.CodeOf(cause) == app.Internal:
			_, err = clean.Fprintf(h.to, "handrail: the details are: %v\n", cause)
		default:
			message, hint := app.UserMessage(cause)
			_, err = clean.Fprintf(h.to, "handrail: %s %s\n", message, hint)
		}
		return true
	})
	return err
}

// WithAttrs implements slog.Handler.
func (h inWords) WithAttrs([]slog.Attr) slog.Handler { return h }

// WithGroup implements slog.Handler.
func (h inWords) WithGroup(string) slog.Handler { return h }
