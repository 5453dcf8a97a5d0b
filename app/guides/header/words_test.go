package header

import (
	"strings"
	"testing"
	"time"

	"handrail/app/guides/services"
	"handrail/app/mail/header"
	"handrail/app/report"
)

// causes are reports that lead to each cause.
var causes = map[header.Cause]string{
	header.CauseReleased: "SFV:SKQ", header.CauseMalware: "CAT:MALW", header.CauseBlocked: "SFV:BLK",
	header.CauseBlockList: "SFV:SKB", header.CauseSpamRule: "SFV:SKS", header.CausePhishing: "SFV:SPM;CAT:PHSH",
	header.CauseImitation: "SFV:SPM;CAT:UIMP", header.CauseBulk: "SFV:SPM;CAT:BULK",
	header.CauseOutgoing: "SCL:9;CAT:OSPM",
	header.CauseSkipRule: "SFV:SKN", header.CauseAllowList: "SFV:SKA", header.CauseSafeSender: "SFV:SFE",
	header.CauseInside: "SFV:SKI", header.CauseClean: "SFV:NSPM;SCL:1", header.CauseAllowedIP: "SCL:-1;IPV:CAL",
	header.CauseGateway: "SFV:SPM;CAT:SPOOF",
}

// TestEachCauseHasWords: for each cause and place the answer has words, and the fix says
// what to do, or that there is nothing to do.
func TestEachCauseHasWords(t *testing.T) {
	g := Guide(services.Services{Now: time.Now, HasGuide: func(id string) bool { return id == "mta-sts" }})
	for cause, keys := range causes {
		for place := range places {
			v := visit(email("X-Forefront-Antispam-Report: "+keys+"\n"), string(place), keepAll)
			doc := look(t, steps(g)[stepSee], v)
			if got := doc.Facts()["filter"]; got != string(cause) {
				t.Errorf("%s, %s: filter %s", cause, place, got)
			}
			f := doc.Findings()[0]
			if place != header.Elsewhere && !strings.HasPrefix(doc.Headline, places[place]+": ") || f.Text == "" {
				t.Errorf("%s, %s: %q, %+v", cause, place, doc.Headline, f)
			}
			if n := len([]rune(doc.Headline)); n > 60 {
				t.Errorf("%q has %d characters", doc.Headline, n)
			}
			h, err := steps(g)[stepFix].Hand(t.Context(), v)
			if err != nil || h.Nothing == "" && len(h.Todo) == 0 {
				t.Errorf("%s, %s: %+v, %v", cause, place, h, err)
			}
			for _, f := range doc.Findings() {
				if f.Guide != "" && f.Guide != "mta-sts" {
					t.Errorf("%s: the guide %s does not exist", cause, f.Guide)
				}
			}
		}
	}
	for cause := range answers {
		if a := answers[cause]; a.short == "" || a.why == "" && cause != header.CauseRefused {
			t.Errorf("%s: %+v", cause, a)
		}
	}
	for open := range opens {
		if a := opens[open]; a.short == "" || a.why == "" || a.do == "" || a.severity != report.Unknown {
			t.Errorf("%s: %+v", open, a)
		}
	}
}

// TestADelayIsNoRefusal: a server that tries again has not refused the email.
func TestADelayIsNoRefusal(t *testing.T) {
	g := Guide(services.Services{Now: time.Now})
	lines := "Final-Recipient: rfc822;a@b.example\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp;451 4.4.1 busy\n"
	for action, title := range map[string]string{"delayed": "Delayed: ", "failed": "Refused: "} {
		v := visit(strings.Replace(lines, "delayed", action, 1), "", keepAll)
		doc := look(t, steps(g)[stepSee], v)
		if f := doc.Findings()[0]; !strings.HasPrefix(doc.Headline, title) ||
			(f.Severity == report.Warning) != (action == "delayed") {
			t.Errorf("%s: %q, %+v", action, doc.Headline, f)
		}
	}
}

