package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/ownerfile"
	"handrail/app/report"
	"handrail/app/task"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// shelf is a library and a list of visits that is data.
type shelf struct {
	kept   []report.SavedReport
	visits []guide.Visit
	err    error // of SaveReport
}

func (s *shelf) SaveReport(_ context.Context, k report.SavedReport) (string, error) {
	k.ID = "0000111122223333444455" + string(rune('a'+len(s.kept))) + "0"
	if s.err == nil {
		s.kept = append(s.kept, k)
	}
	return k.ID, s.err
}
func (s *shelf) Reports(context.Context) ([]report.SavedReport, error) { return s.kept, nil }
func (s *shelf) Report(_ context.Context, id string) (report.SavedReport, error) {
	for _, k := range s.kept {
		if k.ID == id {
			return k, nil
		}
	}
	return report.SavedReport{}, app.Errorf(app.NotFound, "", "none")
}
func (s *shelf) DeleteReport(context.Context, string) error         { return errors.New("never") }
func (s *shelf) SaveVisit(context.Context, guide.Visit) error       { return errors.New("never") }
func (s *shelf) Visits(context.Context) ([]guide.Visit, error)      { return s.visits, nil }
func (s *shelf) Visit(context.Context, string) (guide.Visit, error) { return guide.Visit{}, nil }
func (s *shelf) DeleteVisit(context.Context, string) error          { return errors.New("never") }

// stage is a world to run commands in.
type stage struct {
	shelf    shelf
	severity report.Severity
	lookErr  error
	opened   int
	windows  []Flags
	looked   []string // values of the answers at each look
	changed  bool     // something was applied
	unsaved  error    // of the program
	unread   bool     // of the program
}

func (s *stage) run(args ...string) (status int, out, errs string) {
	var o, e bytes.Buffer
	status = Run(context.Background(), args, Environment{Out: &o, Err: &e,
		Open:   s.open,
		Window: func(_ context.Context, f Flags) int { s.windows = append(s.windows, f); return 0 },
	})
	return status, o.String(), e.String()
}

func (s *stage) open(context.Context, Flags) (*Program, error) {
	s.opened++
	return &Program{Guides: []guide.Guide{s.guide()}, Visits: &s.shelf, Library: &s.shelf,
		Clock: func() time.Time { return noon }, Unsaved: s.unsaved, Unread: s.unread}, nil
}

func (s *stage) guide() guide.Guide {
	full := func(_ *guide.Visit, text string) error {
		if !strings.Contains(text, ".") {
			return app.Errorf(app.Invalid, "Write it as in parish.example.", "That is not a domain.")
		}
		return nil
	}
	any := func(*guide.Visit, string) error { return nil }
	look := func(title string) func(context.Context, *guide.Visit, task.Report) (*report.Document, error) {
		return func(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
			s.looked = append(s.looked, title+" "+v.Answer("domain")+" "+v.Answer("mx"))
			d := &report.Document{Title: title, Subject: v.Subject, At: noon, Sources: []string{"a server"},
				Blocks: []report.Block{
					report.Findings{Items: []report.Finding{{Code: "c", Severity: s.severity, Subject: v.Subject,
						Title: "A finding",
						Text:  "Its text"}}},
					report.Facts{Rows: []report.Fact{{Name: "record", Label: "Record", Value: "valid"}}},
				}}
			return d, s.lookErr
		}
	}
	byHand := func(context.Context, *guide.Visit) (*guide.Handover, error) { return nil, nil } // words only
	return guide.Guide{ID: "walk", Title: "A walk", Outcome: "You walked.", Minutes: 5, Subject: "domain",
		Steps: []guide.Step{
			{ID: "domain", Title: "Your domain", Asks: []guide.Ask{{Name: "domain", Label: "Domain", Kind: guide.Line,
				Validate: full, Normalize: strings.ToLower}}},
			{ID: "today", Title: "Today", DependsOn: []string{"domain"}, Look: look("Today"), Hand: byHand},
			{ID: "policy", Title: "The policy", DependsOn: []string{"domain"}, Asks: []guide.Ask{
				{Name: "mode", Label: "Mode", Kind: guide.Line, Validate: any,
					Default: func(*guide.Visit) string { return "testing" }},
				{Name: "mx", Label: "Servers", Kind: guide.Lines, Validate: full,
					When: func(v *guide.Visit) bool { return v.Answer("mode") != "none" }}},
				Plan: func(_ context.Context, v *guide.Visit) (*guide.Plan, error) {
					return &guide.Plan{Changes: []guide.Change{{Setting: "mode", Now: "", After: v.Answer("mode")}},
						NoUndo: "Caches remember."}, nil
				},
				Apply: func(context.Context, *guide.Visit, *guide.Plan,
					task.Report) error {
					s.changed = true
					return nil
				}},
			{ID: "watch", Title: "Watch", Needs: "policy", Look: look("Watch")},
		}}
}

