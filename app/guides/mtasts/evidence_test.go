package mtasts

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mailcheck/mailchecktest"
	sts "handrail/app/mail/mtasts"
	"handrail/app/mail/policyhistory"
)

// manyMX sends the mail to 22 servers, of which the last is named last.
func manyMX(t testing.TB, last string) *mailchecktest.World {
	var hosts []string
	for i := range 21 {
		hosts = append(hosts, fmt.Sprintf("m%02d.example.org", i))
	}
	w := mailTo(servedWorld(t, policyFor("enforce", "*.example.org")), append(hosts, last)...)
	all := w.Cert(60, "*.example.org")
	w.Mail("192.0.2.3", &all)
	for _, host := range hosts {
		put(w, host, mailchecktest.At("192.0.2.3"))
	}
	return w
}

// A certain sentence needs its evidence: what was not asked, or not answered, is part of it.
func TestWhatWasNotSeenIsSaid(t *testing.T) {
	for _, c := range []struct {
		name       string
		world      *mailchecktest.World
		codes, not []string
		says       string
	}{
		{"too many servers to test, all named", manyMX(t, "m99.example.org"),
			[]string{"many-mx", "mx-covered", "mx-encrypts-some"}, []string{"mx-encrypts"}, "did not test every"},
		{"too many servers to test, the last not named", manyMX(t, "mx.elsewhere.example"),
			[]string{"many-mx", "mx-not-covered"}, []string{"mx-covered"}, "does not name mx.elsewhere.example"},
		{"one server does not encrypt", func() *mailchecktest.World {
			w := mailTo(servedWorld(t, policyFor("testing", "*.example.org")), "mx1.example.org", "mx2.example.org")
			w.Mail("192.0.2.2", nil)
			return put(w, "mx2.example.org", mailchecktest.At("192.0.2.2"))
		}(), []string{"mx-encrypts-some"}, []string{"mx-encrypts"}, "Some of your mail servers encrypt"},
		{"aliases inside the domain", func() *mailchecktest.World {
			w := servedWorld(t, testingText)
			w.DNS.Zone["sts.example.org"] = w.DNS.Zone["_mta-sts.example.org"]
			w.DNS.Zone["www.example.org"] = w.DNS.Zone["mta-sts.example.org"]
			put(w, "_mta-sts.example.org", mailchecktest.Alias("sts.example.org"))
			return put(w, "mta-sts.example.org", mailchecktest.Alias("www.example.org"))
		}(), []string{"record-ok", "policy-ok"}, []string{"record-alias", "policy-alias"}, ""},
		{"reports to a domain that is not answered", fail(put(servedWorld(t, testingText), "_smtp._tls.example.org",
			mailchecktest.TXT("v=TLSRPTv1; rua=mailto:a@silent.example")), "silent.example", dns.ServFail),
			[]string{"reporting-unchecked"}, nil, "whether silent.example receives email"},
		{"an alias where reports are requested", put(servedWorld(t, testingText), "_smtp._tls.example.org",
			mailchecktest.Alias("empty.provider.example")), []string{"reporting-alias-empty"}, []string{"no-reporting"},
			"empty.provider.example"},
		{"an address where reports are requested", put(servedWorld(t, testingText), "_smtp._tls.example.org",
			mailchecktest.At("192.0.2.70")), []string{"reporting-proxied"}, []string{"no-reporting"}, "DNS only"},
		{"very many unused lines", servedWorld(t, policyFor("testing", "mx1.example.org", "a.example", "b.example",
			"c.example", "d.example", "e.example", "f.example")), []string{"policy-names-more"}, nil,
			"a.example, b.example, c.example, d.example and more"},
		{"a size of DMARC", put(servedWorld(t, testingText), "_smtp._tls.example.org",
			mailchecktest.TXT("v=TLSRPTv1; rua=mailto:a@example.net!5m")), []string{"reporting-syntax"}, nil,
			"“v=TLSRPTv1; rua=mailto:a@example.net”"},
		{"a policy host at an address of another kind", put(servedWorld(t, testingText), "mta-sts.example.org",
			mailchecktest.At("192.0.2.99")), []string{"policy-connect"}, []string{"policy-no-route"}, ""},
	} {
		d := Document(stateIn(t, c.world), Made{})
		codes, text := codesOf(d), plainText(t, d)
		for _, want := range c.codes {
			if !slices.Contains(codes, want) {
				t.Errorf("%s: no %s in %v", c.name, want, codes)
			}
		}
		for _, bad := range c.not {
			if slices.Contains(codes, bad) {
				t.Errorf("%s: %s in %v", c.name, bad, codes)
			}
		}
		if !strings.Contains(text, c.says) {
			t.Errorf("%s: nowhere %q in:\n%s", c.name, c.says, text)
		}
		lintDocument(t, d)
	}
}

func TestOtherTextsAreNoRecord(t *testing.T) {
	w := put(servedWorld(t, testingText), "_mta-sts.example.org", mailchecktest.TXT("v=spf1 -all"))
	d := AnnouncedDocument(stateIn(t, w), Made{Policy: testingText, ID: "7"})
	if text := plainText(t, d); !strings.Contains(text, "No name server has an MTA-STS record") {
		t.Errorf("it has a TXT record:\n%s", text)
	}
}

