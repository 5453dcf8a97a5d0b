package connector

import (
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
	"handrail/app/powershell"
)

// read returns what an export as text says.
func read(t testing.TB, text string) Export {
	t.Helper()
	rows, err := powershell.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return Read(rows)
}

// example returns an export of the examples by others.
func example(t testing.TB, path ...string) Export {
	t.Helper()
	return read(t, string(file(t, filepath.Join(append([]string{shared.Folder(t, "samples")}, path...)...))))
}

// Case 4-08: the same two connectors in each form; what a form lost is said, with the command.
func TestForms(t *testing.T) {
	forms := func(name string) Export { return example(t, "admin", "exchange", "forms", name) }
	want := forms("connectors.pwsh7.utf8.json")
	if len(want.Inbound) != 2 || want.InboundAsked != AskedAll || want.DomainsAsked != AskedNot {
		t.Fatalf("%+v", want)
	}
	filter, hybrid := want.Inbound[0], want.Inbound[1]
	if filter.Type != Partner || filter.Enabled != Yes || filter.CertificateName != (Text{"", powershell.Null}) ||
		!reflect.DeepEqual(filter.SenderIPs.Values, []string{"203.0.113.0/24", "198.51.100.7"}) ||
		!reflect.DeepEqual(filter.SenderDomains.Values, []string{"*"}) || filter.RestrictToIPs != Yes ||
		!reflect.DeepEqual(filter.SkipUsers.Values, []string{"pilot@contoso.example"}) {
		t.Errorf("%+v", filter)
	}
	if hybrid.Type != OnPremises || hybrid.CertificateName.Value != "*.contoso.example" || hybrid.CloudMail != Yes ||
		!hybrid.SkipIPs.None() || hybrid.SkipLastIP != No || hybrid.Source != "HybridWizard" ||
		hybrid.Changed.IsZero() {
		t.Errorf("%+v", hybrid)
	}
	for _, name := range []string{"connectors.ps51.utf16le-bom.json", "connectors.export-clixml.xml",
		"connectors.format-list.txt"} {
		got := forms(name)
		if len(got.Inbound) != 2 {
			t.Fatalf("%s: %+v", name, got)
		}
		for i := range got.Inbound {
			if a, b := plain(got.Inbound[i]), plain(want.Inbound[i]); !reflect.DeepEqual(a, b) {
				t.Errorf("%s: %+v\nwant %+v", name, a, b)
			}
		}
	}
	if one := forms("connectors.single-object.json"); len(one.Inbound) != 1 {
		t.Errorf("one object: %+v", one)
	}
	lost := forms("connectors.export-csv.typename-loss.csv")
	if c := lost.Inbound[0]; len(lost.Inbound) != 2 || c.SkipIPs.Known() || c.SkipIPs.Values != nil ||
		c.SenderIPs.State != powershell.Part || c.Enabled != Yes {
		t.Errorf("a list that Export-Csv lost: %+v", c)
	}
	if text := names(lost.Lost); text != "SenderIPAddresses SenderDomains AssociatedAcceptedDomains EFSkipIPs EFUsers" {
		t.Errorf("lost: %s", text)
	}
	for _, l := range lost.Lost {
		if l.Cut != powershell.CutType || !strings.Contains(l.Command, "Get-InboundConnector") {
			t.Errorf("%+v", l)
		}
	}
}

// plain is a connector without how the form wrote that there is nothing.
func plain(c Inbound) Inbound {
	for _, l := range []*List{&c.SenderIPs, &c.SenderDomains, &c.ForDomains, &c.SkipIPs, &c.SkipUsers} {
		if l.None() {
			l.State = powershell.Empty
		}
	}
	if c.CertificateName.Known() && c.CertificateName.Value == "" {
		c.CertificateName.State = powershell.Empty
	}
	return c
}

func names(all []powershell.Loss) string {
	var out []string
	for _, l := range all {
		out = append(out, l.Name)
	}
	return strings.Join(out, " ")
}

// A list that ends in dots is lost, not shorter.
func TestDots(t *testing.T) {
	e := read(t, "Name : A\nEnabled : True\nSenderIPAddresses : {192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4…}\n"+
		"TlsSenderCertificateName : \n")
	if c := e.Inbound[0]; c.SenderIPs.Known() || c.SenderIPs.Values != nil || !c.CertificateName.Known() {
		t.Errorf("%+v", c)
	}
	if c := e.Inbound[0]; c.SkipIPs.State != powershell.Absent || c.SkipIPs.None() || c.RequireTLS != Unread ||
		c.Type != TypeUnread {
		t.Errorf("absent is not none: %+v", c)
	}
}

