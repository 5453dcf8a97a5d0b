package liveevent

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/event/attendance"
	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/guides/services"
	"handrail/app/report"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// world is everything outside as data.
type world struct {
	files map[string]string
	runs  []runsheet.Run
	kept  []attendance.Row
	seen  *attendance.Report
}

func (w *world) KeepAttendance(_ context.Context, r *attendance.Report, _ attendance.Retention, _ string,
	_ time.Time) (attendance.State, error) {
	w.seen = r
	return attendance.New, nil
}
func (w *world) Attendances(context.Context) ([]attendance.Row, error) { return w.kept, nil }
func (w *world) Attendance(context.Context, int64) (*attendance.Report, error) {
	return w.seen, nil
}
func (w *world) SaveRun(context.Context, runsheet.Run) error          { return nil }
func (w *world) Runs(context.Context, string) ([]runsheet.Run, error) { return w.runs, nil }
func (w *world) Run(context.Context, string) (runsheet.Run, error)    { return runsheet.Run{}, nil }
func (w *world) guide() guide.Guide {
	return Guide(services.Services{Events: services.Events{Attendance: w, Runs: w},
		Files: services.Files{Read: func(path string) ([]byte, error) {
			text, ok := w.files[path]
			if !ok {
				return nil, context.DeadlineExceeded
			}
			return []byte(text), nil
		}}, Now: func() time.Time { return noon }})
}

// visit returns a visit with the usual answers and those given.
func (w *world) visit(answers map[string]string) *guide.Visit {
	v := &guide.Visit{ID: "v", Answers: map[string]string{}, Outcomes: map[string]guide.Outcome{}}
	for _, s := range w.guide().Steps {
		for _, a := range s.Asks {
			v.Answers[a.Name] = a.Default(v)
		}
	}
	maps.Copy(v.Answers, answers)
	return v
}

