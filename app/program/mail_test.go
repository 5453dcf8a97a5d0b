package program

import (
	"context"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/terminal"
)

// TestReportsComeFromTheMailbox: the guide reads them through Microsoft Graph,
// opens no letter, says the same as from files, and a second time finds nothing new.
func TestReportsComeFromTheMailbox(t *testing.T) {
	ctx := context.Background()
	h, err := Open(ctx, terminal.Flags{Data: t.TempDir(), Sample: true}, true)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	read := func(answers map[string]string) map[string]string {
		t.Helper()
		for _, g := range h.Guides {
			if g.ID != "tls-reports" {
				continue
			}
			for _, s := range g.Steps {
				if s.ID != "read" {
					continue
				}
				answers["domain"] = "youth.northgate.example"
				doc, err := s.Look(ctx, &guide.Visit{ID: "v", Guide: g.ID, Answers: answers,
					Outcomes: map[string]guide.Outcome{}}, nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, b := range doc.Blocks {
					if table, ok := b.(report.Table); ok {
						t.Errorf("%v", table)
					}
				}
				return doc.Facts()
			}
		}
		t.Fatal("no such guide or step")
		return nil
	}
	first := read(map[string]string{"from": "mailbox", "mail-folder": h.MailFolder()})
	if first["new"] == "0" || first["new"] != first["files"] || first["about-this-domain"] != first["new"] ||
		first["rejected"] != "0" {
		t.Errorf("from the mailbox: %v", first)
	}
	if again := read(map[string]string{"from": "mailbox", "mail-folder": h.MailFolder()}); again["files"] != "0" {
		t.Errorf("again: %v", again)
	}
	if letters := read(map[string]string{"from": "mailbox", "mail-folder": "Inbox"}); letters["files"] != "0" {
		t.Errorf("in the inbox: %v", letters)
	}
	if found := read(map[string]string{"from": "search",
		"mail-words": "Report Domain"}); found["known"] != first["new"] || found["new"] != "0" {
		t.Errorf("by searching: %v", found)
	}
	if files := read(map[string]string{"from": "files", "folder": h.mailbox}); files["known"] != first["new"] ||
		files["new"] != "0" {
		t.Errorf("the same from files: %v", files)
	}
	for _, r := range h.sim.Requests() {
		if r.Method != "GET" {
			t.Errorf("%s %s", r.Method, r.URI)
		}
	}
}
