package tlsreports_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/services"
	"handrail/app/guides/tlsreports"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
	"handrail/app/report"
	sample "handrail/app/sample/tlsreports"
	"handrail/app/task"
	"handrail/store"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const domain, host = "youth.northgate.example", "youth-northgate-example.mail.protection.outlook.com"

// check sees a domain whose policy is in testing mode and whose host is sound.
func check(ctx context.Context, d dns.Domain, _ task.Report) (*mailcheck.State, error) {
	p := mtasts.Policy{Mode: mtasts.Testing, MX: []string{host}, MaxAge: 86400}
	s := &mailcheck.State{Domain: d, At: noon, RecordState: "valid", PolicyState: "valid", ReportingState: "absent",
		Effective: "testing",
		Record:    mtasts.Selected{State: "valid", Record: &mtasts.Record{ID: "20261101T090000Z"}},
		Policy:    mtasts.Fetched{Status: 200, Policy: &p, Body: []byte(p.String())},
		Hosts:     []mailcheck.Host{{Name: host, Covered: "yes", Probe: smtpprobe.Result{State: smtpprobe.Valid}}}}
	return s, ctx.Err()
}

// walkTo takes every step up to and including the one named, with the answers.
func walkTo(t *testing.T, g guide.Guide, answers map[string]string, last string) (*guide.Visit,
	map[string]*report.Document) {
	t.Helper()
	v := &guide.Visit{ID: "v", Guide: g.ID, Started: noon, Answers: answers, Outcomes: map[string]guide.Outcome{}}
	docs := map[string]*report.Document{}
	for _, step := range g.Steps {
		o := guide.Outcome{State: guide.Completed, At: noon}
		if step.Look != nil {
			doc, err := step.Look(context.Background(), v, nil)
			if err != nil {
				t.Fatalf("%s: %v", step.ID, err)
			}
			docs[step.ID], o.Facts = doc, doc.Facts()
		}
		v.Outcomes[step.ID] = o
		if step.ID == last {
			return v, docs
		}
	}
	t.Fatalf("there is no step %s", last)
	return nil, nil
}

