package connectors

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guides/services"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

var (
	ownTrace = tenant.TraceSection([]string{"contoso.example"})
	byAddr   = rows(accepted, own("Relay", "", `,"SenderIPAddresses":["203.0.113.5"]`))
)

// traced returns the guide in an organisation whose trace has some rows once Microsoft is asked; refused is how the
// asking ends, nil for well.
func traced(refused error, all ...string) (deps, *tenanttest.Organisation, *int) {
	o := &tenanttest.Organisation{At: now.Add(-time.Hour), Rows: map[string][]tenant.Row{},
		States: map[string]tenant.Status{}}
	asked := 0
	d := without()
	read := func(_ context.Context, domains []string, _ task.Report) error {
		asked++
		if refused == nil {
			o.At = now
			delete(o.Rows, tenant.TraceSection(domains))
			o.Add(tenant.TraceSection(domains), all...)
		}
		return refused
	}
	d.Tenant = services.Tenant{Connection: o, MessageTrace: read}
	return d, o, &asked
}

func lookTraced(t *testing.T, d deps, exported string) *report.Document {
	t.Helper()
	doc, err := d.lookRefused(t.Context(), visit(askExport, exported, askTraceFrom, traceMicrosoft),
		func(task.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func row(id, sender, from string, n int, last string) string {
	return `{"id":"` + id + `","senderAddress":"` + sender + `","fromIP":"` + from + `","messages":` +
		string(rune('0'+n)) + `,"last":"` + last + `"}`
}

// sent is what Microsoft has of four addresses, one of them twice.
var sent = []string{row("1", "web@contoso.example", "198.51.100.7", 3, "2026-09-01T08:00:00Z"),
	row("2", "shop@contoso.example", "198.51.100.7", 2, "2026-11-21T08:00:00Z"),
	row("3", "web@contoso.example", "198.51.100.7", 4, "2026-11-20T08:00:00Z"),
	row("4", "scan@contoso.example", "203.0.113.5", 5, "2026-11-20T08:00:00Z"),
	row("5", "ann@contoso.example", "", 9, "2026-11-20T08:00:00Z"), `{"id":"6","messages":8,"other":true}`}

// TestATraceFromMicrosoft: an address of no connector is a candidate, with its senders, its messages and its last day.
func TestATraceFromMicrosoft(t *testing.T) {
	d, _, asked := traced(nil, sent...)
	doc := lookTraced(t, d, byAddr)
	for fact, want := range map[string]string{"trace-source": "microsoft", "trace-messages": "31", "addresses": "2",
		"candidate-addresses": "1", "candidates": "2", "spared": "1", "refused": "0", "senders-open": "0",
		"trace-read": "2026-11-26T09:00:00Z"} {
		if got := doc.Facts()[fact]; got != want {
			t.Errorf("%s is %q, want %q", fact, got, want)
		}
	}
	var text string
	for _, f := range doc.Findings() {
		if f.Code == "refused-direct-send" {
			text += f.Subject + " " + f.Title + " " + f.Text
		}
	}
	if !strings.HasPrefix(text, "198.51.100.7 198.51.100.7 may be refused") || !strings.Contains(text, "9 messages") ||
		!strings.Contains(text, "web@contoso.example and shop@contoso.example") ||
		!strings.Contains(text, "21 November 2026") {
		t.Errorf("%q", text)
	}
	var first struct {
		Address    string    `json:"address"`
		Senders    []string  `json:"senders"`
		Messages   int       `json:"messages"`
		Last       time.Time `json:"last"`
		DirectSend string    `json:"directSend"`
	}
	for _, b := range doc.Blocks {
		if e, ok := b.(report.Entries); ok && e.Name == "addresses" {
			if err := json.Unmarshal(e.Items[0].Data, &first); err != nil {
				t.Fatal(err)
			}
		}
	}
	if first.Address != "198.51.100.7" || len(first.Senders) != 2 || first.Messages != 9 ||
		first.Last.Format(time.DateOnly) != "2026-11-21" || first.DirectSend != "candidate" {
		t.Errorf("%+v", first)
	}
	if lookTraced(t, d, byAddr); *asked != 1 {
		t.Errorf("Microsoft was asked %d times, though the trace is fresh", *asked)
	}
}

// TestAReadAndAnImportedTraceAreOne: the same emails lead to the same facts.
func TestAReadAndAnImportedTraceAreOne(t *testing.T) {
	d, _, _ := traced(nil, row("1", "web@contoso.example", "198.51.100.7", 2, "2026-11-20T08:00:00Z"),
		row("2", "scan@contoso.example", "203.0.113.5", 1, "2026-11-20T08:00:00Z"),
		row("3", "ann@contoso.example", "", 1, "2026-11-20T08:00:00Z"), `{"id":"4","messages":1,"other":true}`,
		row("5", "", "192.0.2.1", 1, "2026-11-20T08:00:00Z"))
	read := lookTraced(t, d, byAddr).Facts()
	imported := look(refused, visit(askExport, byAddr, askTrace, `[{"SenderAddress":"web@contoso.example",`+
		`"FromIP":"198.51.100.7"},{"SenderAddress":"Web@contoso.example","FromIP":"198.51.100.7"},`+
		`{"SenderAddress":"scan@contoso.example","FromIP":"203.0.113.5"},{"SenderAddress":"ann@contoso.example",`+
		`"FromIP":""},{"SenderAddress":"x@fabrikam.example","FromIP":"192.0.2.7"},`+
		`{"SenderAddress":null,"FromIP":"192.0.2.1"}]`)).Facts()
	for _, name := range []string{"trace-messages", "addresses", "candidate-addresses", "candidates", "spared", "senders",
		"senders-open", "refused", "password-senders"} {
		if read[name] != imported[name] || read[name] == "" {
			t.Errorf("%s: read %q, imported %q", name, read[name], imported[name])
		}
	}
}

// TestACertificateMayBeBehindAnAddress: where a connector goes by certificate, what becomes of the sender is not known.
func TestACertificateMayBeBehindAnAddress(t *testing.T) {
	d, _, _ := traced(nil, sent...)
	doc := lookTraced(t, d, rows(accepted, own("Relay", "*.contoso.example", "")))
	f := doc.Facts()
	if f["candidates"] != "0" || f["candidate-addresses"] != "0" || f["senders-open"] != "3" ||
		strings.Contains(codes(doc), "refused-direct-send") || !strings.Contains(codes(doc), "sender-open") {
		t.Errorf("%v %s", f, codes(doc))
	}
	for _, f := range doc.Findings() {
		if f.Code == "sender-open" && !strings.Contains(f.Text, "a trace does not show it") {
			t.Errorf("%+v", f)
		}
	}
}

// TestATraceThatIsNotRead: refused, broken off, not offered or without domains is never “none” and never fine.
func TestATraceThatIsNotRead(t *testing.T) {
	for name, k := range map[string]struct {
		refused  error
		state    tenant.SectionError
		exported string
		says     string
	}{
		"national cloud": {refused: app.Errorf(app.NotFound, "Export the trace.", "Not in the cloud of your organisation."),
			says: "Not in the cloud"},
		"not granted": {refused: app.Errorf(app.Denied, "Ask.", "Your organisation has not granted it."), says: "granted"},
		"broken off": {state: tenant.SectionError{State: tenant.Incomplete, Message: "The last 30 days, then: status 429."},
			says: "30 days"},
		"no domains": {exported: rows(own("Relay", "", "")), says: "accepted domains"},
	} {
		t.Run(name, func(t *testing.T) {
			d, o, _ := traced(k.refused, sent...)
			if k.state.State != "" {
				d.Tenant.MessageTrace = func(context.Context, []string, task.Report) error {
					o.States[ownTrace] = tenant.Status{Section: ownTrace, State: k.state.State, Message: k.state.Message}
					return nil
				}
			}
			if k.exported == "" {
				k.exported = byAddr
			}
			doc := lookTraced(t, d, k.exported)
			f := doc.Facts()
			if f["trace-messages"] != "unknown" || f["candidates"] != "unknown" || f["addresses"] != "unknown" ||
				!strings.Contains(codes(doc), "trace-unread") || !strings.Contains(codes(doc), "senders-unknown") {
				t.Errorf("%v %s", f, codes(doc))
			}
			for _, one := range doc.Findings() {
				if one.Code == "trace-unread" && (one.Severity != report.Unknown || !strings.Contains(one.Text, k.says)) {
					t.Errorf("%+v", one)
				}
			}
		})
	}
}

// TestAnOlderTraceStays: where a later reading fails, the older one is shown with its age.
func TestAnOlderTraceStays(t *testing.T) {
	d, o, asked := traced(errors.New("no connection"), sent...)
	o.At = now.AddDate(0, 0, -3)
	o.Add(ownTrace, sent...)
	doc := lookTraced(t, d, byAddr)
	if *asked != 1 || !strings.Contains(codes(doc), "trace-unread") || doc.Facts()["candidates"] != "2" ||
		!strings.Contains(codes(doc), "trace-before") {
		t.Errorf("asked %d, %v, %s", *asked, doc.Facts(), codes(doc))
	}
}

// TestASenderThatThePersonNamed: what the person says of a sender in the trace counts, and it is one sender. How the
// last one sends is not said, so it stays a candidate by the trace.
func TestASenderThatThePersonNamed(t *testing.T) {
	d, _, _ := traced(nil, sent...)
	v := visit(askExport, byAddr, askTraceFrom, traceMicrosoft, askSenders,
		"Shop; Shop@contoso.example; 198.51.100.0/28; direct\nOther; web@contoso.example; 192.0.2.1; oauth\n"+
			"Page; web@contoso.example; 198.51.100.7")
	doc, err := d.lookRefused(t.Context(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	for fact, want := range map[string]string{"senders": "5", "refused": "1", "candidates": "1", "spared": "2",
		"senders-open": "1", "addresses": "2", "candidate-addresses": "1"} {
		if got := doc.Facts()[fact]; got != want {
			t.Errorf("%s is %q, want %q", fact, got, want)
		}
	}
}

// TestWhichConnectorsHaveAnAddress: that no connector has it is said only where the addresses of all were read.
func TestWhichConnectorsHaveAnAddress(t *testing.T) {
	for exported, want := range map[string]string{
		byAddr: "None has this address", rows(accepted, noInbound): "None has this address", rows(accepted): "Not known",
		rows(accepted, own("Cut off", "", `,"SenderIPAddresses":"System.String[]"`)): "Not known",
	} {
		d, _, _ := traced(nil, sent...)
		listed := false
		for _, b := range lookTraced(t, d, exported).Blocks {
			e, ok := b.(report.Entries)
			if !ok || e.Name != "addresses" {
				continue
			}
			for _, item := range e.Items {
				facts := item.Open.Blocks[0].(report.Facts).Rows
				if got := facts[len(facts)-1].Value; item.Title == "198.51.100.7" && got != want {
					t.Errorf("%s: %q, want %q", exported, got, want)
				}
			}
			listed = true
		}
		if !listed {
			t.Errorf("%s: no list of addresses", exported)
		}
	}
}
