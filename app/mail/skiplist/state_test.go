package skiplist

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
	"handrail/app/mail/connector"
	"handrail/app/mail/header"
	"handrail/app/powershell"
)

// inbound returns the first connector of an export.
func inbound(t *testing.T, text string) *connector.Export {
	t.Helper()
	rows, err := powershell.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	e := connector.Read(rows)
	return &e
}

const front = `"Enabled":true,"ConnectorType":"Partner","SenderDomains":["smtp:*;1"],"Name":"F","Identity":"F",`

// 3-02, 3-06, 3-07 and their neighbours: the state of a connector and of the organisation.
func TestState(t *testing.T) {
	for _, c := range []struct {
		name, text string
		front      Front
		want       State
		ignored    bool
	}{
		{"3-02", `{` + front + `"EFSkipLastIP":true,"EFSkipIPs":["203.0.113.0/24"],"EFUsers":[]}`, AtFilter, On, true},
		{"3-06", `{"AskedCommand":"Get-InboundConnector","AskedCount":0}`, AtMicrosoft, NotNeeded, false},
		{"3-06, not asked", `[]`, AtMicrosoft, NotNeeded, false},
		{"3-06, off", `{` + front + `"EFSkipLastIP":false,"EFSkipIPs":[],"EFUsers":[]}`, AtMicrosoft, NotNeeded, false},
		{"3-07", `{` + front + `"EFSkipLastIP":false,"EFSkipIPs":["203.0.113.0/24"],"EFUsers":["a@contoso.example"]}`,
			AtFilter, Pilot, false},
		{"3-07, test mode", `{` + front + `"EFSkipLastIP":false,"EFSkipIPs":["203.0.113.0/24"],` +
			`"EFUsers":["a@contoso.example"],"EFTestMode":true}`, AtFilter, Pilot, false},
		{"off", `{` + front + `"EFSkipLastIP":false,"EFSkipIPs":[],"EFUsers":[]}`, AtFilter, Off, false},
		{"test mode alone", `{` + front + `"EFSkipLastIP":false,"EFSkipIPs":[],"EFTestMode":true}`, AtFilter, Off,
			false},
		{"the list was lost", `{` + front + `"EFSkipLastIP":false,"EFSkipIPs":"System.Object[]"}`, AtFilter,
			StateUnknown,
			false},
		{"no names", `{` + front + `"SenderIPAddresses":[]}`, AtFilter, StateUnknown, false},
		{"people lost", `{` + front + `"EFSkipLastIP":true,"EFSkipIPs":[]}`, AtFilter, StateUnknown, false},
		{"no connector", `{"AskedCommand":"Get-InboundConnector","AskedCount":0}`, AtFilter, NoConnector, false},
		{"not asked", `[]`, AtFilter, StateUnknown, false},
		{"disabled", `{"Enabled":false,"EFSkipLastIP":true,"EFSkipIPs":[],"EFUsers":[]}`, AtFilter, NoConnector, false},
		{"no DNS", `{` + front + `"EFSkipLastIP":false,"EFSkipIPs":[],"EFUsers":[]}`, FrontUnknown, StateUnknown,
			false},
		{"no email", `[]`, AtNone, NotNeeded, false},
	} {
		e := inbound(t, c.text)
		if got := Overall(e, c.front); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if len(e.Inbound) > 0 && ListIgnored(&e.Inbound[0]) != c.ignored {
			t.Errorf("%s: ignored", c.name)
		}
	}
}

