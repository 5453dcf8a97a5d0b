package diary

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/report"
	"handrail/app/report/pdf"
	"handrail/app/task"
)

// world keeps what Handrail keeps, in memory, and has two settings at Microsoft.
type world struct {
	Source
	settings map[string]string
	now      time.Time
	reports  map[string]report.SavedReport
}

func (w *world) Record(_ context.Context, e guide.JournalEntry) error {
	w.Source.Entries = append(w.Source.Entries, e)
	return nil
}

func (w *world) Entries(context.Context, string) ([]guide.JournalEntry, error) {
	return w.Source.Entries, nil
}

func (w *world) SaveConfirmation(_ context.Context, c guide.Confirmation) error {
	c.Organisation, c.Account = "Northgate Community Trust", "daniel.osei@northgate.example"
	w.Source.Confirmations = append(w.Source.Confirmations, c)
	return nil
}

func (w *world) Confirmations(context.Context, string) ([]guide.Confirmation, error) {
	return w.Source.Confirmations, nil
}

func (w *world) SaveReport(_ context.Context, k report.SavedReport) (string, error) {
	k.ID = fmt.Sprint(len(w.reports) + 1)
	w.reports[k.ID] = k
	return k.ID, nil
}
func (w *world) Reports(context.Context) ([]report.SavedReport, error) { return nil, nil }
func (w *world) Report(_ context.Context, id string) (report.SavedReport, error) {
	k, ok := w.reports[id]
	if !ok {
		return k, app.Errorf(app.NotFound, "", "none")
	}
	return k, nil
}
func (w *world) DeleteReport(context.Context, string) error { return nil }

func newWorld() *world {
	g := guide.Guide{ID: "mfa", Title: "Change sign-in methods", Steps: []guide.Step{
		{ID: "confirm", Title: "Check the change"}, {ID: "worked", Title: "Check the result",
			Look: func(context.Context, *guide.Visit, task.Report) (*report.Document, error) { return nil, nil }},
		{ID: "hand", Title: "Publish the record"}}}
	return &world{Source: Source{Guides: []guide.Guide{g}, Organisation: "Northgate Community Trust",
		Visits: []guide.Visit{{ID: "v", Guide: "mfa", Subject: "Text messages off", Answers: map[string]string{
			guide.AskWhy: "No one should be locked out when Microsoft ends text messages."}}}},
		settings: map[string]string{"Registration campaign": "Off", "Text messages": "On for everyone"},
		now:      time.Date(2026, 11, 18, 9, 30, 0, 0, time.UTC), reports: map[string]report.SavedReport{}}
}

// confirm makes a change of settings as the window does. fail ends it after that many settings, with an error.
func (w *world) confirm(t *testing.T, to map[string]string, names int, fail int, err error) {
	t.Helper()
	order := []string{"Registration campaign", "Text messages"}
	plan := func(context.Context, *guide.Visit) (*guide.Plan, error) {
		p := &guide.Plan{Undo: "Open the step “Keep or undo”, then select “Undo the change”"}
		for _, name := range order {
			after, ok := to[name]
			if !ok {
				after = w.settings[name]
			}
			p.Changes = append(p.Changes, guide.Change{Setting: name, Now: w.settings[name], After: after})
		}
		if names > 0 {
			a := guide.Affected{Severity: report.Note, Text: fmt.Sprintf("%d people are asked to register a passkey", names)}
			for i := range names {
				a.Names = append(a.Names, fmt.Sprintf("Person %d of Northgate", i+1))
			}
			p.Affected = []guide.Affected{{Severity: report.Problem, Text: "2 people are not asked:",
				Names: []string{"Ama Boateng", "Colin Marsh"}}, a}
		}
		return p, nil
	}
	run := change.Runner{Journal: w, Now: w.clock, Guide: "mfa", Writer: writer{}}
	step := guide.Step{ID: "confirm", Plan: plan, Apply: func(ctx context.Context, v *guide.Visit, p *guide.Plan,
		_ task.Report) error {
		for i, c := range p.Changes {
			if i == fail && err != nil {
				return err
			}
			if c.Unchanged() {
				continue
			}
			if _, err := run.Send(ctx, v.ID, change.Write{Verb: change.Change, Object: "policies/authenticationMethodsPolicy",
				Title: c.Setting, Body: []byte(`{"state":"` + c.After + `"}`), Undo: []byte(`{"state":"` + c.Now +
					`"}`)}); err != nil {
				return err
			}
			w.settings[c.Setting] = c.After
		}
		return nil
	}}
	shown, _ := plan(t.Context(), nil)
	step.Confirm(t.Context(), w, w.clock, guide.Visit{ID: "v", Guide: "mfa"}, shown, nil)
}