// What is published and not known is kept, and never called missing.
func TestUnknownIsKept(t *testing.T) {
	facts := map[string]string{factServers: "mail.example.org", factMail: "servers", "policy": "unknown",
		"record": "valid", factLiveID: "7"}
	v := visitWith(facts, nil)
	if got := defaultAim(v); got != aimKeep || ask.Among(aimOptions(v), got) != nil {
		t.Errorf("a policy that was not seen: %s", got)
	}
	d := deps{Services: services.Services{Now: func() time.Time { return noon }}}
	v = visitWith(facts, map[string]string{askDomain: "example.org", askAim: aimKeep})
	for step, hand := range map[string]func(context.Context, *guide.Visit) (*guide.Handover, error){
		"host": d.handHost, "announce": d.handAnnounce} {
		if h, err := hand(context.Background(), v); err != nil || h.Nothing == "" || len(h.Records) > 0 {
			t.Errorf("%s hands over %+v, %v", step, h, err)
		}
	}
	plan, err := d.plan(context.Background(), v)
	if err != nil || plan.Changes[0].Now != "Not known" {
		t.Errorf("plan %+v, %v", plan, err)
	}
	facts["record"], facts["policy"], facts[factMode] = "unknown", "valid", "testing"
	facts[factMX] = "mail.example.org"
	delete(facts, factLiveID)
	h, err := d.handAnnounce(context.Background(), visitWith(facts, map[string]string{askDomain: "example.org",
		askAim: aimKeep}))
	if err != nil || !strings.Contains(fmt.Sprint(h.Blocks), "could not find out whether there is a record") {
		t.Errorf("a record that was not seen: %+v, %v", h, err)
	}
}

// A name that is taken, and one that was not answered, is said beside the record.
func TestTheRecordForReportsHasRoom(t *testing.T) {
	d := deps{Services: services.Services{Now: func() time.Time { return noon }}}
	for says, facts := range map[string]map[string]string{
		"Delete the CNAME record":                          {"reporting": "absent", factOccupied: "alias"},
		"could not find out whether there is a record":     {"reporting": "unknown"},
		"Add this record where you manage your domain. It": {"reporting": "absent"},
	} {
		facts[factMail], facts[factServers] = "servers", "mail.example.org"
		h, err := d.handReports(context.Background(), visitWith(facts, map[string]string{askDomain: "example.org"}))
		if err != nil || !strings.Contains(fmt.Sprint(h.Blocks), says) {
			t.Errorf("%v: %+v, %v", facts, h, err)
		}
	}
}

// A plan that keeps the policy says what happens with its record.
func TestKeepingThePolicyMayChangeTheRecord(t *testing.T) {
	d := deps{Services: services.Services{Now: func() time.Time { return noon }}}
	for record, says := range map[string]string{"valid": "Nothing changes", "absent": "publish its record",
		"invalid": "publish its record", "several": "publish its record", "unknown": "could not find out"} {
		for _, mode := range []string{"testing", "enforce"} {
			facts := map[string]string{"policy": "valid", "record": record, factMode: mode, factMX: "mail.example.org",
				factServers: "mail.example.org", factMail: "servers", factMaxAge: "86400"}
			if record == "valid" {
				facts[factLiveID] = "7"
			}
			plan, err := d.plan(context.Background(), visitWith(facts, map[string]string{askDomain: "example.org",
				askAim: aimKeep}))
			if err != nil || !strings.Contains(plan.Summary, says) {
				t.Errorf("record %s: %+v, %v", record, plan, err)
			}
			calm := plan.Affected[0].Text == "No one. Senders continue as they do today."
			if calm != (record == "valid") || (plan.Undo == "") == (plan.NoUndo == "") {
				t.Errorf("record %s: %+v", record, plan)
			}
			strict := strings.Contains(fmt.Sprint(plan.Affected), "refuse servers")
			if strict != (mode == "enforce" && says == "publish its record") {
				t.Errorf("record %s, mode %s: %+v", record, mode, plan.Affected)
			}
		}
	}
}

// Another policy was seen under the ID in the record: the plan says that it changes.
func TestAPlanSaysThatTheIDChanges(t *testing.T) {
	memory := &guidetest.Notes{}
	d := deps{Services: services.Services{Now: func() time.Time { return noon }, Observations: memory}}
	for i, text := range []string{textOf(sts.Testing, 86400, "mail.example.org"),
		textOf(sts.Enforce, 604800, "mail.example.org")} {
		seen := seenAt(noon.AddDate(0, 0, i-2), text, "7")
		if err := policyhistory.Remember(t.Context(), memory, noon, seen); err != nil {
			t.Fatal(err)
		}
	}
	facts := map[string]string{"policy": "valid", "record": "valid", factLiveID: "7", factMode: "enforce",
		factMX: "mail.example.org", factServers: "mail.example.org", factMail: "servers", factMaxAge: "604800",
		factHash: policyhistory.TextHash(textOf(sts.Enforce, 604800, "mail.example.org"))}
	plan, err := d.plan(context.Background(), visitWith(facts, map[string]string{askDomain: "example.org",
		askAim: aimKeep}))
	if err != nil || !strings.Contains(plan.Summary, "new ID") {
		t.Errorf("%+v, %v", plan, err)
	}
}

// TestAProxyBetweenIsNamed: what a proxy of this network does says nothing about the policy host, and the page quotes
// what was said of the proxy.
func TestAProxyBetweenIsNamed(t *testing.T) {
	s := stateIn(t, servedWorld(t, testingText))
	s.PolicyState = mailcheck.Unknown
	s.Policy = sts.Fetched{Fault: sts.NoRoute, Proxy: "proxy.example", Err: app.Errorf(app.Unreachable,
		"Ask your network administrator.", "The proxy proxy.example of your network wants a password.")}
	d := Document(s, Made{})
	codes, text := codesOf(d), plainText(t, d)
	if !slices.Contains(codes, "policy-behind-proxy") || slices.Contains(codes, "policy-no-route") ||
		!strings.Contains(text, "proxy.example of your network wants a password") ||
		!strings.Contains(text, "Ask your network administrator") {
		t.Errorf("%v in:\n%s", codes, text)
	}
}
