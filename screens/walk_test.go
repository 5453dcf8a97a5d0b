package screens

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/task"
)

// begin starts a visit from the catalogue.
func (s *stage) begin() *stage {
	s.t.Helper()
	s.open("guides").w.startVisit(s.ports.Guides[0])
	s.write("northgate.example").enter()
	s.at("today", guide.ShowPage)
	return s
}

// upTo continues, by Enter on the main button, until the step is open.
func (s *stage) upTo(step string) *stage {
	s.t.Helper()
	for range 20 {
		if s.wizard().s.Step().ID == step {
			return s
		}
		s.wizard().Main()
	}
	s.t.Fatalf("%s is never reached; it says:\n%s", step, s.text())
	return s
}

// TestKeyboardWalk goes from the first start to the kept record with keys alone.
func TestKeyboardWalk(t *testing.T) {
	s := newStage(t, task.Inline{}).open("guides")
	s.tab("Light the beacon\n20 min").enter().tab("Start the guide").enter()
	s.write("northgate").enter() // no dot: told beside the field, nothing lost
	s.shows("This is not a domain", "Write it with its dots.")
	s.write(".example").enter()
	s.at("today", guide.ShowPage)
	s.shows("The mast stands", "In progress", "Checked on")
	s.tab("Continue to the plan").enter()
	s.at("plan", guide.AskPage)
	s.tab("Continue").enter()
	s.at("hand", guide.ShowPage)
	s.shows("v=b1; id=1;", "The office", "https://admin.microsoft.com/", "To: The crew")
	s.tab("I have carried it").enter()
	s.at("check", guide.ShowPage)
	s.enter() // the main button has the focus
	s.at("light", guide.ShowPage)
	s.shows("Nothing has been changed yet.", "Who is affected", "Ama and Colin", "What cannot be undone",
		"A lit beacon was seen.")
	if s.world.applied != 0 {
		t.Fatal("a change was made before it was confirmed")
	}
	s.tab("Light the beacon").enter()
	s.at("watch", guide.ShowPage)
	if s.world.applied != 1 || s.world.setting != "on" {
		t.Fatalf("applied %d times, setting %q", s.world.applied, s.world.setting)
	}
	s.shows("Waiting until", "A fire needs a fortnight")
	s.tab("Continue without waiting").enter()
	s.at("keep", guide.ShowPage)
	s.tab("Keep the record").enter()
	s.shows("To finish the guide, complete these steps too", "Watch it burn", "Waiting until 6 Dec")
	s.world.now = s.world.until
	s.tab("Open the first of these steps").enter()
	s.at("watch", guide.ShowPage)
	s.enter()
	s.at("keep", guide.ShowPage)
	s.enter()
	s.shows("Completed on", "What was done", "Open the saved report")
	if s.only().Ended.IsZero() {
		t.Error("the visit has no end")
	}
	var states []string
	for _, e := range s.memory.entries {
		states = append(states, e.Step+" "+e.State)
	}
	if got := strings.Join(states, ", "); got != "hand confirmed, light planned, light sent, light confirmed" {
		t.Errorf("journal: %s", got)
	}
}

func TestStopLeavesNothing(t *testing.T) {
	m := &task.Manual{}
	s := newStage(t, m).open("guides")
	for m.Run() { // the theme and the guides are loaded
	}
	s.tab("Light the beacon\n20 min").enter()
	for m.Run() { // its page is read
	}
	s.tab("Start the guide").enter()
	for m.Run() { // what is known is read
	}
	s.write("northgate.example").enter()
	for m.Waiting() > 1 { // the visit is saved; the look waits
		m.Run()
	}
	m.Show(task.Progress{Done: 1, Total: 3, Note: "Asking the harbour",
		Lines: []task.Line{{State: "ok", Title: "Harbour answers"}}})
	s.shows("Harbour answers")
	s.tab("Cancel").enter()
	s.shows("Stopped.", "Nothing was changed.", "Try again")
	for m.Run() {
	}
	s.shows("Stopped.") // a late answer does not come through
	if len(s.memory.kept) != 0 {
		t.Error("a stopped look was kept")
	}
	s.wizard().Main()
	for m.Run() {
	}
	s.shows("The mast stands")
}

func TestLookError(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.world.lookErr = &app.Error{Code: app.Unreachable, Message: "The harbour does not answer.",
		Hint: "Check your connection, then try again.", Err: errors.New("dial: refused")}
	s.begin().shows("The harbour does not answer.", "Check your connection", "Try again", "Technical details")
	s.tab("Technical details").enter().tab("Copy").enter()
	if got := s.w.app.Clipboard().Content(); !strings.Contains(got, "dial: refused") ||
		!strings.Contains(got, "unreachable") {
		t.Errorf("copied details: %q", got)
	}
	s.world.lookErr = nil
	s.tab("Try again").enter()
	s.shows("The mast stands").hides("does not answer")

	// A later look that fails leaves the older one readable.
	s.world.lookErr = errors.New("boom")
	s.tab("Check again").enter()
	s.shows("The mast stands", "Handrail could not do this because of an internal error.",
		"Below is the result of the last check.")
	s.w.openVisit(s.only().ID, "today", true) // also when the visit is opened for a look
	s.shows("The mast stands", "Handrail could not do this because of an internal error.")
}