func TestExitStatusFollowsTheFindings(t *testing.T) {
	for severity, want := range map[report.Severity]int{
		report.OK: Fine, report.Note: Fine, report.Unknown: Fine, report.Warning: Act, report.Problem: Act,
	} {
		s := &stage{severity: severity}
		status, out, errs := s.run("run", "walk", "-set", "domain=Parish.Example", "-set",
			`mx=mx.a.example\nmx.b.example`)
		if status != want || errs != "" {
			t.Errorf("%s gives %d, %q", severity, status, errs)
		}
		for _, word := range []string{"A finding", "What would change", "Caches remember."} {
			if !strings.Contains(out, word) {
				t.Errorf("%s: the text lacks %q:\n%s", severity, word, out)
			}
		}
		if want := []string{"Today parish.example ",
			"Watch parish.example mx.a.example\nmx.b.example"}; !reflect.DeepEqual(s.looked, want) {
			t.Errorf("looked %q", s.looked)
		}
		if len(s.shelf.kept) != 2 || s.shelf.kept[0].Guide != "walk" || s.shelf.kept[0].Visit != "" || s.changed {
			t.Errorf("kept %v, changed %v", s.shelf.kept, s.changed)
		}
	}
}

// TestAPathIsNotSplit: \n in an answer with several lines is a line end, but not in the path of a file.
func TestAPathIsNotSplit(t *testing.T) {
	path := filepath.Join(t.TempDir(), `new\names.txt`)
	if runtime.GOOS == "windows" {
		path = filepath.Join(t.TempDir(), "names.txt")
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := &stage{severity: report.OK}
	status, _, errs := s.run("run", "walk", "-set", "domain=parish.example", "-set", "mx="+path)
	if want := "Watch parish.example " + path; status != Fine || len(s.looked) != 2 || s.looked[1] != want {
		t.Errorf("%d, %q, %q", status, errs, s.looked)
	}
}

func TestAStepWithoutItsAnswersIsSkippedAndListed(t *testing.T) {
	s := &stage{severity: report.OK}
	status, out, errs := s.run("run", "-set", "domain=parish.example", "walk")
	if status != Fine || errs != "" {
		t.Errorf("status %d, %q", status, errs)
	}
	for _, word := range []string{"Steps that were skipped", "The policy", "-set mx=", "Watch"} {
		if !strings.Contains(out, word) {
			t.Errorf("the text lacks %q:\n%s", word, out)
		}
	}
	if len(s.looked) != 1 {
		t.Errorf("looked %q", s.looked)
	}
	s = &stage{}
	if status, _, errs := s.run("run", "walk"); status != NotDone || !strings.Contains(errs,
		"-set domain=") || len(s.looked) != 0 {
		t.Errorf("without any answer: %d %q", status, errs)
	}
}

// TestADefaultThatRevealsAQuestion: what the terminal asks is what the session asks.
func TestADefaultThatRevealsAQuestion(t *testing.T) {
	s := &stage{}
	g := s.guide()
	g.Steps[2].Asks[0].When = func(v *guide.Visit) bool { return v.Answer("mx") != "off.example" } // rests on a later one
	g.Steps[2].Asks[1].Default = func(v *guide.Visit) string { return "mx." + v.Answer("mode") }
	for given, want := range map[string]map[string]string{
		"domain=a.b": {"domain": "a.b", "mode": "testing", "mx": "mx.testing"},
		"mode=none":  {"domain": "sample.example", "mode": "none"},
		"":           {"domain": "sample.example", "mode": "testing", "mx": "mx.testing"},
	} {
		var set settings
		if name, value, ok := strings.Cut(given, "="); ok {
			set = settings{{name, value}}
		}
		k, err := newWalk(g, set, noon, &s.shelf)
		if err != nil {
			t.Fatal(err)
		}
		if k.sample = map[string]string{"domain": "sample.example"}; given == "mode=none" {
			k.given["domain"] = "sample.example"
		}
		if err := k.steps(t.Context(), func(string) {}, nil); err != nil || !reflect.DeepEqual(k.visit.Answers, want) {
			t.Errorf("%q: %v, %v, want %v", given, k.visit.Answers, err, want)
		}
	}
}

func TestJSONHasExactlyItsFields(t *testing.T) {
	s := &stage{severity: report.Problem}
	status, out, _ := s.run("run", "walk", "-json", "-set", "domain=parish.example", "-set", "mode=none")
	var got map[string]json.RawMessage
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != Act {
		t.Fatalf("%d %v\n%s", status, err, out)
	}
	for _, name := range []string{"guide", "at", "answers", "documents", "findings", "facts", "plan"} {
		if _, ok := got[name]; !ok {
			t.Errorf("%s is missing", name)
		}
		delete(got, name)
	}
	if len(got) > 0 {
		t.Errorf("more than was promised: %v", got)
	}
	var r printed
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Documents) != 2 || len(r.Findings) != 1 || r.Facts["record"] != "valid" ||
		r.Plan.Changes[0].After != "none" ||
		!reflect.DeepEqual(r.Answers, map[string]string{"domain": "parish.example", "mode": "none"}) ||
		!r.At.Equal(noon) {
		t.Errorf("the result is %+v", r)
	}
}

