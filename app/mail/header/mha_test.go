package header

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
)

// TestMHA compares each part of each Received field with what Microsoft’s Message Header
// Analyzer reads in it.
func TestMHA(t *testing.T) {
	var cases []struct {
		Header string
		Expect struct {
			From, By, With, Via, ID, For string
			DateNum                      int64
		}
	}
	load(t, "received-headers.json", &cases)
	for _, c := range cases {
		value := strings.TrimPrefix(c.Header, "Received:")
		m := &Message{}
		m.fields("Received:" + value)
		if len(m.Fields) != 1 {
			t.Fatalf("%q: %v", c.Header, m.Fields)
		}
		h := readReceived(m.Fields[0].Value)
		var at int64
		if !h.At.IsZero() {
			at = h.At.UnixMilli()
		}
		w := c.Expect
		if h.From != w.From || h.By != w.By || h.With != w.With || h.Via != w.Via || h.ID != w.ID || h.For != w.For ||
			at != w.DateNum {
			t.Errorf("%q:\n%q %q %q %q %q %q %d\n%+v", c.Header, h.From, h.By, h.With, h.Via, h.ID, h.For, at, w)
		}
	}
	if len(cases) < 20 {
		t.Errorf("%d cases", len(cases))
	}
}

// TestMHAReports compares the keys of antispam reports. The analyzer gives an empty value to
// a key that is not there; here absent is told apart, and so it must be absent or empty.
func TestMHAReports(t *testing.T) {
	for file, name := range map[string]string{"x-forefront-antispam-report.json": forefront,
		"x-microsoft-antispam.json": antispam} {
		var cases []struct {
			Header     string
			ExpectRows []struct{ Header, Value string }
		}
		load(t, file, &cases)
		for _, c := range cases {
			r := readReport(Field{name, c.Header})
			known := map[string]bool{}
			for _, row := range c.ExpectRows {
				switch row.Header {
				case "source":
					if r.Raw != row.Value {
						t.Errorf("%s: raw %q", c.Header, r.Raw)
					}
				case "unparsed":
					var rest strings.Builder
					for _, v := range r.Values {
						if !known[v.Key] {
							rest.WriteString(v.Key + ":" + v.Text + ";")
						}
					}
					if rest.String() != row.Value {
						t.Errorf("%s: the rest is %q, theirs %q", c.Header, rest.String(), row.Value)
					}
				default:
					known[row.Header] = true
					if got, ok := r.Get(row.Header); got != row.Value || ok && !strings.Contains(c.Header, row.Header+":") {
						t.Errorf("%s: %s is %q, theirs %q", c.Header, row.Header, got, row.Value)
					}
				}
			}
		}
	}
}

// TestMHARules: what the analyzer warns of is also in the verdict, by decision and folder.
func TestMHARules(t *testing.T) {
	type rule struct{ SectionToCheck, PatternToCheckFor string }
	var rules struct {
		SimpleRules []rule
		AndRules    []struct {
			Message    string
			RulesToAnd []rule
		}
	}
	load(t, "rules.json", &rules)
	text := func(all ...rule) string {
		text := "Subject: x\n"
		for _, r := range all {
			text += r.SectionToCheck + ": " + strings.TrimSuffix(r.PatternToCheckFor, ".*") + ";\n"
		}
		return text
	}
	places := map[string]Place{"dest:I": Inbox, "dest:J": Junk, "dest:C": Elsewhere}
	for _, r := range rules.AndRules {
		v := read(t, text(r.RulesToAnd...)).Judge("")
		spam := r.RulesToAnd[0].PatternToCheckFor == "SFV:SPM"
		if v.Filter.Spam() != spam || v.Place != places[r.RulesToAnd[1].PatternToCheckFor] ||
			(v.Cause == CauseMailboxRule) != (!spam && v.Place == Junk) {
			t.Errorf("%s: %+v", r.Message, v)
		}
	}
	simple := map[string]Cause{"SFV:SPM": CauseSpam, "SFV:SKI": CauseInside, "SFV:BLK": CauseBlocked,
		"SFV:SFE": CauseSafeSender, "SFV:SKQ": CauseReleased}
	tried := 0
	for _, r := range rules.SimpleRules {
		want, ok := simple[r.PatternToCheckFor]
		if !ok {
			continue
		}
		if tried++; read(t, text(r)).Judge("").Filter != want {
			t.Errorf("%s: %+v", r.PatternToCheckFor, read(t, text(r)).Judge(""))
		}
	}
	if tried != len(simple) || len(rules.AndRules) < 5 {
		t.Errorf("%d rules tried", tried)
	}
}

