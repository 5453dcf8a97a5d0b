package liveevent

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/guides/services"
	"handrail/app/report"
)

// notes keeps memos in memory, and counts how often they are asked for.
type notes struct {
	all   []guide.Observation
	asked int
}

func (n *notes) Remember(_ context.Context, m guide.Observation) error {
	n.all = slices.DeleteFunc(n.all,
		func(o guide.Observation) bool { return o.Kind == m.Kind && o.Subject == m.Subject && o.Key == m.Key })
	n.all = append(n.all, m)
	return nil
}
func (n *notes) Recall(_ context.Context, kind, subject string) (all []guide.Observation, err error) {
	n.asked++
	for _, m := range n.all {
		if m.Kind == kind && m.Subject == subject {
			all = append(all, m)
		}
	}
	return all, nil
}

func question(t *testing.T, g guide.Guide, name string) guide.Ask {
	t.Helper()
	for _, s := range g.Steps {
		for _, a := range s.Asks {
			if a.Name == name {
				return a
			}
		}
	}
	t.Fatal("no step asks for " + name)
	return guide.Ask{}
}

// TestASheetIsKeptAsATemplate: it is the first choice for the next event, under its
// name, and a later one of that name replaces it.
func TestASheetIsKeptAsATemplate(t *testing.T) {
	w := &world{}
	kept := &notes{}
	now := noon
	d := deps{Services: services.Services{Files: services.Files{Read: func(string) ([]byte, error) { return nil, nil }},
		Observations: kept, Now: func() time.Time { return now }}}
	v := w.visit(map[string]string{askSheet: "0 | 7 | Our own welcome", askOwn: "Harvest supper"})
	for range 2 {
		if _, err := d.doc("", "", d.sheet)(context.Background(), v, nil); err != nil {
			t.Fatal(err)
		}
	}
	g := Guide(d.Services)
	kept.asked = 0
	choose, fill := question(t, g, askTemplate), question(t, g, askSheet)
	next := &guide.Visit{Answers: map[string]string{}}
	first := choose.Default(next)
	if first != "own/Harvest supper" || choose.Options(next)[0].Label != "Harvest supper" ||
		choose.Options(next)[1].Value == first || choose.Validate(next, first) != nil {
		t.Errorf("%q of %+v", first, choose.Options(next))
	}
	next.Answers[askTemplate] = first
	if text := fill.Default(next); text != "0 | 7 | Our own welcome" {
		t.Errorf("%q", text)
	}
	next.Answers[askTemplate] = "service"
	if text := fill.Default(next); !strings.Contains(text, "First hymn") {
		t.Errorf("%q", text)
	}
	step := g.Steps[slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.ID == stepSheet })]
	v = w.visit(map[string]string{askSheet: "0 | 9 | Carols", askOwn: "Carols"})
	v.Outcomes = map[string]guide.Outcome{}
	now = noon.Add(time.Hour)
	if _, err := step.Look(context.Background(), v, nil); err != nil {
		t.Fatal(err)
	}
	if first := choose.Default(next); first != "own/Carols" || len(choose.Options(next)) < 4 {
		t.Errorf("after another is kept: %q of %+v", first, choose.Options(next))
	}
	if link := question(t, g, askLink); link.Default(v) != "" || kept.asked != 0 {
		t.Errorf("a page that is drawn reads what is kept %d times", kept.asked)
	}
}

