package header

import (
	"strings"
	"testing"
)

// made returns a header with a way through a filter, results and a report.
func made(results, report, more string) string {
	text := gateway
	cut := func(name, with string) {
		at := strings.Index(text, "\n"+name+":") + 1
		end := at
		for {
			line := strings.IndexByte(text[end:], '\n') + 1
			end += line
			if end >= len(text) || text[end] != ' ' && text[end] != '\t' {
				break
			}
		}
		text = text[:at] + with + text[end:]
	}
	for name, value := range map[string]string{"Authentication-Results": results, forefront: report} {
		if value != "" {
			value = name + ": " + value + "\n"
		}
		cut(name, value)
	}
	cut("X-Microsoft-Antispam-Mailbox-Delivery", more)
	cut("Received-SPF", "")
	return text
}

const (
	atInbox = "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;dest:I;\n"
	atJunk  = "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;dest:J;\n"
	atRule  = "X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;dest:C;\n"

	throughFilter = "spf=fail (sender IP is 203.0.113.24) smtp.mailfrom=a.example; dkim=fail; dmarc=fail action="
	direct        = "spf=fail (sender IP is 198.51.100.25) smtp.mailfrom=a.example; dkim=none; dmarc=fail action="
)

// TestVerdicts checks each cause by hand: the results, the report, where it is, and why.
func TestVerdicts(t *testing.T) {
	cases := []struct {
		name, results, report, more string
		said                        Place
		place                       Place
		cause                       Cause
		open                        Open
	}{
		{"not spam, in the Inbox", "", "SCL:1;SFV:NSPM;CAT:NONE;DIR:INB", atInbox, "", Inbox, CauseClean, ""},
		{"not spam, and no place", "", "SCL:1;SFV:NSPM;CAT:NONE", "", "", NotKnown, CauseClean, ""},
		{"not spam, yet in Junk Email", "", "SCL:1;SFV:NSPM;CAT:NONE", atJunk, "", Junk, CauseMailboxRule, ""},
		{"not spam, found in Junk Email", "", "SCL:1;SFV:NSPM", "", Junk, Junk, CauseMailboxRule, ""},
		{"SCL 1 alone, found in Junk Email", "", "SCL:1", "", Junk, Junk, CauseMailboxRule, ""},
		{"delivered to the Inbox, moved later", "", "SCL:1;SFV:NSPM", atInbox, Junk, Junk, CauseMoved, ""},
		{"delivered to Junk Email, moved later", "", "SCL:5;SFV:SPM;CAT:SPM", atJunk, Inbox, Inbox, CauseMoved, ""},
		{"a rule of the person", "", "SCL:1;SFV:NSPM", atRule, "", Elsewhere, CauseClean, ""},
		{"not spam, found in quarantine", "", "SCL:1;SFV:NSPM", "", Quarantine, Quarantine, CauseNone, OpenElsewhere},
		{"spam", "", "SCL:5;SFV:SPM;CAT:SPM", atJunk, "", Junk, CauseSpam, ""},
		{"spam in small letters", "", "scl:5;sfv:spm;cat:bulk", atJunk, "", Junk, CauseBulk, ""},
		{"a result that is not documented", "", "SCL:1;SFV:NEW;CAT:NONE", atInbox, "", Inbox, CauseNone, OpenNewValue},
		{"a result that was ignored", "", "SCL:1;SFV:DMS;CAT:NONE", atInbox, "", Inbox, CauseNone, OpenNewValue},
		{"a category that is not documented", throughFilter + "none;compauth=fail reason=001",
			"SCL:5;SFV:SPM;CAT:NEW", atJunk, "", Junk, CauseNone, OpenNewValue},
		{"a category that decides", "", "SCL:9;SFV:NEW;CAT:PHSH", atJunk, "", Junk, CausePhishing, ""},
		{"spam by level alone", "", "SCL:9", "", "", NotKnown, CauseSpam, ""},
		{"high confidence spam", "", "SCL:9;SFV:SPM;CAT:HSPM", "", Quarantine, Quarantine, CauseSpam, ""},
		{"spam that passed authentication", throughFilter + "none;compauth=pass reason=100", "SCL:5;SFV:SPM;CAT:SPM",
			atJunk, "", Junk, CauseSpam, ""},
		{"bulk", "", "SCL:6;SFV:SPM;CAT:BULK;SRV:BULK", atJunk, "", Junk, CauseBulk, ""},
		{"phishing", "", "SCL:9;SFV:SPM;CAT:HPHISH", "", Quarantine, Quarantine, CausePhishing, ""},
		{"phishing by its other name", "", "SCL:9;SFV:SPM;CAT:HPHSH", "", "", NotKnown, CausePhishing, ""},
		{"imitation", "", "SCL:8;SFV:SPM;CAT:UIMP;SFTY:9.20", atJunk, "", Junk, CauseImitation, ""},
		{"malware", "", "SFV:SPM;CAT:MALW", "", Quarantine, Quarantine, CauseMalware, ""},
		{"an attachment", "", "SCL:1;SFV:NSPM;CAT:FTBP", "", Quarantine, Quarantine, CauseMalware, ""},
		{"the person’s block list", "", "SCL:6;SFV:BLK", atJunk, "", Junk, CauseBlocked, ""},
		{"the organisation’s block list", "", "SCL:6;SFV:SKB", atJunk, "", Junk, CauseBlockList, ""},
		{"a mail flow rule against it", "", "SCL:6;SFV:SKS", atJunk, "", Junk, CauseSpamRule, ""},
		{"a mail flow rule for it", "", "SCL:-1;SFV:SKN", atInbox, "", Inbox, CauseSkipRule, ""},
		{"SCL -1 and no more", "", "SCL:-1", atInbox, "", Inbox, CauseSkipRule, ""},
		{"a rule for it, yet in Junk Email", "", "SCL:-1;SFV:SKN", atJunk, "", Junk, CauseMailboxRule, ""},
		{"an allow list", "", "SCL:-1;SFV:SKA", atInbox, "", Inbox, CauseAllowList, ""},
		{"an allowed address", "", "SCL:-1;IPV:CAL;SFV:NSPM", atInbox, "", Inbox, CauseAllowedIP, ""},
		{"safe sender", "", "SCL:-1;SFV:SFE", atInbox, "", Inbox, CauseSafeSender, ""},
		{"inside", "", "SCL:-1;SFV:SKI", atInbox, "", Inbox, CauseInside, ""},
		{"released", "", "SCL:-1;SFV:SKQ", atInbox, "", Inbox, CauseReleased, ""},
		{"SPF checked the filter", throughFilter + "none;compauth=fail reason=001", "SCL:5;SFV:SPM;CAT:SPOOF", atJunk,
			"", Junk, CauseGateway, ""},
		{"SPF checked the filter, p=reject", throughFilter + "oreject;compauth=fail reason=000",
			"SCL:9;SFV:SPM;CAT:SPOOF", atJunk, "", Junk, CauseGateway, ""},
		{"the sender itself failed", direct + "none;compauth=fail reason=001", "SCL:5;SFV:SPM;CAT:SPOOF", atJunk, "",
			Junk, CauseSpoof, ""},
		{"the sender’s policy", direct + "oreject;compauth=fail reason=000", "SCL:9;SFV:SPM;CAT:SPOOF", "", Quarantine,
			Quarantine, CauseDMARC, ""},
		{"the own domain", direct + "none;compauth=fail reason=601", "SCL:5;SFV:SPM;CAT:SPOOF", atJunk, "", Junk,
			CauseOwnDomain, ""},
		{"the own domain, strict", direct + "quarantine;compauth=fail reason=010", "SCL:5;SFV:SPM;CAT:SPOOF", atJunk,
			"", Junk, CauseOwnDomain, ""},
		{"forbidden by an administrator", direct + "none;compauth=fail reason=002", "SCL:5;SFV:SPM;CAT:SPOOF", atJunk,
			"", Junk, CauseForbidden, ""},
		{"forged, and no results", "", "SCL:5;SFV:SPM;CAT:SPOOF", atJunk, "", Junk, CauseSpoof, ""},
		{"marked on the way out", "", "SCL:9;SFV:SPM;CAT:OSPM;DIR:OUT", "", Junk, Junk, CauseOutgoing, ""},
		{"a report of the way out", "", "SCL:1;SFV:NSPM;CAT:NONE;DIR:OUT", "", Junk, Junk, CauseNone, OpenOutgoing},
		{"an empty report", "", "CIP:203.0.113.24;CTRY:GB", "", Junk, Junk, CauseNone, OpenEmpty},
		{"no report", direct + "none", "", "", Junk, Junk, CauseNone, OpenNoReport},
		{"no report, and the folder", "", "", atJunk, "", Junk, CauseNone, OpenNoReport},
		{"refused, without a reply", "", "SCL:1;SFV:NSPM", "", NotTaken, NotTaken, CauseNone, OpenNoReply},
		{"spam, found in the Inbox", "", "SCL:5;SFV:SPM;CAT:SPM", "", Inbox, Inbox, CauseSpam, ""},
	}
	for _, c := range cases {
		v := read(t, made(c.results, c.report, c.more)).Judge(c.said)
		written := c.more != "" && c.cause != CauseMoved
		if v.Place != c.place || v.Cause != c.cause || v.Open != c.open || v.Written != written {
			t.Errorf("%s: %+v", c.name, v)
		}
	}
}

