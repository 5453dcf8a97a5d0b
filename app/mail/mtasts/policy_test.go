package mtasts

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"handrail/app"
)

const good = "version: STSv1\r\nmode: testing\r\nmx: *.mail.protection.outlook.com\r\nmax_age: 86400\r\n"

// R15–R18 are the rules of RFC 8461 section 3.2 for the policy's text.
func TestParsePolicy(t *testing.T) {
	lf := strings.ReplaceAll(good, "\r\n", "\n")
	with := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	for _, c := range []struct {
		name, body string
		codes      []string // deviations; {"!"} means refused
		near       string
	}{
		{"R15 CRLF", good, nil, ""},
		{"R15 LF", lf, []string{LFOnly}, ""},
		{"R15 mixed", strings.Replace(lf, "\n", "\r\n", 1), []string{MixedLineEnds}, ""},
		{"R15 last line end is optional", strings.TrimSuffix(good, "\r\n"), nil, ""},
		{"R15 no blank behind the colon", with(": t", ":t"), []string{OddSpacing}, ""},
		{"R15 tab behind the colon", with(": t", ":\tt"), []string{OddSpacing}, ""},
		{"R15 blanks at the end of a line", with("testing", "testing \t"), []string{TrailingSpace}, ""},
		{"R15 blank before the colon", with("mode:", "mode :"), []string{"!"}, "mode : testing"},
		{"R15 blank in front of a line", with("mode", " mode"), []string{"!"}, " mode"},
		{"R15 empty line", with("mode", "\r\nmode"), []string{"!"}, ""},
		{"R15 empty line at the end", good + "\r\n", []string{"!"}, ""},
		{"R15 no colon", with("mode: testing", "mode testing"), []string{"!"}, "mode testing"},
		{"R15 comment", "# policy\r\n" + good, []string{"!"}, "# policy"},
		{"R15 CR only", strings.ReplaceAll(good, "\r\n", "\r"), []string{"!"}, ""},
		{"R15 byte order mark", "\ufeff" + good, []string{"!"}, ""},
		{"R15 empty", "", []string{"!"}, ""},
		{"R16 version missing", with("version: STSv1\r\n", ""), []string{"!"}, ""},
		{"R16 version in small letters", with("STSv1", "stsv1"), []string{"!"}, "version: stsv1"},
		{"R16 version not first", "mode: none\r\nversion: STSv1\r\nmax_age: 86400\r\nmx: a.example\r\n",
			[]string{VersionNotFirst}, ""},
		{"R16 field name in capitals", with("mode", "Mode"), []string{"!"}, ""},
		{"R16 mode in capitals", with("testing", "Testing"), []string{"!"}, "mode: Testing"},
		{"R16 mode missing", with("mode: testing\r\n", ""), []string{"!"}, ""},
		{"R16 max_age missing", with("max_age: 86400\r\n", ""), []string{"!"}, ""},
		{"R16 max_age of zero", with("86400", "0"), []string{ShortAge, ZeroMaxAge}, ""},
		{"R16 max_age below a day", with("86400", "86399"), []string{ShortAge}, ""},
		{"R16 max_age the most", with("86400", "31557600"), nil, ""},
		{"R16 max_age one more", with("86400", "31557601"), []string{"!"}, "max_age: 31557601"},
		{"R16 max_age ten digits", with("86400", "0000086400"), nil, ""},
		{"R16 max_age eleven digits", with("86400", "00000086400"), []string{"!"}, ""},
		{"R16 max_age negative", with("86400", "-1"), []string{"!"}, ""},
		{"R16 max_age in words", with("86400", "1 day"), []string{"!"}, ""},
		{"R16 no mx", with("mx: *.mail.protection.outlook.com\r\n", ""), []string{"!"}, ""},
		{"R16 none without mx", "version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n", []string{NoneWithoutMX}, ""},
		{"R17 two stars", with("*.mail", "*.*.mail"), []string{"!"}, ""},
		{"R17 star inside a label", with("*.mail", "m*.mail"), []string{"!"}, ""},
		{"R17 star alone", with("*.mail.protection.outlook.com", "*"), []string{"!"}, ""},
		{"R17 final dot", with("outlook.com", "outlook.com."), []string{"!"}, ""},
		{"R17 U-label", with("outlook.com", "bücher.example"), []string{"!"}, ""},
		{"R17 A-label", with("outlook.com", "xn--bcher-kva.example"), nil, ""},
		{"R17 two on a line", with("outlook.com", "outlook.com, mx.example.org"), []string{"!"}, ""},
		{"R17 underscore", with("outlook.com", "out_look.com"), []string{"!"}, ""},
		{"R17 capitals", with("outlook.com", "Outlook.com"), []string{UpperCase}, ""},
		{"R17 address", with("*.mail.protection.outlook.com", "192.0.2.1"), []string{MXIsAddress}, ""},
		{"R17 address in brackets", with("*.mail.protection.outlook.com", "[192.0.2.1]"), []string{"!"}, ""},
		{"R17 mx empty", with(" *.mail.protection.outlook.com", ""), []string{"!"}, ""},
		{"R17 the same mx twice", with("max_age", "mx: *.mail.protection.outlook.com\r\nmax_age"),
			[]string{DuplicateMX}, ""},
		{"R18 unknown field", good + "x.y-z_1: über alles \u2713\r\n", []string{UnknownField}, ""},
		{"R18 mode twice, the first counts", good + "mode: enforce\r\n", []string{DuplicateField}, ""},
		{"R18 misspelt mx is an unknown field", with("mx:", "nmx:"), []string{"!"}, ""},
		{"R18 control character", good + "x: a\x01b\r\n", []string{"!"}, ""},
		{"R18 not UTF-8", good + "x: a\xff\r\n", []string{"!"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := ParsePolicy([]byte(c.body))
			if slices.Equal(c.codes, []string{"!"}) {
				var s *SyntaxError
				if !errors.As(err, &s) || s.Rule != "RFC 8461 section 3.2" || !strings.Contains(s.Near, c.near) {
					t.Fatalf("got %+v, %#v; want it refused at %q", p, err, c.near)
				}
				return
			}
			if err != nil || !slices.Equal(p.Deviations, c.codes) || string(p.Raw) != c.body {
				t.Fatalf("got %+v, %v; want deviations %v", p, err, c.codes)
			}
			if c.name[:3] != "R16" && p.Mode != Testing {
				t.Errorf("mode %s", p.Mode)
			}
		})
	}
}