// TestColumnsAreNamedByThePerson: where Handrail does not know the headings, they
// say which is which; a wrong name is told.
func TestColumnsAreNamedByThePerson(t *testing.T) {
	w := &world{files: map[string]string{
		"a.csv": "Our order;;\nKlo;Kohta;Vetäjä\n10:30;Begrüßung;Ama\n10:40;Vortrag;Ben\n"}}
	unclear := w.look(t, stepSheet, map[string]string{askSheet: "0|4|Welcome", askFile: "a.csv"})
	if found(unclear)["columns-unknown"] != report.Warning || !strings.Contains(unclear.Findings()[0].Text, "“Kohta”") {
		t.Errorf("%+v", unclear.Findings())
	}
	clear := w.look(t, stepSheet, map[string]string{askSheet: "0|4|Welcome", askFile: "a.csv",
		askColumns: "clock: klo\nCue: Kohta\nwho: Vetäjä"})
	if !slices.ContainsFunc(clear.Blocks, func(b report.Block) bool {
		c, ok := b.(report.Code)
		return ok && c.Text == "0 |  | Begrüßung | Ama\n+10 |  | Vortrag | Ben\n"
	}) {
		t.Errorf("%+v", clear.Blocks)
	}
	g := w.guide()
	step := g.Steps[slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.ID == stepSheet })]
	if _, err := step.Look(context.Background(),
		w.visit(map[string]string{askSheet: "0|4|Welcome", askFile: "a.csv", askColumns: "cue: Title"}),
		nil); app.CodeOf(err) != app.Invalid || !strings.Contains(err.Error(), "Title") {
		t.Errorf("a heading that is not there: %v", err)
	}
	valid := question(t, g, askColumns).Validate
	for text, ok := range map[string]bool{"": true, "clock: a\ncue: b": true, "hymn: a": false, "cue": false,
		"cue: a\ncue: b": false} {
		if (valid(nil, text) == nil) != ok {
			t.Errorf("%q: %v", text, !ok)
		}
	}
}

// TestItemsStandUnderTheCurve: by the times at which they really were.
func TestItemsStandUnderTheCurve(t *testing.T) {
	w := &world{files: map[string]string{
		"live.csv": "SessionId,ParticipantId,FullName,UserAgent,UtcEventTimestamp,Action,Role\n" +
			"1,a@x.example,Ama,M,11/22/2026 10:20:00 AM,Joined,Attendee\n1,a@x.example,Ama,M,11/22/2026 11:31:00 " +
			"AM,Left,Attendee\n" +
			"1,b@x.example,Ben,M,11/22/2026 10:40:00 AM,Joined,Attendee\n1,b@x.example,Ben,M,11/22/2026 10:50:00 " +
			"AM,Left,Attendee\n"}}
	answers := map[string]string{askSheet: "0|4|Welcome\n|20|Talk\n||End", askReports: "live.csv"}
	v := w.visit(answers)
	run, err := runsheet.FromAnswers(v.Answers)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []int{12, 35, 36} {
		run.Apply(runsheet.Done, run.Start.Add(time.Duration(m)*time.Minute))
	}
	rows := func() string {
		for _, b := range w.look(t, stepAfter, answers).Blocks {
			if table, ok := b.(report.Table); ok && table.Title == "People at each item" {
				var all []string
				for _, r := range table.Rows {
					all = append(all, strings.Join(r, " "))
				}
				return strings.Join(all, "; ")
			}
		}
		return ""
	}
	if got := rows(); got != "Welcome 10:30 1 1 1; Talk 10:34 1 2 1" {
		t.Errorf("by the plan: %s", got)
	}
	w.runs = []runsheet.Run{run}
	if got := rows(); got != "Welcome 10:30 1 2 1; Talk 10:42 2 2 1; End 11:05 1 1 1" {
		t.Errorf("as it was: %s", got)
	}
}

