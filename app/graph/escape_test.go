package graph

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/tenant"
)

// TestASignInCanBeLeft holds that neither a closed tab nor a code that no one enters keeps the person waiting.
func TestASignInCanBeLeft(t *testing.T) {
	for name, device := range map[string]bool{"browser": false, "code": true} {
		t.Run(name, func(t *testing.T) {
			kept := browser(t)
			m := newMicrosoft(t)
			m.polls = -1 << 30 // the code is never entered
			ctx, stop := context.WithCancel(context.Background())
			ended, told := make(chan error, 1), make(chan string, 1)
			o := signedOffice(t, t.TempDir(), m)
			go func() {
				_, err := o.SignIn(ctx, tenant.Way{Cloud: "global", Device: device}, func(s string) { told <- s })
				ended <- err
			}()
			if device {
				<-told
			} else {
				opened(t, kept)
			}
			stop()
			select {
			case err := <-ended:
				if !errors.Is(err, context.Canceled) {
					t.Errorf("%v", err)
				}
			case <-time.After(time.Second):
				t.Fatal("after a second it still waits")
			}
		})
	}
}

// TestAnotherAccountIsNamed holds that a change is never made as someone else, who is named.
func TestAnotherAccountIsNamed(t *testing.T) {
	m := newMicrosoft(t)
	o := signedOffice(t, t.TempDir(), m)
	ctx := context.Background()
	if _, err := o.SignIn(ctx, tenant.Way{Cloud: "global", Device: true}, func(string) {}); err != nil {
		t.Fatal(err)
	}
	m.mu.Lock()
	m.who = "eve@northgate.example"
	m.mu.Unlock()
	err := o.Ask(ctx, "Policy.ReadWrite.AuthenticationMethod")
	message, hint := app.UserMessage(err)
	if app.CodeOf(err) != app.Denied || !strings.Contains(message, "signed in as eve@northgate.example") ||
		!strings.Contains(hint, whoSignsIn) {
		t.Errorf("%q %q (%v)", message, hint, err)
	}
	if _, err := o.writer(ctx); err == nil {
		t.Error("changes can be made")
	}
}

// TestWithoutAStoreOfSecrets holds that a computer that cannot keep a sign-in says so once and still signs in,
// and that no token is written anywhere. The library tries its store once in a process, so it is one of its own.
func TestWithoutAStoreOfSecrets(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows always has a store of secrets, wherever a test points to")
	}
	const mark = "HANDRAIL_TEST_NO_STORE"
	if os.Getenv(mark) == "" {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		child := exec.Command(self, "-test.run=^TestWithoutAStoreOfSecrets$", "-test.v")
		child.Env = append(os.Environ(), mark+"=1")
		if out, err := child.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS") {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	m, folder := newMicrosoft(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "tokens"), nil, 0o600); err != nil { // where the folder should be
		t.Fatal(err)
	}
	o := signedOffice(t, folder, m)
	ctx, warned := context.Background(), 0
	if _, err := o.SignIn(ctx, tenant.Way{Cloud: "global", Device: true}, func(s string) {
		if strings.Contains(s, "cannot store a sign-in safely") {
			warned++
		}
	}); err != nil || warned != 1 {
		t.Fatalf("%v, told %d times", err, warned)
	}
	all, err := o.Refresh(ctx, []string{tenant.SectionUsers}, nil)
	if err != nil || states(all)[tenant.Updated] != 1 {
		t.Errorf("%+v %v", all, err)
	}
	holds(t, folder, accessMark, refreshMark)
}
