package program

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/sample/graphsim"
)

// The child of the test below: this test program again, with a folder and a server.
const (
	switchChildFolder = "HANDRAIL_SWITCH_FOLDER"
	switchChildServer = "HANDRAIL_SWITCH_SERVER"
)

// TestSwitchChild creates the policies and confirms the switch as the window does, and is
// killed on the way. Alone it does nothing.
func TestSwitchChild(t *testing.T) {
	folder := os.Getenv(switchChildFolder)
	if folder == "" {
		return // only as a child
	}
	k, ctx := adminAccess(t, openAt(t, folder, os.Getenv(switchChildServer), time.Now)), context.Background()
	k.v.Step, k.v.Page, k.v.Subject = "switch", guide.ShowPage, "held"
	for _, step := range []string{"today", "emergency", "roles", "who", "create", "watch"} {
		k.v.Outcomes[step] = guide.Outcome{State: guide.Completed, At: time.Now()}
	}
	if err := k.h.Store.SaveVisit(ctx, *k.v); err != nil {
		t.Fatal(err)
	}
	for _, step := range []string{"create", "switch"} {
		r := k.step(step).Confirm(ctx, k.h.Store, time.Now, *k.v, k.plan(step), nil)
		if r.Err != nil || r.Drifted {
			t.Fatalf("%s: %+v", step, r)
		}
	}
}

// stalling is a server that stalls at the first policy that is turned on, and kills the
// program there with SIGKILL. takes lets that write take effect first.
func stalling(t *testing.T, cloud *graphsim.Cloud, cmd *exec.Cmd, takes bool) *httptest.Server {
	t.Helper()
	sim, killed := cloud.Handler(), false
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if killed || r.Method != http.MethodPatch || !strings.Contains(r.URL.Path, "/conditionalAccess/policies/") {
			sim.ServeHTTP(w, r)
			return
		}
		killed = true
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

// TestAKillBetweenDefaultsAndPolicies: the next start says on Home and in the terminal how
// far the switch came, and the switch is finished, or its policies are removed, with
// nothing made twice.
func TestAKillBetweenDefaultsAndPolicies(t *testing.T) {
	for name, c := range map[string]struct{ takes, back bool }{
		"before it takes effect, finished": {false, false}, "after it took effect, finished": {true, false},
		"before it takes effect, and back": {false, true},
	} {
		t.Run(name, func(t *testing.T) {
			cloud, folder := graphsim.New(graphsim.Options{Defaults: true}), t.TempDir()
			cmd := exec.Command(os.Args[0], "-test.run=^TestSwitchChild$")
			s := stalling(t, cloud, cmd, c.takes)
			cmd.Env = append(os.Environ(), switchChildFolder+"="+folder, switchChildServer+"="+s.URL+"/v1.0")
			killed := -1
			if runtime.GOOS == "windows" {
				killed = 1 // the status that the killer gives
			}
			if out, err := cmd.CombinedOutput(); err == nil || cmd.ProcessState.ExitCode() != killed {
				t.Fatalf("the program was not killed: %v %s", err, out)
			}
			toldByTheTerminal(t, folder, s.URL+"/v1.0", c.takes)
			p := &protecting{change: adminAccess(t, openAt(t, folder, s.URL+"/v1.0", time.Now)), cloud: cloud}
			toldOnHome(t, p)
			plan := p.plan("switch")
			if !strings.Contains(plan.Summary, "Security defaults: off.") ||
				!strings.Contains(plan.Summary, "go back in the step “Keep or undo”") ||
				!strings.Contains(plan.Summary, "for everyone”: not there.") {
				t.Errorf("the plan: %q", plan.Summary)
			}
			if c.back {
				p.must("keep=remove")
				if got := p.state(); got != "defaults false" {
					t.Errorf("gone back: %s", got)
				}
				return
			}
			p.must("switch")
			if got := p.state(); got != switchedOn {
				t.Errorf("finished: %s", got)
			}
			if facts := p.look("again").Facts(); facts["on"] != "yes" {
				t.Errorf("%v", facts)
			}
			if made := p.made(); made != 4 {
				t.Errorf("%d policies were made", made)
			}
		})
	}
}

// made counts the policies that were created.
func (p *protecting) made() (n int) {
	for _, w := range p.cloud.Writes() {
		if w.Method == http.MethodPost && w.Path == allPolicies {
			n++
		}
	}
	return n
}

// toldByTheTerminal compares what “guides” and “run” say after the kill.
func toldByTheTerminal(t *testing.T, folder, server string, takes bool) {
	t.Helper()
	var out, errs bytes.Buffer
	runTerminal(t, &out, &errs, "guides", "-data", folder, "-graph", server)
	for _, want := range []string{"closed while it made this change", "“Security defaults”: made.",
		"“Handrail: MFA for administrators”: not known.", "to finish, or to go back"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("guides: no %q in %s%s", want, out.String(), errs.String())
		}
	}
	if !takes {
		return // once is enough: this waits for Microsoft’s limits
	}
	out.Reset()
	runTerminal(t, &out, &errs, "run", "admin-access", "-data", folder, "-graph", server, "-json", "-set",
		"breakglass="+graphsim.EmergencyAccounts)
	for _, want := range []string{`"switch-stopped"`, "Security defaults: off.",
		"“Handrail: MFA for administrators”: on.", "“Handrail: no legacy apps for administrators”: report-only.",
		"Finish the switch, or go back"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("run: no %q", want)
		}
	}
}

// toldOnHome compares what Home shows first.
func toldOnHome(t *testing.T, p *protecting) {
	t.Helper()
	ctx := context.Background()
	visits, err := p.h.Store.Visits(ctx)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := p.h.Store.Entries(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	home := guide.NewOverview(p.h.Guides, guide.MarkStopped(p.h.Guides, visits, entries), time.Now())
	if len(home.Attention) != 1 || home.Attention[0].Step != "switch" ||
		!strings.Contains(home.Attention[0].Why, "“Security defaults”: made.") {
		t.Errorf("Home: %+v", home)
	}
}