// R20: a mail server must fit a pattern; R17: the star stands for exactly one label.
func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, host string
		want          bool
	}{
		{"mx.example.org", "mx.example.org", true},
		{"MX.example.org", "mx.EXAMPLE.org.", true},
		{"mx.example.org", "xmx.example.org", false},
		{"mx.example.org", "mx.example.org.evil.example", false},
		{"*.example.org", "mx.example.org", true},
		{"*.example.org", "m_x.example.org", true},
		{"*.example.org", "example.org", false},
		{"*.example.org", ".example.org", false},
		{"*.example.org", "a.b.example.org", false},
		{"*.example.org", "mx.example.org.evil.example", false},
		{"*.example.org", "mxexample.org", false},
		{"*.example.org", "*.example.org", false},
		{".example.org", "mx.example.org", false},
		{"mx.example.org.", "mx.example.org", false},
		{"*", "mx", false},
		{"*.", "mx.", false},
		{"", "", false},
		{"*.mx.microsoft", "northgate-example.o-v1.mx.microsoft", false},
		{"*.o-v1.mx.microsoft", "northgate-example.o-v1.mx.microsoft", true},
		{"*.mail.protection.outlook.com", "northgate-example.mail.protection.outlook.com", true},
		{"mail.protection.outlook.com", "northgate-example.mail.protection.outlook.com", false},
	} {
		if got := Match(c.pattern, c.host); got != c.want {
			t.Errorf("Match(%q, %q) = %v, want %v", c.pattern, c.host, got, c.want)
		}
	}
	p := Policy{MX: []string{"*.a.example", "mx.b.example"}}
	if !p.Covers("mx.b.example") || !p.Covers("1.a.example") || p.Covers("b.example") {
		t.Error("Covers does not look at every mx line")
	}
}

