package mtasts

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/report"
	"handrail/app/task"
)

// severalWorld has real servers for a domain that enforces, one in another script without a policy, and one about which
// no name server answers.
func severalWorld(t *testing.T, notes guide.ObservationStore) services.Services {
	w := mailchecktest.New(t)
	const mx = "mx.good.example"
	cert := w.Cert(60, mx)
	w.Mail("192.0.2.1", &cert)
	w.Web("192.0.2.2", w.Cert(60, "mta-sts.good.example"),
		mailchecktest.Text("version: STSv1\r\nmode: enforce\r\nmx: mx.good.example\r\nmax_age: 2419200\r\n"))
	w.DNS.Zone = dns.Zone{
		mx: {mailchecktest.At("192.0.2.1")}, "mta-sts.good.example": {mailchecktest.At("192.0.2.2")},
		"good.example":                     {mailchecktest.MX(1, mx)},
		"_mta-sts.good.example":            {mailchecktest.TXT("v=STSv1; id=1")},
		"_smtp._tls.good.example":          {mailchecktest.TXT("v=TLSRPTv1; rua=mailto:a@reports.example")},
		"reports.example":                  {mailchecktest.MX(1, mx)},
		"xn--bcher-kva.example":            {mailchecktest.MX(1, mx)},
		"_smtp._tls.xn--bcher-kva.example": {mailchecktest.TXT("v=TLSRPTv1; rua=mailto:a@reports.example")},
		"_mta-sts.xn--bcher-kva.example":   nil,
		"mta-sts.xn--bcher-kva.example":    nil,
	}
	for _, name := range []string{"", "_mta-sts.", "mta-sts.", "_smtp._tls."} {
		w.DNS.Fail[name+"silent.example"] = dns.Timeout
	}
	check := func(ctx context.Context, d dns.Domain, r task.Report) (*mailcheck.State, error) {
		return w.Checker().Check(ctx, d, r)
	}
	return services.Services{Now: w.Checker().Now, Observations: notes,
		Mail: services.Mail{Check: check, CheckAll: w.Checker().CheckAll},
		Files: services.Files{Read: func(path string) ([]byte, error) {
			files := map[string]string{
				"/list.txt": "# ours\ngood.example # main\nbücher.example,shop\nnorthgate\nGood.example.\nsilent.example\n",
				"/fine.txt": "good.example\n", "/wrong.txt": "good.example\nnorthgate\n", "/none.txt": "northgate\n"}
			if text, ok := files[path]; ok {
				return []byte(text), nil
			}
			return nil, app.Errorf(app.NotFound, "Check the name.", "There is no such file.")
		}}}
}

