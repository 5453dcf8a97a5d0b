package enhancedfiltering

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/conformance/shared"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/report"
	"handrail/app/task"
)

// walk goes through the guide with answers, as the terminal does, and returns every fact, the
// codes of every finding, and what is handed over.
type walk struct {
	facts map[string]string
	codes []string
	found []report.Finding
	hands map[string]*guide.Handover
}

func (w *walk) has(code string) bool { return slices.Contains(w.codes, code) }

// run goes through the guide with the mail servers of the domain.
func run(t *testing.T, mx string, answers map[string]string) walk {
	t.Helper()
	s := services.Services{Now: func() time.Time { return guidetest.Noon }, Files: services.Files{Read: os.ReadFile}}
	if mx != "" {
		s.Mail.Check = func(_ context.Context, d dns.Domain, _ task.Report) (*mailcheck.State, error) {
			st := &mailcheck.State{Domain: d}
			for _, h := range strings.Fields(mx) {
				st.Hosts = append(st.Hosts, mailcheck.Host{Name: h})
			}
			return st, nil
		}
	}
	g, w := Guide(s), walk{facts: map[string]string{}, hands: map[string]*guide.Handover{}}
	v := &guide.Visit{Answers: map[string]string{"domain": "contoso.example"}, Outcomes: map[string]guide.Outcome{}}
	maps.Copy(v.Answers, answers)
	for i, step := range g.Steps {
		for _, a := range step.Asks {
			if _, given := v.Answers[a.Name]; !given && a.Default != nil && (a.When == nil || a.When(v)) {
				v.Answers[a.Name] = a.Default(v)
			}
		}
		out := guide.Outcome{State: guide.Completed, At: guidetest.Noon.Add(time.Duration(i) * time.Minute)}
		if step.Look != nil {
			doc, err := step.Look(t.Context(), v, nil)
			if err != nil {
				t.Fatal(step.ID, err)
			}
			out.Facts = doc.Facts()
			maps.Copy(w.facts, out.Facts)
			for _, f := range doc.Findings() {
				w.codes, w.found = append(w.codes, f.Code), append(w.found, f)
			}
		}
		if step.Hand != nil {
			h, err := step.Hand(t.Context(), v)
			if err != nil {
				t.Fatal(step.ID, err)
			}
			w.hands[step.ID] = h
		}
		v.Outcomes[step.ID] = out
	}
	return w
}

const (
	microsoft = "contoso-example.mail.protection.outlook.com"
	filter    = "mx1.mailfilter.example mx2.mailfilter.example"
	asked     = `{"AskedCommand":"Get-InboundConnector","AskedCount":0}`
)

// inbound is an export with one connector for the filter.
func inbound(filtering string, more ...string) string {
	return "[" + strings.Join(append([]string{`{"Name":"F","Identity":"F","Enabled":true,"ConnectorType":"Partner",` +
		`"SenderDomains":["smtp:*;1"],"RestrictDomainsToIPAddresses":true,"RestrictDomainsToCertificate":false,` +
		`"SenderIPAddresses":["203.0.113.0/24"],` + filtering + `}`}, more...), ",\n") + "]"
}

// off is a connector without Enhanced Filtering.
const off = `"EFSkipLastIP":false,"EFSkipIPs":[],"EFUsers":[]`

// throughFilter came through a filter to two people.
const throughFilter = `Authentication-Results: spf=fail (sender IP is 203.0.113.24) smtp.mailfrom=sender.example
Received: from out1.mailfilter.example (203.0.113.24) by DB1.mail.protection.outlook.com (10.1.1.1) with X; Tue, 24 Nov 2026 09:02:55 +0000
Received: from scan3.mailfilter.example (unknown [10.20.0.7]) by out1.mailfilter.example with ESMTPS; Tue, 24 Nov 2026 09:02:31 +0000
Received: from smtp.sender.example (smtp.sender.example [192.0.2.9]) by scan3.mailfilter.example with ESMTPS; Tue, 24 Nov 2026 09:02:10 +0000
From: a@sender.example
To: Anna <anna@contoso.example>, ben@contoso.example`

// twice was in Exchange Online, at the filter, and in Exchange Online again.
const twice = `Received: from out1.mailfilter.example (203.0.113.24) by DB1.mail.protection.outlook.com with X; Tue, 24 Nov 2026 09:02:55 +0000
Received: from DB2.outbound.protection.outlook.com (40.93.85.5) by out1.mailfilter.example with X; Tue, 24 Nov 2026 09:02:50 +0000
Received: from smtp.sender.example (198.51.100.9) by DB2.mail.protection.outlook.com with X; Tue, 24 Nov 2026 09:02:45 +0000
To: anna@contoso.example`

