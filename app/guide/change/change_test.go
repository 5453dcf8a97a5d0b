package change

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
)

// entry writes one entry in short: "change /a 1>2 sent".
func entry(text string) guide.JournalEntry {
	f := strings.Fields(text)
	old, new, _ := strings.Cut(f[2], ">")
	return guide.JournalEntry{Step: Exact, What: f[0] + " " + f[1], Old: old, New: new, State: f[3],
		Report: strings.Join(f[4:], "")}
}

// short writes an attempt in the same way.
func short(w Write, state State) string {
	return strings.TrimSpace(w.Verb + " " + w.Object + " " + string(w.Undo) + ">" + string(w.Body) + " " +
		string(state))
}

func TestReplay(t *testing.T) {
	for name, c := range map[string]struct{ entries, attempts, undo []string }{
		"nothing": {nil, nil, nil},
		"made": {[]string{"change /a 1>2 planned", "change /a 1>2 sent", "change /a 1>2 confirmed"},
			[]string{"change /a 1>2 confirmed"}, []string{"undo /a 2>1"}},
		"killed before it was sent": {[]string{"change /a 1>2 planned"}, []string{"change /a 1>2 planned"}, nil},
		"killed after it was sent": {[]string{"change /a 1>2 planned", "change /a 1>2 sent"},
			[]string{"change /a 1>2 sent"}, []string{"undo /a 2>1"}},
		"answer lost": {[]string{"change /a 1>2 planned", "change /a 1>2 sent", "change /a 1>2 unknown req"},
			[]string{"change /a 1>2 unknown"}, []string{"undo /a 2>1"}},
		"lost, and read back as made": {[]string{"change /a 1>2 planned", "change /a 1>2 sent",
			"change /a 1>2 unknown", "change /a 1>2 confirmed"},
			[]string{"change /a 1>2 confirmed"}, []string{"undo /a 2>1"}},
		"lost, and read back as not made": {[]string{"change /a 1>2 planned", "change /a 1>2 sent",
			"change /a 1>2 unknown", "change /a 1>2 failed"},
			[]string{"change /a 1>2 failed"}, nil},
		"refused, then made": {[]string{"change /a 1>2 planned", "change /a 1>2 sent", "change /a 1>2 failed",
			"change /a 1>2 planned", "change /a 1>2 sent", "change /a 1>2 confirmed"},
			[]string{"change /a 1>2 failed", "change /a 1>2 confirmed"}, []string{"undo /a 2>1"}},
		"killed, then made": {[]string{"change /a 1>2 planned", "change /a 1>2 planned", "change /a 1>2 sent",
			"change /a 1>2 confirmed"},
			[]string{"change /a 1>2 planned", "change /a 1>2 confirmed"}, []string{"undo /a 2>1"}},
		"lost, planned again, read back": {[]string{"change /a 1>2 planned", "change /a 1>2 sent",
			"change /a 1>2 unknown", "change /a 1>2 planned", "change /a 1>2 confirmed"},
			[]string{"change /a 1>2 confirmed", "change /a 1>2 planned"}, []string{"undo /a 2>1"}},
		"two objects": {[]string{"change /a 1>2 planned", "change /a 1>2 sent", "change /a 1>2 confirmed",
			"change /b 3>4 planned", "change /b 3>4 sent", "change /b 3>4 confirmed"},
			[]string{"change /a 1>2 confirmed", "change /b 3>4 confirmed"}, []string{"undo /b 4>3", "undo /a 2>1"}},
		"sent again, and read back": {[]string{"change /a 1>2 planned", "change /a 1>2 sent", "change /a 1>2 planned",
			"change /a 1>2 sent", "change /a 1>2 confirmed", "change /a 1>2 confirmed"},
			[]string{"change /a 1>2 confirmed", "change /a 1>2 confirmed"}, []string{"undo /a 2>1"}},
		"undone": {[]string{"change /a 1>2 confirmed", "undo /a 2>1 planned", "undo /a 2>1 sent",
			"undo /a 2>1 confirmed"},
			[]string{"change /a 1>2 confirmed", "undo /a 2>1 confirmed"}, nil},
		"undo refused": {[]string{"change /a 1>2 confirmed", "undo /a 2>1 planned", "undo /a 2>1 sent",
			"undo /a 2>1 failed"},
			[]string{"change /a 1>2 confirmed", "undo /a 2>1 failed"}, []string{"undo /a 2>1"}},
		"undo lost": {[]string{"change /a 1>2 confirmed", "undo /a 2>1 planned", "undo /a 2>1 sent"},
			[]string{"change /a 1>2 confirmed", "undo /a 2>1 sent"}, []string{"undo /a 2>1"}},
		"twice the same object, one undone": {[]string{"change /a 1>2 confirmed", "change /a 2>3 confirmed",
			"undo /a 3>2 confirmed"},
			[]string{"change /a 1>2 confirmed", "change /a 2>3 confirmed",
				"undo /a 3>2 confirmed"}, []string{"undo /a 2>1"}},
		"undone, then made again": {[]string{"change /a 1>2 confirmed", "undo /a 2>1 confirmed",
			"change /a 1>2 confirmed"},
			[]string{"change /a 1>2 confirmed", "undo /a 2>1 confirmed",
				"change /a 1>2 confirmed"}, []string{"undo /a 2>1"}},
		"what is made is not undone": {[]string{"create /e >1 planned", "create /e >1 sent",
			"create /e >1 confirmed", "publish /e/1 > confirmed"},
			[]string{"create /e >1 confirmed", "publish /e/1 > confirmed"}, nil},
		"a state of tomorrow": {[]string{"change /a 1>2 planned", "change /a 1>2 sent", "change /a 1>2 queued"},
			[]string{"change /a 1>2 unknown"}, []string{"undo /a 2>1"}},
	} {
		t.Run(name, func(t *testing.T) {
			entries := []guide.JournalEntry{{Step: "confirm", What: "change Text messages", State: "confirmed"},
				{Step: Exact, What: "odd", State: "sent"}}
			for _, text := range c.entries {
				entries = append(entries, entry(text))
			}
			h := Replay(entries)
			var attempts, undo []string
			for _, a := range h {
				attempts = append(attempts, short(a.Write, a.State))
			}
			for _, w := range h.Undo() {
				undo = append(undo, short(w, ""))
			}
			if !slices.Equal(attempts, c.attempts) || !slices.Equal(undo, c.undo) {
				t.Errorf("attempts %q, undo %q", attempts, undo)
			}
			for _, a := range h.Unsettled() {
				if !a.State.Open() || a.State.Final() {
					t.Errorf("%+v", a)
				}
			}
		})
	}
}

