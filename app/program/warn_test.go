package program

import (
	"errors"
	"log/slog"
	"strings"
	"testing"

	"handrail/app"
)

// TestACommandPrintsNoLogLine: what is logged reaches standard error as words, and steers no terminal.
func TestACommandPrintsNoLogLine(t *testing.T) {
	var errs strings.Builder
	log := slog.New(inWords{&errs})
	log.Info("Started")
	log.Warn("Handrail could not close its files", "err", errors.New("disk \x1b[2Jgone\nhandrail: saved"))
	log.Warn("The sample could not be saved", "err", app.Errorf(app.Full, "Free some room.", "The disk is full."))
	const want = "handrail: Handrail could not close its files.\n" +
		"handrail: the details are: disk"
	if got := errs.String(); !strings.HasPrefix(got, want) || strings.ContainsAny(got, "\x1b") ||
		strings.Contains(got, "\nhandrail: saved") || !strings.HasSuffix(got, "handrail: The sample could not be saved.\n"+
		"handrail: The disk is full. Free some room.\n") {
		t.Errorf("standard error is %q", got)
	}
}
