package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

const tracePath = "/v1.0/admin/exchange/tracing/messageTraces"

var ownDomains = []string{"northgate.example", "hall.northgate.example"}

// traceOf returns the rows of the trace and how its reading ended.
func traceOf(t *testing.T, o *Connections) ([]tenant.TraceRow, tenant.Status) {
	t.Helper()
	ctx, id := context.Background(), tenant.TraceSection(ownDomains)
	view, err := o.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	st, err := view.Status(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if st.Completed.IsZero() {
		return nil, st
	}
	rows, err := tenant.All[tenant.TraceRow](ctx, view, id)
	if err != nil {
		t.Fatal(err)
	}
	return rows, st
}

var bounds = regexp.MustCompile(`^receivedDateTime ge (\S+Z) and receivedDateTime le (\S+Z)$`)

// TestTheTraceIsReadInParts: the parts follow each other without a gap, the newest first; none is longer than ten days,
// older than 90 or in the future; and a filter is nothing but two bounds.
func TestTheTraceIsReadInParts(t *testing.T) {
	c, base := sample(t, 0)
	o := office(t, t.TempDir(), base)
	if err := o.MessageTrace(context.Background(), ownDomains, nil); err != nil {
		t.Fatal(err)
	}
	now, asked := noon().UTC(), 0
	end := now.Add(-10 * time.Minute)
	for _, r := range c.Requests() {
		u, err := url.Parse(r.URI)
		if err != nil || u.Path != tracePath {
			continue
		}
		asked++
		m := bounds.FindStringSubmatch(u.Query().Get("$filter"))
		if m == nil || len(u.Query()) != 2 || u.Query().Get("$top") != "5000" || r.Method != "GET" {
			t.Fatalf("%s %s", r.Method, r.URI)
		}
		from, _ := time.Parse(time.RFC3339, m[1])
		to, _ := time.Parse(time.RFC3339, m[2])
		if !to.Equal(end) || to.Sub(from) > 10*24*time.Hour || now.Sub(from) > 90*24*time.Hour || to.After(now) {
			t.Errorf("%s to %s, after %s", from, to, end)
		}
		end = from
	}
	if asked != 9 || now.Sub(end) < 89*24*time.Hour {
		t.Errorf("%d requests, back to %s", asked, end)
	}
	rows, st := traceOf(t, o)
	sent, last := map[string]int{}, map[string]time.Time{}
	for _, r := range rows {
		sent[string(r.Sender)+" "+string(r.From)] += r.Messages
		if r.Last.After(last[string(r.Sender)]) {
			last[string(r.Sender)] = r.Last.Time
		}
	}
	if st.State != tenant.Updated || sent["accounts@northgate.example 192.0.2.199"] != 1 ||
		sent["bookings@northgate.example 192.0.2.80"] != 89 || sent[" "] != 23 {
		t.Errorf("%+v, %v", st, sent)
	}
	want := noon().UTC().Truncate(24*time.Hour).AddDate(0, 0, -63).Add(8*time.Hour + 49*time.Minute)
	if !last["accounts@northgate.example"].Equal(want) {
		t.Errorf("last %v, want %v", last, want)
	}
	view, _ := o.View(context.Background())
	_ = view.Each(context.Background(), st.Section, func(_ string, body []byte) error {
		for _, never := range []string{"Your booking", "office@northgate", "riverside", "subject", "recipient", "messageId"} {
			if strings.Contains(string(body), never) {
				t.Errorf("saved: %s", body)
			}
		}
		return nil
	})
}

func mailed(sender, from, at string) string { return mailedAs("", sender, from, at) }

func mailedAs(id, sender, from, at string) string {
	return fmt.Sprintf(`{"senderAddress":%q,"fromIP":%q,"receivedDateTime":%q,"subject":"x","messageId":%q}`, sender, from,
		at, id)
}

// TestPagesOfTheTrace: the pages of a part are added up, an email at the end of a part or to several people counts
// once, and what cannot be read counts as an email of which nothing is known.
func TestPagesOfTheTrace(t *testing.T) {
	end := noon().UTC().Add(-10 * time.Minute)
	edge := end.AddDate(0, 0, -10).Format(time.RFC3339)
	inside := end.Add(-time.Hour).Format(time.RFC3339)
	next := func(token string, rows ...string) reply {
		return ok(`{"value":[` + strings.Join(rows, ",") + `],"@odata.nextLink":"BASE` + tracePath + `?$skiptoken=` +
			token + `"}`)
	}
	scan := mailed("Scan@northgate.example", "203.0.113.9", inside)
	s := serve(t, map[string][]reply{"/v1.0/organization": {ok(`{"value":[{"id":"t","displayName":"T"}]}`)},
		tracePath: {next("2", scan, mailed("x@bücher.example", "203.0.113.9", inside)),
			ok(`{"value":[` + mailed("edge@northgate.example", "203.0.113.9", edge) + `]}`), ok(`{"value":[]}`)},
		tracePath + "#2": {next("3", mailedAs("<1>", "news@northgate.example", "203.0.113.9", inside))},
		tracePath + "#3": {ok(`{"value":[` + scan + `,` + mailed("edge@northgate.example", "203.0.113.9", edge) + `,` +
			mailed("a@northgate.example", "203.0.113.9", "soon") + `,` + mailed("b@fabrikam.example", "192.0.2.1", inside) +
			`,` + mailed("b@notnorthgate.example", "192.0.2.1", inside) + `,` +
			mailedAs("<1>", "news@northgate.example", "203.0.113.9", inside) + `,` +
			mailedAs("<2>", "news@northgate.example", "203.0.113.9", inside) + `,` +
			mailedAs("<1>", "news@northgate.example", "203.0.113.8", inside) + `,` +
			mailed("", "192.0.2.1", inside) + `,` + strings.Replace(mailed("lost@northgate.example", "", inside),
			`"fromIP":"",`, "", 1) + `]}`)},
	})
	o := office(t, t.TempDir(), s.URL)
	if err := o.MessageTrace(context.Background(), ownDomains, nil); err != nil {
		t.Fatal(err)
	}
	rows, st := traceOf(t, o)
	sent := map[string]int{}
	for _, r := range rows {
		key := string(r.Sender) + " " + string(r.From)
		if r.Other {
			key = "other"
			if !r.Last.IsZero() || r.Sender != "" || r.From != "" {
				t.Errorf("more than a number is saved: %+v", r)
			}
		}
		sent[key] += r.Messages
	}
	want := map[string]int{"scan@northgate.example 203.0.113.9": 2, "edge@northgate.example 203.0.113.9": 1, " ": 1,
		"news@northgate.example 203.0.113.9": 2, "news@northgate.example 203.0.113.8": 1,
		"other": 2, "x@bücher.example 203.0.113.9": 1, " 192.0.2.1": 1,
		"lost@northgate.example " + noIP: 1}
	if fmt.Sprint(sent) != fmt.Sprint(want) || st.State != tenant.Updated {
		t.Errorf("%v, want %v; %+v", sent, want, st)
	}
}

// TestATraceThatBreaksOffIsNotWhole: what was read stays out of sight until the rest is there, and the next reading
// continues where the last one stopped.
func TestATraceThatBreaksOffIsNotWhole(t *testing.T) {
	c, base := sample(t, 0)
	o, ctx := office(t, t.TempDir(), base), context.Background()
	c.Play(graphsim.Fault{Path: "/admin/exchange/", Skip: 3, Effect: graphsim.Refuse, Status: 403})
	if err := o.MessageTrace(ctx, ownDomains, nil); err != nil {
		t.Fatal(err)
	}
	rows, st := traceOf(t, o)
	if rows != nil || st.State != tenant.Incomplete || !strings.Contains(st.Message, "last 30 days") ||
		!strings.Contains(st.Message, "403") {
		t.Fatalf("%d rows, %+v", len(rows), st)
	}
	c.Calm()
	before := len(c.Requests())
	if err := o.MessageTrace(ctx, ownDomains, nil); err != nil {
		t.Fatal(err)
	}
	if asked := len(c.Requests()) - before; asked != 6 {
		t.Errorf("%d requests, though three parts were read before", asked)
	}
	rows, st = traceOf(t, o)
	sum := 0
	for _, r := range rows {
		if r.From == "192.0.2.80" && strings.HasPrefix(string(r.Sender), "bookings@") {
			sum += r.Messages
		}
	}
	if st.State != tenant.Updated || sum != 89 {
		t.Errorf("%d, %+v", sum, st)
	}
}

// TestTheTraceOfTheSampleIsTheSameAllDay: at every time of the day, just before and after midnight, and around a leap
// day, the sample has the same emails, as many days ago.
func TestTheTraceOfTheSampleIsTheSameAllDay(t *testing.T) {
	want := ""
	for _, text := range []string{"2026-11-26T12:00:00Z", "2026-11-26T00:00:00Z", "2026-11-26T00:00:01Z",
		"2026-11-26T01:59:59Z", "2026-11-26T06:45:00Z", "2026-11-26T20:30:00Z", "2026-11-26T23:59:59Z",
		"2026-11-27T00:05:00+14:00", "2028-02-29T00:00:00Z", "2028-02-29T23:59:59Z", "2028-03-01T00:09:00Z",
		"2028-05-29T23:00:00Z"} {
		now, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		clock := func() time.Time { return now }
		c := graphsim.New(graphsim.Options{Now: clock})
		base, err := c.Start()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		g, err := NewLocal(base, Options{Now: clock, NoThrottle: true})
		if err != nil {
			t.Fatal(err)
		}
		rows, _, err := fetched(g, tenant.TraceSection(ownDomains), "")
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		sent, ago := map[string]int{}, map[string]time.Duration{}
		for _, row := range rows {
			var r tenant.TraceRow
			if err := json.Unmarshal(row.Body, &r); err != nil {
				t.Fatal(err)
			}
			key := string(r.Sender) + " " + string(r.From)
			sent[key] += r.Messages
			if age := now.UTC().Truncate(24 * time.Hour).Sub(r.Last.Time); !r.Other && (ago[key] == 0 || age < ago[key]) {
				ago[key] = age
			}
		}
		got := fmt.Sprint(sent, ago)
		if want == "" {
			want = got
		}
		if len(sent) < 9 || got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