func (w *world) look(t *testing.T, step string, answers map[string]string) *report.Document {
	t.Helper()
	g := w.guide()
	i := slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.ID == step })
	d, err := g.Steps[i].Look(context.Background(), w.visit(answers), nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func found(d *report.Document) map[string]report.Severity {
	all := map[string]report.Severity{}
	for _, f := range d.Findings() {
		all[f.Code] = f.Severity
	}
	return all
}

func TestTheFileOfKindsIsWhole(t *testing.T) {
	all, asOf := kindsOf(kindsFile)
	if len(all) != 4 || asOf != "2026-08-21" {
		t.Fatalf("%d kinds as of %q", len(all), asOf)
	}
	for _, k := range all {
		if k.Name == "" || k.People == 0 || k.Why == "" || clicks[k.ID] == nil || k.Licence != "business" &&
			k.Licence != "enterprise" {
			t.Errorf("%+v lacks something", k)
		}
	}
	if k := kindByID("live-event"); date(k.Until) != "2026-06-30" || date(k.Runs) != "2027-02-28" {
		t.Errorf("live events: %v, %v", k.Until, k.Runs)
	}
	for _, c := range []struct {
		group        string
		people       int
		booked, talk bool
		want         string
	}{
		{"enterprise", 900, false, true, "meeting"}, {"enterprise", 1200, false, true, "broadcast"},
		{"business", 900, false, true, "webinar"},
		{"enterprise", 80, false, false, "broadcast"}, {"enterprise", 80, false, true, "meeting"},
		{"enterprise", 12, false, false, "meeting"},
		{"business", 80, false, false, "meeting"}, {"business", 700, false, false, "webinar"},
		{"business", 5000, false, false, "broadcast"},
		{"unknown", 80, false, false, "meeting"}, {"business", 80, true, false, "live-event"},
	} {
		own := owned{c.group, map[string]int{"enterprise": 1000}[c.group]}
		got, why := advise(own, c.people, c.booked, c.talk)
		if got != c.want || why == "" || c.talk && got != "meeting" && !strings.Contains(why, "cannot speak") {
			t.Errorf("%+v: %s", c, got)
		}
	}
	for part, want := range map[string]string{"SPE_E3": "enterprise", "STANDARDPACK": "enterprise",
		"M365EDU_A5_FACULTY": "enterprise", "SPB": "business", "O365_BUSINESS_ESSENTIALS": "business",
		"FLOW_FREE": ""} {
		got := ""
		if enterprise.MatchString(part) {
			got = "enterprise"
		} else if business.MatchString(part) {
			got = "business"
		}
		if got != want {
			t.Errorf("%s is %q", part, got)
		}
	}
}

func TestChecksNeverCallUnknownFine(t *testing.T) {
	w := &world{}
	got := found(w.look(t, stepCan, map[string]string{askKind: "broadcast"}))
	for _, id := range []string{"licence", "allowed", "access", "recording", "report"} {
		if got["check-"+id] != report.Unknown {
			t.Errorf("%s is %q without being known", id, got["check-"+id])
		}
	}
	got = found(w.look(t, stepCan,
		map[string]string{askKind: "broadcast",
			askPolicy: "Identity : Global\nAllowTownhalls : Disabled\nTownhallEventAttendeeAccess  : " +
				"EveryoneInOrganizationAndGuests\nRecordingForTownhall : Enabled\r\nAllowEngagementReport : " +
				"ForceEnabled"}))
	want := map[string]report.Severity{"check-licence": report.Unknown, "check-allowed": report.Problem,
		"check-access": report.Problem, "check-recording": report.OK, "check-report": report.OK}
	if !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	for people, want := range map[string]report.Severity{"300": "", "900": report.Unknown, "1200": report.Problem} {
		got = found(w.look(t, stepCan, map[string]string{askKind: "meeting", askPeople: people}))
		if got["check-people"] != want { // some licences allow 1,000
			t.Errorf("%s people in a meeting: %v", people, got)
		}
	}
}

func TestThePastedLinkIsJudged(t *testing.T) {
	w := &world{}
	const room = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_ZDVj%40thread.v2/0?context=%7b%22Tid%22%3a%" +
		"2272f988bf-86f1-41af-91ab-2d7cd011db47%22%2c%22IsBroadcastMeeting%22%3atrue%7d"
	d := w.look(t, stepLink, map[string]string{askLink: room})
	if got := found(d); got["link-presenter"] != report.Problem || linkGate(nil, d) == nil ||
		d.Facts()["link-form"] != "presenter" {
		t.Errorf("a presenter's link: %v", got)
	}
	d = w.look(t, stepLink, map[string]string{askLink: room + "&btype=a&role=a"})
	picture := slices.ContainsFunc(d.Blocks,
		func(b report.Block) bool { i, ok := b.(report.Image); return ok && len(i.PNG) > 100 })
	if got := found(d); got["link-good"] != report.OK || linkGate(nil, d) != nil || !picture {
		t.Errorf("an attendee's link: %v, picture %v", got, picture)
	}
	d = w.look(t, stepLink, map[string]string{askLink: room + "&btype=a&role=a",
		askShort: "https://events.teams.microsoft.com/event/83c6ec1e-2522-4918-910f-c529b4fb0574"})
	if got := found(d); got["link-other-event"] != report.Problem {
		t.Errorf("two events: %v", got)
	}
}

func TestTheSheetShowsGapsAndFiles(t *testing.T) {
	w := &world{files: map[string]string{"a.csv": "Time;What;Who\n10:30;Welcome;Ama\n10:40;Talk;Ben\nsoon;Tea;\n"}}
	d := w.look(t, stepSheet, map[string]string{askSheet: "0|4|Welcome\n10|5|Talk\n12||End", askFile: "a.csv"})
	got := found(d)
	if got["gap"] != report.Note || got["overlap"] != report.Warning || got["row-left-out"] != report.Note ||
		d.Facts()["items"] != "3" {
		t.Errorf("%v %v", got, d.Facts())
	}
	offered := slices.ContainsFunc(d.Blocks, func(b report.Block) bool {
		c, ok := b.(report.Code)
		return ok && c.Text == "0 |  | Welcome | Ama\n+10 |  | Talk | Ben\n"
	})
	if !offered {
		t.Errorf("the file is not offered: %+v", d.Blocks)
	}
	g := w.guide()
	i := slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.ID == stepPapers })
	h, err := g.Steps[i].Hand(context.Background(), w.visit(nil))
	if err != nil || len(h.Bundles[0].Files) < 8 || !strings.HasPrefix(string(h.Bundles[0].Files[0].Data), "PK") {
		t.Fatalf("%v %v", h, err)
	}
	for _, f := range h.Bundles[0].Files {
		if f.Path == "page-03-leader.txt" && !strings.Contains(string(f.Data), "> 10:30  Welcome · Leader") {
			t.Errorf("the leader's page:\n%s", f.Data)
		}
	}
}