// TestCases has the cases 3-01 to 3-09 of the examples by others: the facts and findings of a
// walk through the guide.
func TestCases(t *testing.T) {
	people := `{"DisplayName":"Anna","PrimarySmtpAddress":"anna@contoso.example",` +
		`"EmailAddresses":["SMTP:anna@contoso.example"],"ExternalEmailAddress":"SMTP:anna@contoso.mail.onmicrosoft.com"}`
	fallback := filepath.Join(shared.Folder(t, "samples"),
		"admin/exchange/headers/07-hybrid-skiplisted-falls-back-2023-10-03.txt")
	line := map[string]string{"back": "no", "own": "no"}
	for _, c := range []struct {
		name, mx string
		answers  map[string]string
		facts    map[string]string
		has, not []string
	}{
		{"3-01", filter, map[string]string{"export": inbound(off), "message": fallback, "ranges": "175.98.123.7"},
			map[string]string{"spf-before": "175.98.123.7", "spf-after": "175.98.123.7", "changes": "no", "wrong": "fallback",
				"skipped": "4"}, []string{"wrong-fallback", "effect-none"}, []string{"effect"}},
		{"3-02", filter, map[string]string{"export": inbound(`"EFSkipLastIP":true,"EFSkipIPs":["203.0.113.0/24"],"EFUsers":[]`)},
			map[string]string{"list-not-used": "yes", "state": "on"}, []string{"list-not-used"}, nil},
		{"3-03", filter, map[string]string{"export": inbound(off), "ranges": "10.20.0.0/16, 192.168.1.5, 203.0.113.7"},
			map[string]string{"entries": "3", "entries-private": "2", "handed-over": "1"}, []string{"entry-private"}, nil},
		{"3-04", filter, map[string]string{"export": inbound(off, people), "pilot": "anna@contoso.example"},
			map[string]string{"pilot-people": "1", "not-covered": "1", "added": "1"}, []string{"address-missing"}, nil},
		{"3-05", filter, map[string]string{"export": inbound(off, people), "message": throughFilter,
			"pilot": "anna@contoso.example"}, map[string]string{"email-covered": "no", "spf-before": "203.0.113.24"},
			[]string{"email-not-covered", "all-recipients"}, nil},
		{"3-06", microsoft, map[string]string{"export": asked}, map[string]string{"state": "not-needed", "route": "direct"},
			[]string{"state-not-needed"}, []string{"state-off", "state-no-connector"}},
		{"3-07", filter, map[string]string{"export": inbound(`"EFSkipLastIP":false,"EFSkipIPs":["203.0.113.0/24"],` +
			`"EFUsers":["anna@contoso.example"],"EFTestMode":true`)}, map[string]string{"state": "pilot"},
			[]string{"state-pilot", "test-mode"}, []string{"state-off", "state-on"}},
		{"3-08", microsoft, map[string]string{"export": inbound(off), "message": twice, "back": "unknown"},
			map[string]string{"route": "loop", "because": "header"}, []string{"route-loop"}, nil},
		{"3-09", filter, map[string]string{"export": inbound(off),
			"ranges": "203.0.113.0/24, 203.0.113.9, 198.51.0.0/8"}, map[string]string{"entries-redundant": "1",
			"entries-too-wide": "1", "entries-host-bits": "1", "handed-over": "1"},
			[]string{"entry-redundant", "entry-too-wide", "entry-host-bits"}, nil},
	} {
		answers := maps.Clone(line)
		maps.Copy(answers, c.answers)
		w := run(t, c.mx, answers)
		for name, want := range c.facts {
			if w.facts[name] != want {
				t.Errorf("%s: %s is %q, want %q", c.name, name, w.facts[name], want)
			}
		}
		for _, code := range c.has {
			if !w.has(code) {
				t.Errorf("%s: no %s in %v", c.name, code, w.codes)
			}
		}
		for _, code := range c.not {
			if w.has(code) {
				t.Errorf("%s: %s is found", c.name, code)
			}
		}
	}
}

