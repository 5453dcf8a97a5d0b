//go:build window

package uitest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/store"
)

// texts is the walk that ends text messages, with the letters to the people whom it is about.
type texts struct {
	*testing.T
	w *Walk
}

func (x *texts) must(err error) {
	x.Helper()
	if err != nil {
		x.w.picture("stuck")
		x.Fatal(err)
	}
}

// page presses keys, waits until the picture rests, and keeps it.
func (x *texts) page(name string, keys ...string) {
	x.Helper()
	x.must(x.w.press(keys...))
	_, _, err := x.w.d.Quiet(1500*time.Millisecond, patience)
	x.must(err)
	x.w.picture(name)
	x.Logf("%s: %d keys until here", name, x.w.p.Keys)
}

// visit returns the visit of this walk.
func (x *texts) visit() guide.Visit {
	all, err := x.w.kept.Visits(context.Background())
	x.must(err)
	for _, v := range all {
		if v.Guide == "mfa-methods" {
			return v
		}
	}
	return guide.Visit{}
}

// on presses keys and waits until the visit stands at a page.
func (x *texts) on(step string, kind guide.Page, keys ...string) {
	x.Helper()
	x.must(x.w.press(keys...))
	for begin := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		v := x.visit()
		if v.Step == step && v.Page == kind && (kind == guide.AskPage || step == "confirm" || step == "keep" ||
			step == "prepare" || v.Outcomes[step].Report != "") {
			break
		}
		if time.Since(begin) > patience {
			x.must(fmt.Errorf("%v leads to step %s, page %s, not to %s", keys, v.Step, v.Page, step))
		}
	}
	x.page(fmt.Sprintf("%s-%s", step, kind))
}

// letters opens the list of the people, one of them, and writes to them all.
func (x *texts) letters() {
	x.page("people", "shift+Tab", "shift+Tab", "Return")
	x.page("person", "Return")
	x.page("people-again", "Escape")
	x.page("write", "ctrl+Return")
	x.page("written", "ctrl+Return")
	drafts, _ := filepath.Glob(filepath.Join(x.w.Folder, "handrail-letters-*", "*.eml"))
	if len(drafts) < 20 {
		x.Errorf("%d drafts are saved", len(drafts))
	}
	x.page("marked", "Tab", "Tab", "Return") // after “Show in folder” and “Copy path”: “Mark 24 people as emailed”
	x.page("who-again", "Escape")
}

// TestTextMessagesEnd ends text messages by keyboard alone: who is affected, one of them, the letters, the change, its
// proof and the report.
func TestTextMessagesEnd(t *testing.T) {
	w := &Walk{Program: program(t), Folder: t.TempDir(), Pictures: os.Getenv("HANDRAIL_TEXTS_PICTURES"), Say: t.Logf,
		Theme: os.Getenv("HANDRAIL_THEME")}
	x := &texts{T: t, w: w}
	var err error
	w.d, err = NewDisplay(1200, 800)
	x.must(err)
	defer w.d.Close()
	w.kept, _, err = store.Open(w.data(), time.Now)
	x.must(err)
	defer w.kept.Close()
	if w.Theme != "" {
		x.must(w.kept.SetSetting(context.Background(), "theme", w.Theme))
	}
	w.p, err = w.Start()
	x.must(err)
	defer func() { w.p.Kill() }()
	w.picture("home")
	x.must(w.press("ctrl+2"))
	x.must(w.p.Type("text messages"))
	x.page("found")
	x.page("front", "Return")
	x.on("change", guide.AskPage, "Return")
	x.on("today", guide.ShowPage, "ctrl+Return")
	x.on("who", guide.AskPage, "Return")
	x.on("who", guide.ShowPage, "ctrl+Return")
	x.letters()
	x.on("board", guide.ShowPage, "Return")
	x.on("prepare", guide.AskPage, "Return")
	x.on("prepare", guide.ShowPage, "ctrl+Return")
	x.on("confirm", guide.AskPage, "Return")
	x.on("confirm", guide.ShowPage, "ctrl+Return")
	x.on("worked", guide.ShowPage, "Return")
	x.on("keep", guide.AskPage, "Return")
	x.on("keep", guide.ShowPage, "ctrl+Return")
	x.on("watch", guide.ShowPage, "Return")
	x.page("time-passed", "shift+Tab", "Return") // the week until the next look
	for try := 0; x.visit().Step == "watch" && try < 3; try++ {
		x.page("watch-again", "ctrl+Return")
	}
	x.on("record", guide.ShowPage)
	x.page("end", "Return")
	x.eventuallyEnded()
}

// eventuallyEnded waits until the visit is kept as ended.
func (x *texts) eventuallyEnded() {
	x.Helper()
	for begin := time.Now(); x.visit().Ended.IsZero(); time.Sleep(50 * time.Millisecond) {
		if time.Since(begin) > patience {
			x.must(fmt.Errorf("the guide does not end: %+v", x.visit().Outcomes["record"]))
		}
	}
	x.Logf("%d keys", x.w.p.Keys)
}
