package header

import (
	"strings"
	"testing"
	"time"

	"handrail/app"
)

// noted returns how often a note was made, and whether it is there.
func noted(m *Message, code NoteCode) (int, bool) {
	for _, n := range m.Notes {
		if n.Code == code {
			return n.N, true
		}
	}
	return 0, false
}

// TestHostile: whatever is in a header, reading it ends soon, keeps within the limits, and
// says what was left out.
func TestHostile(t *testing.T) {
	received := "Received: from a (192.0.2.1) by b with ESMTPS; Tue, 24 Nov 2026 09:02:56 +0000\n"
	report := forefront + ": SCL:1;SFV:NSPM\n"
	for name, c := range map[string]struct {
		text string
		code NoteCode
	}{
		"thousands of servers":    {strings.Repeat(received, 5000), CutHops},
		"more fields than any":    {strings.Repeat("X-A: b\n", 300_000), CutFields},
		"a fold without an end":   {received + "Subject: a\n" + strings.Repeat(" b\n", 3_000_000), CutValues},
		"one line of 10 MB":       {received + "X-A: " + strings.Repeat("b", 10<<20) + "\n", CutValues},
		"more than 16 MB":         {received + "\n" + strings.Repeat("body\n", 4<<20), CutText},
		"reports without an end":  {strings.Repeat(report, 3000), CutLists},
		"lost indents":            {received + strings.Repeat("and so on\n", 1_000_000), Unfolded},
		"brackets without an end": {"Received: from a " + strings.Repeat("(", 60_000) + "\n", ""},
		"semicolons":              {"Authentication-Results: " + strings.Repeat(";", 60_000) + "\n", ""},
		"a report of 60 KB":       {forefront + ": " + strings.Repeat("A:1;", 15_000) + "\n", ""},
		"an address list":         {"Received: from a (" + strings.Repeat("1.2.3.4 ", 8000) + ") by b\n", ""},
		"words in front":          {strings.Repeat("hello there\n", 200_000) + received, Skipped},
		"quotation marks":         {strings.Repeat(">", 1<<20) + " " + received, ""},
		"ARC without an end":      {strings.Repeat("ARC-Seal: i=1; d=a; cv=none\n", 9000), ""},
		"a page of tags":          {strings.Repeat("<br>", 1<<20) + received, Escaped},
		"a date of the last word": {"Received: by a id " + strings.Repeat("2 ", 30_000) + "\n", ""},
		"times that go backwards": {strings.Repeat(received+strings.Replace(received, "09:02:56", "09:02:57", 1), 400), ""},
		"a bounce that never ends": {"Content-Type: multipart/report; report-type=delivery-status\n\n" +
			strings.Repeat("Action: failed\n", 500_000), ""},
	} {
		began := time.Now()
		m, err := Read([]byte(c.text))
		if took := time.Since(began); took > 4*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		if err != nil {
			if app.CodeOf(err) != app.Invalid {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if len(m.Fields) > MaxFields || len(m.Hops) > MaxHops || len(m.Reports) > MaxLists || len(m.Chain.Links) > 50 {
			t.Errorf("%s: %d fields, %d hops", name, len(m.Fields), len(m.Hops))
		}
		if n, ok := noted(m, c.code); c.code != "" && (!ok || n == 0 && c.code != Escaped) {
			t.Errorf("%s: not said: %v", name, m.Notes)
		}
		m.Judge("")
	}
	forwarded := gateway + "\n--x\nContent-Type: message/rfc822\n\nReceived: from a by b\n--x--\n"
	if _, ok := noted(read(t, forwarded), OtherEmail); !ok {
		t.Error("an attached email is not told")
	}
	m := read(t, strings.Repeat(received, 5000))
	if n, _ := noted(m, CutHops); n != 4000 || len(m.Hops) != MaxHops {
		t.Errorf("%d hops, %d left out", len(m.Hops), n)
	}
}

// FuzzRead reads anything: it ends, and what it returns holds together.
func FuzzRead(f *testing.F) {
	f.Add([]byte(gateway))
	for _, text := range forms(gateway) {
		f.Add([]byte(text))
	}
	f.Add([]byte("550 5.7.64 TenantAttribution"))
	f.Add([]byte("Received: by me by you with this with that\n 2018-03-26 13:35:36.270951634 +0000 UTC"))
	f.Add(outlooked(gateway))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Read(data)
		if err != nil {
			if message, hint := app.UserMessage(err); message == "" || hint == "" {
				t.Fatalf("without words: %v", err)
			}
			return
		}
		for i, h := range m.Hops {
			if h.Delay < 0 || h.Skew < 0 || h.Delayed && h.Skew > 0 || h.Edge && !h.Service || h.Over > i+len(m.Hops) {
				t.Fatalf("hop %d: %+v", i, h)
			}
		}
		last := -1
		for i := range m.Passes {
			p := &m.Passes[i]
			if p.First <= last || p.Last < p.First || p.Reach < p.Last || p.Reach >= len(m.Hops) ||
				p.Edge >= 0 && (p.Edge < p.First || p.Edge > p.Last) {
				t.Fatalf("pass %d: %+v", i, p)
			}
			last = p.Last
			_, _ = p.Filtering(), p.Source()
		}
		for _, said := range []Place{"", NotKnown, Inbox, Junk, Quarantine, NotTaken} {
			v := m.Judge(said)
			if v.Cause == "" || v.Place == "" || (v.Cause == CauseNone) != (v.Open != "") {
				t.Fatalf("%s: %+v", said, v)
			}
		}
	})
}

// BenchmarkRead reads a header of a real size and judges it.
func BenchmarkRead(b *testing.B) {
	text := []byte(gateway + strings.Repeat("X-MS-Exchange-AntiSpam-MessageData-ChunkCount: 1\n"+
		"X-Microsoft-Antispam-Message-Info:\n\t"+strings.Repeat("abcdefgh", 100)+"\n", 8))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m, err := Read(text)
		if err != nil || m.Judge("").Cause != CauseGateway {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "headers/s")
}
