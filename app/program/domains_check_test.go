package program

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/terminal"
)

// TestCheckLooksAgainAtTheDomainsItKnows: without an organisation, a guide looks at a domain, its DNS changes, and the
// check tells it. A name server that then is silent is no change, and the check could not be done.
func TestCheckLooksAgainAtTheDomainsItKnows(t *testing.T) {
	o, folder := newOutside(t), t.TempDir()
	null := []dns.Record{mailchecktest.MX(0, ""), mailchecktest.TXT("v=spf1 -all")} // no server is asked
	o.names(func(z dns.Zone, _ map[string]dns.Kind) {
		clear(z)
		z["example.org"], z["_dmarc.example.org"] = null, []dns.Record{mailchecktest.TXT("v=DMARC1; p=reject")}
	})
	run := func(args ...string) (status int, out, errs bytes.Buffer) {
		status = runTerminal(t, &out, &errs, append([]string{"-data", folder, "-resolver", o.at}, args...)...)
		return status, out, errs
	}
	check := func() (status int, told []string, unread string) {
		t.Helper()
		status, out, errs := run("check", "-json")
		var got struct {
			Unread  []struct{ ID, Title, Error string }
			Changes []struct{ Section, Severity, Text, ByWhy string }
		}
		if err := json.Unmarshal(out.Bytes(), &got); err != nil || errs.Len() > 0 {
			t.Fatal(err, out.String(), errs.String())
		}
		for _, c := range got.Changes {
			told = append(told, c.Severity+" "+c.Section+" "+c.Text+" "+c.ByWhy)
		}
		for _, u := range got.Unread {
			unread += u.ID + " " + u.Title + " " + u.Error + "\n"
		}
		return status, told, unread
	}
	if status, _, errs := run("run", "mail-health", "-set", "domain=example.org"); errs.Len() > 0 {
		t.Fatal(status, errs.String())
	}
	if _, told, _ := check(); len(told) > 0 {
		t.Errorf("nothing changed: %q", told)
	}
	o.names(func(z dns.Zone, _ map[string]dns.Kind) {
		z["_dmarc.example.org"] = []dns.Record{mailchecktest.TXT("v=DMARC1; p=none")}
	})
	status, told, _ := check()
	if status != terminal.Act || len(told) != 1 || told[0] != "problem domain/example.org/dmarc DMARC of example.org is "+
		"weaker: receivers do less against forged email. DNS keeps no record of who changed it." {
		t.Errorf("%d: %q", status, told)
	}
	o.names(func(_ dns.Zone, fail map[string]dns.Kind) { fail["example.org"] = dns.ServFail })
	if status, told, unread := check(); status != terminal.NotDone || len(told) > 0 ||
		!strings.Contains(unread, "domain/example.org/mx example.org: mail servers The name server could not find") {
		t.Errorf("%d: %q, %s", status, told, unread)
	}
	_, out, _ := run("check")
	if text := out.String(); !strings.Contains(text, "No answer at the last check of example.org") {
		t.Error(text)
	}
}
