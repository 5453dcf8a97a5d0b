package mfamethods

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"handrail/app/csvtable"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

func (d deps) boardStep() guide.Step {
	return guide.Step{
		ID: stepBoard, Title: "Who still uses a number",
		Summary:   "See who has a phone number for MFA, by when it ends, and what is left.",
		MainLabel: "Continue to preparation", Terms: terms.Of(terms.MFA, terms.Passkey, terms.CSV),
		Text: "Microsoft ends text messages and phone calls, whatever you change here. A mobile number takes texts and " +
			"calls, an office or alternate number takes calls only. Save the lists to give each head of department theirs.",
		Needs: stepWho, DependsOn: []string{askGlass, askReset, askOlder, askTelephone}, Look: d.board, Hand: d.handLists,
	}
}

// findBoard returns the board of today's settings. With rep, it first reads the sign-in
// log if it was never read.
func (d deps) findBoard(ctx context.Context, v *guide.Visit, rep task.Report) (*mfa.Board, *mfa.Organisation,
	[]tenant.Gap, error) {
	p, err := d.preview(ctx, v, nil, nil)
	if err != nil {
		return nil, nil, nil, err
	}
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: rep},
		tenant.SectionSignIns)
	if err != nil {
		return nil, nil, nil, err
	}
	log, err := mfa.ReadLog(ctx, have)
	if err != nil {
		return nil, nil, nil, err
	}
	o := p.Question.Organisation
	return p.Board(log), o, append(o.Missing[:len(o.Missing):len(o.Missing)], have.Missing...), nil
}

// board shows who has a phone number for MFA, by when it ends, and what is left.
func (d deps) board(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	b, o, gaps, err := d.findBoard(ctx, v, rep)
	if err != nil {
		return nil, err
	}
	now := d.Now().UTC()
	lead, text := mfaview.BoardAnswer(b, now)
	if blind(o) && b.Announced {
		lead = "It is not known who loses their only MFA method."
	}
	doc := frame.New(frame.Head{Title: "Who still uses a number", At: now, Sources: []string{frame.FromCache}})
	tone := report.Note
	if b.Count(mfa.OnlyNumber, time.Time{}) > 0 {
		tone = report.Warning
	}
	doc.Add(report.Banner{Tone: tone, Lead: lead, Text: text})
	if b.Announced {
		doc.Add(mfaview.BoardTotals(b))
	}
	doc.Find(boardFindings(b)...)
	doc.Find(frame.NotRead(gaps)...)
	doc.Findings("", "Keep in mind")
	lists, err := mfaview.BoardLists(b, now)
	if err != nil {
		return nil, err
	}
	for _, one := range lists {
		doc.Add(one)
	}
	if len(b.Lines) > 0 {
		doc.Add(mfaview.BoardDepartments(b))
	}
	doc.Add(boardFacts(b))
	return doc.Done(), nil
}

// boardFacts returns the numbers of a board for programs, and what they rest on.
func boardFacts(b *mfa.Board) report.Facts {
	all := mfa.Retirements()
	count := func(name, label string, n int) report.Fact {
		return report.Fact{Name: name, Label: label, Value: strconv.Itoa(n)}
	}
	dormant := 0
	for i := range b.Lines {
		if b.Lines[i].Dormant == access.Yes {
			dormant++
		}
	}
	optOut := map[access.Answer]string{access.Yes: "Yes. It moves no date.", access.No: "No",
		access.Unknown: "Not known: Handrail could not read it."}
	f := report.Facts{Title: "In short", Rows: []report.Fact{
		count("board/people", "Accounts that can sign in", b.People),
		count("board/only-method", mfaview.QueueTitle(mfa.OnlyNumber), b.Count(mfa.OnlyNumber, time.Time{})),
		count("board/only-method-first", "Of these, until "+mfa.DayWords(all.First), b.Count(mfa.OnlyNumber, all.First)),
		count("board/only-method-last", "Of these, until "+mfa.DayWords(all.Last), b.Count(mfa.OnlyNumber, all.Last)),
		count("board/still-default", mfaview.QueueTitle(mfa.DefaultNumber), b.Count(mfa.DefaultNumber, time.Time{})),
		count("board/to-spare", mfaview.QueueTitle(mfa.SpareNumber), b.Count(mfa.SpareNumber, time.Time{})),
		count("board/not-known", "Not known", b.Count(mfa.UnknownNumber, time.Time{})),
		count("board/dormant", "Dormant, of all these", dormant),
		count("board/forbidden", "People whose number no setting allows", b.Forbidden),
		count("board/blocked", "Accounts that cannot sign in", b.Blocked),
		{Name: "board/passkey-opt-out", Label: "Opted out of automatic passkeys", Value: b.OptOut.String(),
			Text: optOut[b.OptOut]},
	}}
	l := b.Log
	from, to, words := "unknown", "unknown", "Not known. "+l.Why
	if l.Steps {
		from, to = l.From.Format(time.DateOnly), l.To.Format(time.DateOnly)
		words = "From " + mfa.DayWords(l.From) + " to " + mfa.DayWords(l.To)
		if !l.Whole {
			words += ", not complete"
		}
	}
	f.Rows = append(f.Rows, report.Fact{Name: "board/log-from", Label: "Sign-in log", Value: from, Text: words},
		report.Fact{Name: "board/log-to", Label: "Last sign-in in the log", Value: to})
	if to == "unknown" {
		f.Rows[len(f.Rows)-1].Text = "Not known"
	}
	return f
}