// 3-04 and 3-05, and what is not known.
func TestCovers(t *testing.T) {
	rows, err := powershell.Read([]byte(`[{"DisplayName":"Anna","PrimarySmtpAddress":"anna@contoso.example",` +
		`"EmailAddresses":["SMTP:Anna@contoso.example","SIP:anna@contoso.example","smtp:a.b@contoso.example"],` +
		`"ExternalEmailAddress":"SMTP:anna@contoso.mail.onmicrosoft.com"},` +
		`{"DisplayName":"Ben","PrimarySmtpAddress":"ben@contoso.example",` +
		`"EmailAddresses":["SMTP:ben@contoso.example"],` +
		`"ExternalEmailAddress":null},` +
		`{"DisplayName":"Cem","PrimarySmtpAddress":"cem@contoso.example",` +
		`"EmailAddresses":"SMTP:cem@contoso.example"}]`))
	if err != nil {
		t.Fatal(err)
	}
	people := People(rows)
	if len(people) != 3 || people[0].Target != "anna@contoso.mail.onmicrosoft.com" {
		t.Fatalf("%+v", people)
	}
	for _, c := range []struct {
		who     int
		users   string
		want    connector.Answer
		missing string
	}{
		{0, "anna@contoso.example a.b@contoso.example", connector.No, "anna@contoso.mail.onmicrosoft.com"},
		{0, "anna@contoso.example anna@contoso.mail.onmicrosoft.com", connector.No, "a.b@contoso.example"},
		{0, "ANNA@contoso.example a.b@contoso.example anna@contoso.mail.onmicrosoft.com", connector.Yes, ""},
		{0, "", connector.Yes, ""},
		{1, "ben@contoso.example", connector.Yes, ""},
		{2, "cem@contoso.example", connector.Unread, ""}, // the target address is not in the export
		{2, "ben@contoso.example", connector.No, "cem@contoso.example"},
	} {
		got, missing := Covers(strings.Fields(c.users), &people[c.who])
		if got != c.want || strings.Join(missing, " ") != c.missing {
			t.Errorf("%+v: %s %v", c, got, missing)
		}
	}
	m, err := header.Read([]byte(chain("198.51.100.20", "mx.other.example")))
	if err != nil {
		t.Fatal(err)
	}
	if got, missing := CoversEmail([]string{"anna@contoso.example"}, m); got != connector.No ||
		!slices.Equal(missing, []string{"ben@contoso.example"}) {
		t.Errorf("3-05: %s %v", got, missing)
	}
	if got, _ := CoversEmail([]string{"ben@contoso.example", "anna@contoso.example"}, m); got != connector.Yes {
		t.Errorf("both: %s", got)
	}
	if got, _ := CoversEmail([]string{"a@b.example"}, &header.Message{}); got != connector.Unread {
		t.Errorf("no recipients: %s", got)
	}
}

