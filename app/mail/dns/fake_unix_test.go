//go:build !windows

package dns

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestFake(t *testing.T) {
	f := Fake{
		Zone: Zone{
			"northgate.example":     {{Type: MX, Host: "mx.northgate.example", Pref: 10}},
			"a.b.northgate.example": {{Type: A, Addr: netip.MustParseAddr("192.0.2.1")}},
			"alias.example":         {{Type: CNAME, Host: "a.b.northgate.example"}},
			"x.example":             {{Type: CNAME, Host: "y.example"}},
			"y.example":             {{Type: CNAME, Host: "x.example"}},
		},
		Fail:      map[string]Kind{"slow.example": Timeout, "northgate.example TXT": ServFail},
		Authentic: []string{"northgate.example"},
	}
	for _, c := range []struct {
		name   string
		t      Type
		status Status
		kind   Kind
		signed bool
	}{
		{"northgate.example", MX, Found, "", true},
		{"northgate.example", A, NoData, "", true},
		{"northgate.example", TXT, "", ServFail, false},
		{"b.northgate.example", A, NoData, "", true}, // RFC 8020: something lies below it
		{"c.northgate.example", A, NXDomain, "", true},
		{"alias.example", A, Found, "", false},
		{"slow.example", A, "", Timeout, false},
		{"x.example", A, "", Loop, false},
	} {
		a, err := f.Lookup(context.Background(), c.name, c.t)
		var e *Error
		errors.As(err, &e)
		if a.Status != c.status || a.Authentic != c.signed || (e != nil) != (c.kind != "") || e != nil &&
			e.Kind != c.kind {
			t.Errorf("%s %s: %+v, %v", c.name, c.t, a, err)
		}
	}
}

func TestFromFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "resolv.conf")
	if err := os.WriteFile(path, []byte("# here\nnameserver 192.0.2.53\nnameserver 2001:db8::53\nsearch example\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := fromFile(path); err != nil || !slices.Equal(got, []string{"192.0.2.53:53", "[2001:db8::53]:53"}) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := fromFile(path + ".none"); err == nil {
		t.Error("a missing file gave servers")
	}
}