// The words about an entry name what is meant: how many addresses, the right range, and the
// entry that has it already.
func TestWordsOfAnEntry(t *testing.T) {
	w := run(t, filter, map[string]string{"ranges": "203.0.113.0/24, 203.0.113.9, 198.51.0.0/8", "back": "no"})
	all := ""
	for _, f := range w.found {
		all += f.Title + " " + f.Text + " " + f.Do + "\n"
	}
	for _, want := range []string{"16.8 million addresses", "It means 198.0.0.0/8", "203.0.113.0/24 has all of it"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not said:\n%s", want, all)
		}
	}
	if strings.Contains(all, "{") {
		t.Errorf("a value is missing:\n%s", all)
	}
}

// blocks returns the commands of a handover.
func blocks(h *guide.Handover) (all []string) {
	for _, b := range h.Blocks {
		if code, ok := b.(report.Code); ok {
			all = append(all, code.Text)
		}
	}
	return all
}

// A line gets commands in separate blocks, for the pilot and then for everyone; nothing else
// gets any, and none sets what Microsoft reserves for itself.
func TestCommandsOnlyWhereTheyFit(t *testing.T) {
	person := `{"DisplayName":"Anna","PrimarySmtpAddress":"anna@contoso.example",` +
		`"EmailAddresses":["SMTP:anna@contoso.example","smtp:a@contoso.example"],"ExternalEmailAddress":null}`
	good := map[string]string{"export": inbound(off, person), "message": throughFilter, "back": "no", "own": "no",
		"pilot": "anna@contoso.example"}
	w := run(t, filter, good)
	pilot, all := blocks(w.hands[stepScript]), blocks(w.hands[stepEveryone])
	if len(pilot) != 3 || len(all) != 3 {
		t.Fatalf("%d and %d blocks: look, change, undo", len(pilot), len(all))
	}
	if !strings.Contains(pilot[0], "-WhatIf") || strings.Contains(pilot[1], "-WhatIf") ||
		!strings.Contains(pilot[1], "'a@contoso.example'") || !strings.Contains(pilot[1], "'203.0.113.0/24'") ||
		!strings.Contains(all[1], "-EFUsers $null") || !strings.Contains(pilot[2], "-EFSkipIPs $null") {
		t.Errorf("%v\n%v", pilot, all)
	}
	for _, text := range append(pilot, all...) {
		for _, name := range []string{"CloudServicesMailEnabled", "EFTestMode", "EFSkipMailGateway"} {
			if strings.Contains(text, name) {
				t.Errorf("%s is set: %s", name, text)
			}
		}
	}
	with := func(name, value string) map[string]string {
		c := maps.Clone(good)
		c[name] = value
		return c
	}
	for name, c := range map[string]struct {
		mx      string
		answers map[string]string
	}{
		"it comes back": {filter, with("back", "yes")}, "a loop in the header": {microsoft, with("message", twice)},
		"nothing in front": {microsoft, good}, "no DNS": {"", good}, "two places": {filter + " " + microsoft, good},
		"only private addresses": {filter, with("ranges", "10.0.0.0/8")}, "no connector": {filter, with("connector", "")},
		"whose first time": {filter, map[string]string{"export": inbound(off), "message": twice, "back": "unknown",
			"pilot": "anna@contoso.example"}},
	} {
		w := run(t, c.mx, c.answers)
		for _, step := range []string{stepScript, stepEveryone} {
			if h := w.hands[step]; h.Nothing == "" || len(h.Blocks) > 0 {
				t.Errorf("%s: %s hands over %v", name, step, blocks(h))
			}
		}
	}
	// The undo of a connector that has values restores exactly these.
	was := `"EFSkipLastIP":true,"EFSkipIPs":[],"EFUsers":["old@contoso.example"]`
	w = run(t, filter, with("export", inbound(was, person)))
	if undo := blocks(w.hands[stepScript])[2]; !strings.Contains(undo, "-EFSkipLastIP $true -EFSkipIPs $null") ||
		!strings.Contains(undo, "'old@contoso.example'") {
		t.Error(undo)
	}
}

