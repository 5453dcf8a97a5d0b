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
	files := []guide.File{boardFile(b, "everyone.csv", all)}
	for i, s := range b.Departments() {
		files = append(files, boardFile(b, fileOf("departments", i, s), s.Lines))
	}
	files = append(files, managerFiles(b)...)
	return &guide.Handover{Done: "Continue to preparation", Bundles: []guide.Bundle{{ID: "lists",
		Title:   "Lists for your heads of department",
		Summary: "One table for everyone, one for each department, and one for each manager.",
		Steps: []string{"Save the files.", "Give each head of department or manager their own file, and nothing else.",
			"Ask them to speak with each person in the order of the list."}, Files: files}}}, nil
}

// managerFiles returns a table for each manager. Their names are only in the list beside them: a file name travels.
func managerFiles(b *mfa.Board) (files []guide.File) {
	var index []affected.Part
	for i, s := range b.Managers() {
		if !s.Known {
			continue
		}
		share := affected.Share{Name: s.Name, Known: true}
		part := affected.Part{Title: share.Label("No manager recorded"),
			Word: fmt.Sprintf("%02d-%s", i+1, share.PersonWord()), Who: make([]int, len(s.Lines))}
		index = append(index, part)
		files = append(files, boardFile(b, "managers/"+part.Word+".csv", s.Lines))
	}
	if len(files) > 0 {
		files = append([]guide.File{{Path: "managers/" + affected.IndexName, Data: affected.Index(index, ".csv")}}, files...)
	}
	return files
}

// fileOf names the file of the share at place i.
func fileOf(folder string, i int, s mfa.Share) string {
	return fmt.Sprintf("%s/%02d-%s.csv", folder, i+1, affected.Share{Name: s.Name, Known: s.Known}.FileWord())
}

// boardFile returns the file of a table of lines, made when it is written.
func boardFile(b *mfa.Board, path string, lines []*mfa.Line) guide.File {
	return guide.File{Path: path, Make: func() ([]byte, error) { return boardCSV(b, lines), nil }}
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