func (w *world) clock() time.Time {
	w.now = w.now.Add(time.Second)
	return w.now
}

// writer is Microsoft, which confirms everything.
type writer struct{}

func (writer) Read(context.Context, string) ([]byte, error)                 { return []byte("{}"), nil }
func (writer) Ask(context.Context, ...string) error                         { return nil }
func (writer) Patch(context.Context, string, []byte) (string, error)        { return "req-7f43", nil }
func (writer) Delete(context.Context, string) (string, error)               { return "", nil }
func (writer) Post(context.Context, string, []byte) ([]byte, string, error) { return nil, "", nil }

// plain returns a document as text.
func plain(t *testing.T, d *report.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.WriteText(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// has fails the test for each text that a page lacks.
func has(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(strings.Join(strings.Fields(page), " "), strings.Join(strings.Fields(text), " ")) {
			t.Errorf("%q is not on the page:\n%s", text, page)
		}
	}
}

// TestAPageThatATrusteeCanRead (W15): what, by whom, when, why, for whom, the proof, the way back, and what was not
// tested; nothing that only programs read.
func TestAPageThatATrusteeCanRead(t *testing.T) {
	w := newWorld()
	w.confirm(t, map[string]string{"Registration campaign": "On"}, 15, -1, nil)
	found := &report.Document{Title: "Check the result", Headline: "The settings match the plan", Blocks: []report.Block{
		report.Findings{Items: []report.Finding{{Severity: report.Unknown, Title: "The legacy MFA settings",
			Text: "Microsoft gives programs no way to read them. Check them yourself."}}}}}
	id, err := w.SaveReport(t.Context(), report.SavedReport{Document: found})
	if err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(2 * time.Minute)
	v := w.Visits[0]
	v.Guide, v.Outcomes = "mfa", map[string]guide.Outcome{"worked": {Report: id, At: w.now, State: guide.Completed}}
	id, err = Report(t.Context(), w.Source, w, v, w.now)
	if err != nil {
		t.Fatal(err)
	}
	k := w.reports[id]
	page := plain(t, k.Document)
	has(t, page, "Registration campaign: now “On”", "daniel.osei@northgate.example, with Handrail",
		"Wednesday 18 November 2026, 09:30 UTC", "“No one should be locked out when Microsoft ends text messages.”",
		"Change sign-in methods, about Text messages off", "Off On Text messages", "Stays as it is", "“Check the result” read it again on",
		"The settings match the plan.", "Problem: 2 people are not asked: Ama Boateng",
		"Note: 15 people are asked to register a passkey. Person 1 of Northgate",
		"1. With Handrail: Open the step “Keep or undo”, then select “Undo the change”.", "2. Without Handrail:",
		"What was not tested", "Not tested: The legacy MFA settings. Microsoft gives programs no way to read them.")
	if k.Document.Facts()["request-ids"] != "req-7f43" {
		t.Error("programs do not find the requests")
	}
	if strings.ContainsAny(page, "{}") || strings.Contains(page, "policies/") || strings.Contains(page, "req-7f43") {
		t.Errorf("raw:\n%s", page)
	}
	if k.Step != Step || k.Visit != "v" || k.Worst != report.OK || k.Document.Subject != "Northgate Community Trust" {
		t.Errorf("%+v", k)
	}
	v.ID = "other"
	if _, err := Report(t.Context(), w.Source, w, v, w.now); app.CodeOf(err) != app.NotFound {
		t.Errorf("a visit that changed nothing has a page: %v", err)
	}
}

// TestAPageIsOnePage: however many people and settings there are, it is one page of A4 and of Letter, and what is left
// out is counted.
func TestAPageIsOnePage(t *testing.T) {
	w := newWorld()
	w.confirm(t, map[string]string{"Registration campaign": "On", "Text messages": "Off"}, 300, -1, nil)
	all := w.Of("v")
	for i := range 30 {
		all[0].Rows = append(all[0].Rows, Row{fmt.Sprintf("A setting with a long name, number %d", i),
			strings.Repeat("On for everyone in the organisation ", 20), "Off for everyone in the organisation", change.Confirmed})
	}
	for i := range 30 {
		all = append(all, Change{State: ByHand, StepTitle: fmt.Sprintf("Step %d", i), At: w.now, Done: []string{"Files: One"}})
		all[0].Affected = append(all[0].Affected, guide.ConfirmedAffected{Severity: report.Note, Text: "Someone", Count: 2})
	}
	checks := Checks{Step: "Check the result", At: w.now, Headline: "The settings match the plan"}
	for i := range 20 {
		checks.Untested = append(checks.Untested, report.Finding{Title: fmt.Sprintf("Setting %d was not read", i),
			Text: "Microsoft gives programs no way to read it."})
	}
	d := Page(all, checks, w.now)
	d.Seal = &report.Seal{Number: 14, Saved: w.now, Hash: strings.Repeat("7f43da86", 8), Before: 13, BeforeSaved: w.now}
	has(t, plain(t, d), "22 more settings are in the change log", "and 272 more.", "17 more points could not be tested",
		"27 more steps were done by hand.", "25 more groups are in the change diary.", "…")
	for _, paper := range []pdf.Paper{pdf.A4, pdf.Letter} {
		var b bytes.Buffer
		if err := pdf.Write(&b, d, paper); err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(b.Bytes(), []byte("/Type /Page\n")); n != 1 {
			t.Errorf("%s: %d pages", paper, n)
		}
	}
}

// TestHowAChangeEndsIsTold (W13, W14): what was made, what was not, and what no one knows each has its own words;
// “made” only where all of it is confirmed.
func TestHowAChangeEndsIsTold(t *testing.T) {
	denied, lost := app.Errorf(app.Denied, "Ask.", "No."), app.Errorf(app.Unreachable, "Wait.", "No answer.")
	both := map[string]string{"Registration campaign": "On", "Text messages": "Off"}
	for name, c := range map[string]struct {
		fail  int
		err   error
		state State
		want  []string
		bad   report.Severity
	}{
		"made": {-1, nil, Made, []string{"2 settings changed", "2 settings are confirmed"}, report.OK},
		"a part": {1, denied, Part, []string{"A part of the change was made", "Off On", "Not changed. Planned: Off"},
			report.Warning},
		"unknown":  {1, lost, Unknown, []string{"does not know whether all", "Not known. Planned: Off"}, report.Problem},
		"not made": {0, denied, NotMade, nil, report.OK},
	} {
		w := newWorld()
		w.confirm(t, both, 0, c.fail, c.err)
		all := w.Changes()
		if len(all) != 1 || all[0].State != c.state {
			t.Errorf("%s: %+v", name, all)
			continue
		}
		if c.state == NotMade {
			if len(w.Of("v")) != 0 {
				t.Errorf("%s has a page", name)
			}
			continue
		}
		has(t, plain(t, Page(all, Checks{}, w.now)), append(c.want, "Handrail has not read it again since.",
			"The plan named no one who is affected.")...)
		if severity(all) != c.bad {
			t.Errorf("%s is %s", name, severity(all))
		}
	}
}

// TestTheDiaryOfAPeriod: every change of the period with what was undone, done by hand and removed, and none of others.
func TestTheDiaryOfAPeriod(t *testing.T) {
	w := newWorld()
	w.confirm(t, map[string]string{"Registration campaign": "On"}, 20, -1, nil)
	w.now = w.now.AddDate(0, 0, 2)
	w.confirm(t, map[string]string{"Registration campaign": "Off"}, 0, -1, nil)
	_ = w.Record(t.Context(), guide.JournalEntry{At: w.clock(), Visit: "v", Guide: "mfa", Step: "hand",
		What: "I have added the record", New: "Completed: 1 of 2 steps\n_mta-sts.example.org. 3600 IN TXT \"v=STSv1\"",
		State: "confirmed"})
	w.now = w.now.AddDate(0, 1, 0)
	w.confirm(t, map[string]string{"Text messages": "Off"}, 0, -1, nil)
	all := w.Changes()
	if len(all) != 4 || all[0].UndoneAt.IsZero() || !all[1].Undoes || all[2].State != ByHand || !all[3].UndoneAt.IsZero() {
		t.Fatalf("%+v", all)
	}
	day := func(d int) time.Time { return time.Date(2026, 11, d, 12, 0, 0, 0, time.Local) }
	places := []report.Place{{Number: 1, State: report.Unchanged}, {Number: 2, State: report.Removed, Saved: day(3),
		Removed: day(19), Hash: strings.Repeat("ab12", 16)}, {Number: 3, Title: "Who is affected", State: report.Altered}}
	d := w.Book(Days(day(18), day(20)), places, w.now)
	page := plain(t, d)
	has(t, page, "Change diary, 18 November 2026 to 20 November 2026", "Changes 3", "Registration campaign: now “On”",
		"(undone on 20 November 2026)", "1 setting restored", "Done by hand: “Publish the record”",
		"Completed: 1 of 2 steps, _mta-sts.example.org.", "and 8 more.", "Reports that were removed", "ab12 ab12",
		"Not as saved: report 3, “Who is affected”, was changed outside Handrail.", "1 report was removed in Handrail.",
		"What is not in this diary")
	if strings.Contains(page, "Text messages: now") {
		t.Errorf("a change of another month:\n%s", page)
	}
	if one := w.Book(Days(day(20), day(18)), nil, w.now); one.Title != d.Title {
		t.Errorf("from and to turned round: %s", one.Title)
	}
	if got := len(w.Between(day(18).AddDate(0, 0, -9), day(18).AddDate(0, 0, -5))); got != 0 {
		t.Errorf("%d changes before the first", got)
	}
	has(t, plain(t, Page(w.Of("v")[:2], Checks{}, w.now)), "It is undone: the settings are as they were before.")
}

// TestAnAnswerIsNoChange: what someone else says about a step is not told as done, and a reason that went with its
// visit is not told as none.
func TestAnAnswerIsNoChange(t *testing.T) {
	w := newWorld()
	_ = w.Record(t.Context(), guide.JournalEntry{At: w.clock(), Visit: "v", Guide: "mfa", Step: "hand",
		What: guide.AnswerAdded, New: "Kim\nnot done", State: "confirmed"})
	if all := w.Changes(); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	w.confirm(t, map[string]string{"Registration campaign": "On"}, 1, -1, nil)
	w.Visits = nil
	all := w.Changes()
	if len(all) != 1 {
		t.Fatalf("%+v", all)
	}
	page := plain(t, Page(all, Checks{}, w.now))
	has(t, page, "Not known: the progress of this guide was deleted.")
	if strings.Contains(page, "No reason was given") {
		t.Error(page)
	}
}

// TestWhatChangesNothingIsNoChange: a step in which a person saves files, tells others or practises is confirmed and
// stays in the change log, but it is no change.
func TestWhatChangesNothingIsNoChange(t *testing.T) {
	w := newWorld()
	for _, aside := range []bool{false, true} {
		w.Source.Entries = nil
		w.Source.Guides[0].Steps[2].Aside = aside
		_ = w.Record(t.Context(), guide.JournalEntry{At: w.clock(), Visit: "v", Guide: "mfa", Step: "hand",
			What: "Publish the record", New: "Completed", State: "confirmed"})
		if all := w.Changes(); (len(all) == 0) != aside {
			t.Errorf("aside %v: %+v", aside, all)
		}
	}
}

// TestWhatWasSentWithoutAStepIsThere: requests that no step confirmed are changes too, in words.
func TestWhatWasSentWithoutAStepIsThere(t *testing.T) {
	w := newWorld()
	run := change.Runner{Journal: w, Now: w.clock, Guide: "mfa", Writer: writer{}}
	_, err := run.Send(t.Context(), "month", change.Write{Verb: change.Create,
		Object: "identity/conditionalAccess/policies",
		Body:   []byte("{}")})
	all := w.Changes()
	if err != nil || len(all) != 1 || all[0].State != Made || all[0].Rows[0].Setting != "Conditional Access policies" {
		t.Fatalf("%+v, %v", all, err)
	}
	has(t, plain(t, Page(all, Checks{}, w.now)), "Change sign-in methods: 1 setting changed",
		"Conditional Access policies Not written down Created",
		"Not known: no account was written down", "Handrail did not write down who was affected.")
	known, hand := Change{Account: "ann@example.org", Known: true}, Change{State: ByHand}
	for want, all := range map[string][]Change{
		"Not known: no account was written down":                                           all,
		"Not known: no account was written down; other steps by hand":                      {all[0], hand},
		"ann@example.org, with Handrail; not known for other changes; other steps by hand": {hand, known, all[0]},
		"ann@example.org, with Handrail":                                                   {known, known},
		"The person who uses Handrail, by hand":                                            {hand},
	} {
		if got := by(all); got != want {
			t.Errorf("changed by %q, want %q", got, want)
		}
	}
	w.Source.Entries[0].New = ""
	if words(`{"a":1}`) == `{"a":1}` || words("") != "Not set" || words("On") != "On" {
		t.Error("a value is shown as programs have it")
	}
}
