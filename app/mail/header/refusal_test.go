package header

import (
	"strings"
	"testing"
)

func TestRefusals(t *testing.T) {
	dsn := "Content-Type: multipart/report; report-type=delivery-status; boundary=\"x\"\nFrom: postmaster@a.example\n" +
		"Received: from a by b; Tue, 24 Nov 2026 09:02:00 +0000\n\n" +
		"--x\nContent-Type: text/plain\n\nIt could not be delivered.\n--x\nContent-Type: message/delivery-status\n\n" +
		"Reporting-MTA: dns; b\n\nFinal-Recipient: rfc822;dora@northgate.example\nAction: failed\nStatus: 5.7.1\n" +
		"Remote-MTA: dns; mx.northgate.example\n" +
		"Diagnostic-Code: smtp;550 5.7.509 Access denied, sending domain a.example does\n not pass DMARC verification\n"
	cases := []struct {
		name, text             string
		code, recipient, means string
		final                  bool
	}{
		{"a report as an email", dsn, "5.7.509", "dora@northgate.example", "DMARC policy", true},
		{"a report, delayed",
			strings.NewReplacer("Action: failed", "Action: delayed", "550 5.7.509", "451 4.7.500").Replace(dsn),
			"4.7.500", "dora@northgate.example", "", false},
		{"the second of two was refused", strings.Replace(dsn, "Final-Recipient", "Final-Recipient: rfc822;al@b.example\n"+
			"Action: delivered\nStatus: 2.0.0\n\nFinal-Recipient", 1), "5.7.509", "dora@northgate.example", "DMARC policy",
			true},
		{"the first waits, the second was refused", strings.Replace(dsn, "Final-Recipient", "Final-Recipient: rfc822;al@"+
			"b.example\nAction: delayed\nStatus: 4.4.1\n\nFinal-Recipient", 1), "5.7.509", "dora@northgate.example",
			"DMARC policy", true},
		{"the reply to the second is not that to the first", strings.Replace(dsn, "Final-Recipient", "Final-Recipient: "+
			"rfc822;al@b.example\nAction: failed\nStatus: 4.4.7\n\nFinal-Recipient", 1), "4.4.7", "al@b.example",
			"in time", true},
		{"the lines of a report", "Final-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.1.10\n", "5.1.10",
			"a@b.example", "does not exist", true},
		{"the text of a report", "Your message couldn't be delivered.\n\nRemote Server returned '550 5.7.64 " +
			"TenantAttribution; Relay Access Denied'\n", "5.7.64", "", "No connector", true},
		{"a reply alone", "550 5.4.1 Recipient address rejected: Access denied [AM1.example]", "5.4.1", "",
			"address does not exist", true},
		{"the same code for another reason", "550 5.4.1 Relay Access Denied", "5.4.1", "", "does not accept", true},
		{"a reply that begins with its code", "5.7.606 Access denied, banned sending IP [203.0.113.5]", "5.7.606", "",
			"blocks the sending", true},
		{"email by Direct Send", "550 5.7.68 TenantInboundAttribution; Direct Send not allowed", "5.7.68", "",
			"Direct Send", true},
		{"a stopped organisation", "550 5.7.705 Access denied, tenant has exceeded threshold", "5.7.705", "",
			"sending organisation", true},
		{"a code in a range", "550 5.7.610 Access denied, banned sending IP", "5.7.610", "", "blocks the sending", true},
		{"a code that no one documents", "550 5.7.999 Go away", "5.7.999", "", "", true},
		{"a reply with a short code", "<a@b.example>: host mx.b.example[192.0.2.1] said: 550 Blocked, see b.example (in " +
			"reply to MAIL FROM command)", "", "", "", true},
		{"a reply that ends a copied report", "Subject: Undeliverable: Hello\n\n550 5.7.30 Basic authentication is not " +
			"supported\n", "5.7.30", "", "password", true},
	}
	for _, c := range cases {
		m := read(t, c.text)
		if m.Refusal == nil {
			t.Errorf("%s: no refusal", c.name)
			continue
		}
		means, ok := m.Refusal.Meaning()
		if m.Refusal.Code != c.code || m.Refusal.Recipient != c.recipient || m.Refusal.Final != c.final ||
			ok != (c.means != "") || !strings.Contains(means.Words, c.means) {
			t.Errorf("%s: %+v, %+v", c.name, m.Refusal, means)
		}
		if v := m.Judge(Junk); v.Place != NotTaken || v.Cause != CauseRefused {
			t.Errorf("%s: %+v", c.name, v)
		}
	}
	sent := "From: a@northgate.example\nSubject: Help\nMessage-ID: <1@northgate.example>\n\n" +
		"I got 550 5.7.64 Access denied\n"
	if m := read(t, sent); m.Refusal != nil {
		t.Errorf("an email from the folder of sent ones is taken for a report: %+v", m.Refusal)
	}
	quoting := strings.Replace(gateway, "Subject: Your application", "Subject: Re: Undeliverable", 1) +
		"\nYou wrote:\n> 550 5.7.509 Access denied\n> Final-Recipient: rfc822;a@b.example\n"
	if m := read(t, quoting); m.Refusal != nil {
		t.Errorf("an email that quotes a report is taken for one: %+v", m.Refusal)
	}
}