func lookAt(t *testing.T, s services.Services, domains string) *report.Document {
	t.Helper()
	g := Guide(s)
	v := guidetest.Walk(t, g, map[string]string{askDomains: domains})
	doc, err := g.Steps[1].Look(t.Context(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestSeveralDomains: a file is checked side by side; each domain has a state, data for programs and a document of its
// own, which is saved apart. A line that is no domain is named, and the rest goes on. Silence is never fine.
func TestSeveralDomains(t *testing.T) {
	notes := &guidetest.Notes{}
	doc := lookAt(t, severalWorld(t, notes), "/list.txt")
	facts := doc.Facts()
	for name, want := range map[string]string{"domains": "3", "domains-to-do": "1", "domains-enforced": "1",
		"domains-state": "to-do", "policy": "valid", "policy-mode": "enforce", "mx": "mx.good.example"} {
		if facts[name] != want {
			t.Errorf("%s is %q, want %q", name, facts[name], want)
		}
	}
	if doc.Headline != "1 of 3 domains need action" || doc.Title != "How 3 domains receive email today" {
		t.Errorf("%q, %q", doc.Title, doc.Headline)
	}
	var list report.Entries
	for _, b := range doc.Blocks {
		if e, ok := b.(report.Entries); ok && e.Name == "domains" {
			list = e
		}
	}
	var got []string
	for _, item := range list.Items {
		var data struct {
			Domain, Answer, Record, Policy, Effective string
			Codes                                     []string
		}
		if err := json.Unmarshal(item.Program(), &data); err != nil || len(data.Codes) == 0 ||
			!slices.Contains(doc.Apart, item.Document()) {
			t.Errorf("%+v: %v", item, err)
		}
		got = append(got, strings.Join([]string{item.Title, data.Domain, string(item.Severity), data.Record, data.Policy,
			data.Effective}, " "))
	}
	want := []string{"bücher.example xn--bcher-kva.example warning absent absent absent",
		"silent.example silent.example unknown unknown unknown unknown",
		"good.example good.example ok valid valid enforce"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	codes := map[string]string{}
	for _, f := range doc.Findings() {
		if strings.HasPrefix(f.Code, "domain-") || f.Code == "not-a-domain" {
			codes[f.Code+" "+f.Subject] = f.Title
		}
	}
	if len(codes) != 3 || codes["domain-to-do xn--bcher-kva.example"] == "" ||
		codes["domain-untested silent.example"] == "" ||
		!strings.HasPrefix(codes["not-a-domain "], "Line 4: “northgate”: ") {
		t.Errorf("%q", codes)
	}
	if len(doc.Apart) != 3 || doc.Apart[0].Subject != "good.example" || doc.Apart[0].Title != titleToday {
		t.Errorf("%d documents are saved apart", len(doc.Apart))
	}
	if seen, err := notes.Recall(t.Context(), "mta-sts-policy", "good.example"); err != nil || len(seen) != 1 {
		t.Errorf("the policy is remembered as %+v, %v", seen, err)
	}
}

// TestAListOfOne: a list with one domain is a check of one; what is wrong in the list is told all the same.
func TestAListOfOne(t *testing.T) {
	s := severalWorld(t, nil)
	if doc := lookAt(t, s, "/fine.txt"); doc.Title != titleToday || doc.Apart != nil || doc.Facts()["domains"] != "" {
		t.Errorf("%q, %v", doc.Title, doc.Facts())
	}
	doc := lookAt(t, s, "/wrong.txt")
	if !slices.ContainsFunc(doc.Findings(), func(f report.Finding) bool { return f.Code == "not-a-domain" }) ||
		doc.MaxSeverity() != report.Warning || doc.Result() != "The domain needs no action" {
		t.Errorf("%s, %+v", doc.Result(), doc.Findings())
	}
	s.Mail.CheckAll = nil
	if doc := lookAt(t, s, "good.example\nsilent.example"); doc.Facts()["domains"] != "2" ||
		doc.Facts()["domains-state"] != "unknown" {
		t.Errorf("one after the other: %v", doc.Facts())
	}
}

// TestListsThatAreRefused: typed domains are refused as a whole, and a file without any.
func TestListsThatAreRefused(t *testing.T) {
	d := deps{severalWorld(t, nil)}
	for text, want := range map[string]string{"good.example\nnorthgate": "“northgate”: ",
		"/none.txt": "The file has no domain.", "/gone.txt": "There is no such file."} {
		message, _ := app.UserMessage(d.domainsAsk().Validate(&guide.Visit{}, text))
		if !strings.HasPrefix(message, want) {
			t.Errorf("%q: %q", text, message)
		}
	}
}

// TestStoppedChecksAreReturned: of a list that is stopped, the domains that were checked by then have their documents,
// and nothing is told of the others.
func TestStoppedChecksAreReturned(t *testing.T) {
	notes := &guidetest.Notes{}
	s := severalWorld(t, notes)
	ctx, stop := context.WithCancel(t.Context())
	check, asked := s.Mail.Check, false
	s.Mail.CheckAll = mailcheck.EachOf(func(ctx context.Context, d dns.Domain, r task.Report) (*mailcheck.State, error) {
		if asked && d.ASCII == "xn--bcher-kva.example" {
			stop()
			return nil, ctx.Err()
		}
		return check(ctx, d, r)
	})
	g := Guide(s)
	v := guidetest.Walk(t, g, map[string]string{askDomains: "/list.txt"})
	asked = true
	doc, err := g.Steps[1].Look(ctx, v, nil)
	if app.CodeOf(err) != app.Cancelled || doc == nil || len(doc.Apart) != 1 || len(doc.Blocks) != 0 {
		t.Fatalf("%q: %+v, %v", v.Answer(askDomain), doc, err)
	}
	if one := doc.Apart[0]; one.Subject != "good.example" || one.Facts()["effective"] != "enforce" {
		t.Errorf("%q, %v", one.Subject, one.Facts())
	}
	if seen, err := notes.Recall(t.Context(), "mta-sts-policy", "good.example"); err != nil || len(seen) != 1 {
		t.Errorf("the policy is remembered as %+v, %v", seen, err)
	}
}
