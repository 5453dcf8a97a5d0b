//go:build judge

package conformance

import (
	"context"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides"
	"handrail/app/guides/services"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/report"
	"handrail/app/task"
)

// theGuide returns the guide to MTA-STS, asking the test world.
func theGuide(t *testing.T, n *names) guide.Guide {
	t.Helper()
	checker := mailcheck.NewChecker(n.client, mailcheck.Net{AllowPrivate: true})
	check := func(ctx context.Context, d dns.Domain, r task.Report) (*mailcheck.State, error) {
		return checker.Check(ctx, d, r)
	}
	return guides.All(services.Services{Mail: services.Mail{Check: check}, Now: time.Now})[0]
}

// walkThrough walks the guide from its first step to the end of step last. What
// a person would do by hand, byHand does.
func walkThrough(t *testing.T, g guide.Guide, answers map[string]string, last string,
	byHand func(step string, h *guide.Handover)) *guide.Session {
	t.Helper()
	ctx, s := context.Background(), guide.New(g, "judge", time.Now())
	for {
		step := s.Step()
		if s.Page() == guide.AskPage {
			typed := map[string]string{}
			for _, a := range s.Asks() {
				typed[a.Name] = s.Value(a)
				if text, ok := answers[a.Name]; ok {
					typed[a.Name] = text
				}
			}
			if _, wrong := s.Submit(typed, time.Now()); len(wrong) > 0 {
				t.Fatalf("step %s does not take %v: %+v", step.ID, typed, wrong)
			}
			continue
		}
		v, o := s.Visit(), guide.Outcome{State: guide.Completed, At: time.Now()}
		var doc *report.Document
		var err error
		if step.Hand != nil {
			h, err := step.Hand(ctx, &v)
			check(t, err)
			byHand(step.ID, h)
		}
		if step.Look != nil {
			doc, err = step.Look(ctx, &v, func(task.Progress) {})
			check(t, err)
			o.Facts = doc.Facts()
			v.Outcomes[step.ID] = o
		}
		if step.Ready != nil {
			if err := step.Ready(&v, doc); err != nil {
				t.Fatalf("step %s does not let go on: %v\n%s", step.ID, err, told(doc))
			}
		}
		s.Complete(o, time.Now())
		if step.ID == last {
			return s
		}
	}
}

// told returns what a document says in one line a finding.
func told(doc *report.Document) string {
	var b strings.Builder
	for _, f := range doc.Findings() {
		fmt.Fprintf(&b, "%s: %s (%s) %s\n", f.Severity, f.Title, f.Code, f.Text)
	}
	return b.String()
}

// TestBundles walks the guide for every kind of hosting that can be served here.
// Its records go into Knot DNS, its files to the web server they are for, and
// Debian's mta-sts-query says what a sending server makes of it.
func TestBundles(t *testing.T) {
	var lines []string
	for kind := range ways {
		lines = append(lines, kind+".judge.example. 60 IN MX 10 mx.judge.example.")
	}
	n := serveNames(t, lines...)
	serveMail(t)
	for _, kind := range slices.Sorted(maps.Keys(ways)) {
		t.Run(kind, func(t *testing.T) {
			domain, policy := kind+".judge.example", ""
			answers := map[string]string{"domain": domain, "rua": "tls-reports@judge.example", "hosting": kind}
			s := walkThrough(t, theGuide(t, n), answers, "announced", func(step string, h *guide.Handover) {
				for _, r := range h.Records {
					n.add(t, r.Zone)
					if r.Type == "CNAME" { // a stand-in for the server's own name
						n.add(t, r.Value+". 60 IN A "+webServer)
					}
				}
				for _, b := range h.Bundles {
					if b.ID != kind {
						t.Errorf("the bundle is for %s", b.ID)
					}
					for _, f := range b.Files {
						if strings.HasSuffix(f.Path, "mta-sts.txt") {
							policy = string(f.Data)
						}
					}
					ways[kind](t, unpack(t, b), "mta-sts."+domain)
				}
			})
			if policy == "" {
				t.Fatal("the guide handed over no policy")
			}
			v := s.Visit()
			if got := v.Fact("mx/mx.judge.example/certificate"); got != "valid" {
				t.Errorf("Postfix's certificate is said to be %q", got)
			}
			if got := v.Fact("effective"); got != "testing" {
				t.Errorf("effective is %q, want testing", got)
			}
			sameAsQuery(t, domain, policy)
		})
	}
}

// sameAsQuery asks mta-sts-query and compares its answer with the policy meant.
func sameAsQuery(t *testing.T, domain, policy string) {
	t.Helper()
	out, err := exec.Command("mta-sts-query", domain).CombinedOutput()
	if err != nil {
		t.Fatalf("mta-sts-query: %v\n%s", err, out)
	}
	want := []string{"STSFetchResult.VALID", "'version': 'STSv1'"}
	for _, line := range strings.Split(strings.TrimSpace(policy), "\r\n") {
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "mode":
			want = append(want, "'mode': '"+value+"'")
		case "max_age":
			want = append(want, "'max_age': "+value)
		case "mx":
			want = append(want, "'"+value+"'")
		}
	}
	for _, w := range want {
		if !strings.Contains(string(out), w) {
			t.Errorf("mta-sts-query does not say %s:\n%s", w, out)
		}
	}
}
