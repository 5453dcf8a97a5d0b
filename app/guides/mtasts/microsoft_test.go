package mtasts

import (
	"context"
	"slices"
	"testing"

	"handrail/app/guide"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mailcheck/mailchecktest"
)

type handFunc = func(context.Context, *guide.Visit) (*guide.Handover, error)

func isStart(o guide.Option) bool { return o.Value == aimStart }

func TestMicrosoftKeepsItsOwnRecords(t *testing.T) {
	const domain = "hillside.mail.onmicrosoft.com"
	w := mailchecktest.New(t)
	w.DNS.Zone = dns.Zone{domain: {mailchecktest.MX(10, "mx.hillside.example")},
		"mx.hillside.example": {mailchecktest.At("192.0.2.1")}}
	mail := w.Cert(60, "mx.hillside.example")
	w.Mail("192.0.2.1", &mail)
	check := w.Checker()
	s, err := check.Check(t.Context(), dns.Domain{ASCII: domain, Unicode: domain}, nil)
	if err != nil {
		t.Fatal(err)
	}
	codes := codesOf(Document(s, Made{}))
	if !slices.Contains(codes, "microsoft-keeps-records") || slices.Contains(codes, "no-record") ||
		slices.Contains(codes, "no-reporting") {
		t.Errorf("found %v", codes)
	}
	v := visitWith(map[string]string{factServers: "mx.hillside.example", factMail: "servers", "policy": "absent",
		"record": "absent", "reporting": mailcheck.No}, map[string]string{askDomain: domain})
	if defaultAim(v) != aimLeave || slices.ContainsFunc(aimOptions(v), isStart) {
		t.Errorf("offered %v first of %v", defaultAim(v), aimOptions(v))
	}
	d := deps{}
	for name, hand := range map[string]handFunc{"reports": d.handReports, "host": d.handHost,
		"announce": d.handAnnounce} {
		if h, err := hand(t.Context(), v); err != nil || h.Nothing == "" || len(h.Records)+len(h.Bundles) > 0 {
			t.Errorf("%s hands over %+v, %v", name, h, err)
		}
	}
	for _, other := range []string{"onmicrosoft.com.example", "notonmicrosoft.com", "hillside.example"} {
		if microsoftKeeps(other) {
			t.Errorf("%s is not Microsoft's", other)
		}
	}
}