// world fills a folder with the sample's emails and gives the guide over a real store.
func world(t *testing.T, trouble bool) (guide.Guide, string) {
	t.Helper()
	mails, err := sample.Make(sample.Config{Domain: domain, Host: host, Now: noon, Seed: 1, Trouble: trouble})
	if err != nil || len(mails) < 200 {
		t.Fatalf("%d mails, %v", len(mails), err)
	}
	folder := t.TempDir()
	for _, m := range mails {
		if err := os.WriteFile(filepath.Join(folder, m.Name), m.Raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	clock := func() time.Time { return noon }
	s, _, err := store.Open(t.TempDir(), clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return tlsreports.Guide(services.Services{Mail: services.Mail{Check: check, Reports: s,
		Import: func(ctx context.Context, paths []string, each func(tlsimport.Result) error) (tlsimport.Totals, error) {
			return tlsimport.Intake{Keeper: s, Now: clock, Each: each}.Files(ctx, paths)
		}}, Observations: s, Now: clock}), folder
}

func TestTheVerdictFollowsTheTrouble(t *testing.T) {
	for _, c := range []struct {
		trouble              bool
		stand, verdict, next string
		until                time.Time
	}{
		{false, "met", "Enforce is safe: all 5 conditions are met", "climb", time.Time{}},
		{true, "waiting", "Not yet: 1 of 5 conditions is not met", "stay",
			time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)},
	} {
		g, folder := world(t, c.trouble)
		v, docs := walkTo(t, g, map[string]string{"domain": domain, "folder": folder}, "safe")
		facts := docs["safe"].Facts()
		if facts["stand"] != c.stand || facts["verdict"] != c.verdict {
			t.Errorf("trouble %v: %s, %q", c.trouble, facts["stand"], facts["verdict"])
		}
		for _, step := range g.Steps {
			switch step.ID {
			case "safe":
				if u, err := step.Wait(context.Background(), v); err != nil || !u.At.Equal(c.until) ||
					!strings.HasPrefix(u.Reason, c.verdict) {
					t.Errorf("trouble %v: waits %+v %v", c.trouble, u, err)
				}
			case "next":
				if got := step.Asks[0].Default(v); got != c.next {
					t.Errorf("trouble %v: offers %s", c.trouble, got)
				}
			}
		}
		told := false
		for _, f := range docs["say"].Findings() {
			told = told || f.Code == "failed-certificate-expired" && f.Severity == report.Warning &&
				strings.Contains(f.Title, host) && strings.Contains(f.Text, mailcheck.MicrosoftRuns)
		}
		if told != c.trouble {
			t.Errorf("trouble %v: the failure is told: %v", c.trouble, told)
		}
		if again, _ := walkTo(t, g, map[string]string{"domain": domain, "folder": folder},
			"read"); again.Fact("new") != "0" || again.Fact("rejected") != "0" {
			t.Errorf("read again: %s new, %s rejected", again.Fact("new"), again.Fact("rejected"))
		}
	}
}

func TestTheNextStepIsPlannedAndHandedOver(t *testing.T) {
	g, folder := world(t, false)
	for _, c := range []struct{ aim, hosts, text, event string }{
		{"climb", "", "mode: enforce\r\nmx: " + host + "\r\nmax_age: 604800\r\n", "Check the reports again"},
		{"retire", "", "mode: none\r\nmx: " + host + "\r\nmax_age: 86400\r\n", "have expired everywhere"},
		{"move", "youth.o-v1.mx.microsoft", "mode: testing\r\nmx: " + host +
			"\r\nmx: youth.o-v1.mx.microsoft\r\nmax_age: 86400\r\n", "Enable-DnssecForVerifiedDomain"},
		{"stay", "", "", ""},
	} {
		v, _ := walkTo(t, g, map[string]string{"domain": domain, "folder": folder, "aim": c.aim, "new-hosts": c.hosts},
			"safe")
		for _, step := range g.Steps {
			if step.Plan != nil {
				p, err := step.Plan(context.Background(), v)
				if err != nil {
					t.Fatal(err)
				}
				seen := c.event == ""
				for _, b := range p.Blocks {
					if line, ok := b.(report.Timeline); ok {
						for _, e := range line.Items {
							seen = seen || strings.Contains(e.Text, c.event)
						}
					}
				}
				if !seen {
					t.Errorf("%s: the plan does not say %q", c.aim, c.event)
				}
			}
			if step.Hand != nil {
				h, err := step.Hand(context.Background(), v)
				if err != nil || (h.Nothing != "") != (c.aim == "stay") {
					t.Fatalf("%s: %+v %v", c.aim, h, err)
				}
				if c.aim == "stay" {
					continue
				}
				if got := string(h.Bundles[0].Files[0].Data); got != "version: STSv1\r\n"+c.text {
					t.Errorf("%s: the file is\n%s", c.aim, got)
				}
				if h.Records[0].Name != "_mta-sts."+domain || strings.Contains(h.Records[0].Value, "20261101T090000Z") {
					t.Errorf("%s: the record is %+v", c.aim, h.Records[0])
				}
			}
		}
	}
}

// TestPort25ClosedIsSaidInThePlan: where only the reports speak, the verdict and the
// plan say so.
func TestPort25ClosedIsSaidInThePlan(t *testing.T) {
	g, folder := world(t, false)
	untested := func(step guide.Step, v *guide.Visit) *guide.Plan {
		o := v.Outcomes["safe"]
		o.Facts["verdict"] = "Enforce is safe by the reports alone. " + tlsreport.NotTested + ": " + host
		v.Outcomes["safe"] = o
		v.Answers["aim"] = "climb"
		p, err := step.Plan(context.Background(), v)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	v, _ := walkTo(t, g, map[string]string{"domain": domain, "folder": folder}, "safe")
	for _, step := range g.Steps {
		if step.ID != "next" {
			continue
		}
		b, ok := untested(step, v).Blocks[0].(report.Banner)
		if !ok || b.Tone != report.Note || !strings.Contains(b.Lead, "Not tested from here: "+host) {
			t.Errorf("%+v", b)
		}
	}
}

// TestAnEnforcedPolicyIsLeftAlone: nothing is offered that no one asked for.
func TestAnEnforcedPolicyIsLeftAlone(t *testing.T) {
	g, folder := world(t, false)
	v, docs := walkTo(t, g, map[string]string{"domain": domain, "folder": folder}, "safe")
	if read, own := docs["read"].Facts()["reports"], docs["read"].Facts()["about-this-domain"]; read == "0" ||
		read != own {
		t.Errorf("%s saved, %s read", read, own)
	}
	o := v.Outcomes["safe"]
	for mode, want := range map[string]string{"testing": "climb", "enforce": "stay"} {
		o.Facts["policy-mode"] = mode
		v.Outcomes["safe"] = o
		for _, step := range g.Steps {
			if step.ID == "next" && step.Asks[0].Default(v) != want {
				t.Errorf("%s: %s", mode, step.Asks[0].Default(v))
			}
		}
	}
}

// TestAReportWithoutADomainIsTold: it is neither passed over nor counted.
func TestAReportWithoutADomainIsTold(t *testing.T) {
	g, folder := world(t, false)
	text := `{"organization-name":"Larkspur","date-range":{"start-datetime":"2026-11-20T00:00:00Z",` +
		`"end-datetime":"2026-11-20T23:59:59Z"},"report-id":"7",` +
		`"policies":[{"policy":{"policy-type":"no-policy-found"},` +
		`"summary":{"total-successful-session-count":4,"total-failure-session-count":6}}]}`
	if err := os.WriteFile(filepath.Join(folder, "bare.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, docs := walkTo(t, g, map[string]string{"domain": domain, "folder": folder}, "read")
	told := false
	for _, f := range docs["read"].Findings() {
		told = told || f.Code == "domain-not-named" && f.Severity == report.Warning && strings.Contains(f.Text, "6")
	}
	if !told || docs["read"].Facts()["about-no-domain"] != "1" || docs["read"].Facts()["about-others"] != "0" {
		t.Errorf("%+v, %v", docs["read"].Findings(), docs["read"].Facts())
	}
}