func TestGateHolds(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("hand")
	s.world.dead = true
	s.upTo("check").wizard().Main()
	s.at("check", guide.ShowPage)
	s.shows("Not yet.", "The wood is not there. Carry it, then check again.", "There is a problem")
	if st := s.only().Outcomes["check"].State; st != guide.HasProblem {
		t.Errorf("state %s", st)
	}
	s.world.dead = false
	s.tab("Check again").enter()
	s.hides("Not yet.")
	s.wizard().Main()
	s.at("light", guide.ShowPage)
}

// TestWhatIsTickedStaysTicked: by keyboard, after a restart too, until the person
// says that it is done; the journal then keeps how far they had come.
func TestWhatIsTickedStaysTicked(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("hand").shows("To do").hides("Done\nAsk")
	id := s.only().ID
	s.tab("To do\nAsk Ama for the key.").enter().shows("Done")
	s.reopen("visit/"+id).at("hand", guide.ShowPage)
	s.tab("Done\nAsk Ama for the key.").tab("To do\nCarry it up in two loads.").enter().enter()
	s.wizard().Main()
	s.at("check", guide.ShowPage)
	all, err := s.memory.Entries(t.Context(), id)
	if err != nil || len(all) == 0 || !strings.Contains(all[len(all)-1].New, "Completed: 1 of 2 steps") {
		t.Errorf("%v: %+v", err, all)
	}
	if left := s.only().Drafts; len(left) != 0 {
		t.Errorf("%v is left", left)
	}
}

func TestApplyStopsWhenSettingsDrift(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("light")
	s.world.setting = "dimmed"
	s.wizard().Main()
	s.at("light", guide.ShowPage)
	s.shows("The settings changed after you read them.", "Nothing was changed.", "dimmed")
	if s.world.applied != 0 {
		t.Fatal("it wrote over a change of somebody else")
	}
	s.wizard().Main()
	s.at("watch", guide.ShowPage)
	// Back shows what was done; going on does not do it again.
	s.key(fyne.KeyEscape)
	s.at("light", guide.ShowPage)
	s.shows("The change is made.", "Beacon", "dimmed")
	s.wizard().Main()
	if s.world.applied != 1 {
		t.Errorf("applied %d times", s.world.applied)
	}
}

func TestApplyWithLostAnswer(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("light")
	s.world.lost = true
	s.wizard().Main()
	s.at("watch", guide.ShowPage) // reading back shows that it was made
	if e := s.memory.entries[len(s.memory.entries)-1]; e.State != "confirmed" || s.world.applied != 1 {
		t.Errorf("last entry %+v, applied %d times", e, s.world.applied)
	}

	s = newStage(t, task.Inline{})
	s.begin().upTo("light")
	s.world.refused = true
	s.wizard().Main()
	s.at("light", guide.ShowPage)
	s.shows("The change was not made.", "The answer was lost.")
	if e := s.memory.entries[len(s.memory.entries)-1]; e.State != "failed" || s.world.applied != 1 {
		t.Errorf("last entry %+v, applied %d times", e, s.world.applied)
	}
}

func TestKillAndReopen(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("plan")
	id := s.only().ID
	s.tab("Ama\nColin").write("X")
	s.wizard().keepTyped()
	s.w.Show("home") // leaving keeps what was typed
	s.shows("Continue", "Light the beacon, northgate.example: step 3 of 8: Your plan")
	s.reopen("visit/"+id).at("plan", guide.AskPage)
	if got := s.wizard().typed()["crew"]; !strings.Contains(got, "X") {
		t.Errorf("typed text is gone: %q", got)
	}
	s.wizard().Main()
	s.reopen("visit/"+id).at("hand", guide.ShowPage)
	looks := s.world.looks
	s.key(fyne.KeyEscape, fyne.KeyEscape)
	s.at("today", guide.ShowPage)
	s.shows("The mast stands")
	if s.world.looks != looks {
		t.Error("going back looked again instead of showing what is kept")
	}
}