// TestAForgedReportLoses: the topmost report counts, also against one that came with the
// email; a report that Exchange Online marked as untrusted never counts.
func TestAForgedReportLoses(t *testing.T) {
	forged := forefront + ": SCL:-1;SFV:SKN;CAT:NONE;DIR:INB\n"
	m := read(t, gateway+forged)
	if v := m.Judge(""); v.Cause != CauseGateway {
		t.Errorf("%+v", v)
	}
	noted := false
	for _, n := range m.Notes {
		noted = noted || n.Code == OldReport && n.N == 1
	}
	if !noted {
		t.Errorf("not said: %v", m.Notes)
	}
	m = read(t, strings.Replace(gateway, forefront, forefront+"-Untrusted", 1))
	if v := m.Judge(""); v.Cause != CauseNone || v.Open != OpenUntrusted || m.Trusted() != nil {
		t.Errorf("%+v", v)
	}
}

// TestAnotherServiceDecides: fields of Exchange Online’s filter count only in an email that it
// took, and that no other service took after it.
func TestAnotherServiceDecides(t *testing.T) {
	fields := forefront + ": SCL:-1;SFV:SKA;DIR:INB\nX-Microsoft-Antispam-Mailbox-Delivery: dest:I;\n" +
		"Authentication-Results: spf=pass (sender IP is 203.0.113.5) smtp.mailfrom=a.example; compauth=pass reason=100\n"
	by := func(server string) string {
		return "Received: from mail.a.example (203.0.113.5) by " + server + " with ESMTPS; Tue, 24 Nov 2026 " +
			"09:02:00 +0000\n"
	}
	microsoft := by("AM1.mail.protection.outlook.com")
	cases := []struct {
		name, text string
		cause      Cause
		open       Open
		written    bool
	}{
		{"Exchange Online took it", microsoft, CauseAllowList, "", true},
		{"no server is in the copy", "", CauseAllowList, "", true},
		{"another service took it", by("mx.small.example"), CauseNone, OpenUntrusted, false},
		{"another service took it later", by("mx.google.com") + microsoft, CauseNone, OpenLater, false},
		{"the own server took it later", by("mail.corp.example") + microsoft +
			"X-MS-Exchange-Organization-AuthAs: Anonymous\n", CauseAllowList, "", true},
	}
	for _, c := range cases {
		m := read(t, c.text+fields)
		if v := m.Judge(""); v.Cause != c.cause || v.Open != c.open || v.Written != c.written {
			t.Errorf("%s: %+v", c.name, v)
		}
		if checked := m.Checked() != nil; checked == (c.open == OpenUntrusted) {
			t.Errorf("%s: results count: %v", c.name, checked)
		}
	}
}

