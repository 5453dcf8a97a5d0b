package terminal

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// TestAFlagWithoutItsValueIsRefused: an empty variable of a script must not make another thing of a command, such as a
// check in place of files for a schedule.
func TestAFlagWithoutItsValueIsRefused(t *testing.T) {
	for _, args := range [][]string{{"check", "-schedule", ""}, {"run", "mta-sts", "-files="}, {"run", "mta-sts", "-letters", ""},
		{"reminders", "-ics", ""}, {"diary", "-from", ""}, {"export", "1", "-pdf", ""}, {"-data", "", "guides"},
		{"guides", "-data", ""}} {
		var out, errs bytes.Buffer
		status := Run(context.Background(), args, Environment{Out: &out, Err: &errs}) // Open is nil
		if status != NotDone || !strings.Contains(errs.String(), "has no value") || out.Len() > 0 {
			t.Errorf("%q: %d, %s%s", args, status, out.String(), errs.String())
		}
	}
}
