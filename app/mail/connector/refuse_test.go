package connector

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/powershell"
)

func TestParseSenders(t *testing.T) {
	got := ParseSenders("Scanner, office; scan@Contoso.example; 203.0.113.9; password\n\n" +
		"direct;198.51.100.0/28;web@contoso.example\nBoiler; Cellar\n; ;\n")
	if len(got) != 3 {
		t.Fatalf("%+v", got)
	}
	if s := got[0]; s.Name != "Scanner, office" || s.Address != "scan@contoso.example" || s.Way != Password ||
		!slices.Equal(s.Addrs, []string{"203.0.113.9"}) {
		t.Errorf("%+v", s)
	}
	if s := got[1]; s.Name != "web@contoso.example" || s.Way != Direct || s.Addrs[0] != "198.51.100.0/28" {
		t.Errorf("%+v", s)
	}
	if s := got[2]; s.Name != "Boiler, Cellar" || s.Way != WayUnread || s.Address != "" {
		t.Errorf("%+v", s)
	}
}

// What becomes of each sender. A trace proves nothing; what is not known is never spared.
func TestFate(t *testing.T) {
	relay := own("Relay", "", `,"SenderIPAddresses":["203.0.113.0/28"]`)
	lock := partner("Lock", "", `,"SenderIPAddresses":["192.0.2.0/24"],"RestrictDomainsToIPAddresses":true`)
	for name, c := range map[string]struct {
		rows, sender           string
		direct, password, lock Refusal
	}{
		"a lock without addresses": {partner("Lock", "", `,"SenderIPAddresses":null,"RestrictDomainsToIPAddresses":true`),
			"a;scan@contoso.example;198.51.100.7;direct", Refused, Spared, Open},
		"direct": {relay, "a;scan@contoso.example;198.51.100.7;direct", Refused, Spared, Spared},
		"held":   {relay, "a;scan@contoso.example;203.0.113.9;direct", Spared, Spared, Spared},
		"held in part": {relay, "a;scan@contoso.example;203.0.113.9;198.51.100.7;direct", Refused, Spared,
			Spared},
		"password":          {relay, "a;scan@contoso.example;198.51.100.7;password", Spared, Refused, Spared},
		"token":             {relay, "a;scan@contoso.example;198.51.100.7;oauth", Spared, Spared, Spared},
		"way not known":     {relay, "a;scan@contoso.example;198.51.100.7", Open, Open, Spared},
		"address not known": {relay, "a;scan@contoso.example;direct", Open, Spared, Spared},
		"sender not known":  {relay, "a;198.51.100.7;direct", Open, Spared, Spared},
		"another domain":    {relay, "a;x@fabrikam.example;198.51.100.7;direct", Spared, Spared, Spared},
		"by certificate": {own("C", "*.x.example", ""), "a;scan@contoso.example;198.51.100.7;connector", Open,
			Spared, Spared},
		"direct, all the same": {own("C", "*.x.example", ""), "a;scan@contoso.example;198.51.100.7;direct", Refused,
			Spared, Spared},
		"addresses lost": {own("C", "", `,"SenderIPAddresses":"System.Object[]"`),
			"a;scan@contoso.example;198.51.100.7;direct", Open, Spared, Spared},
		"no connectors read": {accepted, "a;scan@contoso.example;198.51.100.7;direct", Open, Spared, Spared},
		"locked":             {lock, "a;scan@contoso.example;198.51.100.7;direct", Refused, Spared, Refused},
		"within the lock":    {lock, "a;scan@contoso.example;192.0.2.7;direct", Spared, Spared, Spared},
		"two connectors":     {relay + "," + lock, "a;scan@contoso.example;203.0.113.9;direct", Spared, Spared, Open},
		"off": {strings.Replace(relay, "true", "false", 1),
			"a;scan@contoso.example;203.0.113.9;direct", Refused, Spared, Spared},
	} {
		e := read(t, all(accepted, c.rows))
		f := e.Fate(ParseSenders(c.sender)[0])
		if f.DirectSend != c.direct || f.Password != c.password || f.Lock != c.lock {
			t.Errorf("%s: %s %s %s, want %s %s %s", name, f.DirectSend, f.Password, f.Lock, c.direct, c.password, c.lock)
		}
	}
	e := read(t, all(accepted, relay, `{"SmtpClientAuthenticationDisabled":true}`))
	if f := e.Fate(ParseSenders("a;scan@contoso.example;password")[0]); f.Password != Open {
		t.Errorf("off for the organisation, perhaps on for the mailbox: %+v", f)
	}
}

