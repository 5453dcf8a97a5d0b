package program

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/sample"
	"handrail/app/terminal"
)

// TestTheSampleSetsUpEnhancedFiltering: one domain of the sample has a filter in front. Its
// email shows the filter as the sender, and a later one shows the real sender.
func TestTheSampleSetsUpEnhancedFiltering(t *testing.T) {
	for name, answers := range map[string]map[string]string{
		"with the answers of a run": sample.Answers()["enhanced-filtering"], "with what is offered": {}} {
		t.Run(name, func(t *testing.T) { setsUpFiltering(t, answers) })
	}
}

// setsUpFiltering goes to the end of the guide. No step holds it back.
func setsUpFiltering(t *testing.T, answers map[string]string) {
	t.Helper()
	ctx := context.Background()
	h, err := Open(ctx, terminal.Flags{Data: t.TempDir(), Sample: true}, true)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	const id = "enhanced-filtering"
	i := slices.IndexFunc(h.Guides, func(g guide.Guide) bool { return g.ID == id })
	v := &guide.Visit{ID: "v", Guide: id, Answers: answers, Outcomes: map[string]guide.Outcome{}}
	v.Answers["ask-dns"] = "yes"
	facts, commands := map[string]string{}, 0
	for _, s := range h.Guides[i].Steps {
		for _, a := range s.Asks {
			if v.Answers[a.Name] == "" && a.Default != nil && (a.When == nil || a.When(v)) {
				v.Answers[a.Name] = a.Default(v)
			}
		}
		o := guide.Outcome{State: guide.Completed}
		if s.Look != nil {
			doc, err := s.Look(ctx, v, nil)
			if err != nil {
				t.Fatal(s.ID, err)
			}
			if s.Ready != nil {
				if err := s.Ready(v, doc); err != nil {
					t.Fatal(s.ID, err)
				}
			}
			o.Facts = doc.Facts()
			for name, value := range o.Facts {
				facts[name] = value
			}
		}
		if s.Hand != nil {
			hand, err := s.Hand(ctx, v)
			if err != nil || hand.Nothing != "" {
				t.Fatal(s.ID, hand, err)
			}
			commands += len(hand.Blocks)
		}
		v.Outcomes[s.ID] = o
	}
	for name, want := range map[string]string{"dns-front": "filter", "state": "off", "route": "line",
		"true-source": "203.0.113.24", "handed-over": "1", "spf-before": "203.0.113.24", "spf-after": "198.51.100.25",
		"result-before": "fail", "result-after": "pass", "changes": "yes", "wrong": "nothing", "pilot-people": "1",
		"added": "1", "rule-cancels": "yes", "locked": "yes", "email-covered": "yes", "works": "yes",
		"new-spf-address": "198.51.100.25", "new-spf": "pass"} {
		if facts[name] != want {
			t.Errorf("%s is %q, want %q", name, facts[name], want)
		}
	}
	if commands < 9 {
		t.Errorf("%d blocks: the script, and twice what to look at, to change and to undo", commands)
	}
}

// TestTheEmailBehindAFilterIsNotSaved: the guide saves which servers an email passed, and
// nothing that someone wrote.
func TestTheEmailBehindAFilterIsNotSaved(t *testing.T) {
	folder := t.TempDir()
	const message = `Received: from out1.mailfilter.example (203.0.113.24) by DB1.mail.protection.outlook.com with X\n` +
		`Received: from smtp.private.example (198.51.100.77) by out1.mailfilter.example with X\n` +
		`From: ada@private.example\nSubject: Your secret offer\nMessage-ID: <77.aa@private.example>`
	var out, errs bytes.Buffer
	runTerminal(t, &out, &errs, "run", "enhanced-filtering", "-sample", "-data", folder, "-json", "-set", "back=no",
		"-set", "domain=office.northgate.example", "-set", "message="+message, "-set", "ask-dns=no", "-set",
		"pilot=dora@northgate.example")
	if !strings.Contains(out.String(), `"spf-after": "198.51.100.77"`) {
		t.Errorf("the email was not read: %s %s", out.String(), errs.String())
	}
	for _, text := range []string{"ada@private.example", "secret offer", "77.aa@"} {
		if strings.Contains(out.String(), text) || onDisk(t, folder, text) {
			t.Errorf("%q is shown or saved", text)
		}
	}
}