// TestPassesOfALoop: results and stamps of a pass count only for that pass.
func TestPassesOfALoop(t *testing.T) {
	out := "Received: from EUR01-OBE.outbound.protection.outlook.com (198.51.100.99) by filter.example" +
		" with ESMTPS; Tue, 24 Nov 2026 09:01:50 +0000\n"
	inner := "Authentication-Results: spf=pass (sender IP is 192.0.2.10) smtp.mailfrom=a.example; dkim=none; dmarc=pass" +
		" action=none\n" +
		"Received: from mail.a.example (192.0.2.10) by DB1.mail.protection.outlook.com (10.0.0.1) with Microsoft SMTP" +
		" Server (version=TLS1_2, cipher=X) id 15; Tue, 24 Nov 2026 09:01:40 +0000\n" +
		"Received: from pc (192.168.1.1) by mail.a.example with ESMTP; Tue, 24 Nov 2026 09:01:30 +0000\n"
	stamps := "X-MS-Exchange-SkipListedInternetSender: ip=[192.0.2.10];domain=mail.a.example\n" +
		"X-MS-Exchange-SkipListedInternetSender: ip=[198.51.100.99];domain=EUR01-OBE.outbound.protection.outlook.com\n" +
		"X-MS-Exchange-ExternalOriginalInternetSender: ip=[198.51.100.99];domain=EUR01\n"
	top := "Authentication-Results: spf=pass (sender IP is 198.51.100.99) smtp.mailfrom=a.example; dmarc=pass\n" +
		"Received: from filter.example (203.0.113.24) by AM1.mail.protection.outlook.com (10.0.0.2) with Microsoft SMTP" +
		" Server (version=TLS1_2, cipher=X) id 15; Tue, 24 Nov 2026 09:02:00 +0000\n"
	m := read(t, top+out+inner+stamps)
	if len(m.Passes) != 2 || !m.Loop() {
		t.Fatalf("%d passes, loop %v", len(m.Passes), m.Loop())
	}
	a, b := m.Passes[0], m.Passes[1]
	if a.Connecting != ip("203.0.113.24") || a.SPF.Addr != ip("198.51.100.99") || a.Filtering() != FilterApplied ||
		a.Source() != ip("198.51.100.99") || a.Reach != 1 {
		t.Errorf("newest %+v", a)
	}
	if b.Connecting != ip("192.0.2.10") || b.SPF.Addr != ip("192.0.2.10") || b.Filtering() != FilterFound ||
		b.Skipped == nil || b.Original != nil || b.Reach != 3 || !b.Alone() || a.Alone() {
		t.Errorf("oldest %+v", b)
	}
}