func TestMistakesAreSaidInWordsWithStatus2(t *testing.T) {
	cases := map[string]struct{ args, want string }{
		"unknown command":   {"fly", "has no command"},
		"unknown flag":      {"guides -loud", "does not understand"},
		"no guide":          {"run", "name of one guide"},
		"unknown guide":     {"run nothing", "Use one of these guides: walk."},
		"unknown answer":    {"run walk -set colour=red", "domain, mode, mx"},
		"bad answer":        {"run walk -set domain=nothing", "Write it as in parish.example."},
		"no equals sign":    {"run walk -set domain", "NAME=VALUE"},
		"answer not asked":  {"run walk -set domain=a.b -set mode=none -set mx=c.d", "does not ask"},
		"two forms":         {"run walk -json -html x.html", "do not go together"},
		"import":            {"import wedding a.zip", "The kinds are: tlsrpt, attendance."},
		"import of nothing": {"import", "takes a kind"},
		"import, no files":  {"import tlsrpt", "takes files or folders"},
		"sync":              {"sync", "No organisation is connected"},
		"export, no target": {"export abcd", "-html FILE"},
		"export, two":       {"export abcd -html a -json b", "exactly one"},
		"export, paper":     {"export abcd -pdf a.pdf -paper a5", "a4 or letter"},
		"export, no PDF":    {"export abcd -html a -paper a4", "goes with -pdf"},
		"export, unknown":   {"export abcd -html a", "no report"},
		"bad time":          {"guides -now yesterday", "not a time"},
		"graph far away":    {"guides -graph https://graph.example", "this computer only"},
		"sample, resolver":  {"-sample -resolver 1.1.1.1 guides", "do not go together"},
		"words too many":    {"reports all", "does not take"},
	}
	for name, c := range cases {
		s := &stage{}
		status, out, errs := s.run(strings.Fields(c.args)...)
		if status != NotDone || !strings.Contains(errs, c.want) || out != "" {
			t.Errorf("%s: %d, out %q, err %q", name, status, out, errs)
		}
	}
}

func TestALookThatFailsIsStatus2AndTheRestIsShown(t *testing.T) {
	s := &stage{lookErr: app.Errorf(app.Unreachable, "Check the network.", "No name server answered.")}
	status, out, errs := s.run("run", "walk", "-set", "domain=a.b", "-set", "mode=none")
	if status != NotDone || !strings.Contains(errs, "No name server answered. Check the network.") ||
		!strings.Contains(out, "could not be checked") {
		t.Errorf("%d %q %q", status, out, errs)
	}
}

func TestALibraryThatIsFullIsStatus2AndTheRestIsShown(t *testing.T) {
	s := &stage{severity: report.OK, shelf: shelf{err: app.Errorf(app.Full, "Free some room.", "The disk is full.")}}
	status, out, errs := s.run("run", "walk", "-set", "domain=a.b")
	if status != NotDone || !strings.Contains(errs, "are not saved: The disk is full.") || !strings.Contains(out,
		"A finding") {
		t.Errorf("%d %q %q", status, out, errs)
	}
}

func TestARunThatStopsAtAMistakeSavesNothing(t *testing.T) {
	for _, mistake := range [][]string{
		{"-set", "mx=nowhere"},                       // cannot be used, and is found after the first look
		{"-set", "mode=none", "-set", "mx=mail.a.b"}, // is never asked with the other answers
	} {
		s := &stage{severity: report.OK}
		status, out, _ := s.run(append([]string{"run", "walk", "-set", "domain=a.b"}, mistake...)...)
		if len(s.looked) == 0 {
			t.Fatalf("%v: nothing was checked before the mistake", mistake)
		}
		if status != NotDone || out != "" || len(s.shelf.kept) > 0 {
			t.Errorf("%v: status %d, printed %q, saved %d", mistake, status, out, len(s.shelf.kept))
		}
	}
	s := &stage{severity: report.OK}
	if status, _, _ := s.run("run", "walk", "-set", "domain=a.b"); status != Fine ||
		len(s.shelf.kept) != len(s.looked) {
		t.Errorf("status %d, %d checks, saved %d", status, len(s.looked), len(s.shelf.kept))
	}
}

