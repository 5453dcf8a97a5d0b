package graphsim

import (
	"net/url"
	"strings"
	"testing"
)

// What Microsoft refuses of a message trace is refused, and what it ignores is ignored (Microsoft Learn, List
// messageTraces).
func TestMessageTrace(t *testing.T) {
	c := New(Options{Seed: 1, Now: noon})
	now := noon().UTC()
	at := func(days int) string { return now.AddDate(0, 0, -days).Format("2006-01-02T15:04:05Z") }
	between := func(from, to int) string {
		return "receivedDateTime ge " + at(from) + " and receivedDateTime le " + at(to)
	}
	for name, k := range map[string]struct {
		filter, more string
		status       int
		says         string
	}{
		"no time":       {"", "", 200, "bookings@northgate.example"},
		"ten days":      {between(10, 0), "", 200, "alarm@hall.northgate.example"},
		"eleven days":   {between(11, 0), "", 400, "10 days"},
		"too old":       {between(91, 85), "", 400, "90 days"},
		"in the future": {between(1, -1), "", 400, "later than"},
		"no end":        {"receivedDateTime ge " + at(3), "", 400, "Both"},
		"too large":     {between(1, 0), "&$top=5001", 400, "page size"},
		"selected":      {between(1, 0), "&$select=id", 400, "$select"},
		"another sign":  {"receivedDateTime gt " + at(3) + " and receivedDateTime le " + at(1), "", 400, "gt"},
	} {
		r := get(t, c, "/v1.0/admin/exchange/tracing/messageTraces?$filter="+url.QueryEscape(k.filter)+k.more)
		if r.status != k.status || !strings.Contains(r.text, k.says) {
			t.Errorf("%s: %d %.300s", name, r.status, r.text)
		}
	}
	or := between(9, 0) + " and senderAddress eq 'alarm@hall.northgate.example' or senderAddress eq " +
		"'bookings@northgate.example'"
	r := get(t, c, "/v1.0/admin/exchange/tracing/messageTraces?$filter="+url.QueryEscape(or))
	if r.status != 200 || !strings.Contains(r.text, "alarm@") || strings.Contains(r.text, "bookings@") {
		t.Errorf("what follows or is ignored in silence: %d %.300s", r.status, r.text)
	}
}
