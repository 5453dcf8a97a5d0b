package enhancedfiltering

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	"handrail/app/report"
)

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
		"only private addresses": {filter, with("ranges", "10.0.0.0/8")}, "no connector": {filter, with("connector",
			"")},
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
	open := strings.Replace(inbound(off), `"RestrictDomainsToIPAddresses":true`, `"RestrictDomainsToIPAddresses":false`,
		1)
	for export, want := range map[string]string{inbound(off): "yes", open: "no", "": "unknown"} {
		if w := run(t, filter, map[string]string{"export": export, "back": "no",
			"pilot": "a@contoso.example"}); w.facts["locked"] != want {
			t.Errorf("%s: locked is %s", export, w.facts["locked"])
		}
	}
}

// What a new email shows: applied, found and not applied, nothing, and not there.
func TestAfter(t *testing.T) {
	stamp := func(name, addr string) string {
		return "X-MS-Exchange-" + name + ": ip=[" + addr + "];domain=smtp.sender.example\n"
	}
	passes := strings.Replace(throughFilter, "spf=fail (sender IP is 203.0.113.24)",
		"spf=pass (sender IP is 192.0.2.9)", 1)
	alone := strings.Replace(passes, "Anna <anna@contoso.example>, ben@contoso.example", "anna@contoso.example", 1)
	// The filter is the only server on the internet: its stamp names the server that connected.
	onlyFilter := stamp("SkipListedInternetSender", "203.0.113.24") + strings.ReplaceAll(passes, "192.0.2.9", "10.0.0.9")
	skipped, original := stamp("SkipListedInternetSender", "192.0.2.9"), stamp("ExternalOriginalInternetSender",
		"192.0.2.9")
	for name, c := range map[string]struct{ after, works, code string }{
		"applied":      {skipped + original + alone, "yes", "works"},
		"for two":      {skipped + throughFilter, "no", "not-applied-people"},
		"found":        {skipped + strings.Replace(throughFilter, ", ben@contoso.example", "", 1), "no", "not-applied"},
		"no other":     {onlyFilter, "unknown", "works-alone"},
		"still old":    {stamp("SkipListedInternetSender", "203.0.113.24") + throughFilter, "no", "still-old"},
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

// What the header and the answers say beside the question: the result that the filter wrote
// for the sender, an email that skipped the filter of Microsoft, an answer against DNS, and
// the connector of own servers.
func TestWhatElseIsSaid(t *testing.T) {
	const sent = "Received: from smtp.sender.example"
	seen := "Authentication-Results: scan3.mailfilter.example; spf=%s (sender IP is 192.0.2.9)\n"
	for _, result := range []string{"pass", "softfail"} {
		m := strings.Replace(throughFilter, sent, strings.Replace(seen, "%s", result, 1)+sent, 1)
		w := run(t, filter, map[string]string{"export": inbound(off), "message": m, "back": "no"})
		if w.facts["result-before"] != "fail" || w.facts["result-after"] != result || w.facts["wrong"] != "nothing" {
			t.Errorf("%s: %v", result, w.facts)
		}
	}
	own := `{"Name":"Own","Identity":"Own","Enabled":true,"ConnectorType":"OnPremises",` +
		`"SenderIPAddresses":["192.0.2.9"],` + off + `}`
	skips := "X-Forefront-Antispam-Report: CIP:203.0.113.24;SCL:-1;SFV:SKN;DIR:INB;\n" + throughFilter
	w := run(t, filter, map[string]string{"export": inbound(off, own), "message": skips, "first": "microsoft",
		"back": "no", "own": "yes"})
	if !w.has("seen-rule") || !w.has("answer-differs") || w.facts["result-after"] != "fail" {
		t.Errorf("%v %v", w.codes, w.facts)
	}
	if w.facts["spf-after"] != "203.0.113.24" || !w.has("wrong-not-in-list") {
		t.Errorf("the list is not that of the own servers: %v", w.facts)
	}
	if w = run(t, filter, map[string]string{"export": inbound(off), "message": throughFilter, "back": "no"}); w.has(
		"seen-rule") || w.has("answer-differs") || w.facts["result-after"] != "unknown" {
		t.Errorf("%v %v", w.codes, w.facts)
	}
}

// DNS is asked about the sender only where the person allows it, and only for the server that
// then counts as the sender.
func TestDNSIsAskedOnlyIfAllowed(t *testing.T) {
	for name, c := range map[string]struct{ allow, domain, asked, result string }{
		"not allowed": {"no", "sender.example", "", "unknown"}, "by default": {"", "sender.example", "", "unknown"},
		"passes":      {"yes", "sender.example", "192.0.2.9 sender.example", "pass"},
		"fails":       {"yes", "other.example", "192.0.2.9 other.example", "fail"},
		"no record":   {"yes", "bare.example", "192.0.2.9 bare.example", "none"},
		"no answer":   {"yes", "silent.example", "192.0.2.9 silent.example", "unknown"},
		"with a name": {"yes", "ann@sender.example", "192.0.2.9 sender.example", "pass"},
		"no domain":   {"yes", "", "", "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			m := strings.Replace(throughFilter, "smtp.mailfrom=sender.example", "smtp.mailfrom="+c.domain, 1)
			answers := map[string]string{"export": inbound(off), "message": m, "back": "no", "pilot": "a@b.example"}
			if c.allow != "" {
				answers["ask-dns"] = c.allow
			}
			w := run(t, filter, answers)
			got := slices.Compact(questions[t.Name()]) // the record asks again
			if strings.Join(got, ", ") != c.asked || w.facts["result-after"] != c.result {
				t.Errorf("asked %q, result %s", got, w.facts["result-after"])
			}
			if (c.result == "unknown" && c.allow == "yes") != (w.has("spf-unread") || w.has("spf-no-domain")) {
				t.Errorf("%v", w.codes)
			}
		})
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
	for _, export := range []string{"/files/none.json", `[{"Mode":"x"}]`,
		inbound(`"EFSkipLastIP":false,"EFSkipIPs":"System.Object[]"`)} {
		if w := run(t, filter, map[string]string{"export": export, "back": "no", "pilot": "a@b.example",
			"ranges": "192.0.2.1"}); w.facts["state"] != "unknown" {
			t.Errorf("%s: the state is %s", export, w.facts["state"])
		}
	}
}

// Nothing of an email is saved with the visit.
func TestTheEmailIsNotSaved(t *testing.T) {
	g := Guide(services.Services{})
	v := guide.Visit{Answers: map[string]string{"domain": "contoso.example", "message": throughFilter,
		"after": throughFilter},
		Drafts: map[string]string{"message": throughFilter}}
	saved := g.Saved(v)
	if saved.Answers["message"] != "" || saved.Answers["after"] != "" || saved.Drafts["message"] != "" ||
		saved.Answers["domain"] == "" {
		t.Errorf("%+v", saved)
	}
}

func TestGuide(t *testing.T) { guidetest.Run(t, Guide) }
