package guide

import (
	"strings"
	"testing"
	"time"

	mdns "github.com/miekg/dns"
)

func TestZoneLinesSayWhatIsShown(t *testing.T) {
	long := strings.Repeat("a", 254) + "é" + strings.Repeat(`"\;`, 120)
	records := []Record{
		TXTRecord("_mta-sts.example.org", "example.org", "v=STSv1; id=20261122T120000Z;"),
		TXTRecord("long.example.org", "example.org", long), TXTRecord("example.org", "example.org", ""),
		CNAMERecord("mta-sts.example.org", "example.org", "your-account.github.io"),
	}
	for _, r := range records {
		rr, err := mdns.NewRR(r.Zone)
		if err != nil || rr == nil {
			t.Errorf("not a zone line: %s: %v", r.Zone, err)
			continue
		}
		if got := rr.Header(); got.Name != r.Name+"." || time.Duration(got.Ttl)*time.Second != r.TTL {
			t.Errorf("%s names %s for %d seconds", r.Zone, got.Name, got.Ttl)
		}
		if r.Host != "@" && r.Host+".example.org" != r.Name {
			t.Errorf("%s is typed as %q", r.Name, r.Host)
		}
		switch rr := rr.(type) {
		case *mdns.TXT:
			if got := wire(t, rr); got != r.Value {
				t.Errorf("%s: a server would say %q, shown is %q", r.Name, got, r.Value)
			}
		case *mdns.CNAME:
			if rr.Target != r.Value+"." {
				t.Errorf("%s leads to %s, shown is %s", r.Name, rr.Target, r.Value)
			}
		default:
			t.Errorf("unexpected record %s", r.Zone)
		}
	}
}

// wire returns the text of a TXT record as it goes over the network, and fails
// where one of its strings is too long.
func wire(t *testing.T, rr *mdns.TXT) string {
	t.Helper()
	buf := make([]byte, 4096)
	n, err := mdns.PackRR(rr, buf, 0, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	head := len(rr.Hdr.Name) + 1 + 10
	var text strings.Builder
	for i := head; i < n; {
		size := int(buf[i])
		text.Write(buf[i+1 : i+1+size])
		i += 1 + size
	}
	return text.String()
}