// The maker writes only what every known sender and checker takes.
func TestCheck(t *testing.T) {
	base := func() Policy { return Policy{Mode: Testing, MX: []string{"mx.example.org"}, MaxAge: 86400} }
	if err := Check(base()); err != nil {
		t.Fatalf("a good policy is refused: %v", err)
	}
	for name, change := range map[string]func(*Policy){
		"no mode":              func(p *Policy) { p.Mode = "" },
		"no mx":                func(p *Policy) { p.MX = nil },
		"no mx in mode none":   func(p *Policy) { p.Mode, p.MX = None, nil },
		"short max_age":        func(p *Policy) { p.MaxAge = 86399 },
		"long max_age":         func(p *Policy) { p.MaxAge = MaxAgeLimit + 1 },
		"capital letters":      func(p *Policy) { p.MX = []string{"MX.example.org"} },
		"twice":                func(p *Policy) { p.MX = append(p.MX, p.MX[0]) },
		"two stars":            func(p *Policy) { p.MX = []string{"*.*.example.org"} },
		"address":              func(p *Policy) { p.MX = []string{"192.0.2.1"} },
		"one word":             func(p *Policy) { p.MX = []string{"mx"} },
		"final dot":            func(p *Policy) { p.MX = []string{"mx.example.org."} },
		"star for two labels":  func(p *Policy) { p.MX = []string{"*.mx.microsoft"} },
		"outlook without star": func(p *Policy) { p.MX = []string{"mail.protection.outlook.com"} },
		"U-label":              func(p *Policy) { p.MX = []string{"bücher.example"} },
		"unknown field":        func(p *Policy) { p.Extensions = []Pair{{"a", "b"}} },
		"line break in a host": func(p *Policy) { p.MX = []string{"mx.example.org\r\nmode: none"} },
		"too large":            func(p *Policy) { p.MX = manyHosts(3000) },
	} {
		p := base()
		change(&p)
		message, hint := app.UserMessage(Check(p))
		if message == "" || hint == "" || strings.Contains(message, "internal error") {
			t.Errorf("%s: %q, %q; want words and a hint", name, message, hint)
		}
	}
}

func manyHosts(n int) (list []string) {
	for i := range n {
		list = append(list, strings.Repeat("a", 1+i%60)+string(rune('a'+i%26))+strings.Repeat("b", i/60)+".example.org")
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// What the maker writes has the strict common form, and comes back as it was.
func TestPolicyString(t *testing.T) {
	p := Policy{Mode: None, MX: []string{"mx1.example.org", "*.example.net"}, MaxAge: 86400}
	want := "version: STSv1\r\nmode: none\r\nmx: mx1.example.org\r\nmx: *.example.net\r\nmax_age: 86400\r\n"
	if got := p.String(); got != want {
		t.Fatalf("got %q", got)
	}
	back, err := ParsePolicy([]byte(p.String()))
	if err != nil || len(back.Deviations) > 0 {
		t.Fatalf("our own text deviates: %+v, %v", back, err)
	}
}

func FuzzParsePolicy(f *testing.F) {
	for _, s := range []string{good, strings.ReplaceAll(good, "\r\n", "\n"), good + "a: b\n",
		"version: STSv1\nmode: none\nmax_age: 1", "\ufeff" + good, "mx: *.*", good + "mode: x\r\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := ParsePolicy(body)
		if err != nil {
			var s *SyntaxError
			if !errors.As(err, &s) || s.Msg == "" || s.Offset < 0 || s.Offset > len(body) {
				t.Fatalf("no words or place in %#v", err)
			}
			return
		}
		back, err := ParsePolicy([]byte(p.String()))
		if err != nil || back.Mode != p.Mode || back.MaxAge != p.MaxAge || !slices.Equal(back.MX, p.MX) ||
			!reflect.DeepEqual(back.Extensions, p.Extensions) {
			t.Fatalf("%q became %q: %+v, %v", body, p.String(), back, err)
		}
	})
}

func BenchmarkParsePolicy(b *testing.B) {
	body := []byte(good)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParsePolicy(body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if !Match("*.mail.protection.outlook.com", "northgate-example.mail.protection.outlook.com") {
			b.Fatal("no match")
		}
	}
}

func TestMistypedLineIsShown(t *testing.T) {
	for body, near := range map[string]string{
		"version: STSv1\nmode: testing\nmxx: a.example\nmax_age: 86400\n":   "mxx: a.example",
		"version: STSv1\nmod: testing\nmx: a.example\nmax_age: 86400\n":     "mod: testing",
		"version: STSv1\nmode: testing\nmx: a.example\nmax-age: 86400\n":    "max-age: 86400",
		"verison: STSv1\nmode: testing\nmx: a.example\nmax_age: 86400\n":    "verison: STSv1",
		"version: STSv1\nmode: testing\nother: a.example\nmax_age: 86400\n": "",
	} {
		_, err := ParsePolicy([]byte(body))
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Near != near {
			t.Errorf("%q: %v, want the line %q", body, err, near)
		}
	}
}
