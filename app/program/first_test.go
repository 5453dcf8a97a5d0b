package program

import (
	"testing"
	"time"

	"handrail/app"
	"handrail/app/recommend"
)

// TestFirstCheck: a domain or an email address is enough for three guides; a domain that does not exist is not called
// silent or fine; and what is no domain is told as such.
func TestFirstCheck(t *testing.T) {
	p, err := Open(t.Context(), Flags{Data: t.TempDir(), Sample: true}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	for _, typed := range []string{"northgate.example", " Ada.B@Northgate.example ", "Ada B <ada.b@northgate.example>"} {
		seen, err := p.FirstCheck(t.Context(), typed, nil)
		if err != nil || seen.Domain != "northgate.example" || seen.Gone || seen.Silent {
			t.Fatalf("%q: %+v, %v", typed, seen, err)
		}
		got := recommend.Guides(time.Date(2026, 11, 25, 16, 0, 0, 0, time.UTC), seen)
		if len(got) != 3 || got[0].Guide != "mfa-methods" || got[1].Guide != "mail-health" || got[2].Guide != "mta-sts" {
			t.Errorf("%q: %+v", typed, got)
		}
	}
	if seen, err := p.FirstCheck(t.Context(), "nothgate.northgate.example", nil); err != nil || !seen.Gone {
		t.Errorf("a name that does not exist: %+v, %v", seen, err)
	}
	for _, typed := range []string{"", "northgate", "a@", "two words.example", "www.northgate.example"} {
		if _, err := p.FirstCheck(t.Context(), typed, nil); app.CodeOf(err) != app.Invalid {
			t.Errorf("%q: %v", typed, err)
		}
	}
}
