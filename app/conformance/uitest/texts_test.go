//go:build window

package uitest

import (
	"path/filepath"
	"testing"

	"handrail/app/guide"
)

// letters opens the list of the people, one of them, and writes to them all.
func (x *task) letters() {
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
	doing(t, "text-messages", "mfa-methods", func(x *task) {
		x.find("text messages")
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
		x.end()
	})
}
