package hunting

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// Times with a zone are compared as moments; a day that can be read in two ways is not guessed.
func TestTimes(t *testing.T) {
	day := func(s string) time.Time { at, _ := time.Parse(time.DateTime, s); return at }
	for name, c := range map[string]struct {
		head  string
		times []string
		want  Period
	}{
		"two zones": {"Timestamp", []string{"2026-11-20T01:00:00+02:00", "2026-11-19T23:30:00Z"},
			Period{From: day("2026-11-19 23:00:00"), To: day("2026-11-19 23:30:00")}},
		"no zone": {"Timestamp", []string{"2026-11-20 10:00:00", "2026-11-21 10:00:00.000"},
			Period{From: day("2026-11-20 10:00:00"), To: day("2026-11-21 10:00:00"), NoZone: true}},
		"Log Analytics": {"TimeGenerated [UTC]", []string{`"11/20/2026, 1:00:00.000 PM"`, `"11/2/2026, 1:00:00.000 AM"`},
			Period{From: day("2026-11-02 01:00:00"), To: day("2026-11-20 13:00:00")}},
		"days first": {"Timestamp", []string{"20.11.2026 10:00:00", "2.11.2026 10:00:00"},
			Period{From: day("2026-11-02 10:00:00"), To: day("2026-11-20 10:00:00"), NoZone: true}},
		"either": {"Timestamp", []string{"3/4/2026 10:00:00"}, Period{NoZone: true}},
		"not a time": {"Timestamp", []string{"yesterday", "2026-11-20T10:00:00Z"},
			Period{From: day("2026-11-20 10:00:00"), To: day("2026-11-20 10:00:00"), Unread: 1}},
	} {
		text := c.head + ",ActionType\n"
		for _, one := range c.times {
			text += one + "," + actionEdge + "\n"
		}
		if got := read(t, text).Period; got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// One person is counted once, however the rows name them; system accounts are no people.
func TestPeople(t *testing.T) {
	head := "ActionType,InitiatingProcessAccountUpn,InitiatingProcessAccountDomain,InitiatingProcessAccountName," +
		"InitiatingProcessAccountSid\n"
	r := read(t, head+
		actionEdge+",,NCT,ewan,S-1\n"+actionEdge+",ewan@northgate.example,,,S-9\n"+
		actionEdge+",EWAN@northgate.example,NCT,ewan,S-1\n"+
		actionEdge+",,NT AUTHORITY,SYSTEM,S-1-5-18\n"+actionEdge+",,,LAPTOP-07$,\n"+actionEdge+",,,,\n"+
		actionEdge+",,OTHER,ewan,\n"+actionEdge+",other@northgate.example,NCT,ewan,\n")
	if len(r.People) != 3 || r.People[0].UPN != "ewan@northgate.example" || r.People[1].Name() != `OTHER\ewan` {
		t.Errorf("%+v", r.People)
	}
	unknown := 0
	for _, a := range r.Attempts {
		if a.Person < 0 {
			unknown += a.Count
		}
	}
	if unknown != 3 {
		t.Errorf("%d without a name: %+v", unknown, r.Attempts)
	}
}

func TestHost(t *testing.T) {
	for address, want := range map[string]string{"https://A.example:8443/x?y": "a.example", "b.example.": "b.example",
		"http://user:pass@c.example": "c.example", "": "", "https://[2001:db8::1]:443/": "[2001:db8::1]", "not a site": "",
		"d.example\\path": "d.example", "münchen.example": "münchen.example"} {
		if got := Host(address); got != want {
			t.Errorf("%q is %q, want %q", address, got, want)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	text := header + strings.Repeat(row(actionEdge, ""), 9000)
	if _, err := Read(ctx, strings.NewReader(text), nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
