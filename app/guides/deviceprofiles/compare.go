package deviceprofiles

import (
	"context"
	"strconv"

	"handrail/app"
	"handrail/app/device/dynrule"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// lookCompare asks Microsoft about some devices, and compares its answers.
func (d deps) lookCompare(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, progress, tenant.SectionDevices)
	if err != nil {
		return nil, err
	}
	doc := d.draft("Does Microsoft agree?", v)
	rule, err := readRule(v)
	if err != nil {
		return noRule(doc, err), nil
	}
	w.gaps(doc)
	var c comparison
	if w.devicesKnown {
		if c, err = d.compare(ctx, w, rule, progress); err != nil {
			return nil, err
		}
	}
	c.show(doc)
	return doc.Answered(), nil
}

// comparison is what Microsoft and Handrail say of the same devices.
type comparison struct {
	table report.Table
	// silent is how many of those asked Microsoft gave no answer for.
	asked, differ, settled, silent int
	stopped                        error // why Microsoft was not asked further
}

// mostAsked is of how many devices Microsoft is asked: as many as its own page takes.
const mostAsked = 20

// compare asks Microsoft first about what is not certain, then about devices on both sides.
func (d deps) compare(ctx context.Context, w *world, rule *dynrule.Rule, progress task.Report) (comparison, error) {
	c := comparison{table: report.Table{Title: "Answers", Columns: []string{"Device", "Profile name", "Handrail",
		"Microsoft"}}}
	if d.Tenant.Rules == nil {
		c.stopped = app.Errorf(app.Denied, "Use “Validate rules” of the group in the Microsoft Entra admin center.",
			"Handrail cannot ask Microsoft here.")
		return c, ctx.Err()
	}
	for _, one := range w.sample(rule) {
		mine := rule.Evaluate(one.values).Answer
		theirs, err := d.Tenant.Rules.EvaluateRule(ctx, one.ID, rule.Text)
		if ctx.Err() != nil {
			return c, ctx.Err()
		}
		if err != nil {
			c.stopped = err
			return c, nil
		}
		c.asked++
		if progress != nil {
			progress(task.Progress{Done: c.asked, Note: "Asked Microsoft about " + devicesOf(c.asked) + "."})
		}
		switch {
		case !theirs.Known:
			c.silent++
		case mine == access.Unknown:
			c.settled++
		case mine != access.Flag(theirs):
			c.differ++
		}
		c.table.Rows = append(c.table.Rows, []string{one.label(), one.Profile, answerWord(mine),
			answerWord(access.Flag(theirs))})
	}
	return c, nil
}

// sample returns devices of each answer, the uncertain ones first.
func (w *world) sample(rule *dynrule.Rule) (all []device) {
	by := map[access.Answer][]device{}
	for _, d := range w.devices {
		answer := rule.Evaluate(d.values).Answer
		by[answer] = append(by[answer], d)
	}
	for _, part := range []struct {
		answer access.Answer
		most   int
	}{{access.Unknown, 8}, {access.Yes, 8}, {access.No, mostAsked}} {
		n := min(part.most, len(by[part.answer]), mostAsked-len(all))
		all = append(all, by[part.answer][:n]...)
	}
	return all
}

func answerWord(a access.Answer) string {
	return map[access.Answer]string{access.Yes: "Taken", access.No: "Not taken",
		access.Unknown: "Not certain"}[a]
}

func (c comparison) show(doc *frame.Draft) {
	doc.Add(c.table)
	if c.stopped != nil {
		doc.Find(frame.NotKnown("not-asked", "Microsoft did not answer for every device", c.stopped))
	}
	agreed := c.asked - c.settled - c.silent - c.differ
	if c.asked-c.silent == 0 {
		doc.Headline("It is not known what Microsoft says")
		doc.Fact("asked", "Devices that Microsoft was asked about", string(report.Unknown), "None")
		doc.Fact("disagree", "Answers that differ", string(report.Unknown), "Not known")
		return
	}
	doc.Fact("asked", "Devices that Microsoft was asked about", strconv.Itoa(c.asked), "")
	doc.Fact("disagree", "Answers that differ", strconv.Itoa(c.differ), "")
	if c.silent > 0 {
		doc.Find(report.Finding{Code: "silent", Severity: report.Unknown,
			Title: "Microsoft did not decide for " + devicesOf(c.silent), Text: "Its answer has neither yes nor no."})
	}
	if c.differ > 0 {
		doc.Headline(counted(c.differ, "answer differs", "answers differ") + ", of " + devicesOf(c.asked))
		doc.Find(report.Finding{Code: "disagree", Severity: report.Warning,
			Title: counted(c.differ, "answer differs", "answers differ"), Text: "Microsoft’s answer counts.",
			Do: "Compare the rule with the devices in the table, then decide."})
		return
	}
	agree := report.Finding{Code: "agree", Severity: report.OK, Title: "Microsoft agrees for " + devicesOf(agreed)}
	if c.settled > 0 {
		agree.Text = "It also answered for " + devicesOf(c.settled) + " of which Handrail was not certain."
	}
	doc.Headline(agree.Title)
	doc.Find(agree)
}
