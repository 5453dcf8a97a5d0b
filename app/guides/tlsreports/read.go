package tlsreports

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"handrail/app/guide"
	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsview"
	"handrail/app/report"
	"handrail/app/task"
)

// shownRejects is how many files that could not be read are listed.
const shownRejects = 200

func (d deps) readStep() guide.Step {
	return guide.Step{
		ID:      stepRead,
		Title:   "Read the reports",
		Summary: "Handrail counts every report once, even if you have it twice.",
		Text: "If Handrail cannot read a file, it lists the file with the reason and continues. " +
			"You can stop at any time and start again: nothing is counted twice. " +
			"If an email is signed, Handrail checks whether it really comes from its sender.",
		MainLabel: "Continue to the results",
		Needs:     stepWhere,
		DependsOn: []string{askDomain, askFrom, askFolder, askMails, askWords},
		Look:      d.lookRead,
	}
}

// lookRead reads what the visit names: files, or a mailbox folder.
func (d deps) lookRead(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	earlier, err := d.unreadEarlier(ctx)
	if err != nil {
		return nil, err
	}
	t := tally{domain: domainOf(v).ASCII, rep: rep}
	var totals tlsimport.Totals
	place, one, many := v.Answer(askFolder), "file was", "files were"
	switch from := d.fromOf(v); {
	case from != fromFiles:
		in := tlsimport.MailLocation{Folder: v.Answer(askMails)}
		if from == fromSearch {
			in = tlsimport.MailLocation{Words: v.Answer(askWords)}
		}
		place, one, many = cmp.Or(in.Words, in.Folder), "email was", "emails were"
		totals, err = d.Mail.ImportMailbox(ctx, in, t.count)
	case place == "" || d.Mail.Import == nil:
		doc := d.draft("Reports that were read", v)
		doc.Add(report.Banner{Tone: report.Note, Lead: "Handrail did not read a folder.",
			Text: "It continues with the reports that it has already read."}, earlier)
		return doc.Done(), nil
	default:
		totals, err = d.Mail.Import(ctx, []string{place}, t.count)
	}
	if err != nil {
		return nil, err
	}
	doc := d.draft("Reports that were read", v, place)
	doc.Add(report.Banner{Tone: report.OK, Lead: tlsview.Count(totals.Files, one, many) + " read.",
		Text: fmt.Sprintf("%s. Already known: %d. Could not be read: %d.",
			tlsview.Count(totals.New, "new report", "new reports"), totals.Known, totals.Rejected)})
	for _, f := range []struct {
		name, label string
		n           int
	}{
		{"files", "Files", totals.Files}, {"new", "New reports", totals.New},
		{"known", "Reports already known", totals.Known}, {"rejected", "Not read", totals.Rejected},
		{"about-this-domain", "About this domain", t.own}, {"about-others", "About other domains", t.others},
		{"signature-failed", "Signature failed, not counted", t.forged},
	} {
		doc.Fact(f.name, f.label, fmt.Sprint(f.n), "")
	}
	doc.Facts("Summary")
	doc.Add(report.Table{Title: "Files that Handrail could not read", Columns: []string{"File", "Reason"},
		Rows: t.rejects}, earlier)
	return doc.Done(), nil
}

// unreadEarlier returns what could not be read before now.
func (d deps) unreadEarlier(ctx context.Context) (report.Table, error) {
	t, err := tlsview.Unread(ctx, d.Mail.Reports, d.Now())
	t.Title = "Files that could not be read earlier"
	return t, err
}

// tally counts what was read.
type tally struct {
	domain string
	rep    task.Report // may be nil

	done, own, others, forged int
	rejects                   [][]string
}

func (t *tally) count(r tlsimport.Result) error {
	if t.done++; t.rep != nil && t.done%100 == 0 {
		t.rep(task.Progress{Done: t.done, Note: r.Path})
	}
	switch {
	case r.Report == nil:
		if len(t.rejects) < shownRejects {
			t.rejects = append(t.rejects, []string{strings.Trim(r.Path+" "+r.Part, " "), r.Reason})
		}
	case r.Report.Signed.State == tlsreport.SignatureInvalid:
		t.forged++
	case len(r.Report.Of(t.domain)) > 0:
		t.own++
	default:
		t.others++
	}
	return nil
}