// TestTheRecordingIsRememberedUntilItIsSaved: a day after the event, and again
// before it ends; never where it is downloaded or there is none.
func TestTheRecordingIsRememberedUntilItIsSaved(t *testing.T) {
	w := &world{}
	now := noon
	d := deps{Services: services.Services{Now: func() time.Time { return now }}}
	v := w.visit(map[string]string{askSheet: "0|60|Talk", askDate: "2026-12-06", askClock: "10:00", askZone: "UTC",
		askKind: "broadcast"})
	end := time.Date(2026, 12, 6, 11, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		now      time.Time
		saved    string
		until    time.Time
		severity map[string]report.Severity
	}{
		{end.Add(-48 * time.Hour), "no", end.AddDate(0, 0, 1),
			map[string]report.Severity{"recording-open": report.Note}},
		{end.AddDate(0, 0, 2), "no", end.AddDate(0, 0, 23), map[string]report.Severity{"recording-open": report.Note}},
		{end.AddDate(0, 0, 25), "no", end.AddDate(0, 0, 23),
			map[string]report.Severity{"recording-soon": report.Warning}},
		{end.AddDate(0, 0, 31), "no", end.AddDate(0, 0, 23),
			map[string]report.Severity{"recording-over": report.Problem}},
		{end.AddDate(0, 0, 31), "yes", time.Time{}, map[string]report.Severity{"recording-saved": report.OK}},
		{end.AddDate(0, 0, 2), "none", time.Time{}, map[string]report.Severity{"recording-none": report.Note}},
	} {
		now = c.now
		v.Answers[askSaved] = c.saved
		until, err := d.waitRecording(context.Background(), v)
		if err != nil || !until.At.Equal(c.until) || until.At.IsZero() != (until.Reason == "") {
			t.Errorf("%v, %s: until %v, %v", c.now, c.saved, until, err)
		}
		doc, err := d.doc("", "", d.recording)(context.Background(), v, nil)
		if err != nil {
			t.Fatal(err)
		}
		for code, want := range c.severity {
			if got := found(doc); len(got) != 1 || got[code] != want {
				t.Errorf("%v, %s: %v", c.now, c.saved, got)
			}
		}
	}
}

// TestTheShortLinkIsCompared: with the long one, by where it leads; where that is
// not known, it is not called fine.
func TestTheShortLinkIsCompared(t *testing.T) {
	const link = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_ZDVj%40thread.v2/0?context=%7b%22Tid%22%3a%" +
		"2272f988bf-86f1-41af-91ab-2d7cd011db47%22%7d"
	w := &world{}
	for to, want := range map[string]map[string]report.Severity{
		link:                                     {"short-teams": report.OK, "link-other-event": ""},
		strings.Replace(link, "ZDVj", "WWWW", 1): {"short-teams": report.OK, "link-other-event": report.Problem},
		"https://parish.example/live":            {"short-elsewhere": report.Warning},
		"":                                       {"short-target": report.Unknown},
	} {
		d := deps{Services: services.Services{Events: services.Events{LinkTarget: func(context.Context, string) (string,
			error) {
			if to == "" {
				return "", app.Errorf(app.Unreachable, "Open it yourself.", "Nobody answers.")
			}
			return to, nil
		}}, Now: func() time.Time { return noon }}}
		doc, err := d.doc("", "", d.link)(context.Background(),
			w.visit(map[string]string{askLink: link, askShort: "https://bit.ly/parish"}), nil)
		if err != nil {
			t.Fatal(err)
		}
		for code, severity := range want {
			if got := found(doc)[code]; got != severity {
				t.Errorf("to %q: %s is %q, want %q of %v", to, code, got, severity, found(doc))
			}
		}
	}
}

// TestAnInvitationIsReducedToItsLink: the numbers to dial and the passcode in it are not saved.
func TestAnInvitationIsReducedToItsLink(t *testing.T) {
	const link = "https://teams.microsoft.com/meet/281734650912?p=Hk3s"
	clean := question(t, (&world{}).guide(), askLink).Normalize
	for text, want := range map[string]string{
		"Join the meeting now<" + link + ">\r\nPasscode: Zz9\r\nDial in +44 20 7946 0958,,123# London": link,
		" " + link + " ": link, "not a link": "not a link",
		"https://teams.microsoft.com/meet/1 or https://teams.microsoft.com/meet/2": "https://teams.microsoft.com/meet/1 or " +
			"https://teams.microsoft.com/meet/2",
	} {
		if got := clean(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}
