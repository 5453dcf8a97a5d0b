package connectors

import (
	"errors"
	"strings"
	"testing"

	"handrail/app/task"
)

// TestOffIsNamed: the fix of a server whose connector is off is to turn it on, not to give
// it another name; and a fact is in words.
func TestOffIsNamed(t *testing.T) {
	d := without()
	v := visit(askExport, `[{"Name":"Relay","Enabled":false,"ConnectorType":"OnPremises","RequireTls":true,`+
		`"TlsSenderCertificateName":"mail.contoso.example","SenderIPAddresses":[],"SenderDomains":["smtp:*;1"]}]`,
		askCertificate, "mail.contoso.example")
	doc, err := d.lookMatch(t.Context(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	told := false
	for _, f := range doc.Findings() {
		told = told || f.Code == "no-match" && strings.HasPrefix(f.Do, "Turn on Relay") &&
			strings.Contains(f.Text, "is off")
	}
	if !told || doc.Facts()["which"] != "none" {
		t.Errorf("%+v", doc.Findings())
	}
}

// TestALostValueIsNotFine: where values of the connectors are missing, it is neither known
// that nothing is wrong nor how many of them are on.
func TestALostValueIsNotFine(t *testing.T) {
	v := visit(askExport, `[{"Name":"P","Enabled":"Wahr","ConnectorType":"Partner","SenderIPAddresses":[]}]`)
	doc, err := without().lookCertificates(t.Context(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	if f := doc.Facts(); f["faults"] != "unknown" || f["inbound-on"] != "unknown" || f["inbound"] != "1" {
		t.Errorf("%v", f)
	}
}

// TestATraceFromTheCloud: email from Microsoft’s own servers is left open, and where Direct
// Send is off already, nothing is said to begin later.
func TestATraceFromTheCloud(t *testing.T) {
	v := visit(askExport, `[{"Name":"P","Identity":"P","Enabled":true,"ConnectorType":"Partner","SenderIPAddresses":[],`+
		`"TlsSenderCertificateName":null},{"DomainName":"x.example","DomainType":"Authoritative","Default":true},`+
		`{"RejectDirectSend":true,"IsDehydrated":false}]`, askTrace,
		"SenderAddress,RecipientAddress,Status,FromIP\nscan@x.example,a@x.example,Delivered,192.0.2.9\n"+
			"me@x.example,a@x.example,Delivered,40.107.1.2\n")
	doc, err := without().lookRefused(t.Context(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, f := range doc.Findings() {
		titles = append(titles, f.Title)
	}
	all := strings.Join(titles, "\n")
	if f := doc.Facts(); f["candidates"] != "1" || f["senders-open"] != "1" || strings.Contains(all, "once Direct Send") ||
		!strings.Contains(all, "scan@x.example from 192.0.2.9 may be refused, because Direct Send is off") {
		t.Errorf("%v\n%s", f, all)
	}
}

// TestNoneOfWhatIsNotKnown: where the trace is not read, or a message of it cannot be judged, no one is not said.
func TestNoneOfWhatIsNotKnown(t *testing.T) {
	const named = "Scanner;scan@contoso.example;203.0.113.5;direct"
	for name, trace := range map[string]string{
		"not a trace":  "<<<",
		"no addresses": `[{"SenderAddress":"web@contoso.example","Received":"2026-11-20T08:00:00Z"}]`,
	} {
		d := without()
		doc, err := d.lookRefused(t.Context(), visit(askExport, byAddr, askSenders, named, askTrace, trace), nil)
		if err != nil {
			t.Fatal(err)
		}
		if f := doc.Facts(); f["candidates"] != "unknown" || f["refused"] != "unknown" || f["spared"] != "1" ||
			f["addresses"] != "unknown" {
			t.Errorf("%s: %v %s", name, f, codes(doc))
		}
	}
	d, _, _ := traced(errors.New("no connection"))
	doc, err := d.lookRefused(t.Context(), visit(askExport, byAddr, askTraceFrom, traceMicrosoft, askSenders, named),
		func(task.Progress) {})
	if f := doc.Facts(); err != nil || f["candidates"] != "unknown" || f["refused"] != "unknown" {
		t.Errorf("%v, %v", f, err)
	}
}