func load(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "exo", "mha"), name))
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// stamped is what the stamps and SPF say in an example by others: by pass, the newest first.
type stamped struct {
	file       string
	connecting []string
	spf        []string
	filtering  []Filtering
	source     []string
	loop       bool
	hops       int
	skewed     bool
}

// TestStamps checks the stamps that the analyzer does not know, by hand, on real headers.
func TestStamps(t *testing.T) {
	exo := shared.Folder(t, "samples", "exo", "headers")
	admin := shared.Folder(t, "samples", "admin", "exchange", "headers")
	for _, want := range []stamped{
		{filepath.Join(exo, "01-prasarana-2022-08-04.txt"), []string{"58.26.8.159"}, []string{"20.222.87.207"},
			[]Filtering{FilterApplied}, []string{"20.222.87.207"}, false, 5, false},
		{filepath.Join(exo, "02-prasarana-2022-07-29.txt"), []string{"58.26.8.159"}, []string{"91.206.168.51"},
			[]Filtering{FilterApplied}, []string{"91.206.168.51"}, false, 5, false},
		{filepath.Join(exo, "03-seppmail-2026-03-05.txt"), []string{"2a01:4f8:272:5fe6::218", ""}, []string{"40.93.85.5", ""},
			[]Filtering{FilterApplied, FilterOff}, []string{"40.93.85.5", ""}, false, 11, false},
		{filepath.Join(exo, "04-codetwo-then-seppmail-2026-01-08.txt"),
			[]string{"2a01:4f8:a0:900b::219", "20.79.222.204", ""}, []string{"40.93.85.31", "20.79.222.204", ""},
			[]Filtering{FilterApplied, FilterOff, FilterOff}, []string{"40.93.85.31", "20.79.222.204", ""}, true, 15, true},
		{filepath.Join(exo, "05-tessian-skiplisted-only-2024-11-25.txt"), []string{"63.35.35.123", ""},
			[]string{"63.35.35.123", ""}, []Filtering{FilterFound, FilterOff}, []string{"2603:10a6:150:163::20", ""}, false,
			8, false},
		{filepath.Join(exo, "06-two-passes-elektrobit-2026-04-20.txt"), []string{"4.79.107.243", "213.95.148.172"},
			[]string{"40.93.1.75", "213.95.148.172"}, []Filtering{FilterApplied, FilterFound},
			[]string{"40.93.1.75", "213.95.148.172"}, true, 9, false},
		{filepath.Join(admin, "07-hybrid-skiplisted-falls-back-2023-10-03.txt"), []string{"175.98.123.7"},
			[]string{"175.98.123.7"}, []Filtering{FilterFound}, []string{"175.98.123.7"}, false, 7, false},
	} {
		data, err := os.ReadFile(want.file)
		if err != nil {
			t.Fatal(err)
		}
		m := read(t, string(data))
		if len(m.Passes) != len(want.connecting) || m.Loop() != want.loop || len(m.Hops) != want.hops ||
			m.Skewed() != want.skewed {
			t.Errorf("%s: %d passes, loop %v, %d hops, skewed %v", want.file, len(m.Passes), m.Loop(), len(m.Hops),
				m.Skewed())
			continue
		}
		for i := range m.Passes {
			p := &m.Passes[i]
			for what, got := range map[string][2]string{
				"connecting": {p.Connecting.String(), want.connecting[i]}, "spf": {p.SPF.Addr.String(), want.spf[i]},
				"source":    {p.Source().String(), want.source[i]},
				"filtering": {string(p.Filtering()), string(want.filtering[i])},
			} {
				if got[1] == "" {
					got[1] = "invalid IP"
				}
				if got[0] != got[1] {
					t.Errorf("%s, pass %d: %s is %s, by hand %s", filepath.Base(want.file), i, what, got[0], got[1])
				}
			}
		}
		for i := range m.Stamps {
			used := false
			for j := range m.Passes {
				used = used || m.Passes[j].Skipped == &m.Stamps[i] || m.Passes[j].Original == &m.Stamps[i]
			}
			if !used {
				t.Errorf("%s: a stamp belongs to no pass: %+v", want.file, m.Stamps[i])
			}
		}
	}
}