const v2 = `[{"Received":"2026-11-20T09:00:00Z","SenderAddress":"Scan@contoso.example","RecipientAddress":"x@y.example",
"Status":"Delivered","FromIP":"198.51.100.7"},
{"Received":"2026-11-21T09:00:00Z","SenderAddress":"scan@contoso.example","FromIP":"198.51.100.7"},
{"Received":"2026-11-21T09:00:00Z","SenderAddress":"scan@contoso.example","FromIP":"203.0.113.9"},
{"Received":"2026-11-21T09:00:00Z","SenderAddress":"ann@contoso.example","FromIP":null},
{"Received":"2026-11-21T09:00:00Z","SenderAddress":"x@fabrikam.example","FromIP":"192.0.2.1"},
{"Received":"2026-11-21T09:00:00Z","SenderAddress":null,"FromIP":"192.0.2.1"}]`

func trace(t *testing.T, e Export, text string) Trace {
	t.Helper()
	rows, err := powershell.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return e.ReadTrace(rows)
}

func TestTrace(t *testing.T) {
	e := read(t, all(accepted, own("Relay", "", `,"SenderIPAddresses":["203.0.113.0/28"]`)))
	got := trace(t, e, v2)
	if got.Rows != 6 || got.Open != 1 || got.Foreign != 1 || len(got.Senders) != 2 || len(got.Lost) != 0 {
		t.Fatalf("%+v", got)
	}
	first := got.Senders[0]
	if first.Messages != 2 || first.Address != "scan@contoso.example" || first.Addrs[0] != "198.51.100.7" ||
		!first.Last.Equal(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", first)
	}
	if f := e.Fate(first); f.DirectSend != Maybe || f.Password != Open {
		t.Errorf("a candidate, not a verdict: %+v", f)
	}
	if f := e.Fate(got.Senders[1]); f.DirectSend != Spared || f.Holders[0] != "Relay" {
		t.Errorf("%+v", f)
	}
	byName := read(t, all(accepted, own("C", "*.x.example", "")))
	if f := byName.Fate(first); f.DirectSend != Open {
		t.Errorf("a connector may know it by its certificate: %+v", f)
	}
	graph := trace(t, e, `{"value":[{"senderAddress":"scan@contoso.example","fromIP":"198.51.100.7",`+
		`"receivedDateTime":"2026-11-20T09:00:00Z"}]}`)
	if graph.Rows != 1 || len(graph.Senders) != 1 || graph.Senders[0].Last.IsZero() {
		t.Errorf("%+v", graph)
	}
	table := trace(t, e, "origin_timestamp_utc,sender_address,recipient_status,original_client_ip,connector_id\n"+
		"2026-11-20T09:00:00Z,scan@contoso.example,a@b.example##Receive,198.51.100.7,Relay 2\n"+
		"2026-11-20T09:00:00Z,scan@contoso.example,a@b.example##Receive,,\n")
	if table.Rows != 2 || table.Open != 1 || len(table.Senders) != 1 ||
		e.Fate(table.Senders[0]).Holders[0] != "Relay 2" {
		t.Errorf("%+v", table)
	}
	if none := trace(t, read(t, "["+own("A", "", "")+"]"), v2); none.Open != 6 || len(none.Senders) != 0 {
		t.Errorf("without domains no one knows whose senders these are: %+v", none)
	}
	news := `{"SenderAddress":"news@contoso.example","FromIP":"198.51.100.7","MessageId":`
	if many := trace(t, e, "["+news+`"<1>"},`+news+`"<1>"},`+news+`"<2>"}]`); many.Rows != 2 ||
		many.Senders[0].Messages != 2 {
		t.Errorf("an email to several people counts once: %+v", many)
	}
	lost := `[{"SenderAddress":"a@contoso.example","FromIP":{"Address":"198.51…"}},
		{"SenderAddress":"ann@contoso.example","FromIP":""}]`
	if part := trace(t, e, lost); part.Open != 1 || part.Rows != 2 {
		t.Errorf("an address that was lost is not inside Exchange Online: %+v", part)
	}
	if cut := trace(t, e, `[{"SenderAddress":"scan@contoso.example"}]`); len(cut.Lost) != 1 || cut.Open != 1 {
		t.Errorf("%+v", cut)
	}
}

func TestRules(t *testing.T) {
	if PasswordOff().Format(time.DateOnly) != "2026-12-31" || narrowest() != 24 {
		t.Error(PasswordOff(), narrowest())
	}
	for name, r := range rules() {
		if _, err := time.Parse(time.DateOnly, r.AsOf); err != nil || r.Value == "" || r.Source == "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
}
