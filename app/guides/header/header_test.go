package header

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	"handrail/app/mail/header"
	"handrail/app/report"
)

func TestGuide(t *testing.T) { guidetest.Run(t, Guide) }

// email returns a header whose parts a test can find again: none of them may be where the
// person did not let it be saved.
func email(report string) string {
	return "Authentication-Results: spf=fail (sender IP is 203.0.113.24) smtp.mailfrom=secret.example;" +
		" dkim=none; dmarc=fail action=none header.from=secret.example; compauth=fail reason=001\n" +
		"Received: from out1.hidden.example (203.0.113.24) by mx1.mail.protection.outlook.com (10.152.40.79)" +
		" with Microsoft SMTP Server (version=TLS1_2, cipher=X); Tue, 24 Nov 2026 09:02:55 +0000\n" +
		"Received: from smtp.secret.example (198.51.100.25) by out1.hidden.example with ESMTPS;" +
		" Tue, 24 Nov 2026 09:02:14 +0000\nFrom: Ada Private <ada@secret.example>\n" +
		"To: Dora Private <dora@northgate.example>\nSubject: A private matter\n" + report
}

const spoofed = "X-Forefront-Antispam-Report: CIP:203.0.113.24;CTRY:GB;SCL:5;SFV:SPM;CAT:SPOOF;DIR:INB;\n"

// secrets are what names someone in email.
var secrets = []string{"secret.example", "hidden.example", "203.0.113.24", "198.51.100.25", "Private", "private",
	"09:02", "24 November", "mx1.mail"}

func visit(message, where, keep string) *guide.Visit {
	return &guide.Visit{ID: "v", Guide: ID, Outcomes: map[string]guide.Outcome{},
		Answers: map[string]string{askMessage: message, askWhere: where, askKeep: keep}}
}

func steps(g guide.Guide) map[string]guide.Step {
	all := map[string]guide.Step{}
	for _, s := range g.Steps {
		all[s.ID] = s
	}
	return all
}

