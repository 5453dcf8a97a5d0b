package graph

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"handrail/app"
	"handrail/app/tenant"
)

// TestNoTokenIsWrittenAnywhere signs in, reads, is refused, is throttled, changes something
// and signs out, with the log, the temporary files and the data in one folder. The tokens
// are nowhere in it, nor in what is shown or put into a report of a fault.
func TestNoTokenIsWrittenAnywhere(t *testing.T) {
	m := newMicrosoft(t)
	folder, ctx := t.TempDir(), context.Background()
	temp := filepath.Join(folder, "temp")
	if err := os.Mkdir(temp, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", temp)
	log, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	shown, err := os.Create(filepath.Join(folder, "shown"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = shown.Close() }()
	tell := func(what any, err error) {
		message, hint := app.UserMessage(err)
		slog.Debug("Told", "what", what, "err", err)
		_, _ = io.WriteString(shown, message+hint+errorText(err))
	}
	o := signedOffice(t, folder, m)
	ctx = tenant.WithNote(ctx, func(note string) { tell(note, nil) })
	org, err := o.SignIn(ctx, tenant.Way{Cloud: "global", Device: true}, func(text string) { tell(text, nil) })
	if err != nil {
		t.Fatal(err)
	}
	tell(org, nil)
	all, err := o.Refresh(ctx, nil, nil)
	tell(all, err)
	_, err = o.Patch(ctx, "/policies/authenticationMethodsPolicy", []byte(`{"unknown":1}`))
	tell("patch", err)
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusInternalServerError} {
		m.answer.Store(int32(status))
		all, err := o.Refresh(ctx, []string{tenant.SectionUsers}, nil)
		tell(all, err)
		_, err = o.Patch(ctx, "/policies/authenticationMethodsPolicy", []byte(`{}`))
		tell("patch", err)
	}
	m.answer.Store(0)
	m.mu.Lock()
	m.refuse = "AADSTS50173"
	m.mu.Unlock()
	tell("more rights", o.Ask(ctx, "Policy.ReadWrite.AuthenticationMethod"))
	tell("sign out", o.SignOut(ctx))
	if err := errors.Join(o.Close(), log.Sync(), shown.Sync()); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(filepath.Join(folder, "log")); err != nil || st.Size() < 1000 {
		t.Errorf("the log is empty, so nothing was tested: %v", err)
	}
	holds(t, folder, accessMark, refreshMark)
	m.fine(t)
}

// errorText returns the text of each error inside.
func errorText(err error) (all string) {
	for ; err != nil; err = errors.Unwrap(err) {
		all += err.Error() + "\n"
	}
	return all
}