func TestAsked(t *testing.T) {
	const one = `{"Name":"A","Enabled":true,"SenderIPAddresses":[]}`
	for name, c := range map[string]struct {
		text string
		want Asked
	}{
		"nothing":        {"[]", AskedNot},
		"one":            {one, AskedAll},
		"none, told":     {`{"AskedCommand":"Get-InboundConnector","AskedCount":0}`, AskedAll},
		"another, told":  {`{"AskedCommand":"Get-AcceptedDomain","AskedCount":0}`, AskedNot},
		"one of two":     {"[" + one + `,{"AskedCommand":"Get-InboundConnector","AskedCount":2}]`, AskedPart},
		"count not told": {`{"AskedCommand":"Get-InboundConnector","AskedCount":null}`, AskedNot},
	} {
		if got := read(t, c.text).InboundAsked; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// The real exports of others.
func TestRealExports(t *testing.T) {
	e := example(t, "exo", "connectors", "get-inboundconnector-live-2026-07-23.json")
	if len(e.Inbound) != 2 || len(e.Lost) != 0 || e.Unread != 0 {
		t.Fatalf("%+v", e)
	}
	if a, b := e.Inbound[0], e.Inbound[1]; a.Enabled != No || a.CertificateName.Value != "*.rob-knight.com" ||
		b.CertificateName.Known() == false || b.CertificateName.Value != "" || len(b.SenderIPs.Values) != 1 {
		t.Errorf("%+v", e.Inbound)
	}
	out := example(t, "admin", "exchange", "connectors", "outbound.live-2026-07.json")
	if len(out.Outbound) != 1 || out.Outbound[0].ByRule != Yes || !out.Outbound[0].Domains.None() ||
		out.Outbound[0].SmartHosts.Values[0] != "smtp-relay.gmail.com" || len(out.Inbound) != 0 {
		t.Errorf("%+v", out)
	}
	domains := example(t, "admin", "exchange", "accepted-domains.live.json")
	if domains.DomainsAsked != AskedAll || domains.Unread != 0 || domains.Domains[1].Name != "example.com" ||
		domains.Domains[1].Default != Yes || domains.Domains[1].Subdomains != No {
		t.Errorf("%+v", domains)
	}
	org := example(t, "admin", "exchange", "organization-config.live.json")
	if org.Organisation.RejectDirectSend != Unread || org.Unread != 0 {
		t.Errorf("a setting that the export does not have: %+v", org.Organisation)
	}
	if rules := example(t, "admin", "exchange", "transport-rules.live.json"); len(rules.Inbound) != 0 {
		t.Errorf("%+v", rules)
	}
	for _, c := range example(t, "exo", "connectors", "get-inboundconnector-gateway-subset.json").Inbound {
		if c.Name == "" {
			t.Errorf("%+v", c)
		}
	}
}

// More connectors than any organisation has are not taken for all.
func TestTooMany(t *testing.T) {
	var rows []string
	for i := range MaxConnectors + 1 {
		rows = append(rows, own("A"+strconv.Itoa(i), "*.x.example", ""))
	}
	e := read(t, all(rows...))
	if len(e.Inbound) != MaxConnectors || e.InboundAsked != AskedPart || len(e.Lints(No)) != mostPairs {
		t.Errorf("%d connectors, %s, %d lints", len(e.Inbound), e.InboundAsked, len(e.Lints(No)))
	}
}

// FuzzExport: what is not known is neither a match nor none.
func FuzzExport(f *testing.F) {
	f.Add(own("A", "*.x.example", ""), "mail.x.example", "203.0.113.5")
	f.Add(partner("B", "a.*.example", `,"SenderIPAddresses":["203.0.113.0/24","::/0","1.2.3.4-1.2.3.9"]`),
		"*.x.example", "::1")
	f.Add("Name : A\nEnabled : True\nSenderIPAddresses : {192.0.2.1, 192.0.2.4…}\n", "", "")
	f.Add(v2, "x.example", "198.51.100.7")
	f.Fuzz(func(t *testing.T, text, name, address string) {
		rows, err := powershell.Read([]byte(text))
		if err != nil || len(rows) > 100 {
			return
		}
		e := Read(rows)
		s := Source{Names: []string{name}}
		s.Addr, _ = netip.ParseAddr(address)
		candidates := e.Candidates(s)
		for _, c := range Certain(candidates) {
			if len(c.Why) > 0 || c.Enabled != Yes || c.Type == TypeUnread || c.By == ByAddress && !s.Addr.IsValid() {
				t.Errorf("%+v", c)
			}
		}
		Compare(candidates)
		e.Lints(Yes)
		e.ReadTrace(rows)
		e.Tenant(s)
		for _, sender := range ParseSenders(text) {
			if fate := e.Fate(sender); e.InboundAsked != AskedAll && fate.DirectSend == Refused {
				t.Errorf("%+v", fate)
			}
		}
		for i := range e.Inbound {
			for _, l := range []List{e.Inbound[i].SkipIPs, e.Inbound[i].SenderIPs, e.Inbound[i].SenderDomains} {
				if !l.Known() && l.Values != nil {
					t.Errorf("a lost list has values: %+v", l)
				}
			}
		}
	})
}

func TestSettings(t *testing.T) {
	e := read(t, `[{"RejectDirectSend":true},{"SmtpClientAuthenticationDisabled":false},
		{"SmtpClientAuthenticationDisabled":true,"PrimarySmtpAddress":"scan@example.org"}]`)
	if e.Organisation != (Organisation{Yes, No}) {
		t.Errorf("%+v", e.Organisation)
	}
}

func file(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestTheSameRowsTwice: rows that an export has twice are one connector and one domain; of two
// that differ, it is not known which is old.
func TestTheSameRowsTwice(t *testing.T) {
	a := own("A", "mail.x.example", "")
	e := read(t, all(a, accepted, a, accepted))
	if len(e.Inbound) != 1 || len(e.Domains) != 1 || len(e.Lints(No)) != 0 {
		t.Errorf("%+v", e)
	}
	if e = read(t, all(a, own("A", "other.x.example", ""))); len(e.Inbound) != 2 {
		t.Errorf("%+v", e.Inbound)
	}
}
