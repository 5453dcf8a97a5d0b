package drift

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/mail/domainpart"
)

// ofDomain is a past of one domain in which one part changed at a time.
type ofDomain struct {
	change history.Change
	others map[string]string // the other parts, by section
	missed []history.Missed
}

var lookedAt = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func (p ofDomain) Moments(context.Context, time.Time, time.Time) ([]history.Moment, error) {
	return []history.Moment{{Number: 1, Section: p.change.Section, Kind: history.MomentChange, At: lookedAt}}, nil
}

func (p ofDomain) Changes(context.Context, int64) ([]history.Change, error) {
	return []history.Change{p.change}, nil
}

func (p ofDomain) Row(context.Context, string, string) ([]history.Change, error) { return nil, nil }

func (p ofDomain) AsOf(_ context.Context, section string, _ time.Time, f func(string, []byte) error) (m history.Moment,
	err error) {
	if body := p.others[section]; body != "" {
		return m, f("x", []byte(body))
	}
	return m, nil
}

func (p ofDomain) Missed(context.Context) ([]history.Missed, error) { return p.missed, nil }

// part returns the row of a form, with one field set differently.
func part(t *testing.T, form any) string {
	t.Helper()
	row, err := json.Marshal(form)
	if err != nil {
		t.Fatal(err)
	}
	return string(history.Canon(row))
}

func servers(names ...string) domainpart.MXForm {
	f := domainpart.MXForm{ID: domainpart.MX, State: domainpart.Servers}
	for i, name := range names {
		f.Servers = append(f.Servers, domainpart.Server{Name: name, Pref: uint16(10 * i)})
	}
	return f
}

func policyOf(mode string, mx ...string) domainpart.PolicyForm {
	return domainpart.PolicyForm{ID: domainpart.Policy, State: domainpart.Valid, Mode: mode, MX: mx, MaxAge: 604800}
}

func record(part, state string, values ...string) domainpart.TextForm {
	return domainpart.TextForm{ID: part, State: state, Records: values, Values: values}
}

func spfOf(state string, records ...string) domainpart.TextForm {
	return domainpart.TextForm{ID: domainpart.SPF, State: state, Records: records}
}

func dmarcOf(policy string) domainpart.DMARCForm {
	f := domainpart.DMARCForm{ID: domainpart.DMARC, State: domainpart.Valid, At: "a.example", Policy: policy, Percent: 100}
	if policy == "" {
		f.State, f.At = domainpart.Absent, ""
	}
	return f
}

func certificateOf(state, fault, issuer string, names ...string) domainpart.CertificateForm {
	return domainpart.CertificateForm{ID: domainpart.Certificate, State: state, Fault: fault, Issuer: issuer,
		Names: names, Until: time.Date(2026, 12, 24, 12, 0, 0, 0, time.Local).UTC().Format(time.RFC3339)}
}

