package mfamethods

import (
	"context"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
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
		Needs: stepWho, DependsOn: []string{askGlass, askReset, askOlder, askTelephone}, Look: d.board,
		Hand: d.handLists, Aside: true,
		People: d.boardPeople, PeopleLabel: "Who still uses a number",
	}
}

// findBoard returns the board of today's settings. With rep, it first reads the sign-in
// log and the managers if they were never read.
func (d deps) findBoard(ctx context.Context, v *guide.Visit, rep task.Report) (*mfa.Board, *mfa.Organisation,
	[]tenant.Gap, error) {
	p, err := d.preview(ctx, v, nil, rep)
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
	o, b := p.Question.Organisation, p.Board(log)
	gaps := append(o.Missing[:len(o.Missing):len(o.Missing)], have.Missing...)
	if err := have.Also(ctx, b.ManagerSections()...); err != nil {
		return nil, nil, nil, err
	}
	return b, o, gaps, b.ReadManagers(ctx, have)
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
	if o.Read[tenant.SectionUsers].IsZero() {
		text = strings.TrimSpace("Handrail does not know which accounts can sign in. " + text)
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
		doc.Add(mfaview.BoardShares("By department", "Department", "No department recorded", b.Departments()))
	}
	if shares := b.Managers(); len(shares) > 1 || len(shares) == 1 && shares[0].Known {
		doc.Add(mfaview.BoardShares("By manager", "Manager", "No manager recorded", shares))
	}
	doc.Add(boardFacts(b, o))
	return doc.Done(), nil
}
