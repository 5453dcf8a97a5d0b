package spf

import (
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"

	"handrail/app/mail/dns"
)

// FuzzParse: nothing breaks the reader, and no record that it accepts is one in which
// the library finds an error of grammar.
func FuzzParse(f *testing.F) {
	for _, c := range records {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Parse(text)
		Select([]string{text, " " + text})
		if err != nil || strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c > '~' }) {
			return
		}
		again, err := Parse(r.Raw)
		if err != nil || len(again.Terms) != len(r.Terms) {
			t.Fatalf("%q reads as %+v, then %+v, %v", text, r, again, err)
		}
		w := dns.Fake{Zone: dns.Zone{"checked.example": txt(text)}}
		_, err = spf.CheckHostWithSender(stranger, "x.invalid", "a@checked.example", spf.WithResolver(adapter{w}),
			spf.OverrideLookupLimit(1000), spf.OverrideVoidLookupLimit(1000))
		switch err {
		case spf.ErrUnknownField, spf.ErrInvalidIP, spf.ErrInvalidMask:
			t.Fatalf("%q is accepted here, and the library says: %v", text, err)
		}
	})
}
