package screens

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"handrail/app"
	"handrail/app/filepicker"
	"handrail/app/guide"
	"handrail/app/task"
)

// dialogue is a person who answers the dialog for files.
type dialogue struct {
	asked  []filepicker.Request
	answer string
	err    error
}

func (d *dialogue) pick(_ context.Context, r filepicker.Request) (string, error) {
	d.asked = append(d.asked, r)
	return d.answer, d.err
}

// TestAFileIsChosenForAQuestion: a question for a file has the dialog; what is chosen becomes the answer, the next
// dialog begins there, also after a new start, and a dialog that is left changes nothing.
func TestAFileIsChosenForAQuestion(t *testing.T) {
	s, d := newStage(t, task.Inline{}), &dialogue{}
	s.ports.Pick = d.pick
	ask := &s.ports.Guides[0].Steps[0].Asks[0]
	ask.File, ask.Validate = true, func(*guide.Visit, string) error { return nil }
	d.answer = filepath.Join(t.TempDir(), "export.csv")
	s.open("guides").tab("Light the beacon\n20 min").enter().tab("Start the guide").enter().tab(chooseFile).enter()
	if got := s.wizard().asks.fields[0].text(); got != d.answer {
		t.Fatalf("the answer is %q, want what was chosen", got)
	}
	if d.asked[0].Directory || d.asked[0].Folder != s.ports.SaveFolder {
		t.Errorf("asked %+v, want a file, from the folder for saved files", d.asked[0])
	}
	if f := s.w.Win.Canvas().Focused(); f != s.wizard().asks.fields[0].focus() {
		t.Errorf("the focus is on %q, want the field", nameOf(f))
	}
	chosen := d.answer
	d.answer, d.err = "", filepicker.ErrCancelled
	s.tab(chooseFile).enter()
	if got := s.wizard().asks.fields[0].text(); got != chosen {
		t.Errorf("after a dialog that was left the answer is %q", got)
	}
	if s.only().Drafts["domain"] != chosen {
		t.Errorf("the draft is %q", s.only().Drafts["domain"])
	}
	s.reopen("guides").w.startVisit(s.ports.Guides[0])
	s.tab(chooseFile).enter()
	if last := d.asked[len(d.asked)-1]; last.Folder != filepath.Dir(chosen) {
		t.Errorf("the dialog begins in %q, want where the last one ended", last.Folder)
	}
}

// TestTheWindowHasADialogOfItsOwn: where the system has none, the window shows one, and what is chosen in it counts.
func TestTheWindowHasADialogOfItsOwn(t *testing.T) {
	s, d := newStage(t, task.Inline{}), &dialogue{err: filepicker.ErrNone}
	s.ports.Pick = d.pick
	if err := os.Mkdir(filepath.Join(s.ports.SaveFolder, "Exports here"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.open("settings").tab(chooseFolder).enter()
	if s.w.Win.Canvas().Overlays().Top() == nil {
		t.Fatal("no dialog is shown")
	}
	if s.w.picking {
		t.Error("no other dialog can be opened")
	}
}

// TestAFolderThatIsGone: a drive that is not connected is no full disk.
func TestAFolderThatIsGone(t *testing.T) {
	_, err := os.Open(filepath.Join(t.TempDir(), "gone"))
	message, hint := app.UserMessage(cannotSave("E:\\Exports", err))
	if message != "The folder E:\\Exports is not there." || hint != "Connect its drive, or choose another folder." {
		t.Errorf("%q %q", message, hint)
	}
}

// TestTheFolderForSavedFiles: it is chosen in Settings, by dropping a folder there, or beside what is saved, and holds
// from then on.
func TestTheFolderForSavedFiles(t *testing.T) {
	s, d := newStage(t, task.Inline{}), &dialogue{}
	s.ports.Pick = d.pick
	d.answer = t.TempDir()
	s.open("settings").tab(chooseFolder).enter().shows("Saved.", d.answer)
	if !d.asked[0].Directory || s.w.p.SaveFolder != d.answer || s.memory.setting[settingSaveFolder] != d.answer {
		t.Errorf("asked %+v, files go to %q, the setting is %q", d.asked[0], s.w.p.SaveFolder,
			s.memory.setting[settingSaveFolder])
	}
	if got := nameOf(s.w.Win.Canvas().Focused()); got != chooseFolder {
		t.Errorf("the focus is on %q", got)
	}
	s.reopen("settings")
	if s.w.p.SaveFolder != d.answer {
		t.Errorf("after a new start files go to %q", s.w.p.SaveFolder)
	}
	dropped := t.TempDir()
	s.w.dropped([]fyne.URI{storage.NewFileURI(dropped)})
	s.shows("Saved.", dropped)
	if s.w.p.SaveFolder != dropped {
		t.Errorf("after a folder was dropped files go to %q", s.w.p.SaveFolder)
	}
	file := filepath.Join(dropped, "a.txt")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s.w.dropped([]fyne.URI{storage.NewFileURI(file)})
	if s.w.p.SaveFolder != dropped {
		t.Errorf("a dropped file became the folder %q", s.w.p.SaveFolder)
	}
	s.begin().upTo("hand").tab(chooseFolder).enter().tab("Save as folder").enter().shows("Saved.", d.answer)
	if files, _ := filepath.Glob(filepath.Join(d.answer, "*")); len(files) != 1 {
		t.Errorf("in the chosen folder are %q", files)
	}
}

// TestTheTextSizeChangesUnderTheOwnDialog: where the system has no dialog, that of the window stays as the size of the
// text changes while it is open.
func TestTheTextSizeChangesUnderTheOwnDialog(t *testing.T) {
	for _, folder := range []bool{false, true} {
		s := newStage(t, task.Inline{})
		if err := os.WriteFile(filepath.Join(s.ports.SaveFolder, "export.csv"), []byte("a"), 0o600); err != nil {
			t.Fatal(err)
		}
		s.open("settings")
		s.w.choosePath(&jobs{runner: s.ports.Runner}, folder, func(string) {})
		if len(s.w.Win.Canvas().Overlays().List()) == 0 {
			t.Fatal("no dialog is open")
		}
		for _, size := range []string{"200", "100", "150"} {
			s.w.choose(settingTextSize, size, nil)
			if n := len(s.w.Win.Canvas().Overlays().List()); n != 1 {
				t.Errorf("%d dialogs are open", n)
			}
		}
	}
}