// boardFindings returns what changes how a board is to be read.
func boardFindings(b *mfa.Board) (found []report.Finding) {
	if b.Provider == access.Yes {
		found = append(found, report.Finding{Code: "mfa-own-provider", Severity: report.Unknown,
			Title: "Your own telephone provider exempts no one for certain",
			Text: "It starts in an evaluation mode without text messages, then serves a share of your people. " +
				"It never keeps the number as a way to sign in without a password.",
			Do: "Ask the people in the list “Not known” to set up another method too."})
	}
	if b.OptOut == access.Yes {
		found = append(found, report.Finding{Code: "mfa-passkey-opt-out", Severity: report.Note,
			Title: "Your organisation opted out of automatic passkeys",
			Text:  "This moves no date. Text messages and phone calls end on the same days.",
			Do:    "Turn on passkeys, so that people can set one up before their day."})
	}
	if b.Announced && !b.Log.Steps {
		found = append(found, report.Finding{Code: "mfa-use-not-known", Severity: report.Unknown,
			Title: "It is not known who really uses a number", Text: b.Log.Why,
			Do: "Refresh “Recent sign-ins” under Organisation, then check again."})
	}
	guests := 0
	for i := range b.Lines {
		if l := &b.Lines[i]; l.Queue == mfa.OnlyNumber && l.Guest == access.Yes {
			guests++
		}
	}
	if guests > 0 {
		found = append(found, report.Finding{Code: "mfa-guests-no-way", Severity: report.Warning,
			Title: guide.Count(guests, "guest has", "guests have") + " only a number, and no way is certain for them",
			Text:  "Microsoft has only planned passkeys for guests.",
			Do:    "Ask them to set up Microsoft Authenticator before their day."})
	}
	return found
}

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
	files := []guide.File{{Path: "everyone.csv", Data: boardCSV(b, all)}}
	for i, dep := range b.Departments() {
		files = append(files, guide.File{Path: fmt.Sprintf("departments/%02d-%s.csv", i+1, fileWord(dep.Name)),
			Data: boardCSV(b, dep.Lines)})
	}
	return &guide.Handover{Done: "Continue to preparation", Bundles: []guide.Bundle{{ID: "lists", Title: "Lists for your heads of department",
		Summary: "One table for everyone, and one for each department.",
		Steps: []string{"Save the files.", "Give each head of department the file of their department, and nothing else.",
			"Ask them to speak with each person in the order of the list."}, Files: files}}}, nil
}

// fileWord returns the part of a file name for a department.
func fileWord(name string) string {
	word := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r == ' ', r == '-', r == '/', r == '&':
			return '-'
		}
		return -1
	}, strings.ToLower(name)), "-")
	if word == "" && name == "" {
		return "no-department"
	} else if word == "" {
		return "department"
	}
	return word[:min(len(word), 40)]
}

// boardCSV returns lines as a table for a spreadsheet.
func boardCSV(b *mfa.Board, lines []*mfa.Line) []byte {
	rows := [][]string{{"Name", "Sign-in name", "Department", "Queue", "By when", "The number takes",
		"Left after that day", "Really used", "Texts", "Calls", "Log from", "Log to", "Dormant", "Administrator",
		"What to do"}}
	span := func(at time.Time) string {
		if !b.Log.Steps {
			return ""
		}
		return at.Format(time.DateOnly)
	}
	for _, l := range lines {
		who, texts, calls := b.Who(l), "", ""
		if l.Used.Used != access.Unknown {
			texts, calls = strconv.Itoa(l.Used.Texts), strconv.Itoa(l.Used.Calls)
		}
		rows = append(rows, []string{who.Label(), who.UPN, who.Department, mfaview.QueueTitle(l.Queue),
			mfaview.LineDay(l), mfaview.LineTakes(l), mfaview.LineAfter(l), l.Used.Used.String(), texts, calls,
			span(b.Log.From), span(b.Log.To), l.Dormant.String(), who.Admin.String(), mfaview.QueueDo(l.Queue)})
	}
	return csvtable.Write(rows)
}
