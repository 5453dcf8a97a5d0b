package program

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	steps "handrail/app/guide/change"
	"handrail/app/sample/graphsim"
	"handrail/app/terminal"
)

// The child of the tests below: this test program again, with a folder and a server.
const (
	changeChildFolder = "HANDRAIL_CHANGE_FOLDER"
	changeChildServer = "HANDRAIL_CHANGE_SERVER"
)

// TestChangeChild confirms a change, and is killed on the way. Alone it does nothing.
func TestChangeChild(t *testing.T) {
	folder := os.Getenv(changeChildFolder)
	if folder == "" {
		return // only as a child
	}
	k := reading(t, folder, os.Getenv(changeChildServer))
	if err := k.apply("confirm", k.plan("confirm")); err != nil {
		t.Fatal(err)
	}
}

// reading opens the program at a server, reads the organisation and prepares a change.
func reading(t *testing.T, folder, server string) *change {
	t.Helper()
	h, err := Open(context.Background(), terminal.Flags{Data: folder, Graph: server}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	if _, err := h.graph.Refresh(context.Background(), nil, nil); err != nil {
		t.Fatal(err)
	}
	return changeOf(t, h, "sms-off,voice-off")
}

// killing is a server that kills a program when its write number at arrives. takes lets that
// write take effect.
func killing(t *testing.T, cloud *graphsim.Cloud, cmd *exec.Cmd, at int, takes bool) *httptest.Server {
	t.Helper()
	sim := cloud.Handler()
	var mu sync.Mutex
	arrived := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPatch {
			sim.ServeHTTP(w, r)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if arrived++; arrived != at {
			sim.ServeHTTP(w, r)
			return
		}
		arrives(t, r)
		if takes {
			sim.ServeHTTP(httptest.NewRecorder(), r)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(s.Close)
	return s
}

// arrives reads the whole request, so that its server never waits for more from a program that is killed.
func arrives(t *testing.T, r *http.Request) {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
}

// TestAKillBetweenTheWritesNeverWritesTwice kills the program when a change arrives at
// Microsoft: before it takes effect, or after. The next start knows that it was sent,
// reads whether it was made, makes only what is left, and can undo all of it.
func TestAKillBetweenTheWritesNeverWritesTwice(t *testing.T) {
	for name, c := range map[string]struct {
		at    int  // the write that arrives when it is killed
		takes bool // that write still takes effect
	}{
		"the first, before": {1, false}, "the first, after": {1, true},
		"the second, before": {2, false}, "the second, after": {2, true},
	} {
		t.Run(name, func(t *testing.T) {
			cloud, folder := graphsim.New(graphsim.Options{}), t.TempDir()
			cmd := exec.Command(os.Args[0], "-test.run=^TestChangeChild$")
			s := killing(t, cloud, cmd, c.at, c.takes)
			cmd.Env = append(os.Environ(), changeChildFolder+"="+folder, changeChildServer+"="+s.URL+"/v1.0")
			if err := cmd.Run(); err == nil {
				t.Fatal("the program was not killed")
			}
			k := reading(t, folder, s.URL+"/v1.0")
			entries, err := k.h.Store.Entries(context.Background(), "v")
			if h := steps.Replay(entries); err != nil || len(h.Unsettled()) != 1 {
				t.Fatalf("the next start knows of %+v, %v", h, err)
			}
			done := k.look("worked").Facts()["as-planned"] == "yes"
			if done != (c.at == 2 && c.takes) {
				t.Errorf("read back: as planned %v", done)
			}
			if !done {
				if err := k.apply("confirm", k.plan("confirm")); err != nil {
					t.Fatal(err)
				}
			}
			if f := k.look("worked").Facts()["as-planned"]; f != "yes" {
				t.Errorf("at the end: as planned %s", f)
			}
			made := map[string]int{}
			for _, w := range cloud.Writes() {
				made[w.Path[strings.LastIndex(w.Path, "/")+1:]]++
			}
			if len(made) != 2 || made["Sms"] != 1 || made["Voice"] != 1 {
				t.Errorf("written: %v", made)
			}
			k.v.Answers["keep"] = "undo"
			if err := k.apply("keep", k.plan("keep")); err != nil {
				t.Fatal(err)
			}
			if n := len(cloud.Writes()); n != 4 {
				t.Errorf("%d writes after the undo", n)
			}
		})
	}
}
