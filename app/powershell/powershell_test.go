package powershell

import (
	"strings"
	"testing"

	"handrail/app"
)

func TestQuote(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "''",
		"plain":                     "'plain'",
		"O'Brien":                   "'O''Brien'",
		"O\u2019Brien":              "'O\u2019\u2019Brien'",
		"\u2018a\u201Ab\u201Bc":     "'\u2018\u2018a\u201A\u201Ab\u201B\u201Bc'",
		"$(Remove-Item *) `n \"x\"": "'$(Remove-Item *) `n \"x\"'",
		"'); Remove-Item *; #>":     "'''); Remove-Item *; #>'",
		"\u201Cdouble\u201D":        "'\u201Cdouble\u201D'",
		"\u202Etxt.exe":             "'\u202Etxt.exe'",
		"-Verb":                     "'-Verb'",
	} {
		got, err := Quote(text)
		if err != nil || got != want {
			t.Errorf("Quote(%q) = %s, %v; want %s", text, got, err, want)
		}
		if back, ok := Unquote(got); !ok || back != text {
			t.Errorf("%s reads as %q, %v", got, back, ok)
		}
	}
	for _, text := range []string{"a\nb", "a\r", "\x00", "a\tb", "\x1b[0m", "\u0085", "\u2028", "\u2029", "\xff",
		"\uFEFFa", "\u009b"} {
		if got, err := Quote(text); app.CodeOf(err) != app.Invalid {
			t.Errorf("Quote(%q) = %s, %v; want it refused", text, got, err)
		}
	}
	for _, text := range []string{"", " ", "\u00a0", "\u200b", "\u202e\u202c"} {
		if got, err := QuoteIdentity(text); app.CodeOf(err) != app.Invalid {
			t.Errorf("QuoteIdentity(%q) = %s, %v; want it refused", text, got, err)
		}
	}
}

func TestUnquoteRefusesWhatEndsEarly(t *testing.T) {
	for _, literal := range []string{"", "'", "a", "'a", "a'", "'a'b'", "'a\u2019b'", "'a'''b'", "\"a\""} {
		if got, ok := Unquote(literal); ok {
			t.Errorf("%s reads as %q", literal, got)
		}
	}
}

func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "O’Brien", "'); $(x) #>", "\u202eabc", "a\nb", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		literal, err := Quote(text)
		if err != nil {
			return
		}
		if strings.ContainsAny(literal, "\n\r\x00") {
			t.Fatalf("%q has a line end", literal)
		}
		if back, ok := Unquote(literal); !ok || back != text {
			t.Fatalf("%q reads as %q, %v", literal, back, ok)
		}
	})
}

func TestScript(t *testing.T) {
	s := Script{
		Synopsis: []string{"Says hello."}, Modules: []string{"ExchangeOnlineManagement"},
		Params: []Param{{Name: "Id", Values: []string{"it's"}},
			{Name: "People", Values: []string{"a", "‘b’"}, List: true}, {Name: "Nobody", List: true},
			{Name: "Note", Values: []string{""}, Text: true}},
		Body: "Write-Output $Id\r\n",
	}
	want := strings.ReplaceAll(`#Requires -Version 5.1
#Requires -Modules ExchangeOnlineManagement
# Says hello.

[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $Id = 'it''s',
    [string[]] $People = @(
        'a',
        '‘‘b’’'
    ),
    [string[]] $Nobody = @(),
    [string] $Note = ''
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

Write-Output $Id
`, "\n", "\r\n")
	got, err := s.File()
	if err != nil || string(got) != "\uFEFF"+want {
		t.Errorf("%v\n%s", err, got)
	}
	for name, spoil := range map[string]func(*Script){
		"an empty id":           func(s *Script) { s.Params = []Param{{Name: "Id", Values: []string{""}}} },
		"an empty id in a list": func(s *Script) { s.Params = []Param{{Name: "Id", Values: []string{"a", " "}, List: true}} },
		"a line end":            func(s *Script) { s.Params = []Param{{Name: "Id", Values: []string{"a\nb"}}} },
		"two values for one":    func(s *Script) { s.Params = []Param{{Name: "Id", Values: []string{"a", "b"}}} },
		"a bad name":            func(s *Script) { s.Params = []Param{{Name: "Id; rm", Values: []string{"a"}}} },
		"a bad module":          func(s *Script) { s.Modules = []string{"a b"} },
		"a comment that ends":   func(s *Script) { s.Synopsis = []string{"#> rm"} },
		"a comment of lines":    func(s *Script) { s.Synopsis = []string{"a\nb"} },
	} {
		bad := s
		spoil(&bad)
		if _, err := bad.Text(); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
