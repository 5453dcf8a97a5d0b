package screens

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
)

// TestTheRunSheetOfTheGuide: the guide to events, in the sample organisation, from its text form through the table to
// what it says about the sheet, and on to the papers and the rehearsal.
func TestTheRunSheetOfTheGuide(t *testing.T) {
	s := sampleStage(t)
	done := guide.Outcome{State: guide.Completed, At: sunday}
	err := s.ports.Visits.SaveVisit(context.Background(), guide.Visit{ID: "service", Guide: "live-event",
		Subject: "Sunday service", Step: "run-sheet", Page: guide.AskPage, Started: sunday, Changed: sunday,
		Answers: map[string]string{"title": "Sunday service", "date": "2026-11-29", "time": "10:30",
			"zone": "Europe/London", "event-kind": "meeting", "template": "service", "team": "Leader: Farida; Ewan"},
		Drafts: map[string]string{}, Outcomes: map[string]guide.Outcome{"kind": done, "when": done, "who": done}})
	if err != nil {
		t.Fatal(err)
	}
	s.open("visit/service").at("run-sheet", guide.AskPage)
	s.tab("Edit as a table").enter().shows("Run sheet for Sunday 29 November", "Welcome", "Ends at 11:31,", "4 min")
	s.key(fyne.KeyTab, fyne.KeyTab).write(" desk").press(fyne.KeyI, ctrl).write("2").key(fyne.KeyTab).write("Birthday")
	s.sheet().Main()
	s.at("run-sheet", guide.ShowPage)
	s.shows("Minute by minute", "Birthday", "11:33")
	s.tab("Save this run sheet").enter().at("papers", guide.ShowPage)
	s.shows("programme.pdf", "sound-desk.pdf", "presenters.pdf", "phone.html")
	s.tab("Save as folder").enter().shows("Saved.")
	s.tab("Everyone has their page").enter().at("rehearse", guide.ShowPage)
	v, err := s.ports.Visits.Visit(context.Background(), "service")
	if err != nil || !strings.Contains(v.Answers["sheet"], "Leader’s camera desk | Leader\n | 2 | Birthday\n") {
		t.Errorf("%v\n%s", err, v.Answers["sheet"])
	}
}
