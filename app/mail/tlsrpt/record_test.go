package tlsrpt

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"handrail/app"
)

// R27 and R28 are the rules of RFC 8460 section 3 for the record.
func TestParseRecord(t *testing.T) {
	for _, c := range []struct {
		name, txt string
		rua       []string // nil means that the record is refused
		ext       []Pair
	}{
		{"R27 plain", "v=TLSRPTv1; rua=mailto:a@b.example", []string{"mailto:a@b.example"}, nil},
		{"R27 final semicolon", "v=TLSRPTv1;rua=mailto:a@b.example;", []string{"mailto:a@b.example"}, nil},
		{"R27 version in small letters", "v=tlsrptv1; rua=mailto:a@b.example", nil, nil},
		{"R27 version not first", "rua=mailto:a@b.example; v=TLSRPTv1", nil, nil},
		{"R27 version only", "v=TLSRPTv1;", nil, nil},
		{"R27 empty field", "v=TLSRPTv1;;rua=mailto:a@b.example", nil, nil},
		{"R27 unknown field", "v=TLSRPTv1; rua=mailto:a@b.example; x = y", []string{"mailto:a@b.example"},
			[]Pair{{"x", "y"}}},
		{"R27 unknown field before rua", "v=TLSRPTv1; x=y; rua=mailto:a@b.example", []string{"mailto:a@b.example"},
			[]Pair{{"x", "y"}}},
		{"R27 unknown field with blank inside", "v=TLSRPTv1; rua=mailto:a@b.example; x=a b", nil, nil},
		{"R28 no rua", "v=TLSRPTv1; x=y", nil, nil},
		{"R28 rua empty", "v=TLSRPTv1; rua=", nil, nil},
		{"R28 RUA in capitals is another field", "v=TLSRPTv1; RUA=mailto:a@b.example", nil, nil},
		{"R28 https", "v=TLSRPTv1; rua=https://r.example/v1?a=b", []string{"https://r.example/v1?a=b"}, nil},
		{"R28 two, blanks around the comma", "v=TLSRPTv1; rua=mailto:a@b.example , https://r.example/",
			[]string{"mailto:a@b.example", "https://r.example/"}, nil},
		{"R28 two rua fields", "v=TLSRPTv1; rua=mailto:a@b.example; rua=mailto:c@d.example",
			[]string{"mailto:a@b.example", "mailto:c@d.example"}, nil},
		{"R28 empty between commas", "v=TLSRPTv1; rua=mailto:a@b.example,,mailto:c@d.example", nil, nil},
		{"R28 no scheme", "v=TLSRPTv1; rua=a@b.example", nil, nil},
		{"R28 mailto without @", "v=TLSRPTv1; rua=mailto:b.example", nil, nil},
		{"R28 http only", "v=TLSRPTv1; rua=http://r.example/", nil, nil},
		{"R28 another scheme beside a good one", "v=TLSRPTv1; rua=ftp://r.example/,mailto:a@b.example",
			[]string{"mailto:a@b.example"}, nil},
		{"R28 exclamation mark (DMARC's size)", "v=TLSRPTv1; rua=mailto:a@b.example!10m", nil, nil},
		{"R28 percent-encoded", "v=TLSRPTv1; rua=mailto:a%2Cb%21@c.example", []string{"mailto:a%2Cb%21@c.example"},
			nil},
		{"R28 blank inside an address", "v=TLSRPTv1; rua=mailto:a b@c.example", nil, nil},
		{"R29 another domain", "v=TLSRPTv1; rua=mailto:a@elsewhere.example", []string{"mailto:a@elsewhere.example"},
			nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := ParseRecord(c.txt)
			if c.rua == nil {
				var s *SyntaxError
				if !errors.As(err, &s) || s.Rule != "RFC 8460 section 3" || s.Msg == "" {
					t.Fatalf("got %+v, %v; want it refused", r, err)
				}
				return
			}
			if err != nil || !slices.Equal(r.RUA, c.rua) || !reflect.DeepEqual(r.Extensions, c.ext) {
				t.Fatalf("got %+v, %v", r, err)
			}
		})
	}
}

func TestSelect(t *testing.T) {
	good := "v=TLSRPTv1; rua=mailto:a@b.example"
	for _, c := range []struct {
		name  string
		txts  []string
		state string
		told  bool
	}{
		{"R27 none", nil, Absent, false},
		{"R27 one among others", []string{"v=spf1 -all", good}, Valid, false},
		{"R27 two", []string{good, good}, Several, false},
		{"R27 small letters are passed over, and told", []string{strings.ToLower(good)}, Invalid, true},
		{"R27 wrong", []string{"v=TLSRPTv1; rua=b.example"}, Invalid, true},
	} {
		if s := Select(c.txts); s.State != c.state || (s.Err != nil) != c.told ||
			(s.Record != nil) != (c.state == Valid) {
			t.Errorf("%s: got %+v", c.name, s)
		}
	}
}

