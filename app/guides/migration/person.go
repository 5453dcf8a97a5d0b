package migration

import (
	"encoding/json"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/mail/migration"
	"handrail/app/report"
)

// open returns what there is to know of one person.
func (d deps) open(p *migration.Person) *report.Document {
	decision := p.Decide()
	w := actWords[decision.Act]
	doc := d.draft(p.Name)
	doc.Find(report.Finding{Code: "act-" + string(decision.Act), Severity: w.severity, Subject: p.Identity,
		Title: w.word, Text: strings.TrimSpace(w.text + " " + reasonWords[decision.Reason]), Do: w.do})
	doc.Findings("", "")
	doc.Fact("", "Grade", gradeWords[p.Grade], "")
	doc.Fact("", "Status", orNone(p.Status), "")
	doc.Fact("", "Way", wayWords[p.Way], "")
	doc.Fact("", "Batch", orNone(p.Batch), "")
	doc.Fact("", "Copied", number(p.Synced), "")
	doc.Fact("", "Skipped", number(p.Skipped), "")
	doc.Fact("", "Waits for an approval", answerWords[p.Unapproved], "")
	doc.Fact("", "Last sync", d.ago(p.LastSync), "")
	doc.Fact("", "A date of its own", ownDate(p), "")
	doc.Fact("", "Error", orNone(p.Error), "")
	doc.Facts("Now")
	doc.Add(report.Text{Text: lossText(p)}, lossTable([]*migration.Person{p}, ""))
	if decision.Act == migration.ActList {
		if line, err := migration.ReadList(p); err == nil {
			doc.Add(report.Code{Label: "Command that brings the list", Text: line.Text})
		}
	}
	return doc.Done()
}

// program returns a person for programs.
func (d deps) program(p *migration.Person) json.RawMessage {
	type loss struct {
		Kind   string `json:"kind"`
		Folder string `json:"folder"`
		Items  int    `json:"items"`
	}
	losses, decision := []loss{}, p.Decide()
	for _, l := range p.Losses {
		losses = append(losses, loss{l.Kind, l.Folder, l.Items})
	}
	whatIf, command := commands(p, decision.Act)
	out, err := json.Marshal(map[string]any{"identity": p.Identity, "name": p.Name, "batch": p.Batch, "way": p.Way,
		"status": p.Status, "state": p.State, "grade": p.Grade, "gradeText": p.GradeText, "copied": figure(p.Synced),
		"skipped": figure(p.Skipped), "unapproved": p.Unapproved, "list": p.List, "losses": losses,
		"completeAfter": stamp(p.CompleteAfter), "ownDate": p.OwnDate, "waits": p.Waits(d.Now()),
		"lastSync": stamp(p.LastSync), "error": p.Error, "act": decision.Act, "reason": decision.Reason,
		"whatIf": whatIf, "command": command})
	if err != nil {
		return nil // only texts and numbers: cannot fail
	}
	return out
}

// commands returns the one command that fits an act, with -WhatIf and without; "" where there
// is none.
func commands(p *migration.Person, act migration.Act) (whatIf, command string) {
	var steps migration.Steps
	var err error
	switch one := []*migration.Person{p}; act {
	case migration.ActComplete:
		steps, err = migration.Complete(one)
	case migration.ActApprove:
		steps, err = migration.Approve(one)
	case migration.ActRetry:
		steps, err = migration.Retry(one)
	case migration.ActList:
		line, err := migration.ReadList(p)
		if err != nil {
			return "", ""
		}
		return "", line.Text
	default:
		return "", ""
	}
	if err != nil {
		return "", "" // the batch or the name is not known
	}
	return strings.TrimSpace(steps.Look.Text), strings.TrimSpace(steps.Change.Text)
}

func figure(c migration.Count) any {
	if !c.Known {
		return nil
	}
	return c.N
}

func stamp(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.Format(time.RFC3339)
}

func number(c migration.Count) string {
	if !c.Known {
		return "Unknown number of items"
	}
	return guide.Count(int(c.N), "item", "items")
}

func orNone(text string) string {
	if text == "" {
		return "None"
	}
	return text
}

func ownDate(p *migration.Person) string {
	if p.OwnDate != migration.Yes {
		return map[migration.Answer]string{migration.No: "None", migration.Unread: "Not known"}[p.OwnDate]
	}
	return report.FormatTime(p.CompleteAfter)
}

// ago returns a time with its age.
func (d deps) ago(at time.Time) string {
	if at.IsZero() {
		return "Not known"
	}
	days := int(d.Now().Sub(at).Hours() / 24)
	if days < 1 {
		return report.FormatTime(at)
	}
	return report.FormatTime(at) + ", " + guide.Count(days, "day ago", "days ago")
}