func TestResumeLooksAndGoesToWhatIsDue(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("light")
	id := s.only().ID
	s.world.now = sunday.AddDate(0, 0, 3)
	looks := s.world.looks
	s.reopen("visit/"+id).at("hand", guide.ShowPage)
	s.shows("Handrail checked again.", "3 days ago")
	if s.world.looks != looks+1 {
		t.Errorf("looked %d times", s.world.looks-looks)
	}
	// Without a connection the visit stays where it was.
	s.wizard().goTo("light")
	s.world.now = sunday.AddDate(0, 0, 9)
	s.world.lookErr = errors.New("offline")
	s.reopen("visit/"+id).at("light", guide.ShowPage)
}

func TestChangeNamesWhatItClears(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("light")
	s.shows("Colour", "Red")
	s.tab("Change").enter()
	s.at("plan", guide.AskPage)
	s.wizard().asks.fields[0].object.(interface{ SetValue(string) }).SetValue("other")
	s.wizard().onChoice("colour")
	s.shows("Which colour")
	s.wizard().Main()
	s.shows("You changed an answer.", "“Carry the wood”")
}

func TestOldLookIsCalledOld(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin()
	id := s.only().ID
	s.world.now = sunday.AddDate(0, 0, 10)
	s.w.openVisit(id, "today", false)
	s.shows("(10 days ago)", "It may have changed since.")
	s.world.now = sunday.Add(-time.Hour)
	s.w.openVisit(id, "today", false)
	s.shows("(time unknown)")
}

func TestDeletedRecordIsLookedUpAgain(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin()
	clear(s.memory.kept)
	s.w.openVisit(s.only().ID, "today", false)
	s.shows("The mast stands")
}

func TestSaveFailureIsToldAndNothingIsLost(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.memory.fail = app.Errorf(app.Full, "Make room on the disk.", "The disk is full.")
	s.begin().shows("The disk is full.", "Try to save again")
	id := s.wizard().s.Visit().ID
	s.w.Show("visit/" + id)
	s.at("today", guide.ShowPage)
	s.memory.fail = nil
	s.tab("Try to save again").enter()
	s.hides("The disk is full.")
	if s.only().Subject != "northgate.example" {
		t.Error("the visit was not saved")
	}
}

func TestHandoverFiles(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("hand")
	s.tab("Save as folder").enter()
	s.shows("Saved.")
	path := filepath.Join(s.ports.SaveFolder, "northgate.example nginx")
	if data, err := os.ReadFile(filepath.Join(path, "a", "b.txt")); err != nil || string(data) != "b" {
		t.Errorf("the file reads %q, %v", data, err)
	}
	for p, want := range map[string]os.FileMode{path: 0o700, filepath.Join(path, "a"): 0o700,
		filepath.Join(path, "a", "b.txt"): 0o600} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: mode %v, want %v (%v)", p, info.Mode().Perm(), want, err)
		}
	}
	s.tab("Save as folder").enter()
	if _, err := os.Stat(path + " (2)"); err != nil {
		t.Error("a second save did not get a folder of its own")
	}
	s.tab("Save as zip").enter()
	if info, err := os.Stat(path + ".zip"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("zip: %v", err)
	}
	s.tab("Open").enter()
	if len(s.memory.opened) != 1 || s.memory.opened[0] != "https://admin.microsoft.com/" {
		t.Errorf("opened %q", s.memory.opened)
	}
}

func TestBundleNamesStayInTheFolder(t *testing.T) {
	folder := t.TempDir()
	for _, path := range []string{"../x", "/etc/x", "a/../../x", `a\b`, "c:x", ""} {
		b := guide.Bundle{Files: []guide.File{{Path: path}}}
		if got, err := saveBundle(folder, "n", b, false); err == nil {
			t.Errorf("%q was saved in %s", path, got)
		}
	}
	for name, want := range map[string]string{"a/b:c": "a-b-c", "..": "Handrail files", "": "Handrail files",
		"x.": "x", "a\u202egnp\u009b\u2067b": "a-gnp--b", "con": "Handrail con", "NUL .txt": "Handrail NUL .txt",
		"COM1": "Handrail COM1", "Console": "Console", strings.Repeat("ä", 300): strings.Repeat("ä", 90)} {
		if got := safeName(name); got != want {
			t.Errorf("safeName(%q) = %q, want %q", name, got, want)
		}
	}
	if got := safeName(strings.Repeat("朝", 90)); len(got) > longestName || !strings.HasPrefix(got, "朝") ||
		!utf8.ValidString(got) {
		t.Errorf("a file name of %d bytes: %q", len(got), got)
	}
}

// TestWizardKnowsNoGuide: a new guide needs no line here, so none may stand here.
func TestWizardKnowsNoGuide(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatal("the files are not there", err)
	}
	name := regexp.MustCompile(`(?i)mta-?sts|tls-?rpt|mfa-?methods`)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if m := name.Find(data); m != nil {
			t.Errorf("%s names a guide: %s", f, m)
		}
	}
}