// A rule with SCL −1 is named first, and one whose state is not known is not a yes.
func TestWhatCancelsIt(t *testing.T) {
	for rule, want := range map[string]string{`{"Name":"Trust","State":"Enabled","Priority":0,"SetSCL":"-1"}`: "yes",
		`{"Name":"Trust","State":"Disabled","Priority":0,"SetSCL":"-1"}`: "no",
		`{"Name":"Trust","State":"Enabled","Priority":0}`:                "unknown"} {
		w := run(t, filter, map[string]string{"export": inbound(off, rule), "back": "no", "pilot": "a@contoso.example"})
		if w.facts["rule-cancels"] != want {
			t.Errorf("%s: %s", rule, w.facts["rule-cancels"])
		}
		todo := strings.Join(w.hands[stepScript].Todo, "\n")
		if strings.Contains(todo, "First turn off the mail flow rule “Trust”") != (want == "yes") {
			t.Errorf("%s: %s", rule, todo)
		}
	}
	open := strings.Replace(inbound(off), `"RestrictDomainsToIPAddresses":true`, `"RestrictDomainsToIPAddresses":false`, 1)
	for export, want := range map[string]string{inbound(off): "yes", open: "no", "": "unknown"} {
		if w := run(t, filter, map[string]string{"export": export, "back": "no", "pilot": "a@contoso.example"}); w.facts["locked"] != want {
			t.Errorf("%s: locked is %s", export, w.facts["locked"])
		}
	}
}

// What a new email shows: applied, found and not applied, nothing, and not there.
func TestAfter(t *testing.T) {
	stamp := func(name, addr string) string {
		return "X-MS-Exchange-" + name + ": ip=[" + addr + "];domain=smtp.sender.example\n"
	}
	passes := strings.Replace(throughFilter, "spf=fail (sender IP is 203.0.113.24)", "spf=pass (sender IP is 192.0.2.9)", 1)
	alone := strings.Replace(passes, "Anna <anna@contoso.example>, ben@contoso.example", "anna@contoso.example", 1)
	skipped, original := stamp("SkipListedInternetSender", "192.0.2.9"), stamp("ExternalOriginalInternetSender", "192.0.2.9")
	for name, c := range map[string]struct{ after, works, code string }{
		"applied":      {skipped + original + alone, "yes", "works"},
		"for two":      {skipped + throughFilter, "no", "not-applied-people"},
		"found":        {skipped + strings.Replace(throughFilter, ", ben@contoso.example", "", 1), "no", "not-applied"},
		"no stamps":    {throughFilter, "no", "no-stamps"},
		"fails":        {skipped + original + strings.Replace(alone, "spf=pass", "spf=fail", 1), "yes", "works-fails"},
		"not given":    {"", "unknown", "not-checked-again"},
		"not an email": {"To: a@b.example\nFrom: c@d.example\n", "unknown", "email-inside"},
	} {
		w := run(t, filter, map[string]string{"export": inbound(off), "message": throughFilter, "back": "no",
			"pilot": "anna@contoso.example", "after": c.after})
		if w.facts["works"] != c.works || !w.has(c.code) {
			t.Errorf("%s: %s, %v", name, w.facts["works"], w.codes)
		}
	}
}

// Nothing that was not read is a no, a zero or “off”.
func TestNotReadIsNotNone(t *testing.T) {
	w := run(t, "", map[string]string{"pilot": "a@contoso.example", "ranges": "203.0.113.0/24"})
	for name, want := range map[string]string{"dns-front": "unknown", "mx": "unknown", "state": "unknown",
		"connectors": "unknown", "list-not-used": "unknown", "route": "unknown", "true-source": "unknown",
		"spf-before": "unknown", "spf-after": "unknown", "changes": "unknown", "wrong": "unknown",
		"rule-cancels": "unknown", "locked": "unknown", "email-covered": "unknown", "works": "unknown"} {
		if w.facts[name] != want {
			t.Errorf("%s is %q, want %q", name, w.facts[name], want)
		}
	}
	for _, export := range []string{"/files/none.json", `[{"Mode":"x"}]`, inbound(`"EFSkipLastIP":false,"EFSkipIPs":"System.Object[]"`)} {
		if w := run(t, filter, map[string]string{"export": export, "back": "no", "pilot": "a@b.example", "ranges": "192.0.2.1"}); w.facts["state"] != "unknown" {
			t.Errorf("%s: the state is %s", export, w.facts["state"])
		}
	}
}

// Nothing of an email is saved with the visit.
func TestTheEmailIsNotSaved(t *testing.T) {
	g := Guide(services.Services{})
	v := guide.Visit{Answers: map[string]string{"domain": "contoso.example", "message": throughFilter, "after": throughFilter},
		Drafts: map[string]string{"message": throughFilter}}
	saved := g.Saved(v)
	if saved.Answers["message"] != "" || saved.Answers["after"] != "" || saved.Drafts["message"] != "" ||
		saved.Answers["domain"] == "" {
		t.Errorf("%+v", saved)
	}
}

func TestGuide(t *testing.T) { guidetest.Run(t, Guide) }
