package mfamethods

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"handrail/app/affected"
	"handrail/app/csvtable"
	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
)

// handLists returns the lists for the heads of department as files.
func (d deps) handLists(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	b, _, _, err := d.findBoard(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	if len(b.Lines) == 0 {
		return &guide.Handover{Nothing: "There is no list to hand out: no one has a number that ends."}, nil
	}
	all := make([]*mfa.Line, len(b.Lines))
	for i := range b.Lines {
		all[i] = &b.Lines[i]
	}
	table := func(path string, lines []*mfa.Line) guide.File {
		return guide.File{Path: path, Make: func() ([]byte, error) { return boardCSV(b, lines), nil }}
	}
	files := []guide.File{table("everyone.csv", all)}
	for i, s := range b.Departments() {
		files = append(files, table(fileOf("departments", i, s), s.Lines))
	}
	for i, s := range b.Managers() {
		if s.Known {
			files = append(files, table(fileOf("managers", i, s), s.Lines))
		}
	}
	return &guide.Handover{Done: "Continue to preparation", Bundles: []guide.Bundle{{ID: "lists",
		Title:   "Lists for your heads of department",
		Summary: "One table for everyone, one for each department, and one for each manager.",
		Steps: []string{"Save the files.", "Give each head of department or manager their own file, and nothing else.",
			"Ask them to speak with each person in the order of the list."}, Files: files}}}, nil
}

// fileOf names the file of the share at place i.
func fileOf(folder string, i int, s mfa.Share) string {
	return fmt.Sprintf("%s/%02d-%s.csv", folder, i+1, affected.Share{Name: s.Name, Known: s.Known}.FileWord())
}

// boardCSV returns lines as a table for a spreadsheet.
func boardCSV(b *mfa.Board, lines []*mfa.Line) []byte {
	head := []string{"Name", "Sign-in name", "Department", "Manager", "Queue", "By when", "The number takes",
		"Left after that day", "Really used", "Texts", "Calls", "Log from", "Log to", "Dormant", "Administrator",
		"What to do"}
	span := func(at time.Time) string {
		if !b.Log.Steps {
			return ""
		}
		return at.Format(time.DateOnly)
	}
	line := func(l *mfa.Line) []string {
		who, texts, calls := b.Who(l), "", ""
		if l.Used.Used != access.Unknown {
			texts, calls = strconv.Itoa(l.Used.Texts), strconv.Itoa(l.Used.Calls)
		}
		return []string{who.Label(), who.UPN, who.Department, l.Manager.Name, mfaview.QueueTitle(l.Queue),
			mfaview.LineDay(l), mfaview.LineTakes(l), mfaview.LineAfter(l), l.Used.Used.String(), texts, calls,
			span(b.Log.From), span(b.Log.To), l.Dormant.String(), who.Admin.String(), mfaview.QueueDo(l.Queue)}
	}
	return csvtable.WriteSeq(func(yield func([]string) bool) {
		if !yield(head) {
			return
		}
		for _, l := range lines {
			if !yield(line(l)) {
				return
			}
		}
	})
}