func TestSentencesOfDomains(t *testing.T) {
	const d = "a.example"
	named := map[string]any{domainpart.Policy: policyOf("enforce", "mx1.a.example", "*.b.example")}
	strict := map[string]any{domainpart.MX: servers("mx1.a.example"),
		domainpart.Policy: policyOf("enforce", "mx1.a.example")}
	list := func(values ...string) domainpart.ListForm {
		return domainpart.ListForm{ID: domainpart.NameServers, Values: values}
	}
	soon := certificateOf("valid", "", "CA", "mx1.a.example")
	soon.Soon = true
	renewed := certificateOf("valid", "", "CA", "mx1.a.example")
	renewed.Until = "2027-03-24T00:00:00Z"
	longer := policyOf("enforce", "mx1.a.example")
	longer.MaxAge = 86400
	for _, k := range []struct {
		part, of      string
		before, after any
		others        map[string]any
		want          string
	}{
		{domainpart.MX, "", servers("mx1.a.example"), servers("mx.c.example"), named, "problem The mail server of " +
			"a.example changed; the policy you publish does not name mx.c.example: email from senders that follow it will " +
			"be refused."},
		{domainpart.MX, "", servers("mx1.a.example"), servers("mx.c.example"), map[string]any{
			domainpart.Policy: policyOf("testing", "mx1.a.example")}, "warning The mail server of a.example changed; the " +
			"policy you publish does not name mx.c.example. As soon as it is enforced, email from senders that follow it " +
			"will be refused."},
		{domainpart.MX, "", servers("mx1.a.example"), servers("mx.b.example"), named,
			"note The mail server of a.example changed; the policy you publish names mx.b.example."},
		{domainpart.MX, "", servers("mx1.a.example"), servers("mx.c.example"), nil,
			"note The mail server of a.example changed."},
		{domainpart.MX, "", servers("mx1.a.example", "mx2.a.example"), servers("mx1.a.example"), named,
			"note a.example no longer receives email at mx2.a.example."},
		{domainpart.MX, "", servers("mx1.a.example", "mx2.a.example"), servers("mx2.a.example", "mx1.a.example"), named,
			"note Senders try the mail servers of a.example in another order."},
		{domainpart.MX, "", servers("mx1.a.example"),
			domainpart.MXForm{ID: domainpart.MX, State: domainpart.Declared}, named,
			"problem a.example now declares that it receives no email."},
		{domainpart.MX, "", servers("mx1.a.example"), domainpart.MXForm{ID: domainpart.MX, State: domainpart.Nothing}, named,
			"problem No server receives email for a.example any more."},
		{domainpart.NameServers, "", list("ns1.x", "ns2.x"), list("ns1.y"), nil,
			"warning All name servers of a.example are others now. The company that runs them decides about every record."},
		{domainpart.NameServers, "", list("ns1.x", "ns2.x"), list("ns1.x", "ns3.x"), nil,
			"note The name servers of a.example changed."},
		{domainpart.Policy, "", policyOf("enforce", "mx1.a.example"), policyOf("testing", "mx1.a.example"), nil,
			"warning The MTA-STS policy of a.example is now in mode testing. Senders deliver without encryption too."},
		{domainpart.Policy, "", policyOf("testing", "mx9.a.example"), policyOf("enforce", "mx9.a.example"), strict,
			"note The MTA-STS policy of a.example is now in mode enforce. Senders no longer deliver without encryption.|" +
				"problem The MTA-STS policy of a.example changed. The MTA-STS policy does not name mx1.a.example: senders " +
				"that follow it do not deliver there."},
		{domainpart.Policy, "", policyOf("enforce", "mx1.a.example"), longer, strict,
			"note Senders cache the MTA-STS policy of a.example for 1 day."},
		{domainpart.Policy, "", policyOf("enforce", "mx1.a.example"),
			domainpart.PolicyForm{ID: "policy", State: "absent"}, nil,
			"warning The MTA-STS policy of a.example is no longer published. Senders use the copy that they have for up to " +
				"7 days."},
		{domainpart.Policy, "", policyOf("enforce", "mx1.a.example"), policyOf("none"), map[string]any{
			domainpart.Record: record(domainpart.Record, "valid", "1")}, "warning The MTA-STS policy of a.example is now in " +
			"mode none. It requires nothing from senders.|note The MTA-STS policy of a.example names other mail servers.|" +
			"warning The MTA-STS policy of a.example changed, but not the ID in its record: senders keep the policy before " +
			"it for up to 7 days."},
		{domainpart.Record, "", record(domainpart.Record, "valid", "1"), record(domainpart.Record, "valid", "2"), nil,
			"quiet"},
		{domainpart.Record, "", record(domainpart.Record, "valid", "1"), record(domainpart.Record, "absent"), nil,
			"warning The MTA-STS record of a.example is gone: new senders do not look for the policy."},
		{domainpart.Reports, "", record(domainpart.Reports, "valid", "mailto:a@a.example"),
			record(domainpart.Reports, "valid", "mailto:b@b.example"), nil,
			"note TLS reports about a.example go to another address."},
		{domainpart.Reports, "", record(domainpart.Reports, "valid", "mailto:a@a.example"),
			record(domainpart.Reports, "absent"), nil, "warning No one receives TLS reports about a.example any more."},
		{domainpart.SPF, "", spfOf("valid", "v=spf1 mx -all"), spfOf("absent"), nil,
			"warning a.example no longer says who may send email in its name (SPF)."},
		{domainpart.SPF, "", spfOf("valid", "v=spf1 mx -all"), spfOf("valid", "v=spf1 mx +all"), nil,
			"problem Now everyone may send email in the name of a.example (SPF)."},
		{domainpart.SPF, "", spfOf("valid", "v=spf1 mx -all"), spfOf("valid", "v=spf1 mx ~all"), nil,
			"warning SPF of a.example asks receivers for less against forged email."},
		{domainpart.SPF, "", spfOf("valid", "v=spf1 mx ~all"), spfOf("valid", "v=spf1 mx -all"), nil,
			"note Who may send email in the name of a.example changed (SPF)."},
		{domainpart.SPF, "", spfOf("valid", "v=spf1 mx -all"), spfOf("valid", "v=spf1 redirect=b.example"), nil,
			"note Who may send email in the name of a.example changed (SPF)."},
		{domainpart.SPF, "", spfOf("valid", "v=spf1 mx -all"), spfOf("valid", "V=SPF1 MX A -ALL"), nil,
			"note Who may send email in the name of a.example changed (SPF)."},
		{"later", "", list("x"), list("y"), nil, "quiet"}, // a part that this version does not know
		{domainpart.SPF, "", spfOf("valid", "v=spf1 redirect=b.example"), spfOf("valid", "v=spf1 mx ~all"), nil,
			"note Who may send email in the name of a.example changed (SPF)."},
		{domainpart.DMARC, "", dmarcOf("quarantine"), dmarcOf("reject"), nil,
			"note DMARC of a.example is stronger: receivers do more against forged email."},
		{domainpart.DMARC, "", dmarcOf("reject"), dmarcOf("quarantine"), nil,
			"warning DMARC of a.example is weaker: receivers do less against forged email."},
		{domainpart.DMARC, "", dmarcOf("reject"), dmarcOf(""), nil,
			"problem a.example no longer asks receivers to act against forged email (DMARC)."},
		{domainpart.DMARC, "", dmarcOf("none"), dmarcOf(""), nil, "warning a.example no longer has a DMARC record."},
		{domainpart.DKIM, "selector1", record(domainpart.DKIM, "valid", "x"), record(domainpart.DKIM, "absent"), nil,
			"warning The DKIM key “selector1” of a.example can no longer be used: receivers do not trust emails signed " +
				"with it."},
		{domainpart.DKIM, "selector1", domainpart.TextForm{ID: "dkim", State: "valid", Records: []string{"p=1"},
			Values: []string{"x"}}, domainpart.TextForm{ID: "dkim", State: "valid", Records: []string{"p=2"},
			Values: []string{"x"}}, nil, "quiet"},
		{domainpart.Certificate, "mx1.a.example", certificateOf("valid", "", "CA", "mx1.a.example"), renewed, strict,
			"quiet"},
		{domainpart.Certificate, "mx1.a.example", certificateOf("valid", "", "CA", "mx1.a.example"),
			certificateOf("valid", "", "Other CA", "mx1.a.example"), strict,
			"note The certificate of mx1.a.example is from another issuer."},
		{domainpart.Certificate, "mx1.a.example", certificateOf("valid", "", "CA", "mx1.a.example"), soon, strict,
			"warning The certificate of mx1.a.example expires on 24 December 2026 and was not renewed."},
		{domainpart.Certificate, "mx1.a.example", certificateOf("valid", "", "CA", "mx1.a.example"),
			certificateOf("invalid", "expired", "CA", "mx1.a.example"), nil,
			"warning mx1.a.example no longer encrypts as senders require: its certificate expired."},
		{domainpart.Certificate, "mta-sts.a.example", certificateOf("valid", "", "CA", "mta-sts.a.example"),
			certificateOf("invalid", "name", "CA", "www.a.example"), strict,
			"problem Senders cannot read the MTA-STS policy at mta-sts.a.example: its certificate is for other names."},
		{domainpart.Certificate, "mx1.a.example", certificateOf("invalid", "no-starttls", ""),
			certificateOf("valid", "", "CA", "mx1.a.example"), nil, "note mx1.a.example encrypts as senders require again."},
		{domainpart.DANE, "mx1.a.example", list("3 1 1 aa"), list("3 1 1 bb"), nil,
			"note mx1.a.example announces another certificate in DNS (DANE)."},
		{domainpart.DNSSEC, "", domainpart.StateForm{ID: "dnssec", State: "signed"},
			domainpart.StateForm{ID: "dnssec", State: "unsigned"}, nil,
			"warning DNSSEC no longer protects a.example: answers about it can be forged."},
		{domainpart.SPF, "", spfOf("valid", "v=spf1 mx -all"), spfOf("absent"), map[string]any{
			domainpart.MX: domainpart.MXForm{ID: domainpart.MX, State: domainpart.NoDomain}}, "quiet"},
	} {
		c := change(domainpart.Section(d, k.part, k.of), k.part, part(t, k.before), part(t, k.after))
		c.At, c.Since = lookedAt, lookedAt.AddDate(0, 0, -1)
		past := ofDomain{change: c, others: map[string]string{}}
		for name, form := range k.others {
			past.others[domainpart.Section(d, name, "")] = part(t, form)
		}
		r, err := Since(context.Background(), Sources{Domains: past}, time.Time{}, lookedAt)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, one := range r.Told {
			got = append(got, fmt.Sprint(one.Severity, " ", one.Text))
			for _, sentence := range strings.Split(one.Text, ". ") {
				if len(strings.Fields(sentence)) > 25 {
					t.Errorf("a long sentence: %q", sentence)
				}
			}
		}
		if r.Noise == 1 {
			got = append(got, "quiet")
		}
		want := strings.Split(k.want, "|")
		for _, w := range want {
			if !strings.Contains("|"+strings.Join(got, "|")+"|", "|"+w+"|") {
				t.Errorf("%s:\n%q\n%q", k.part, got, w)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%q\n%q", got, want)
		}
	}
}