// TestGuidesThatRepair: a finding names a guide only where it exists, and a loop never leads
// to Enhanced Filtering.
func TestGuidesThatRepair(t *testing.T) {
	has := func(string) bool { return true }
	loop := email(spoofed) + "Received: from x.outbound.example (198.51.100.99) by a.example with ESMTPS\n" +
		"Received: from mail.a.example (192.0.2.10) by DB1.mail.protection.outlook.com with Microsoft SMTP Server\n"
	plaintext := strings.Replace(email(spoofed), "Microsoft SMTP Server (version=TLS1_2, cipher=X)", "ESMTP", 1)
	for name, c := range map[string]struct {
		text, code, want string
		has              func(string) bool
	}{
		"a filter in front": {email(spoofed), "verdict-spf-of-gateway", "enhanced-filtering", has},
		"no such guide":     {email(spoofed), "verdict-spf-of-gateway", "", nil},
		"a loop":            {loop, "verdict-spf-of-gateway", "", has},
		"not encrypted":     {plaintext, "not-encrypted", "mta-sts", has},
		"an MTA-STS reply": {"550 5.4.8 MX hosts of a.example failed MTA-STS validation", "verdict-refused", "mta-sts",
			has},
		"no connector":           {"550 5.7.64 TenantAttribution", "verdict-refused", "connectors", has},
		"a reply without a name": {"550 5.7.999 no", "verdict-refused", "", has},
	} {
		g := Guide(services.Services{Now: time.Now, HasGuide: c.has})
		doc := look(t, steps(g)[stepSee], visit(c.text, "unknown", keepAll))
		found := false
		for _, f := range doc.Findings() {
			if f.Code == c.code {
				found = true
				if f.Guide != c.want {
					t.Errorf("%s: guide %q, want %q", name, f.Guide, c.want)
				}
			}
		}
		if !found {
			t.Errorf("%s: no finding %s", name, c.code)
		}
	}
}

// TestFieldsOfAStrangerDoNotCount: where Exchange Online never took the email, no value of its
// filter is shown as one that counts.
func TestFieldsOfAStrangerDoNotCount(t *testing.T) {
	g := Guide(services.Services{Now: time.Now})
	doc := look(t, steps(g)[stepSee], visit("Received: from a.example (203.0.113.5) by mx.b.example with ESMTPS; Tue, 24 "+
		"Nov 2026 09:02:02 +0000\nX-Forefront-Antispam-Report: SCL:-1;SFV:SKA;DIR:INB\nX-Microsoft-Antispam: BCL:0;\n",
		"", keepAll))
	f := doc.Facts()
	for _, name := range []string{"scl", "sfv", "bcl", "spf"} {
		if f[name] != "absent" {
			t.Errorf("%s: %s", name, f[name])
		}
	}
	for _, b := range doc.Blocks {
		list, ok := b.(report.Entries)
		if !ok || list.Name != "fields" {
			continue
		}
		for _, e := range list.Items {
			if strings.Contains(string(e.Data), `"counts":true`) {
				t.Errorf("%s counts", e.Title)
			}
		}
	}
	for _, b := range doc.Findings() {
		if b.Severity == report.OK {
			t.Errorf("fine: %+v", b)
		}
	}
}

// TestTwoTimesAreNotYetALoop: the first time may have been in the sender’s organisation, so
// what must stay off is said with its condition; and what cannot be known is not fixed.
func TestTwoTimesAreNotYetALoop(t *testing.T) {
	g := Guide(services.Services{Now: time.Now, HasGuide: func(string) bool { return true }})
	twice := visit(email(spoofed)+"Received: from x.outbound.example (198.51.100.99) by a.example with ESMTPS\n"+
		"Received: from mail.a.example (192.0.2.10) by DB1.mail.protection.outlook.com with Microsoft SMTP Server\n",
		"unknown", keepAll)
	doc := look(t, steps(g)[stepSee], twice)
	for _, f := range doc.Findings() {
		for _, text := range []string{f.Title, f.Text, f.Do} {
			if strings.Contains(text, " off") && !strings.Contains(text, "If each time was in your own organisation") {
				t.Errorf("no condition: %s", text)
			}
		}
	}
	h, err := steps(g)[stepFix].Hand(t.Context(), twice)
	if err != nil || !strings.Contains(h.Todo[0], "If it was not, stop here.") {
		t.Errorf("%+v, %v", h, err)
	}
	lost := visit("From: a@b.example\nReceived: from a (203.0.113.5) by mx.b.example; Tue, 24 Nov 2026 09:02:02 +0000\n",
		"unknown", keepAll)
	if h, err = steps(g)[stepFix].Hand(t.Context(), lost); err != nil || len(h.Todo) != 2 ||
		h.Todo[0] != opens[header.OpenNoReport].do {
		t.Errorf("%+v, %v", h, err)
	}
}

// TestValuesInWordsAndRaw: Microsoft’s values stand as they are, with what they mean.
func TestValuesInWordsAndRaw(t *testing.T) {
	g := Guide(services.Services{Now: time.Now})
	doc := look(t, steps(g)[stepSee], visit(email(spoofed), "unknown", keepAll))
	want := map[string]string{"sfv": "SPM: The filter marked it as spam", "cat": "SPOOF: Forged sender",
		"scl": "5: Spam", "spf": "fail: Failed", "bcl": "Not in the header"}
	for _, b := range doc.Blocks {
		facts, _ := b.(report.Facts)
		for _, f := range facts.Rows {
			if words, ok := want[f.Name]; ok && f.Text != words {
				t.Errorf("%s is %q, want %q", f.Name, f.Text, words)
			}
		}
	}
}
