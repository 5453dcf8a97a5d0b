package program

import (
	"context"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/terminal"
)

// TestTheNameServerIsAsked: before a guide, a name server that answers is told from one that does not, with what to do.
func TestTheNameServerIsAsked(t *testing.T) {
	if err := openSample(t).AskNames(context.Background()); err != nil {
		t.Errorf("the name server of the sample: %v", err)
	}
	h, err := Open(context.Background(), terminal.Flags{Data: t.TempDir(), Resolver: "127.0.0.1:1"}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	ctx, stop := context.WithTimeout(context.Background(), 3*time.Second)
	defer stop()
	err = h.AskNames(ctx)
	message, hint := app.UserMessage(err)
	if app.CodeOf(err) != app.Unreachable || message == "" || hint == "" {
		t.Errorf("no name server: %v, %q %q", err, message, hint)
	}
}
