package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/tenant"
)

const usersPath = "/v1.0/users"

func TestRetryAfterInEachForm(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	cases := []struct {
		text string
		want time.Duration
	}{
		{"1", time.Second}, {"30", 30 * time.Second}, {"120", 2 * time.Minute}, {"1.9", 1900 * time.Millisecond},
		{now.Add(90 * time.Second).Format(http.TimeFormat), 90 * time.Second},
		{now.Add(-time.Hour).Format(http.TimeFormat), 2 * time.Second}, {"", 2 * time.Second}, {"soon", 2 * time.Second},
		{"-5", 2 * time.Second}, {"0", 2 * time.Second}, {"NaN", 2 * time.Second},
	}
	for _, c := range cases {
		s := serve(t, map[string][]reply{usersPath: {
			{status: 429, header: map[string]string{"Retry-After": c.text, "Date": now.Format(http.TimeFormat)},
				body: `{"error":{"code":"TooManyRequests"}}`},
			ok(`{"value":[{"id":"a"}]}`)}})
		g, z := client(t, s)
		var notes []string
		ctx := tenant.WithNote(context.Background(), func(n string) { notes = append(notes, n) })
		rows := 0
		err := g.Fetch(ctx, tenant.SectionUsers, "", func(p tenant.Page) error { rows += len(p.Rows); return nil })
		if err != nil || rows != 1 || len(z.all) != 1 || z.all[0] != c.want {
			t.Errorf("Retry-After %q: waited %v, %d rows, %v; want %v", c.text, z.all, rows, err, c.want)
		}
		if len(notes) != 1 || !strings.HasPrefix(notes[0], "Microsoft asked Handrail to wait ") {
			t.Errorf("Retry-After %q: told %q", c.text, notes)
		}
	}
}

func TestNeverMoreThanFourInARow(t *testing.T) {
	s := serve(t, map[string][]reply{usersPath: {{status: 429, body: `{}`}}})
	g, z := client(t, s)
	_, _, err := fetched(g, tenant.SectionUsers, "")
	if s.calls("/users") != 4 || len(z.all) != 3 {
		t.Errorf("%d requests, waits %v", s.calls("/users"), z.all)
	}
	if message, hint := app.UserMessage(err); !strings.Contains(message, "asked Handrail to wait") ||
		!strings.Contains(hint, "continues") {
		t.Errorf("said %q %q", message, hint)
	}
}

func TestALongWaitPauses(t *testing.T) {
	s := serve(t, map[string][]reply{usersPath: {{status: 429, header: map[string]string{"Retry-After": "3600"},
		body: `{}`}}})
	g, z := client(t, s)
	_, _, err := fetched(g, tenant.SectionUsers, "")
	if len(z.all) != 0 || s.calls("/users") != 1 {
		t.Errorf("waited %v, %d requests", z.all, s.calls("/users"))
	}
	if message, _ := app.UserMessage(err); !strings.Contains(message, "60 min") {
		t.Errorf("said %q", message)
	}
}

func TestReadsAreRepeated(t *testing.T) {
	for name, first := range map[string]reply{
		"502": {status: 502}, "503": {status: 503}, "504": {status: 504},
		"cut": {status: 200, body: `{"value":[`, cut: true},
	} {
		s := serve(t, map[string][]reply{usersPath: {first, ok(`{"value":[{"id":"a"},{"id":"b"}]}`)}})
		g, _ := client(t, s)
		rows, _, err := fetched(g, tenant.SectionUsers, "")
		if err != nil || len(rows) != 2 || s.calls("/users") != 2 {
			t.Errorf("%s: %d rows, %d requests, %v", name, len(rows), s.calls("/users"), err)
		}
	}
}