func look(t *testing.T, s guide.Step, v *guide.Visit) *report.Document {
	t.Helper()
	doc, err := s.Look(t.Context(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// everything returns all texts of a document.
func everything(t *testing.T, doc *report.Document) string {
	t.Helper()
	if doc == nil {
		return ""
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestOnlyWhatMayBeSavedIsSaved: with each choice, both documents that are saved hold what
// the person lets be saved, and nothing else.
func TestOnlyWhatMayBeSavedIsSaved(t *testing.T) {
	g := Guide(services.Services{Now: time.Now})
	for keep, want := range map[string]struct{ nothing, names bool }{
		keepAll: {false, true}, keepResult: {false, false}, keepNothing: {true, false},
	} {
		v := visit(email(spoofed), "junk", keep)
		for _, id := range []string{stepSee, stepRecord} {
			step := steps(g)[id]
			doc := look(t, step, v)
			kept := step.Saved(v, doc)
			if (kept == nil) != want.nothing {
				t.Errorf("%s, %s: saved %+v", keep, id, kept)
			}
			all := everything(t, kept)
			for _, secret := range secrets {
				if strings.Contains(all, secret) && !want.names {
					t.Errorf("%s, %s: %q is there", keep, id, secret)
				}
			}
			if want.names && !strings.Contains(all, "198.51.100.25") {
				t.Errorf("%s, %s: the servers are missing", keep, id)
			}
			if kept != nil && (kept.Facts()["cause"] != string(header.CauseGateway) || kept.Headline == "") {
				t.Errorf("%s, %s: the result is missing: %v", keep, id, kept.Facts())
			}
			if id == stepRecord && keep != keepAll {
				for _, secret := range secrets {
					if strings.Contains(everything(t, doc), secret) {
						t.Errorf("%s: the record shows %q", keep, secret)
					}
				}
			}
			if id == stepSee && !strings.Contains(everything(t, doc), "198.51.100.25") {
				t.Errorf("%s: the page hides what the person wants to see", keep)
			}
		}
	}
}

// TestTheVisitKeepsNoMore: neither an answer nor a draft is saved against the choice.
func TestTheVisitKeepsNoMore(t *testing.T) {
	g := Guide(services.Services{Now: time.Now})
	for _, keep := range []string{keepAll, keepResult, keepNothing} {
		v := visit(email(spoofed), "junk", keep)
		v.Drafts = map[string]string{askMessage: email(spoofed) + "X: y\n"}
		v.Outcomes[stepSee] = guide.Outcome{State: guide.Completed}
		c := g.Saved(*v)
		raw, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(raw), "secret.example") != (keep == keepAll) {
			t.Errorf("%s: %s", keep, raw)
		}
	}
}

// TestAForgottenEmail: a visit whose email was not saved asks for it again.
func TestAForgottenEmail(t *testing.T) {
	g := Guide(services.Services{Now: time.Now})
	v := visit("", "junk", keepNothing)
	for _, id := range []string{stepSee, stepRecord} {
		_, err := steps(g)[id].Look(t.Context(), v, nil)
		if message, hint := app.UserMessage(err); app.CodeOf(err) != app.NotFound || message == "" || hint == "" {
			t.Errorf("%s: %v", id, err)
		}
	}
	if _, err := steps(g)[stepFix].Hand(t.Context(), v); app.CodeOf(err) != app.NotFound {
		t.Errorf("fix: %v", err)
	}
}

// TestAFile: a path is read as a file, a header is not, and what is neither is refused at once.
func TestAFile(t *testing.T) {
	asked := ""
	g := Guide(services.Services{Now: time.Now, Files: services.Files{Read: func(path string) ([]byte, error) {
		asked = path
		return []byte(email(spoofed)), nil
	}}})
	for _, path := range []string{"/tmp/an email.eml", `C:\mail\a.msg`, `"C:\mail\a b.eml"`, `\\server\a.eml`, "a.eml"} {
		asked = ""
		if err := readable(path); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if doc := look(t, steps(g)[stepSee], visit(path, "unknown", keepAll)); asked != strings.Trim(path, `"`) ||
			doc.Facts()["cause"] != string(header.CauseGateway) {
			t.Errorf("%s: read %q, %v", path, asked, doc.Facts())
		}
	}
	for _, text := range []string{"", "hello", "not a header\nat all"} {
		if readable(text) == nil {
			t.Errorf("%q is taken", text)
		}
	}
	if err := readable("550 5.7.64 TenantAttribution; Relay Access Denied"); err != nil {
		t.Errorf("a reply is refused: %v", err)
	}
}

// TestValuesForPrograms: facts and lists have each value as it is; what is not in the header
// is absent, neither empty nor no.
func TestValuesForPrograms(t *testing.T) {
	g := Guide(services.Services{Now: time.Now})
	want := map[string]string{"place": "junk", "cause": "spf-of-gateway", "spf": "fail", "dkim": "none", "dmarc": "fail",
		"compauth": "fail", "compauth-reason": "001", "scl": "5", "sfv": "SPM", "cat": "SPOOF", "bcl": "absent",
		"connecting-address": "203.0.113.24", "spf-address": "203.0.113.24", "before-address": "198.51.100.25",
		"hops": "2", "passes": "1", "loop": "no", "seconds": "41", "skew": "no", "arc": "absent", "reply": "absent",
		"enhanced-filtering": "no-stamps", "open": "absent"}
	doc := look(t, steps(g)[stepSee], visit(email(spoofed), "junk", keepAll))
	for name, value := range want {
		if got := doc.Facts()[name]; got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
	empty := look(t, steps(g)[stepSee], visit("Received: by a\nSubject: x", "unknown", keepAll)).Facts()
	for name, value := range map[string]string{"spf": "absent", "scl": "absent", "seconds": "absent", "cause": "unknown",
		"place": "unknown", "open": "no-report", "connecting-address": "absent", "enhanced-filtering": "absent"} {
		if empty[name] != value {
			t.Errorf("of an empty header, %s is %q, want %q", name, empty[name], value)
		}
	}
	lists := map[string]int{}
	for _, b := range doc.Blocks {
		if e, ok := b.(report.Entries); ok {
			for _, item := range e.Items {
				row := map[string]any{}
				if err := json.Unmarshal(item.Program(), &row); err != nil {
					t.Errorf("%s: %v", e.Name, err)
				}
				lists[e.Name]++
			}
		}
	}
	if !maps.Equal(lists, map[string]int{"hops": 2, "passes": 1, "fields": 6}) {
		t.Error(fmt.Sprint(lists))
	}
}

// TestFilteringThatFoundNoOtherServer: a stamp that names the server that connected does not
// say that a server was found and not used.
func TestFilteringThatFoundNoOtherServer(t *testing.T) {
	for stamped, want := range map[string]string{"203.0.113.24": "filtering-alone",
		"198.51.100.25": "filtering-not-applied"} {
		m, err := header.Read([]byte(email("X-MS-Exchange-SkipListedInternetSender: ip=[" + stamped + "];domain=x\n")))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range (deps{}).other(m) {
			if strings.HasPrefix(f.Code, "filtering") {
				got = append(got, f.Code)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", stamped, got, want)
		}
	}
}
