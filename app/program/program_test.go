package program

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/mail/dns"
	"handrail/app/sample/graphsim"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/terminal"
)

// TestKeptNameServer: the name server chosen in Settings is asked, from the next
// look on and without a new start.
func TestKeptNameServer(t *testing.T) {
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	ctx, stop := context.WithCancel(context.Background())
	f := terminal.Flags{Data: t.TempDir()}
	h, err := Open(ctx, f, false)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if err := h.Store.SetSetting(ctx, guide.ResolverSetting, server.LocalAddr().String()); err != nil {
		t.Fatal(err)
	}
	d, err := dns.CleanDomain("example.org")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan bool)
	go func() {
		_, _ = h.Check(ctx, d, func(task.Progress) {})
		close(ended)
	}()
	_ = server.SetReadDeadline(time.Now().Add(20 * time.Second))
	if _, _, err := server.ReadFrom(make([]byte, 512)); err != nil {
		t.Error("the kept name server was not asked:", err)
	}
	stop()
	<-ended
}

// TestTheSampleIsThereAtFirstStart: anyone who opens the sample finds its people.
func TestTheSampleIsThereAtFirstStart(t *testing.T) {
	ctx := context.Background()
	f := terminal.Flags{Data: t.TempDir(), Sample: true}
	for start := range 2 {
		h, err := Open(ctx, f, false)
		if err != nil {
			t.Fatal(err)
		}
		all, shown, err := h.Tenant.Organisations(ctx)
		if err != nil || len(all) != 1 || all[0].ID != shown || all[0].Cloud != tenant.LocalCloud {
			t.Fatalf("start %d: %+v %q %v", start, all, shown, err)
		}
		view, err := h.Tenant.View(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := view.Count(ctx); err != nil || n[tenant.AllPeople] < 80 {
			t.Errorf("start %d: %v %v", start, n, err)
		}
		if asked := len(h.sim.Requests()); start == 1 && asked > 5 {
			t.Errorf("the second start asked %d times", asked)
		}
		h.Close()
	}
}

// TestPracticeHasItsOwnFolder: neither the sample nor a stand-in for Graph can
// come near what is kept of a real organisation.
func TestPracticeHasItsOwnFolder(t *testing.T) {
	data := t.TempDir()
	seen := map[string]bool{}
	for _, f := range []terminal.Flags{{Data: data}, {Data: data, Sample: true},
		{Data: data, Graph: "http://127.0.0.1:1/v1.0"}} {
		folder, err := dataFolder(f)
		if err != nil || seen[folder] || folder != data && filepath.Dir(folder) != data {
			t.Errorf("%+v: %q %v", f, folder, err)
		}
		seen[folder] = true
	}
}

// TestLogsNameNobody: what goes to the log while an organisation is read, well or
// badly, and every guide is walked, holds no name, address or number of a person.
func TestLogsNameNobody(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	ctx := context.Background()
	data := t.TempDir()
	h, err := Open(ctx, terminal.Flags{Data: data, Sample: true}, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.Tenant.Organisations(ctx); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/users", "/groups", "/reports", "/auditLogs"} {
		h.sim.Play(graphsim.Fault{Path: path, Effect: graphsim.Refuse, Status: http.StatusForbidden})
	}
	all, err := h.graph.Refresh(ctx, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	words := "" // what a section says of itself may end in a log as well
	for _, st := range all {
		words += st.Message + st.Hint
	}
	view, err := h.graph.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	people, err := tenant.All[tenant.User](ctx, view, tenant.SectionUsers)
	if err != nil || len(people) < 80 {
		t.Fatal(len(people), err)
	}
	addresses := map[string]bool{}
	eachRow(t, h, tenant.SectionSignIns, func(row map[string]json.RawMessage) {
		var ip string
		if json.Unmarshal(row["ipAddress"], &ip) == nil && ip != "" {
			addresses[ip] = true
		}
	})
	chance := rand.New(rand.NewPCG(1, 1))
	for _, g := range h.Guides {
		stroll(t, h, g, chance)
	}
	h.Close()
	if len(addresses) == 0 {
		t.Error("the sample has no addresses, so they are not looked for")
	}
	for ip := range addresses {
		if strings.Contains(log.String(), ip) {
			t.Errorf("the log holds the address %s", ip)
		}
	}
	for _, p := range people {
		for _, mark := range []string{string(p.UPN), string(p.Name)} {
			if mark != "" && (strings.Contains(log.String(), mark) || strings.Contains(words, mark)) {
				t.Errorf("the log or an error names %q", mark)
			}
		}
	}
	if strings.Contains(log.String(), "+44") {
		t.Error("the log holds a number")
	}
}