func TestSlipsAreRepaired(t *testing.T) {
	const right = "v=TLSRPTv1; rua=mailto:a@b.example"
	for _, text := range []string{
		"v=TLSRPTv1, rua=mailto:a@b.example", "v=TLSRPT1; rua=mailto:a@b.example;",
		"v=TLS-RPTv1; rua=mailto:a@b.example",
		"V=TLSRPTV1; rua=MAILTO:a@b.example", "v:TLSRPTv1; rua:mailto:a@b.example",
		`"v=TLSRPTv1; rua=mailto:a@b.example"`, `v=TLSRPTv1\; rua=mailto:a@b.example`,
		"v=TLSRPTv1; rua=a@b.example", "v=TLSRPTv1; rua= mailto:a@b.example", "v=TLSRPTv1 rua=mailto:a@b.example",
		"v=TLSRPTv1; RUA=mailto:a@b.example", "v=TLSRPTv1; ruf=mailto:a@b.example",
		"v=TLSRPTv1; rua=mailto://a@b.example",
		"v=TLSRPTv1; rua=mailto:a@b.example!10m", "rua=mailto:a@b.example; v=TLSRPTv1",
		`_smtp._tls 3600 IN TXT "v=TLSRPTv1; rua=mailto:a@b.example"`,
	} {
		if s := Select([]string{text}); s.State != Invalid || s.Fixed != right || s.Err == nil {
			t.Errorf("%q: %s, fixed %q, %v", text, s.State, s.Fixed, s.Err)
		}
	}
	if s := Select([]string{"v=TLSRPTv1 ; rua=mailto:a@b.example"}); s.State != Valid {
		t.Errorf("a blank before the semicolon: %+v", s)
	}
	if s := Select([]string{"v=TLSRPTv1; rua=mailto:a@b,example"}); s.State != Invalid || s.Fixed != "" {
		t.Errorf("a comma in the domain: %+v", s)
	}
	for _, text := range []string{"v=STSv1; id=1;", "v=spf1 -all", "v=TLSRPTv2; rua=mailto:a@b.example"} {
		if s := Select([]string{text}); s.State != Absent {
			t.Errorf("%q: %+v", text, s)
		}
	}
}

func TestCleanRUA(t *testing.T) {
	for text, want := range map[string]string{
		"tls@northgate.example":                "mailto:tls@northgate.example",
		" MAILTO:tls@Northgate.Example ":       "mailto:tls@northgate.example",
		"<tls+reports@northgate.example>":      "mailto:tls+reports@northgate.example",
		"a!b@northgate.example":                "mailto:a%21b@northgate.example",
		"50%@northgate.example":                "mailto:50%25@northgate.example",
		"o'neil@bücher.example":                "mailto:o'neil@xn--bcher-kva.example",
		"":                                     "",
		"northgate.example":                    "",
		"@northgate.example":                   "",
		"a@b.example, c@d.example":             "",
		"a@b@c.example":                        "",
		"https://reports.example/":             "",
		"a b@c.example":                        "",
		"ä@c.example":                          "",
		".a@c.example":                         "",
		"a@localhost":                          "",
		"a@192.0.2.1":                          "",
		strings.Repeat("a", 65) + "@c.example": "",
	} {
		got, err := CleanRUA(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("CleanRUA(%q) = %q, %v; want %q", text, got, err, want)
			continue
		}
		if message, hint := app.UserMessage(err); err != nil && (message == "" || hint == "") {
			t.Errorf("CleanRUA(%q): no words", text)
		}
		if want == "" {
			continue
		}
		r, err := ParseRecord(Record{RUA: []string{got}}.String())
		if err != nil || !slices.Equal(r.RUA, []string{got}) || r.Raw != "v=TLSRPTv1; rua="+got {
			t.Errorf("the record with %q is read as %+v, %v", got, r, err)
		}
	}
}

func FuzzParseRecord(f *testing.F) {
	for _, s := range []string{"v=TLSRPTv1; rua=mailto:a@b.example",
		"v=TLSRPTv1; rua=https://r.example/,ftp://x/; a = b", "v=TLSRPTv1;", "v=TLSRPTv1; rua=mailto:a%zz@b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, txt string) {
		r, err := ParseRecord(txt)
		if err != nil {
			return
		}
		again, err := ParseRecord(r.String())
		if err != nil || !slices.Equal(again.RUA, r.RUA) || !slices.Equal(again.Unsupported, r.Unsupported) ||
			!reflect.DeepEqual(again.Extensions, r.Extensions) {
			t.Fatalf("%q became %q: %+v, %v", txt, r.String(), again, err)
		}
	})
}

func FuzzCleanRUA(f *testing.F) {
	f.Add("tls@northgate.example")
	f.Add("mailto:a%b!@x.example")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := CleanRUA(text)
		if err != nil {
			return
		}
		r, err := ParseRecord(Record{RUA: []string{got}}.String())
		if err != nil || !slices.Equal(r.RUA, []string{got}) {
			t.Fatalf("%q gave %q, which is read as %+v, %v", text, got, r, err)
		}
	})
}
