package enhancedfiltering

import (
	"context"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/dns"
	"handrail/app/mail/skiplist"
	"handrail/app/mail/spf"
	"handrail/app/report"
	"handrail/app/task"
)

// lookPreview returns the same email before and after.
func (d deps) lookPreview(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc := d.draft("What the skip list changes", v, fromEmail, fromPerson)
	if d.stopped(doc, v) {
		return doc.Done(), nil
	}
	d.previewOf(ctx, doc, v)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return doc.Done(), nil
}

// previewOf adds the email with and without the setting.
func (d deps) previewOf(ctx context.Context, doc *frame.Draft, v *guide.Visit) {
	m, err := d.message(v, askMessage)
	if gaps := unread(m, err); len(gaps) > 0 {
		doc.Find(gaps...)
		for _, f := range [][2]string{{"spf-before", "SPF checks now"}, {"spf-after", "SPF checks then"},
			{"changes", "The setting changes this"}, {"wrong", "What stays wrong"}, {"result-before",
				"Result of SPF now"},
			{"result-after", "Result of SPF then"}} {
			doc.Fact(f[0], f[1], string(report.Unknown), "Not known")
		}
		return
	}
	p := newest(m)
	r := skiplist.Preview(m, p, setting(v))
	if v.Answer(askSPF) == spfYes && r.Changes && r.After.Sure {
		doc.Find(d.evaluate(ctx, p.SPF.Domain, &r)...)
	}
	verdict := verdictOf(&r)
	doc.Headline(verdict.Title)
	doc.Add(report.Path{Caption: "What does the skip list change for this email?", Verdict: verdict.Title,
		Why: verdict.Text, Stops: []report.Stop{
			{Icon: "search", Title: "SPF now", Severity: passed(r.Result), Text: or(valid(r.Before), "Not known")},
			{Icon: "search", Title: "SPF with the list", Severity: verdict.Severity, Text: or(valid(r.Later),
				"Not known")}}})
	doc.Find(verdict)
	names := []string{}
	for _, w := range r.Wrong {
		f := wrongWords[w]
		f.Code, f.Subject = "wrong-"+string(w), valid(r.Later)
		doc.Find(f)
		names = append(names, string(w))
	}
	doc.Findings("wrong", "What the list does, and what stays wrong")
	doc.Add(sideBySide(&r), hops("hops-after", "Each server, with the skip list", r.After.Steps))
	changes := "no"
	if r.Changes {
		changes = "yes"
	}
	if !r.After.Sure {
		changes = string(report.Unknown)
	}
	skipped := 0
	for _, s := range r.After.Steps {
		if s.Why.Skipped() {
			skipped++
		}
	}
	doc.Fact("spf-before", "SPF checks now", text(r.Before), "")
	doc.Fact("spf-after", "SPF checks then", text(r.Later), "")
	doc.Fact("changes", "The setting changes this", changes, yesNo[changes])
	doc.Fact("result-before", "Result of SPF now", or(r.Result, "absent"), "")
	doc.Fact("result-after", "Result of SPF then", or(r.Then, string(report.Unknown)), or(r.Then, "Not known"))
	doc.Fact("skipped", "Servers that are skipped", strconv.Itoa(skipped), "")
	doc.Fact("wrong", "What stays wrong", or(strings.Join(names, ", "), "nothing"), "")
	doc.Facts("In short")
}

// byDNS is who says the result of SPF, where DNS was asked.
const byDNS = "DNS"

// evaluate asks DNS whether SPF passes for the server that then counts as the sender.
func (d deps) evaluate(ctx context.Context, domain string, r *skiplist.Result) []report.Finding {
	if i := strings.LastIndexByte(domain, '@'); i >= 0 {
		domain = strings.TrimSuffix(domain[i+1:], ">")
	}
	name, err := dns.CleanDomain(domain)
	if err != nil || d.Mail.SPF == nil {
		return []report.Finding{{Code: "spf-no-domain", Severity: report.Unknown,
			Title: "It is not known which domain SPF checks",
			Text:  "The header does not have the domain of the envelope.",
			Do:    "Use an email whose header has “smtp.mailfrom”."}}
	}
	verdict, err := d.Mail.SPF(ctx, r.Later, name.ASCII)
	if err == nil && verdict.Result == spf.TempError {
		err = app.Errorf(app.Unreachable, "Check again later.", "DNS has no certain answer about %s.", name.Unicode)
	}
	if err != nil {
		return []report.Finding{frame.NotKnown("spf-unread", "Handrail could not read the SPF record of the sender",
			err)}
	}
	r.Then, r.By = verdict.Result, byDNS
	return nil
}

// sideBySide returns each server, now and with the list.
func sideBySide(r *skiplist.Result) report.Table {
	t := report.Table{Title: "The same email, now and then", Columns: []string{"Server", "Now", "With the skip list"}}
	for i, s := range r.After.Steps {
		then := whyWords[s.Why].word
		if s.Addr == r.Later && r.After.Fallback {
			then += ", and counts as the sender again"
		}
		name := or(valid(s.Addr), "No address")
		if n := or(s.PTR, s.Name); n != "" {
			name += ", " + n
		}
		t.Rows = append(t.Rows, []string{name, whyWords[r.Now.Steps[i].Why].word, then})
	}
	return t
}

// passed is how a result of SPF is shown.
func passed(result string) report.Severity {
	switch result {
	case "pass":
		return report.OK
	case "":
		return report.Unknown
	}
	return report.Warning
}
