package connectors

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/mail/connector"
)

// Who takes email first is asked of DNS, for the accepted domains, where the person leaves it
// to DNS; an answer of the person is not asked again. What was not read is not a no.
func TestDNSSaysWhoComesFirst(t *testing.T) {
	const microsoft, filter = "contoso-example.mail.protection.outlook.com", "mx.filter.example"
	const first, other = "contoso.example", "fabrikam.example"
	type answers map[string][]string
	ours := `{"DomainName":"contoso.onmicrosoft.com","DomainType":"Authoritative"}`
	second := `{"DomainName":"fabrikam.example","DomainType":"Authoritative"}`
	one := own("A", "*.contoso.example", `,"RestrictDomainsToCertificate":true`)
	const asked3 = `{"AskedCommand":"Get-AcceptedDomain","AskedCount":3}`
	all, part := rows(asked3, accepted, second, ours, one), rows(asked3, accepted, one)
	for name, c := range map[string]struct {
		said, export string
		mx           answers
		front, asked string
		code         string
		bypass       bool
	}{
		"4-07, by DNS": {"dns", all, answers{first: {filter}}, "filter", "1", "front-filter", true},
		"4-07, said":   {"filter", all, nil, "filter", "0", "", true},
		"one of two":   {"dns", all, answers{first: {microsoft}, other: {filter}}, "filter", "2", "front-filter", true},
		"none":         {"dns", all, answers{first: {microsoft}, other: {}}, "exchange", "2", "", false},
		"no email":     {"dns", all, answers{first: {}, other: {}}, "unknown", "2", "", false},
		"both": {"dns", all, answers{first: {filter, microsoft}, other: {microsoft}}, "unknown", "2", "front-mixed",
			false},
		"no answer":    {"dns", all, answers{first: {microsoft}}, "unknown", "2", "front-unread", false},
		"no domains":   {"dns", rows(one), nil, "unknown", "0", "domains-missing", false},
		"some domains": {"dns", part, answers{first: {microsoft}}, "unknown", "1", "domains-part", false},
		"no export":    {"dns", "", nil, "unknown", "0", "export-none", false},
	} {
		d, asked := without(), 0
		d.Mail.Receivers = func(_ context.Context, domain string) ([]string, error) {
			asked++
			hosts, ok := c.mx[domain]
			if !ok {
				return nil, errors.New("no answer")
			}
			return hosts, nil
		}
		v := visit(askExport, c.export, askCertificate, "mail.contoso.example", askFront, c.said)
		doc, err := d.lookCertificates(context.Background(), v, nil)
		if err != nil {
			t.Fatal(err)
		}
		found := codes(doc)
		if doc.Facts()["front"] != c.front || (c.code != "" && !strings.Contains(found, " "+c.code+" ")) ||
			strconv.Itoa(asked) != c.asked ||
			strings.Contains(found, " "+string(connector.Bypass)+" ") != c.bypass {
			t.Errorf("%s: front %s, asked %d, %s", name, doc.Facts()["front"], asked, found)
		}
		v.Outcomes[stepCertificates] = guide.Outcome{Facts: doc.Facts()}
		if later := frontNames[front(v)]; later != c.front {
			t.Errorf("%s: later steps take %s", name, later)
		}
	}
}