func TestPagesAndTheirFaults(t *testing.T) {
	page := func(id, next string) reply {
		return ok(`{"@odata.nextLink":"` + next + `","value":[{"id":"` + id + `"}]}`)
	}
	const to = "BASE/v1.0/users?$skiptoken="
	cases := []struct {
		name    string
		replies map[string][]reply
		rows    int
		state   tenant.State // of the SectionError; "" is none
		says    string
	}{
		{"three pages", map[string][]reply{
			usersPath: {page("a", to+"2")}, usersPath + "#2": {page("b", to+"3")},
			usersPath + "#3": {ok(`{"value":[{"id":"c"}]}`)},
		}, 3, "", ""},
		{"a loop", map[string][]reply{usersPath: {page("a", to+"2")}, usersPath + "#2": {page("b", to+"2")}}, 1,
			tenant.Incomplete, "1 pages"},
		{"another host", map[string][]reply{usersPath: {page("a", "http://192.0.2.9/v1.0/users?$skiptoken=2")}}, 0,
			tenant.Incomplete, "192.0.2.9"},
		{"another port", map[string][]reply{usersPath: {page("a", "BASE0/v1.0/users?$skiptoken=2")}}, 0,
			tenant.Incomplete, "Handrail did not contact it"},
		{"broken off", map[string][]reply{usersPath: {page("a", to+"2")}, usersPath +
			"#2": {{status: 500, body: `{}`}}}, 1, tenant.Incomplete, "read 1 pages"},
		{"a count that is no number", map[string][]reply{usersPath: {
			ok(`{"@odata.count":"many","value":[{"id":"a"}]}`)}}, 1, "", ""},
	}
	for _, c := range cases {
		s := serve(t, c.replies)
		g, _ := client(t, s)
		rows, _, err := fetched(g, tenant.SectionUsers, "")
		var e *tenant.SectionError
		errors.As(err, &e)
		switch {
		case c.state == "" && (err != nil || len(rows) != c.rows):
			t.Errorf("%s: %d rows, %v", c.name, len(rows), err)
		case c.state != "" && (e == nil || e.State != c.state || !strings.Contains(e.Message, c.says) ||
			len(rows) != c.rows):
			t.Errorf("%s: %d rows, %+v (%v)", c.name, len(rows), e, err)
		}
	}
}

func TestNoTokenLeavesTheCloud(t *testing.T) {
	stranger := serve(t, map[string][]reply{usersPath: {ok(`{"value":[]}`)}})
	s := serve(t, map[string][]reply{
		usersPath: {ok(`{"@odata.nextLink":"` + stranger.URL + `/v1.0/users","value":[{"id":"a"}]}`)},
		"/v1.0/organization": {{status: 302,
			header: map[string]string{"Location": stranger.URL + "/v1.0/organization"}}},
		"/v1.0/subscribedSkus":    {{status: 307, header: map[string]string{"Location": stranger.URL + "/"}}},
		"/v1.0/directory/unknown": {ok(`{}`)},
	})
	g, _ := client(t, s)
	for _, section := range []string{tenant.SectionUsers, tenant.SectionOrganisation, tenant.SectionLicences} {
		if _, _, err := fetched(g, section, ""); err == nil {
			t.Errorf("%s: no error", section)
		}
	}
	if len(stranger.seen) > 0 {
		t.Errorf("the stranger saw %v", stranger.seen)
	}
	for _, h := range s.headers {
		if h.Get("Authorization") == "" || h.Get("client-request-id") == "" {
			t.Errorf("a request without token or name: %v", h)
		}
	}
}

func TestGoingOnWhereItStopped(t *testing.T) {
	s := serve(t, map[string][]reply{usersPath + "#2": {ok(`{"value":[{"id":"b"}]}`)}})
	g, _ := client(t, s)
	rows, _, err := fetched(g, tenant.SectionUsers, "v1.0/users?$skiptoken=2")
	if err != nil || len(rows) != 1 || rows[0].ID != "b" || len(s.seen) != 1 {
		t.Errorf("%v %v %v", rows, s.seen, err)
	}
	// A place that has expired: everything is read again, once.
	s = serve(t, map[string][]reply{
		usersPath:        {ok(`{"value":[{"id":"a"}]}`)},
		usersPath + "#2": {{status: 400, body: `{"error":{"code":"Directory_ExpiredPageToken"}}`}},
	})
	g, _ = client(t, s)
	rows, _, err = fetched(g, tenant.SectionUsers, "v1.0/users?$skiptoken=2")
	if err != nil || len(rows) != 1 || rows[0].ID != "a" {
		t.Errorf("%v %v %v", rows, s.seen, err)
	}
}

func TestAStopIsNoticedWhileWaiting(t *testing.T) {
	s := serve(t, map[string][]reply{usersPath: {{status: 429, header: map[string]string{"Retry-After": "300"},
		body: `{}`}}})
	g, err := NewLocal(s.URL, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ctx = tenant.WithNote(ctx, func(string) { cancel() })
	if err := g.Fetch(ctx, tenant.SectionUsers, "", func(tenant.Page) error { return nil }); !errors.Is(err,
		context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestOnlyThisComputerStandsInForGraph(t *testing.T) {
	for _, address := range []string{
		"https://graph.example", "http://192.0.2.1", "ftp://127.0.0.1", "http://127.0.0.1.example/v1.0",
		"http://127.0.0.1:/v1.0", "", "http://[::1%25en0]:80/v1.0", "http://[::1%25lo]",
	} {
		if _, err := NewLocal(address, Options{}); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
}
