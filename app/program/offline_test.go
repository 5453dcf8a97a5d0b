package program

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
	"handrail/app/terminal"
)

func loginPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	_, _ = w.Write([]byte("<html><body>Welcome to our hotel. Log in.</body></html>"))
}

func askingProxy(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) }

// TestAStartWithoutANetworkShowsWhatWasRead starts where nothing listens, behind the login page
// of a hotel, behind a proxy that asks who it is, and with a clock that is ten years off:
// people and settings are there with their age, and a refresh says what is wrong and takes
// nothing away. How soon a start shows them is tested in app/graph.
func TestAStartWithoutANetworkShowsWhatWasRead(t *testing.T) {
	var wrong atomic.Pointer[http.HandlerFunc]
	sim := graphsim.New(graphsim.Options{}).Handler()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h := wrong.Load(); h != nil {
			(*h)(w, r)
			return
		}
		sim.ServeHTTP(w, r)
	}))
	defer s.Close()
	f, ctx := terminal.Flags{Data: t.TempDir(), Graph: s.URL + "/v1.0"}, context.Background()
	h, err := Open(ctx, f, false)
	if err != nil {
		t.Fatal(err)
	}
	all, err := h.graph.Refresh(ctx, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	read := time.Now()
	before := kept(t, h)
	h.Close()
	if len(all) == 0 || before[0] < 80 || before[1] < 80 {
		t.Fatalf("%d sections, %d people and rows", len(all), before)
	}
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		now    time.Time
	}{
		"a login page": {loginPage, time.Time{}}, "a proxy, ten years on": {askingProxy, read.AddDate(10, 0, 0)},
		"nothing listens, ten years back": {nil, read.AddDate(-10, 0, 0)},
	} {
		wrong.Store(&c.answer)
		f.Now, f.Graph = c.now, s.URL+"/v1.0"
		if c.answer == nil {
			f.Graph = "http://127.0.0.1:1/v1.0"
		}
		h, err := Open(ctx, f, false)
		if err != nil {
			t.Fatal(name, err)
		}
		if _, _, err := h.Tenant.Organisations(ctx); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n := kept(t, h); n != before {
			t.Errorf("%s: %d people and rows of %d", name, n, before)
		}
		after, err := h.graph.Refresh(ctx, []string{tenant.SectionUsers}, nil)
		if err != nil || len(after) != 1 || after[0].State != tenant.Failed || after[0].Message == "" ||
			after[0].Hint == "" {
			t.Errorf("%s: a refresh says %+v, %v", name, after, err)
		}
		if n := kept(t, h); n != before {
			t.Errorf("%s: after a refresh %d people and rows of %d", name, n, before)
		}
		h.Close()
	}
}

// kept returns how many people and rows of them are kept; each section must say when it was
// read.
func kept(t *testing.T, h *Program) (all [2]int) {
	t.Helper()
	ctx := context.Background()
	view, err := h.Tenant.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	n, err := view.Count(ctx)
	if err != nil {
		t.Fatal(err)
	}
	states, err := view.Statuses(ctx)
	if err != nil || len(states) < len(tenant.Sections()) {
		t.Fatal(len(states), err)
	}
	for _, st := range states {
		if st.Completed.IsZero() {
			t.Errorf("%s does not say when it was read", st.Section)
		}
	}
	eachRow(t, h, tenant.SectionUsers, func(map[string]json.RawMessage) { all[1]++ })
	return [2]int{n[tenant.AllPeople], all[1]}
}
