package header

import (
	_ "embed"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"handrail/app"
)

//go:embed testdata/gateway.txt
var gateway string

func read(t testing.TB, text string) *Message {
	t.Helper()
	m, err := Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func ip(text string) netip.Addr { return netip.MustParseAddr(text) }

// TestAnEmailThatWentThroughAFilter checks each value by hand.
func TestAnEmailThatWentThroughAFilter(t *testing.T) {
	m := read(t, gateway)
	if m.Form != Text || len(m.Notes) != 0 || len(m.Hops) != 6 || len(m.Passes) != 1 || m.Loop() || m.Skewed() {
		t.Fatalf("%s, %v, %d hops, %d passes", m.Form, m.Notes, len(m.Hops), len(m.Passes))
	}
	want := []struct {
		name, by string
		addr     string
		at       string
		delay    time.Duration
		tls      TLS
		service  bool
		edge     bool
	}{
		{"LO2P265MB0101.GBRP265.PROD.OUTLOOK.COM", "LO4P265MB2202.GBRP265.PROD.OUTLOOK.COM", "2001:db8:600::15",
			"09:02:56", time.Second, TLS{Encrypted, "", ""}, true, false},
		{"CWLGBR01FT010.eop-gbr01.prod.protection.outlook.com", "LO2P265CA0033.outlook.office365.com",
			"2001:db8:600:cafe::d4", "09:02:55", 0, TLS{Encrypted, "1.3", "TLS_AES_256_GCM_SHA384"}, true, false},
		{"out1.mailfilter.example", "CWLGBR01FT010.mail.protection.outlook.com", "203.0.113.24", "09:02:55",
			24 * time.Second, TLS{Encrypted, "1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"}, true, true},
		{"scan3.mailfilter.example", "out1.mailfilter.example", "10.20.0.7", "09:02:31", 17 * time.Second,
			TLS{Encrypted, "", ""}, false, false},
		{"smtp.riverside-fund.example", "scan3.mailfilter.example", "198.51.100.25", "09:02:14", 3 * time.Second,
			TLS{Encrypted, "1.3", "TLS_AES_256_GCM_SHA384"}, false, false},
		{"desk.riverside-fund.example", "smtp.riverside-fund.example", "192.168.4.20", "09:02:11", 0,
			TLS{Encrypted, "", ""}, false, false},
	}
	for i, w := range want {
		h := m.Hops[i]
		if h.Name != w.name || h.ByName != w.by || h.Addr != ip(w.addr) || h.At.Format("15:04:05") != w.at ||
			h.Delay != w.delay || h.TLS != w.tls || h.Service != w.service || h.Edge != w.edge ||
			h.Delayed != (i < 5) {
			t.Errorf("hop %d: %+v", i, h)
		}
	}
	if took, ok := m.Total(); took != 45*time.Second || !ok {
		t.Errorf("took %v, %v", took, ok)
	}
	p := m.Passes[0]
	if p.First != 0 || p.Last != 2 || p.Edge != 2 || p.Reach != 5 || p.Connecting != ip("203.0.113.24") ||
		p.Report == nil || p.Filtering() != FilterOff || p.Source() != p.Connecting ||
		p.SPF != (SPF{"fail", ip("203.0.113.24"), "riverside-fund.example", "Authentication-Results"}) {
		t.Errorf("pass %+v", p)
	}
	for name, result := range map[string]string{"spf": "fail", "dkim": "fail", "dmarc": "fail", "compauth": "fail"} {
		if got, ok := m.Checked().Method(name); !ok || got.Result != result {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if c, _ := m.Checked().Method("compauth"); c.Prop("reason") != "001" {
		t.Errorf("compauth %+v", c)
	}
	if d, _ := m.Checked().Method("dkim"); d.Comment != "body hash did not verify" ||
		d.Prop("header.d") != "riverside-fund.example" {
		t.Errorf("dkim %+v", d)
	}
	v := m.Judge("")
	if v.Place != Junk || !v.Written || v.Cause != CauseGateway || v.Gateway != ip("203.0.113.24") ||
		v.Before != ip("198.51.100.25") || v.Open != "" {
		t.Errorf("verdict %+v", v)
	}
}

// forms are the ways in which programs copy a header.
func forms(text string) map[string]string {
	lost := strings.NewReplacer("\n ", "\n", "\n\t", "\n").Replace(text)
	long := strings.NewReplacer("\n ", " ", "\n\t", " ").Replace(text)
	var wrapped strings.Builder
	for line := range strings.Lines(text) { // a console of 40 columns, without an indent
		line = strings.TrimSuffix(line, "\n")
		for len(line) > 40 && strings.ContainsRune(line[20:40], ' ') {
			i := 20 + strings.LastIndexByte(line[20:40], ' ')
			wrapped.WriteString(line[:i] + "\n ")
			line = line[i+1:]
		}
		wrapped.WriteString(line + "\n")
	}
	escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	return map[string]string{
		"as it is": text, "with a mark": "\ufeff" + text, "CRLF": strings.ReplaceAll(text, "\n", "\r\n"),
		"CR": strings.ReplaceAll(text, "\n", "\r"), "indent lost": lost, "without folds": long,
		"wrapped again": wrapped.String(),
		"quoted":        "> " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n> "),
		"quoted twice":  ">> " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n>> "),
		"escaped":       escaped,
		"as a web page": "<pre>" + strings.ReplaceAll(escaped, "\n", "<br>\n") + "</pre>",
		"double spaced": strings.ReplaceAll(text, "\n", "\n\n"),
		"hard blanks":   strings.ReplaceAll(text, "\n ", "\n\u00a0"),
		"words before":  "Internet headers\nof the email:\n\n" + text,
		"a body behind": text + "\nHello\n\nReceived: from nowhere by nobody; Tue, 24 Nov 2026 09:02:56 +0000\n",
		"one gap":       strings.Replace(text, "\nReceived-SPF", "\n\nReceived-SPF", 1),
		"from a mbox":   "From MAILER-DAEMON Tue Nov 24 09:02:56 2026\n" + text,
		"lower case":    strings.NewReplacer("Received:", "RECEIVED:", "Authentication-R", "authentication-r").Replace(text),
	}
}

// TestEveryFormReadsTheSame: however a header was copied, its hops and fields are the same.
func TestEveryFormReadsTheSame(t *testing.T) {
	want := read(t, gateway)
	for name, text := range forms(gateway) {
		for encoding, data := range encodings(text) {
			m, err := Read(data)
			if err != nil {
				t.Errorf("%s, %s: %v", name, encoding, err)
				continue
			}
			if !reflect.DeepEqual(m.Hops, want.Hops) || len(m.Fields) != len(want.Fields) ||
				m.Judge("") != want.Judge("") {
				t.Errorf("%s, %s: %d fields, %d hops, %v, %+v", name, encoding, len(m.Fields), len(m.Hops), m.Notes,
					m.Judge(""))
				for i, f := range m.Fields {
					if i < len(want.Fields) && f.Value != want.Fields[i].Value {
						t.Errorf("%s: %q, want %q", f.Name, f.Value, want.Fields[i].Value)
						break
					}
				}
			}
		}
	}
}

func TestWhatIsNoHeaderIsRefused(t *testing.T) {
	for _, text := range []string{"", " \n", "Hello,\nhow are you?\n", "C:\\mail.eml", "\x00\x01\x02", "{\"a\": 1}",
		"https://example.org/\n", strings.Repeat("\n", 1000)} {
		_, err := Read([]byte(text))
		if message, hint := app.UserMessage(err); app.CodeOf(err) != app.Invalid || message == "" || hint == "" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestClocks(t *testing.T) {
	at := func(clock string) string {
		if clock == "" {
			return "Received: from a by b\n"
		}
		return "Received: from a by b; Tue, 24 Nov 2026 " + clock + "\n"
	}
	cases := []struct {
		name   string
		clocks []string // the newest first
		delays []time.Duration
		skews  []time.Duration
		over   []int
		total  time.Duration
		known  bool
	}{
		{"in order", []string{"09:00:05 +0000", "09:00:00 +0000"}, []time.Duration{5 * time.Second, -1}, nil, nil,
			5 * time.Second, true},
		{"two zones", []string{"10:00:05 +0100", "09:00:00 +0000"}, []time.Duration{5 * time.Second, -1}, nil, nil,
			5 * time.Second, true},
		{"a zone by name", []string{"04:00:05 EST", "09:00:00 GMT"}, []time.Duration{5 * time.Second, -1}, nil, nil,
			5 * time.Second, true},
		{"a clock that is fast", []string{"09:00:01 +0000", "09:00:30 +0000", "09:00:00 +0000"},
			[]time.Duration{-1, 30 * time.Second, -1}, []time.Duration{29 * time.Second, 0, 0}, nil, time.Second, true},
		{"one without a time", []string{"09:00:09 +0000", "", "09:00:00 +0000"}, []time.Duration{9 * time.Second, -1, -1},
			nil, []int{1, 0, 0}, 9 * time.Second, true},
		{"the oldest without", []string{"09:00:09 +0000", ""}, []time.Duration{-1, -1}, nil, nil, 0, false},
		{"backwards", []string{"09:00:00 +0000", "09:00:09 +0000"}, []time.Duration{-1, -1},
			[]time.Duration{9 * time.Second, 0}, nil, -9 * time.Second, false},
	}
	for _, c := range cases {
		text := ""
		for _, clock := range c.clocks {
			text += at(clock)
		}
		m := read(t, text)
		for i, h := range m.Hops {
			if h.Delayed != (c.delays[i] >= 0) || h.Delayed && h.Delay != c.delays[i] ||
				c.skews != nil && h.Skew != c.skews[i] || c.over != nil && h.Over != c.over[i] {
				t.Errorf("%s, hop %d: %v %v, skew %v, over %d", c.name, i, h.Delay, h.Delayed, h.Skew, h.Over)
			}
		}
		if took, ok := m.Total(); ok != c.known || ok && took != c.total {
			t.Errorf("%s: %v %v in all", c.name, took, ok)
		}
	}
}