func TestAfterwards(t *testing.T) {
	w := &world{files: map[string]string{"live.csv": "SessionId,ParticipantId,FullName,UserAgent,UtcEventTimestamp,A" +
		"ction,Role\n1,a@x.example,Ama,M,11/22/2026 10:20:00 AM,Joined,Attendee\n1,a@x.example,Ama,M,11/22/2026 " +
		"11:31:00 AM,Left,Attendee\n"}}
	v := w.visit(map[string]string{askSheet: "0|4|Welcome\n|20|Talk\n||End"})
	run, err := runsheet.FromAnswers(v.Answers)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []int{4, 35, 36} {
		run.Apply(runsheet.Done, run.Start.Add(time.Duration(m)*time.Minute))
	}
	w.runs = []runsheet.Run{run}
	d := w.look(t, stepAfter, map[string]string{askSheet: v.Answers[askSheet], askReports: "live.csv\ngone.csv"})
	if facts := d.Facts(); facts["attendees"] != "1" || facts["peak"] != "1" || facts["report-state"] != "new" ||
		found(d)["report-rejected"] != report.Warning {
		t.Errorf("%v %v", facts, found(d))
	}
	if w.seen.People[0].Name != "" {
		t.Errorf("a name was kept: %+v", w.seen.People)
	}
	better := slices.ContainsFunc(d.Blocks, func(b report.Block) bool {
		c, ok := b.(report.Code)
		return ok && c.Text == "0 | 4 | Welcome\n | 31 | Talk\n |  | End\n"
	})
	if !better {
		t.Errorf("no better lengths: %+v", d.Blocks)
	}
}

// TestTheSheetComesBeforeTheRehearsal: one rehearses with the run sheet that is used on the day.
func TestTheSheetComesBeforeTheRehearsal(t *testing.T) {
	var order []string
	for _, s := range (&world{}).guide().Steps {
		order = append(order, s.ID)
	}
	if got := strings.Join(order, " "); !strings.Contains(got, "right-link run-sheet papers rehearse day after") {
		t.Error(got)
	}
	if a := question(t, (&world{}).guide(), askSheet); a.Editor != runsheet.Editor || a.Kind != guide.Lines {
		t.Errorf("%+v", a)
	}
}

// TestThePapersAreForEachOfThem: to print and for phones, on the paper of the place.
func TestThePapersAreForEachOfThem(t *testing.T) {
	w := &world{}
	g := w.guide()
	i := slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.ID == stepPapers })
	for zone, page := range map[string]string{"Europe/London": "595.28 841.89", "America/Chicago": "612.00 792.00"} {
		h, err := g.Steps[i].Hand(context.Background(), w.visit(map[string]string{askZone: zone,
			askTeam: "Leader: Farida; Ama", askSheet: "0|4|Welcome|Leader|Camera|Voice"}))
		if err != nil {
			t.Fatal(err)
		}
		files := map[string]string{}
		for _, f := range h.Bundles[0].Files {
			files[f.Path] = string(f.Data)
		}
		for _, name := range []string{"programme.pdf", "sound-desk.pdf", "presenters.pdf"} {
			if text := files[name]; !strings.HasPrefix(text, "%PDF-") || !strings.Contains(text, page) {
				t.Errorf("%s is no page of %s", name, page)
			}
		}
		if !strings.Contains(files["phone.html"], "Farida (Leader)") || files["everybody.txt"] == "" {
			t.Errorf("the page for phones: %s", files["phone.html"])
		}
	}
}

func TestNextWeekBeginsLikeThisOne(t *testing.T) {
	w := &world{}
	g := w.guide()
	before := w.visit(map[string]string{askDate: "2026-12-27", askLink: "https://teams.microsoft.com/meet/1",
		askSheet: "0|4|Welcome"})
	s := guide.NewFrom(g, *before, "next", noon)
	v := s.Visit()
	if len(v.Answers) != 0 || v.Drafts[askDate] != "2027-01-03" || v.Drafts[askSheet] != "0|4|Welcome" ||
		v.Drafts[askLink] != "" || v.Drafts[askClock] != "10:30" {
		t.Errorf("%+v", v)
	}
	if before.Answers[askDate] != "2026-12-27" {
		t.Error("the old event changed")
	}
	before.Answers[askTeam], before.Answers[askPublic] = "Leader: Farida; Ama", "no"
	for last, want := range map[string]string{"2026-11-15": "2026-11-29", "2026-11-08": "2026-11-29",
		"2026-11-22": "2026-11-29", "2026-03-22": "2026-11-29"} { // noon of the 22nd is past, and so is its service
		before.Answers[askDate] = last
		if v := guide.NewFrom(g, *before, "next", noon).Visit(); v.Drafts[askDate] != want ||
			v.Drafts[askTeam] != "Leader: Farida; Ama" || v.Drafts[askPublic] != "no" {
			t.Errorf("after %s comes %s with the team %q", last, v.Drafts[askDate], v.Drafts[askTeam])
		}
	}
}