func TestChain(t *testing.T) {
	link := func(i, cv string) string {
		return "ARC-Seal: i=" + i + "; a=rsa-sha256; d=a" + i + ".example; cv=" + cv + "; b=x\n" +
			"ARC-Message-Signature: i=" + i + "; d=a.example\n" +
			"ARC-Authentication-Results: i=" + i + "; mx.microsoft.com 1; spf=pass (sender ip is 192.0.2.1)" +
			" smtp.mailfrom=a.example; arc=pass (0 oda=1 ltdi=1 spf=[1,1,smtp.mailfrom=arm.com])\n"
	}
	c := read(t, "Subject: x\n"+link("2", "pass")+link("1", "none")).Chain
	if len(c.Links) != 2 || !c.Whole || c.Result() != "pass" || c.Links[0].Domain != "a1.example" ||
		c.Links[1].Results == nil {
		t.Errorf("%+v", c)
	}
	if spf, _ := c.Links[0].Results.Method("spf"); spf.Result != "pass" || spf.SenderIP() != ip("192.0.2.1") {
		t.Errorf("%+v", spf)
	}
	if c := read(t, "Subject: x\n"+link("3", "fail")+link("1", "none")).Chain; c.Whole || c.Result() != "fail" {
		t.Errorf("a chain with a gap: %+v", c)
	}
	if c := read(t, "Subject: x\n"+link("0", "none")+link("99", "none")).Chain; c.Whole || len(c.Links) != 0 {
		t.Errorf("numbers that are none: %+v", c)
	}
}

// TestMeanings: each line of the data has words and a source with a date, and is found.
func TestMeanings(t *testing.T) {
	n := 0
	for line := range strings.Lines(microsoft) {
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(c[0], "@") {
			if len(c) != 3 || len(c[1]) != len("2026-11-26") || c[2] == "" {
				t.Errorf("%q", line)
			}
			continue
		}
		if len(c) != 5 || c[2] == "" {
			t.Fatalf("%q", line)
		}
		n++
		if m, ok := Means(c[0], c[1]); !ok || m.Words != c[2] || m.Source.Date == "" || m.Do != c[3] {
			t.Errorf("%q: %+v", line, m)
		}
		if c[0] == "smtp" && c[3] == "" {
			t.Errorf("%q does not say what to do", line)
		}
	}
	if n < 100 || len(Sources()) < 5 {
		t.Errorf("%d meanings of %d sources", n, len(Sources()))
	}
	for _, value := range []struct {
		field, value, words string
	}{{"reason", "451", "Not checked: the check was skipped"},
		{"reason", "130", "Passed: an earlier server that is trusted had checked it"}, {"reason", "109", "Passed"},
		{"smtp", "5.7.649 x", "Microsoft blocks the sending address."}, {"SFV", "nspm", "The filter found no spam"}} {
		if m, ok := Means(value.field, value.value); !ok || m.Words != value.words {
			t.Errorf("%s %s: %+v", value.field, value.value, m)
		}
	}
	for _, none := range [][2]string{{"reason", "1"}, {"reason", "1ab"}, {"smtp", "5.7.650"}, {"smtp", "5.7.605"},
		{"SFV", ""}, {"x", "y"}} {
		if m, ok := Means(none[0], none[1]); ok {
			t.Errorf("%v means %+v", none, m)
		}
	}
}
