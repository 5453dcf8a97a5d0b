package tlsreports

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
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
		if err := d.saved(ctx, doc, &t); err != nil {
			return nil, err
		}
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
	banner := report.Banner{Tone: report.OK, Lead: tlsview.Count(totals.Files, one, many) + " read.",
		Text: fmt.Sprintf("%s. Already known: %d. Could not be read: %d.",
			tlsview.Count(totals.New, "new report", "new reports"), totals.Known, totals.Rejected)}
	if totals.New+totals.Known == 0 {
		banner.Tone, banner.Lead = report.Note, "No reports yet. "+banner.Lead
	}
	doc.Add(banner)
	for _, f := range []struct {
		name, label string
		n           int
	}{
		{"files", "Files", totals.Files}, {"new", "New reports", totals.New},
		{"known", "Reports already known", totals.Known}, {"rejected", "Not read", totals.Rejected},
		{"about-this-domain", "About this domain", t.own}, {"about-others", "About other domains", t.others},
		{"about-no-domain", "Without a domain", t.unnamed},
		{"signature-failed", "Signature failed, not counted", t.forged},
	} {
		doc.Fact(f.name, f.label, fmt.Sprint(f.n), "")
	}
	if err := d.saved(ctx, doc, &t); err != nil {
		return nil, err
	}
	doc.Facts("Summary")
	doc.Add(report.Table{Title: "Files that Handrail could not read", Columns: []string{"File", "Reason"},
		Rows: t.rejects}, earlier)
	return doc.Done(), nil
}

// saved adds how many reports Handrail now has about the domain, and those of the
// last weeks that name no domain: they may be about this one.
func (d deps) saved(ctx context.Context, doc *frame.Draft, t *tally) error {
	all, err := d.Mail.Reports.TLSSums(ctx, tlsreport.ByDomain, tlsreport.Filter{Forged: true})
	if err != nil {
		return err
	}
	own := countOf(all, t.domain).Reports
	doc.Fact("reports", "Reports about this domain", fmt.Sprint(own), noneYet(own))
	late := tlsreport.Filter{From: tlsreport.Day(d.Now()).AddDate(0, 0, -tlsreport.DefaultThresholds().Window)}
	if all, err = d.Mail.Reports.TLSSums(ctx, tlsreport.ByDomain, late); err != nil {
		return err
	}
	sum := countOf(all, "")
	n, failed := max(sum.Reports, t.unnamedNew), max(sum.Failed, t.unnamedFailed)
	if n == 0 {
		return nil
	}
	f := report.Finding{Code: "domain-not-named", Severity: report.Note,
		Title: tlsview.Count(n, "report names no domain", "reports name no domain"),
		Text: fmt.Sprintf("They may be about this domain. Failed sessions in them: %d. They do not count for any "+
			"domain.", failed),
		Do: "Import them as the emails or files in which they came: Handrail reads the domain from the email or the " +
			"file name."}
	if n == 1 {
		f.Text = fmt.Sprintf("It may be about this domain. Failed sessions in it: %d. It does not count for any "+
			"domain.", failed)
		f.Do = "Import it as the email or file in which it came: Handrail reads the domain from the email or the " +
			"file name."
	}
	if failed > 0 {
		f.Severity = report.Warning
	}
	doc.Find(f)
	doc.Findings("", "Findings")
	return nil
}

// countOf returns the sum with a key; an empty one if there is none.
func countOf(all []tlsreport.Sum, key string) tlsreport.Sum {
	for _, s := range all {
		if s.Key == key {
			return s
		}
	}
	return tlsreport.Sum{}
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
	unnamed, unnamedNew       int   // reports that name no domain; those that were new
	unnamedFailed             int64 // failed sessions in the new ones
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
	case len(r.Report.Of("")) > 0:
		if t.unnamed++; r.State == tlsreport.New {
			_, failed := tlsreport.Sessions(r.Report.Of(""))
			t.unnamedNew, t.unnamedFailed = t.unnamedNew+1, t.unnamedFailed+failed
		}
	default:
		t.others++
	}
	return nil
}