func TestLatest(t *testing.T) {
	h := Replay([]guide.JournalEntry{entry("create /e >1 sent"), entry("create /e >1 failed"),
		entry("create /e >2 sent r2"), entry("create /e >2 unknown"), entry("create /e >3 planned")})
	if a, ok := h.Latest(Create, "/e"); !ok || string(a.Body) != "2" || a.State != Unknown || a.Request != "r2" {
		t.Errorf("%+v, %v", a, ok)
	}
	if a, ok := h.Latest("publish", "/e"); ok {
		t.Errorf("%+v", a)
	}
}

func TestTable(t *testing.T) {
	if _, ok := Table([]guide.JournalEntry{entry("change /a 1>2 planned"), {Step: "confirm", State: "sent"}}); ok {
		t.Error("what was only planned was sent")
	}
	e := []guide.JournalEntry{entry("change /policies/authenticationMethodsPolicy 1>2 planned")}
	for _, state := range []State{Planned, Sent, Confirmed} {
		one := entry("change policies/x/authenticationMethodsPolicy 1>2 planned")
		one.State, one.Old, one.New = string(state), `{"state":"disabled","list":[]}`,
			`{"@odata.type":"#x","state":"enabled","includeTargets":[{"id":"a"}],"on":true,"inner":{"daysLeft":14,"who":null}}`
		if e = append(e, one); state == Confirmed {
			e[len(e)-1].Report = "req"
		}
	}
	table, ok := Table(e)
	if !ok || len(table.Rows) != 1 || !slices.Equal(table.Rows[0], []string{"Change: Authentication methods policy", "",
		"Made", "List: No entries; State: disabled",
		"Include targets: 1 entry; Inner: (Days left: 14; Who: not set); On: yes; State: enabled", "req"}) {
		t.Errorf("%+v", table)
	}
	for body, want := range map[string]string{"": "", "{}": "Nothing", "1": "A value for programs",
		"x":                         "A value for programs",
		`{"id":"Sms","state":"on"}`: "State: on", `{"id":"Sms"}`: "Id: Sms",
		`{"a":{"b":{"c":1}},"d":""}`: "A: (B: 1 value); D: empty"} {
		if got := Words([]byte(body)); got != want {
			t.Errorf("%q is %q, want %q", body, got, want)
		}
	}
	if long := Words([]byte(`{"a":"` + strings.Repeat("ä", 900) + `"}`)); len([]rune(long)) != mostWords {
		t.Errorf("%d characters", len([]rune(long)))
	}
}

