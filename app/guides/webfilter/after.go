package webfilter

import (
	"context"
	"strconv"
	"strings"

	"handrail/app/device/hunting"
	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// lookAfter compares what was recorded before and after the policy.
func (d deps) lookAfter(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	doc := d.draft("What is different now?")
	if err := d.compare(ctx, v, doc, progress); err != nil {
		return nil, err
	}
	return doc.Done(), nil
}

// compare adds what is different. What was not read before or after is not compared.
func (d deps) compare(ctx context.Context, v *guide.Visit, doc *frame.Draft, progress task.Report) error {
	k, err := d.knowledge(ctx, v, askAfter, progress)
	if err != nil {
		return err
	}
	if k.counted == nil {
		k.notCompared(doc)
		return nil
	}
	now, all := k.counted, k.categories
	works := now.working(all)
	words := workingWords[works]
	var more []report.Finding
	if works == "yes" {
		more = now.bounds(all)
	}
	if len(more) > 0 {
		words.Title = "The filter blocked every recorded attempt"
		words.Text = "It is not known whether it blocks all sites of these categories."
	}
	doc.Headline(words.Title)
	doc.Find(words)
	doc.Find(more...)
	doc.Find(frame.NotRead(k.world.missing)...)
	doc.Find(d.since(v, now)...)
	doc.Find(now.cut()...)
	before, _, _ := d.recorded(ctx, v, askHunting, progress)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var old *preview
	if before != nil {
		old = count(before, k.report, all)
	}
	doc.Findings("", "What was found")
	doc.Add(beside(old, now))
	doc.Add(now.entries(k.world))
	doc.Fact("working", "The filter blocks", works, map[string]string{"in-part": "In part"}[works])
	now.facts(doc, all, "after-")
	return nil
}

// notCompared adds why nothing is compared: there is no new result, or it cannot be read.
func (k knowledge) notCompared(doc *frame.Draft) {
	doc.Headline("It is not known what is different")
	found := report.Finding{Code: "not-checked-again", Severity: report.Unknown,
		Title: "You have not entered a new result", Text: "Handrail compares it with the one from before.",
		Do: "Some days after the change, run the first query again."}
	if k.given {
		found = huntingGap(k.given, k.failed)
	}
	doc.Find(frame.NotRead(k.world.missing)...)
	doc.Find(found)
	for _, f := range [][2]string{{"after-people", "People who tried"}, {"after-attempts", "Attempts"},
		{"after-only-recorded", "Of these only recorded"}, {"working", "The filter blocks"}} {
		doc.Fact(f[0], f[1], string(report.Unknown), "")
	}
}

// working returns whether the new result shows that the filter blocks.
func (p *preview) working(all []rules.Category) string {
	t := p.of(plannedKind)
	switch {
	case t.attempts-t.unsure == 0, len(all) == 0:
		return string(report.Unknown) // no one tried, or it was not recorded
	case t.wouldBe == t.attempts-t.unsure:
		return "no"
	case t.wouldBe > 0:
		return "in-part"
	}
	return "yes"
}

// bounds returns what a result in which every attempt was stopped does not show.
func (p *preview) bounds(all []rules.Category) []report.Finding {
	t := p.of(plannedKind)
	var text []string
	if none := p.silent(all); len(none) > 0 {
		text = append(text, "No attempt is recorded for "+called(none)+".")
	}
	if !t.other {
		text = append(text, "Every attempt was in Microsoft Edge, so other browsers are not known.")
	}
	if t.unsure > 0 {
		text = append(text, "For "+guide.Count(t.unsure, "attempt", "attempts")+
			", the rows do not say whether it was stopped.")
	}
	if p.AtLeast() {
		text = append(text, "The file is not complete.")
	}
	if len(text) == 0 {
		return nil
	}
	return []report.Finding{{Code: "working-part", Severity: report.Unknown,
		Title: "The new result does not show everything", Text: strings.Join(text, " "),
		Do: "On one computer, open a blocked site in each browser. Then run the query again."}}
}

var workingWords = map[string]report.Finding{
	"yes": {Code: "working", Severity: report.OK, Title: "The filter blocks sites of these categories",
		Text: "Every recorded attempt was stopped."},
	"in-part": {Code: "working", Severity: report.Warning,
		Title: "The filter blocks on some devices only",
		Text:  "Some attempts were only recorded, because network protection is not in block mode there.",
		Do:    "Check the devices of these people, and set network protection to block mode."},
	"no": {Code: "working", Severity: report.Warning, Title: "The filter records, and blocks nothing",
		Text: "Every attempt was only recorded.", Do: "Set network protection to block mode."},
	string(report.Unknown): {Code: "working", Severity: report.Unknown,
		Title: "It is not known whether the filter blocks",
		Text:  "The new result has no attempt at a site of these categories.",
		Do:    "On one computer, open a blocked site in each browser. Then run the query again."},
}

// since reports whether the new result also has attempts from before the policy.
func (d deps) since(v *guide.Visit, p *preview) []report.Finding {
	at := v.Outcomes[stepSetUp].At
	if at.IsZero() || p.Period.From.IsZero() || !p.Period.From.Before(at) {
		return nil
	}
	return []report.Finding{{Code: "before-change", Severity: report.Warning,
		Title: "The new result also has attempts from before the change",
		Text: "You completed the step “Set up the policy” on " + report.FormatTime(at) +
			". The numbers are of both times.",
		Do: "Change ago(30d) in the query to the days since then."}}
}

// beside has both results, one column each.
func beside(old, now *preview) report.Table {
	t := report.Table{Columns: []string{"Attempts", "Before", "Now", "Now only recorded"},
		Right: []bool{false, true, true, true}}
	row := func(words string, kind kindOf) {
		before := "Not known"
		if old != nil {
			before = strconv.Itoa(old.of(kind).attempts)
			if old.AtLeast() {
				before = "At least " + before
			}
		}
		n := now.of(kind)
		after := strconv.Itoa(n.attempts)
		if now.AtLeast() {
			after = "At least " + after
		}
		t.Rows = append(t.Rows, []string{words, before, after, strconv.Itoa(n.wouldBe)})
	}
	row("Web filter, these categories", plannedKind)
	row("Web filter, other categories", otherKind)
	row("Web filter, category not known", openKind)
	for _, k := range hunting.Kinds()[1:] {
		row(kindWords[k], kindOf(k))
	}
	return t
}

// lookRecord returns what was found and planned.
func (d deps) lookRecord(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Report: the web filter")
	w.show(doc)
	doc.Add(report.Heading{Text: "Who would have been stopped"})
	if err := d.stopped(ctx, v, doc, progress); err != nil {
		return nil, err
	}
	doc.Findings("", "What is not known")
	doc.Facts("")
	doc.Add(report.Heading{Text: "The plan"})
	d.planned(v).show(doc, w)
	if v.Answer(askAfter) != "" {
		doc.Add(report.Heading{Text: "After the change"})
		if err := d.compare(ctx, v, doc, progress); err != nil {
			return nil, err
		}
	}
	doc.Headline("Report on the web filter")
	return doc.Done(), nil
}
