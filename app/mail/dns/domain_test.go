package dns

import (
	"strings"
	"testing"

	"handrail/app"
)

func TestCleanDomain(t *testing.T) {
	for text, want := range map[string]Domain{
		"northgate.example":               {"northgate.example", "northgate.example"},
		" NorthGate.Example. ":            {"northgate.example", "northgate.example"},
		"\u200bnorthgate.example\u00a0":   {"northgate.example", "northgate.example"},
		"bücher.example":                  {"xn--bcher-kva.example", "bücher.example"},
		"xn--bcher-kva.example":           {"xn--bcher-kva.example", "bücher.example"},
		"例え.テスト":                          {"xn--r8jz45g.xn--zckzah", "例え.テスト"},
		"a.b.c.northgate.example":         {"a.b.c.northgate.example", "a.b.c.northgate.example"},
		"1und1.de":                        {"1und1.de", "1und1.de"},
		strings.Repeat("a", 63) + ".test": {strings.Repeat("a", 63) + ".test", strings.Repeat("a", 63) + ".test"},
	} {
		if got, err := CleanDomain(text); err != nil || got != want {
			t.Errorf("CleanDomain(%q) = %+v, %v; want %+v", text, got, err, want)
		}
	}
	said := map[string]string{}
	for _, c := range []struct{ name, text, words, hint string }{
		{"empty", "  ", "You have not entered a domain", ""},
		{"300 characters", strings.Repeat("abcdefghi.", 30), "253", ""},
		{"10,000 characters", strings.Repeat("a", 10000), "253", ""},
		{"long label", strings.Repeat("a", 64) + ".example", "63", ""},
		{"emoji", "💩.example", "symbols", ""},
		{"emoji with selector", "☕️.example", "symbols", ""},
		{"IPv4", "192.0.2.1", "address of a computer", ""},
		{"IPv6", "[2001:db8::1]", "address of a computer", ""},
		{"nearly IPv4", "1.2.3.400", "numbers", ""},
		{"web address", "https://www.northgate.example/contact", "web address", "Did you mean northgate.example?"},
		{"web address without scheme", "northgate.example/contact", "web address", "Did you mean northgate.example?"},
		{"mail address", "Anna <anna@northgate.example>", "mail address", "Did you mean northgate.example?"},
		{"mail address, odd", "anna@", "mail address", ""},
		{"one word", "northgate", "only one word", ""},
		{"two domains", "a.example, b.example", "more than one", "Did you mean a.example?"},
		{"blank inside", "north gate.example", "no spaces", "Did you mean northgate.example?"},
		{"port", "northgate.example:443", "colon", "Did you mean northgate.example?"},
		{"star", "*.northgate.example", "star", "Did you mean northgate.example?"},
		{"star inside", "mail.*.northgate.example", "star", "Did you mean northgate.example?"},
		{"question mark", "northgate.example?a=b", "web address", "Did you mean northgate.example?"},
		{"backslash", `north\gate`, "web address", ""},
		{"record name", "_mta-sts.northgate.example", "underscore", "Did you mean northgate.example?"},
		{"two dots", "northgate..example", "one dot", "Did you mean northgate.example?"},
		{"dot in front", ".northgate.example", "one dot", "Did you mean northgate.example?"},
		{"dots only", "...", "one dot", ""},
		{"hyphen in front", "-northgate.example", "hyphen", ""},
		{"quotation mark", `"northgate.example"`, "character", ""},
		{"not UTF-8", "north\xffgate.example", "damaged", ""},
		{"broken A-label", "xn--zzzzzz-.example", "hyphen", ""},
		{"mixed directions", "a\u05d0b1.example", "rules for domain names", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := CleanDomain(c.text)
			message, hint := app.UserMessage(err)
			if err == nil || !strings.Contains(message, c.words) || app.CodeOf(err) != app.Invalid {
				t.Fatalf("CleanDomain(%q) = %+v, %v; want words on %q", c.text, got, err, c.words)
			}
			if hint == "" || c.hint != "" && hint != c.hint {
				t.Errorf("hint %q, want %q", hint, c.hint)
			}
			said[message] = c.name
		})
	}
}

func FuzzCleanDomain(f *testing.F) {
	for _, s := range []string{"northgate.example", "https://a.b/c", "x@y.z", "bücher.example", "💩.example", "..",
		"xn--a.b", "a:b", "_x.y.z", strings.Repeat("a@", 50)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := CleanDomain(text)
		if err != nil {
			if message, hint := app.UserMessage(err); message == "" || hint == "" || app.CodeOf(err) != app.Invalid {
				t.Fatalf("%q: no words in %v", text, err)
			}
			return
		}
		if _, err := askable(d.ASCII, MX); err != nil || d.ASCII != strings.ToLower(d.ASCII) ||
			!strings.Contains(d.ASCII, ".") {
			t.Fatalf("%q gave %q, which cannot be asked for: %v", text, d.ASCII, err)
		}
		if again, err := CleanDomain(d.ASCII); err != nil || again != d {
			t.Fatalf("%q gave %+v and then %+v, %v", text, d, again, err)
		}
	})
}

func TestParseServer(t *testing.T) {
	for text, want := range map[string]string{
		"1.1.1.1": "1.1.1.1:53", "[::1]:5353": "[::1]:5353", "::1": "[::1]:53", "[::1]": "[::1]:53",
		"localhost:53": "localhost:53", "Dns.Example": "dns.example:53", " 127.0.0.1:5300 ": "127.0.0.1:5300",
		"": "", "1.1.1.300": "", "1.1.1.1:0": "", "1.1.1.1:99999": "", "a b": "", "https://dns.example": "",
		"x:y:z": "", ":53": "",
	} {
		got, err := ParseServer(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("ParseServer(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
}
