package graph

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/tenant"
)

// The numbers in this file are those that Handrail promises. They are written out: a test that compares with the
// constant it checks cannot fail.

func TestWhatMicrosoftNamesNoTimeForIsAskedMoreAndMoreRarely(t *testing.T) {
	for status, asked := range map[int]int{429: 4, 503: 4, 504: 4} {
		s := serve(t, map[string][]reply{usersPath: {{status: status, body: `{}`}}})
		g, z := client(t, s)
		if _, _, err := fetched(g, tenant.SectionUsers, ""); err == nil {
			t.Errorf("%d: no error", status)
		}
		want := []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second}
		if s.calls("/users") != asked || !slices.Equal(z.all, want) {
			t.Errorf("%d: %d requests, waited %v", status, s.calls("/users"), z.all)
		}
	}
}

func TestAWaitOfTenMinutesIsTheLongest(t *testing.T) {
	for after, waits := range map[string]int{"600": 1, "601": 0} {
		s := serve(t, map[string][]reply{usersPath: {
			{status: 429, header: map[string]string{"Retry-After": after}, body: `{}`},
			ok(`{"value":[{"id":"a"}]}`)}})
		g, z := client(t, s)
		rows, _, err := fetched(g, tenant.SectionUsers, "")
		if len(z.all) != waits || len(rows) != waits || (err == nil) != (waits == 1) {
			t.Errorf("%s s: waited %v, %d rows, %v", after, z.all, len(rows), err)
		}
	}
}

// listOfDomains returns a list of n domains, each of which has a part in a batch.
func listOfDomains(n int) reply {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`{"id":"d%d.example"}`, i))
	}
	return ok(`{"value":[` + strings.Join(all, ",") + `]}`)
}

func TestAPartOfABatchIsAskedForFourTimesAtMost(t *testing.T) {
	throttled := `{"responses":[{"id":"0","status":429,"headers":{"Retry-After":"AFTER"},"body":{}}]}`
	for after, asked := range map[string]int{"7": 4, "601": 1} {
		s := serve(t, map[string][]reply{
			"/v1.0/domains": {listOfDomains(1)}, "/v1.0/$batch": {ok(strings.Replace(throttled, "AFTER", after, 1))},
		})
		g, z := client(t, s)
		_, _, err := fetched(g, tenant.SectionDomains, "")
		if s.calls("$batch") != asked || len(z.all) != asked-1 || app.CodeOf(err) != app.Unreachable {
			t.Errorf("%s s: %d batches, waited %v, %v", after, s.calls("$batch"), z.all, err)
		}
	}
}

func TestABatchHasTwentyPartsAtMost(t *testing.T) {
	s := serve(t, map[string][]reply{"/v1.0/domains": {listOfDomains(45)}})
	g, _ := client(t, s)
	_, _, _ = fetched(g, tenant.SectionDomains, "")
	batches := 0
	for _, body := range s.bodies {
		if n := strings.Count(body, `"method":`); n > 0 {
			if batches++; n > 20 {
				t.Errorf("a batch of %d parts; Graph takes 20", n)
			}
		}
	}
	if batches != 3 {
		t.Errorf("%d batches for 45 domains", batches)
	}
}

func TestReportsArePaced(t *testing.T) {
	s := serve(t, map[string][]reply{"/beta/auditLogs/signIns": {ok(`{"value":[]}`)}})
	z := &slept{}
	g, err := NewLocal(s.URL+"/v1.0", Options{Sleep: z.sleep, Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	for range 6 {
		if _, _, err := fetched(g, tenant.SectionSignIns, ""); err != nil {
			t.Fatal(err)
		}
	}
	if len(z.all) != 1 || z.all[0] != 10*time.Second {
		t.Errorf("waited %v for six requests; Microsoft allows five in ten seconds", z.all)
	}
}

// roomy is a server that answers one page with n MB of blanks in front of a row.
func roomy(t *testing.T, n int) *Client {
	t.Helper()
	return hasty(t, patience{}, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		blanks := strings.Repeat(" ", 1<<20)
		for range n {
			if _, err := io.WriteString(w, blanks); err != nil {
				return
			}
		}
		_, _ = io.WriteString(w, `{"value":[{"id":"a"}]}`)
	})
}

func TestAnAnswerOfMoreThan64MBIsNotRead(t *testing.T) {
	if rows, _, err := fetched(roomy(t, 63), tenant.SectionGroups, ""); err != nil || len(rows) != 1 {
		t.Errorf("63 MB: %d rows, %v", len(rows), err)
	}
	rows, _, err := fetched(roomy(t, 65), tenant.SectionGroups, "")
	if message, hint := app.UserMessage(err); len(rows) != 0 || !strings.Contains(message, "64 MB") || hint == "" {
		t.Errorf("65 MB: %d rows, %q %q", len(rows), message, hint)
	}
}

// TestLessThan8KBWithinTheTimeOfAStallIsAStall has room for a busy computer: half of what is promised and five times
// as much are told apart.
func TestLessThan8KBWithinTheTimeOfAStallIsAStall(t *testing.T) {
	const stall, parts = 400 * time.Millisecond, 10
	for bytes, ends := range map[int]bool{4 << 10: true, 400: false} {
		g := hasty(t, patience{stall, time.Minute}, func(w http.ResponseWriter, r *http.Request) {
			for range 3 * parts {
				say(w, strings.Repeat(" ", bytes))
				select {
				case <-r.Context().Done():
					return
				case <-time.After(stall / parts):
				}
			}
			say(w, `{"value":[{"id":"a"}]}`)
		})
		ctx, stop := context.WithCancel(context.Background())
		again := false
		ctx = tenant.WithNote(ctx, func(string) { again = true; stop() })
		err := g.Fetch(ctx, tenant.SectionGroups, "", func(tenant.Page) error { return nil })
		stop()
		if ends != (err == nil) || ends == again {
			t.Errorf("%d bytes a stall: %v, tried again: %v", parts*bytes, err, again)
		}
	}
}

// TestALongListIsReadWhole holds that no limit against endless lists cuts one off that is only long.
func TestALongListIsReadWhole(t *testing.T) {
	const pages = 450
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := 0
		_, _ = fmt.Sscanf(r.URL.Query().Get("$skiptoken"), "t%d", &at)
		row, next := fmt.Sprintf(`{"id":"row-%d"}`, at), ""
		if at%50 > 10 { // a filter leaves some pages empty
			row = ""
		}
		if at < pages-1 {
			next = fmt.Sprintf(`,"@odata.nextLink":"http://%s/v1.0/groups?$skiptoken=t%d"`, r.Host, at+1)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"value":[%s]%s}`, row, next)
	}))
	t.Cleanup(s.Close)
	g, err := NewLocal(s.URL, Options{NoThrottle: true})
	if err != nil {
		t.Fatal(err)
	}
	rows, got, err := fetched(g, tenant.SectionGroups, "")
	if err != nil || len(got) != pages || len(rows) != 9*11 {
		t.Errorf("%d rows on %d pages, %v", len(rows), len(got), err)
	}
}

func TestAListOfAnHourPauses(t *testing.T) {
	for minutes, ends := range map[int]bool{59: false, 61: true} {
		p := pager{began: time.Now().Add(-time.Duration(minutes) * time.Minute)}
		if err := p.tooMany(); (err != nil) != ends {
			t.Errorf("after %d minutes: %v", minutes, err)
		}
	}
}

func TestASignInWaitsFiveMinutes(t *testing.T) {
	if signInLimit > 5*time.Minute || signInLimit < 2*time.Minute {
		t.Errorf("a sign-in waits %s", signInLimit)
	}
}