func TestRules(t *testing.T) {
	for text, want := range map[string]connector.Answer{
		`{"Name":"A","State":"Enabled","Priority":0,"SetSCL":"-1"}`:                connector.Yes,
		`{"Name":"A","State":"Enabled","Priority":0,"SetSCL":-1,"Mode":"Enforce"}`: connector.Yes,
		`{"Name":"A","State":"Enabled","Priority":0,"SetSCL":-1,"Mode":"Audit"}`:   connector.No,
		`{"Name":"A","State":"Disabled","Priority":0,"SetSCL":"-1"}`:               connector.No,
		`{"Name":"A","State":"Enabled","Priority":0,"SetSCL":"6"}`:                 connector.No,
		`{"Name":"A","State":"Enabled","Priority":0,"SetSCL":null}`:                connector.No,
		`{"Name":"A","State":"Enabled","Priority":0}`:                              connector.Unread,
		`{"Name":"A","State":2,"Priority":0,"SetSCL":"-1"}`:                        connector.Unread,
		`{"AskedCommand":"Get-TransportRule","AskedCount":0}`:                      connector.No,
		`{"AskedCommand":"Get-TransportRule","AskedCount":2}`:                      connector.Unread,
		`[]`: connector.Unread,
	} {
		rows, err := powershell.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		r := ReadRules(rows)
		if got := r.Defeated(); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
	path := filepath.Join(shared.Folder(t, "samples"), "admin/exchange/transport-rules.live.json")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := powershell.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if r := ReadRules(rows); r.Count == 0 || r.Defeated() != connector.Unread || len(r.Lost) != 1 {
		t.Errorf("an export without SetSCL: %+v", r)
	}
}

// 3-08 and its neighbours.
func TestDecide(t *testing.T) {
	two := "Received: from out1.mailfilter.example (203.0.113.24) by DB1.mail.protection.outlook.com with X\n" +
		"Received: from DB2.outbound.protection.outlook.com (40.93.85.5) by out1.mailfilter.example with X\n" +
		"Received: from smtp.sender.example (198.51.100.9) by DB2.mail.protection.outlook.com with X\n"
	m, err := header.Read([]byte(two))
	if err != nil {
		t.Fatal(err)
	}
	one, err := header.Read([]byte(chain("198.51.100.20", "mx.other.example")))
	if err != nil {
		t.Fatal(err)
	}
	const yes, no, unknown = connector.Yes, connector.No, connector.Unread
	for _, c := range []struct {
		name      string
		front     Front
		back, own connector.Answer
		m         *header.Message
		none      bool
		want      Route
		why       Because
	}{
		{"3-08", AtMicrosoft, unknown, unknown, m, false, Loop, BecauseHeader},
		{"3-08, said no", AtMicrosoft, no, no, m, false, Loop, BecauseHeader},
		{"said yes", AtFilter, yes, no, one, false, Loop, BecauseAnswer},
		{"a line", AtFilter, no, no, one, false, Line, BecauseMX},
		{"own servers", AtFilter, no, yes, nil, false, LineOwn, BecauseMX},
		{"whose first time?", AtFilter, unknown, no, m, false, RouteUnknown, BecauseTwoTimes},
		{"the sender’s", AtFilter, no, no, m, false, Line, BecauseMX},
		{"3-06", AtMicrosoft, unknown, unknown, nil, true, Direct, BecauseNoWay},
		{"direct", AtMicrosoft, no, no, one, false, Direct, BecauseMX},
		{"nothing known", AtMicrosoft, unknown, no, nil, false, RouteUnknown, BecauseNoAnswer},
		{"no DNS", FrontUnknown, no, no, one, false, RouteUnknown, BecauseNoDNS},
		{"both", AtBoth, no, no, nil, false, RouteUnknown, BecauseMixed},
		{"no email", AtNone, no, no, nil, false, NoEmail, BecauseMX},
	} {
		if got, why := Decide(c.front, c.back, c.own, c.m, c.none); got != c.want || why != c.why {
			t.Errorf("%s: %s %s", c.name, got, why)
		}
	}
	for hosts, want := range map[string]Front{"a.mail.protection.outlook.com": AtMicrosoft,
		"A.o-v1.MX.microsoft.": AtMicrosoft, "mx.mailfilter.example": AtFilter, "": AtNone,
		"a.mail.protection.outlook.com mx.mailfilter.example": AtBoth,
		"mail.protection.outlook.com.evil.example":            AtFilter,
		"evilmx.microsoft": AtFilter} {
		if got := FrontOf(strings.Fields(hosts), true); got != want {
			t.Errorf("%s: %s", hosts, got)
		}
	}
	if FrontOf(nil, false) != FrontUnknown {
		t.Error("no answer is none")
	}
}

// The commands have each value in a literal of its own, and the way back is what was there.
func TestCommands(t *testing.T) {
	e := inbound(t, `{"Name":"F","Identity":"It’s","Enabled":true,"EFSkipLastIP":true,"EFSkipIPs":["192.0.2.1"],`+
		`"EFUsers":["old@contoso.example"]}`)
	c, exact, err := Change{"It’s", false, []string{"203.0.113.0/24", "198.51.100.7"}, []string{"a@contoso.example"}}.
		Commands(&e.Inbound[0])
	if err != nil || !exact {
		t.Fatal(exact, err)
	}
	if !strings.Contains(c.Look.Text, "-WhatIf") || strings.Contains(c.Change.Text, "-WhatIf") ||
		!strings.Contains(c.Look.Text, "Get-InboundConnector -Identity $Connector") {
		t.Errorf("%s\n%s", c.Look.Text, c.Change.Text)
	}
	if want := []string{"It’s", "203.0.113.0/24", "198.51.100.7", "a@contoso.example"}; !slices.Equal(c.Change.Values,
		want) {
		t.Errorf("%q", c.Change.Values)
	}
	if want := []string{"It’s", "192.0.2.1", "old@contoso.example"}; !slices.Equal(c.Undo.Values, want) ||
		!strings.Contains(c.Undo.Text, "-EFSkipLastIP $true") {
		t.Errorf("%s", c.Undo.Text)
	}
	all, exact, err := Change{Connector: "F", Last: true}.Commands(&connector.Inbound{})
	if err != nil || exact || !strings.Contains(all.Change.Text,
		"-EFSkipLastIP $true -EFSkipIPs $null -EFUsers $null") ||
		!strings.Contains(all.Undo.Text, "-EFSkipLastIP $false -EFSkipIPs $null -EFUsers $null") {
		t.Error(all.Change.Text, all.Undo.Text, exact, err)
	}
	for _, bad := range []Change{{Connector: "F"}, {Last: true}, {Connector: "a\nb", Last: true}} {
		if _, _, err := bad.Commands(nil); err == nil {
			t.Errorf("%+v is accepted", bad)
		}
	}
	for _, b := range []powershell.Block{c.Look, c.Change, c.Undo, all.Change} {
		for _, name := range []string{"CloudServicesMailEnabled", "EFTestMode", "EFSkipMailGateway"} {
			if strings.Contains(b.Text, name) {
				t.Errorf("%s sets %s", b.Text, name)
			}
		}
	}
}