func TestFilesAreWholeAndPrivate(t *testing.T) {
	folder := t.TempDir()
	s := &stage{severity: report.OK}
	page := filepath.Join(folder, "page.html")
	if err := os.WriteFile(page, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if status, out, errs := s.run("run", "walk", "-set", "domain=a.b", "-html",
		page); status != Fine || out != "" || errs != "" {
		t.Fatalf("%d %q %q", status, out, errs)
	}
	id := s.shelf.kept[0].ID
	data := filepath.Join(folder, "data.json")
	if status, _, errs := s.run("export", id[:23], "-json", data); status != Fine {
		t.Fatal(errs)
	}
	if status, out, errs := s.run("export", id, "-csv", filepath.Join(folder, "tables")); status != Fine || out == "" {
		t.Fatal(out, errs)
	}
	for _, args := range [][]string{{"a4.pdf"}, {"letter.pdf", "-paper", "letter"}} {
		name := filepath.Join(folder, args[0])
		if status, out, errs := s.run(append([]string{"export", id, "-pdf", name}, args[1:]...)...); status != Fine ||
			out != "" {
			t.Fatal(out, errs)
		}
		size := map[bool]string{true: "/MediaBox [0 0 612.00 792.00]", false: "/MediaBox [0 0 595.28 841.89]"}[len(args) > 1]
		private, err := ownerfile.IsPrivate(name)
		if text, err2 := os.ReadFile(name); err != nil || err2 != nil || !private || !bytes.Contains(text, []byte(size)) {
			t.Errorf("%s: %v %v %v", name, private, err, err2)
		}
	}
	for _, name := range []string{page, data} {
		private, err := ownerfile.IsPrivate(name)
		text, err2 := os.ReadFile(name)
		if err != nil || err2 != nil || !private || !bytes.Contains(text, []byte("A finding")) {
			t.Errorf("%s: %v %v %v", name, private, err, err2)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".*")); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
	for _, target := range []string{folder, "/dev/null", filepath.Join(folder, "no", "such", "x.html")} {
		if status, _, errs := s.run("export", id, "-html", target); status != NotDone || errs == "" {
			t.Errorf("%s: %d %q", target, status, errs)
		}
	}
}

func TestWithoutACommandTheWindowOpens(t *testing.T) {
	s := &stage{}
	if status, _, errs := s.run("-sample", "-data", "x", "-now",
		"2026-11-22T12:00:00Z"); status != Fine || len(s.windows) != 1 || s.opened != 0 {
		t.Fatalf("%d %q", status, errs)
	}
	if f := s.windows[0]; !f.Sample || f.Data != "x" || !f.Clock()().Equal(noon) {
		t.Errorf("the flags are %+v", f)
	}
	for _, help := range []string{"help", "-h", "-help"} {
		if status, out, _ := s.run(help); status != Fine || !strings.Contains(out, "handrail run GUIDE") {
			t.Errorf("%s: %d %q", help, status, out)
		}
	}
}

func TestListsForPeopleAndPrograms(t *testing.T) {
	s := &stage{severity: report.Warning}
	session := guide.New(s.guide(), "v1", noon)
	session.Submit(map[string]string{"domain": "parish.example"}, noon)
	s.shelf.visits = []guide.Visit{session.Visit()}
	if status, out, _ := s.run("guides"); status != Fine || !strings.Contains(out, "parish.example: In progress") {
		t.Errorf("%d %q", status, out)
	}
	_, out, _ := s.run("guides", "-json")
	var list struct {
		Guides []guideRow `json:"guides"`
	}
	if err := json.Unmarshal([]byte(out), &list); err != nil || len(list.Guides) != 1 ||
		list.Guides[0].State != "in-progress" {
		t.Errorf("%v %s", err, out)
	}
	if _, out, _ := s.run("reports"); !strings.Contains(out, "no reports yet") {
		t.Errorf("%q", out)
	}
	s.run("run", "walk", "-set", "domain=a.b")
	if _, out, _ := s.run("reports"); !strings.Contains(out, "a.b: Today") || !strings.Contains(out, "Warning") {
		t.Errorf("%q", out)
	}
}

func TestAStopEndsTheWalk(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	s := &stage{}
	var o, e bytes.Buffer
	status := Run(ctx, []string{"run", "walk", "-set", "domain=a.b"},
		Environment{Out: &o, Err: &e, Open: func(context.Context, Flags) (*Program, error) {
			return &Program{Guides: []guide.Guide{s.guide()}, Visits: &s.shelf, Library: &s.shelf, Clock: time.Now}, nil
		}})
	if status != NotDone || !strings.Contains(e.String(), "Nothing was changed") || len(s.shelf.kept) > 0 {
		t.Errorf("%d %q", status, e.String())
	}
}
