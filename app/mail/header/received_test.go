package header

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"Tue, 24 Nov 2026 09:02:56 +0000 (UTC)":   "2026-11-24T09:02:56Z",
		"24 Nov 2026 09:02:56 -0500":              "2026-11-24T14:02:56Z",
		"Tue, 24 Nov 2026 09:02:56.250 +0100":     "2026-11-24T08:02:56.25Z",
		"2018-04-22 02:54:17.028704749 +0000 UTC": "2018-04-22T02:54:17.028704749Z",
		"2026-11-24T09:02:56Z":                    "2026-11-24T09:02:56Z",
		"Tue, 24 Nov 2026 09:02:56 PST":           "2026-11-24T17:02:56Z",
		"Tue, 24 Nov 2026 09:02:56":               "2026-11-24T09:02:56Z zone assumed",
		"Tue, 24 Nov 2026 09:02:56 XYZ":           "2026-11-24T09:02:56Z zone assumed",
		"22 Apr 2018":                             "2018-04-22T00:00:00Z zone assumed",
		"Tue, 24 Nov 26 09:02 +0000":              "2026-11-24T09:02:00Z",
		"Tue, 24 Nov 2626 09:02:55 +0000":         "",
		"yesterday":                               "", "": "", strings.Repeat("9", 500): "",
		"Fri, 20 Apr 2018 17:51:19 -0400 (envelope-from <a@b.example>)": "2018-04-20T21:51:19Z",
	} {
		at, noZone := readDate(text)
		got := ""
		if !at.IsZero() {
			got = at.Format(time.RFC3339Nano)
		}
		if noZone {
			got += " zone assumed"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestSendersOfAHop(t *testing.T) {
	for value, want := range map[string][3]string{
		"from a.example (b.example [192.0.2.1]) by c":                     {"a.example", "b.example", "192.0.2.1"},
		"from a.example (192.0.2.1) by c":                                 {"a.example", "", "192.0.2.1"},
		"from [192.168.1.5] (home.example [192.0.2.1]) by c":              {"[192.168.1.5]", "home.example", "192.0.2.1"},
		"from [192.0.2.1] (helo=a.example) by c":                          {"a.example", "", "192.0.2.1"},
		"from unknown (HELO a.example) (192.0.2.1) by c":                  {"a.example", "", "192.0.2.1"},
		"from a ([IPv6:2001:db8::1]) by c":                                {"a", "", "2001:db8::1"},
		"from a ([fe80::1%5]) by c":                                       {"a", "", "fe80::1"},
		"from a (::ffff:192.0.2.1) by c":                                  {"a", "", "192.0.2.1"},
		"from a (unknown [192.0.2.1]) by c":                               {"a", "", "192.0.2.1"},
		"from a.example by c":                                             {"a.example", "", ""},
		"from by (192.0.2.1) by c":                                        {"by", "", "192.0.2.1"},
		"by c with SMTP":                                                  {"", "", ""},
		"from a.example (b.example. [192.0.2.1]) (Authenticated) by c":    {"a.example", "b.example", "192.0.2.1"},
		"from a.example (not an address) by c":                            {"a.example", "", ""},
		"from a (b.example [192.0.2.1] (may be forged)) by c (192.0.2.2)": {"a", "b.example", "192.0.2.1"},
	} {
		h := readReceived(value)
		addr := ""
		if h.Addr.IsValid() {
			addr = h.Addr.String()
		}
		if got := [3]string{h.Name, h.PTR, addr}; got != want {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
	}
}

func TestEncryption(t *testing.T) {
	for value, want := range map[string]TLS{
		"from a by b with ESMTPS":                       {Encrypted, "", ""},
		"from a by b with ESMTP":                        {Plaintext, "", ""},
		"from a by b with SMTP":                         {Plaintext, "", ""},
		"from a by b with Microsoft SMTP Server id 15":  {NotWritten, "", ""},
		"from a (127.0.0.1) by b with SMTP":             {Local, "", ""},
		"from a (::1) by b (::1) with mapi":             {Local, "", ""},
		"from a by b with X (TLS12) via SMTP":           {Encrypted, "1.2", ""},
		"from a by b with X (version=TLS1_0, cipher=Y)": {Encrypted, "1.0", "Y"},
		"from a (using SSLv3 with cipher Y) by b":       {Encrypted, "SSL3", "Y"},
		"from a (using TLSv1 with cipher Y) by b":       {Encrypted, "1", "Y"},
		"from a by b": {NotWritten, "", ""},
	} {
		got := readReceived(value).TLS
		if got != want {
			t.Errorf("%s: %+v, want %+v", value, got, want)
		}
		if old := slices.Contains([]string{"1.0", "1", "SSL3"}, want.Version); got.Old() != old {
			t.Errorf("%s: old %v", value, got.Old())
		}
	}
}

// TestAZoneWithoutMeaningMeasuresNothing: CET is two zones in the world, so such a time shows
// neither a wait nor a wrong clock.
func TestAZoneWithoutMeaningMeasuresNothing(t *testing.T) {
	for zone, want := range map[string]bool{"CET": false, "+0100": true} {
		m := read(t, "Received: from b by c; Tue, 24 Nov 2026 09:02:05 +0000\n"+
			"Received: from a by b; Tue, 24 Nov 2026 10:02:03 "+zone+"\n")
		_, known := m.Total()
		if m.Skewed() || m.Hops[0].Delayed != want || known != want || m.Hops[1].NoZone == want {
			t.Errorf("%s: %+v", zone, m.Hops)
		}
	}
}