func TestMatches(t *testing.T) {
	const now = `{"@odata.type":"#sms","id":"Sms","state":"enabled","days":14,"includeTargets":[{"id":"a","more":1},` +
		`{"id":"b"}],"inner":{"on":true,"x":null}}`
	for _, c := range []struct {
		body         string
		equal, known bool
	}{
		{`{}`, true, true},
		{`{"state":"enabled"}`, true, true},
		{`{"state":"disabled"}`, false, true},
		{`{"@odata.type":"#sms","state":"enabled"}`, true, true},
		{`{"@odata.type":"#voice"}`, false, true},
		{`{"@odata.context":"x","state":"enabled"}`, true, true},
		{`{"days":14}`, true, true},
		{`{"days":1}`, false, true},
		{`{"includeTargets":[{"id":"b"},{"id":"a"}]}`, true, true},
		{`{"includeTargets":[{"id":"a"}]}`, false, true},
		{`{"includeTargets":[{"id":"a"},{"id":"a"}]}`, false, true},
		{`{"includeTargets":[]}`, false, true},
		{`{"inner":{"on":true}}`, true, true},
		{`{"inner":{"on":false}}`, false, true},
		{`{"inner":[]}`, false, true},
		{`{"state":{}}`, false, true},
		{`{"gone":null}`, true, true},
		{`{"gone":false}`, false, true},
		{`{"state"`, false, false},
		{``, false, false},
	} {
		if equal, known := Matches([]byte(now), []byte(c.body)); equal != c.equal || known != c.known {
			t.Errorf("%s: %v, %v", c.body, equal, known)
		}
	}
	if _, known := Matches(nil, []byte(`{}`)); known {
		t.Error("nothing was read")
	}
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// TestReplayKnowsWhenItWasSent: what was settled a day later took effect when it was sent.
func TestReplayKnowsWhenItWasSent(t *testing.T) {
	var entries []guide.JournalEntry
	sent := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	for i, state := range []State{Planned, Sent, Unknown, Confirmed} {
		e := entry("change /a 1>2 " + string(state))
		e.At = sent.Add(time.Duration(i-1) * 24 * time.Hour)
		entries = append(entries, e)
	}
	for n, want := range []time.Time{{}, sent, sent, sent} {
		h := Replay(entries[:n+1])
		if len(h) != 1 || !h[0].Sent.Equal(want) || !h[0].At.Equal(entries[n].At) {
			t.Errorf("after %s: %+v", entries[n].State, h)
		}
	}
}
