package program

import (
	"testing"

	"handrail/app/guide"
	"handrail/app/mail/tlsreport"
)

// TestTheSampleIsFilled: the page about mail delivery has reports of youth.northgate.example from the first start, the
// domain need not be typed, and a second start adds nothing.
func TestTheSampleIsFilled(t *testing.T) {
	data, before := t.TempDir(), 0
	for start := range 2 {
		p, err := Open(t.Context(), Flags{Data: data, Sample: true}, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := p.Tenant.Organisations(t.Context()); err != nil { // waits until the sample is read
			t.Fatal(err)
		}
		rows, err := p.Store.TLSReports(t.Context(), tlsreport.Filter{}, 0, 1000)
		if err != nil || len(rows) < 20 || start > 0 && len(rows) != before {
			t.Errorf("start %d: %d reports, before %d, %v", start, len(rows), before, err)
		}
		before = len(rows)
		kept, err := p.Store.Settings(t.Context())
		if err != nil || kept[guide.DomainSetting] != "northgate.example" {
			t.Errorf("the domain is %q, %v", kept[guide.DomainSetting], err)
		}
		p.Close()
	}
}
