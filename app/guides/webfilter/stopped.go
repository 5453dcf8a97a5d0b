package webfilter

import (
	"context"
	"strconv"

	"handrail/app/device/hunting"
	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// lookStopped returns who would be stopped.
func (d deps) lookStopped(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	doc := d.draft("Who would have been stopped?")
	if err := d.stopped(ctx, v, doc, progress); err != nil {
		return nil, err
	}
	return doc.Done(), nil
}

// stopped adds who would be stopped, and where the filter would not work.
func (d deps) stopped(ctx context.Context, v *guide.Visit, doc *frame.Draft, progress task.Report) error {
	k, err := d.knowledge(ctx, v, askHunting, progress)
	if err != nil {
		return err
	}
	if k.counted == nil {
		doc.Headline("It is not known who would be stopped")
		doc.Find(frame.NotRead(k.world.missing)...)
		doc.Find(huntingGap(k.given, k.failed))
		unknownFacts(doc)
		doc.Add(k.world.table())
		return nil
	}
	doc.Find(k.counted.old(d.Now())...)
	k.counted.show(doc, k.world, k.categories)
	if sum, known, silent := total(k.report, k.categories); known {
		doc.Add(report.Text{Text: "The Web protection report has " + attemptsOf(k.report, sum, silent) +
			" for these categories. It counts them also where no policy blocks them, and names no one."})
	}
	doc.Add(report.Heading{Text: "Where it would not work"}, k.world.table())
	return nil
}

// knowledge is what is known of attempts: the plan, the organisation, and one file.
type knowledge struct {
	categories []rules.Category // of the plan
	world      *world
	report     *rules.Report // nil: not read, and the step before says why
	counted    *preview      // nil: the file was not read
	given      bool          // a file was entered
	failed     error         // why it cannot be read
}

// knowledge reads the file of a question, and what its attempts are compared with.
func (d deps) knowledge(ctx context.Context, v *guide.Visit, question string, progress task.Report) (k knowledge,
	err error) {
	if k.categories, err = chosen(v.Answer(askCategories)); err != nil {
		return k, err
	}
	if k.world, err = d.load(ctx, v, progress); err != nil {
		return k, err
	}
	k.report, _, _ = d.readReport(v)
	var found *hunting.Result
	found, k.given, k.failed = d.recorded(ctx, v, question, progress)
	if found != nil {
		k.counted = count(found, k.report, k.categories)
	}
	return k, ctx.Err()
}

func huntingGap(given bool, err error) report.Finding {
	if given && err != nil {
		return frame.NotKnown("hunting-unread", "Handrail could not read what Defender recorded", err)
	}
	return report.Finding{Code: "hunting-none", Severity: report.Unknown,
		Title: "You have not entered what Defender recorded",
		Text:  "Without it, Handrail knows no people, devices or sites.",
		Do:    "Run the first query in Microsoft Defender, and enter its result."}
}

// show adds the table of kinds, what to know, and the people.
func (p *preview) show(doc *frame.Draft, w *world, all []rules.Category) {
	doc.Headline(p.headline(all))
	doc.Add(report.Banner{Tone: report.Note, Lead: p.headline(all) + ".", Text: p.period()})
	doc.Add(p.table(all))
	doc.Find(frame.NotRead(w.missing)...)
	doc.Find(p.findings(all)...)
	doc.Findings("", "What to know about these numbers")
	doc.Add(p.entries(w))
	p.facts(doc, all, "")
}

// headline is the answer: how many people, as far as that is known.
func (p *preview) headline(all []rules.Category) string {
	t := p.of(plannedKind)
	switch {
	case len(all) == 0:
		return "The policy would block nothing"
	case t.attempts == 0:
		return "It is not known who would be stopped"
	case len(t.people) == 0 && len(t.devices) == 0:
		return "It is not known who would be stopped"
	case len(t.people) == 0:
		return "People without a name would be stopped on " + guide.Count(len(t.devices), "device", "devices")
	}
	n := guide.Count(len(t.people), "person", "people")
	if p.open(all) {
		n = "At least " + n
	}
	return n + " would be stopped"
}

// open reports whether more people can be concerned than were counted.
func (p *preview) open(all []rules.Category) bool {
	t := p.of(plannedKind)
	return p.AtLeast() || p.Layout == hunting.Timeline || t.anonymous > 0 || p.kinds[openKind] != nil ||
		p.kinds[kindOf(hunting.Unknown)] != nil || len(p.silent(all)) > 0
}

// period returns from when to when, in words.
func (p *preview) period() string {
	if p.Period.From.IsZero() {
		return "The file does not show from when to when."
	}
	text := "From " + p.Period.From.Format("2 January 2006") + " to " + p.Period.To.Format("2 January 2006")
	if p.Period.NoZone {
		return text + ", in the time zone of the person who made the file."
	}
	return text + ", in UTC."
}

// table has a row for each kind; only the first is the doing of the plan.
func (p *preview) table(all []rules.Category) report.Table {
	t := report.Table{Columns: []string{"What stopped it", "People", "Devices", "Sites", "Attempts"},
		Right: []bool{false, true, true, true, true}}
	add := func(words string, kind kindOf, always bool) {
		if p.kinds[kind] == nil && !always {
			return
		}
		n := p.of(kind)
		if kind == plannedKind && n.attempts == 0 { // recorded is only what a policy blocks already
			t.Rows = append(t.Rows, []string{words, "Not known", "Not known", "Not known", "Not known"})
			return
		}
		t.Rows = append(t.Rows, []string{words, p.figure(n.people, n, "InitiatingProcessAccountUpn"),
			p.figure(n.devices, n, "DeviceName"), p.figure(n.sites, n, "RemoteUrl"), guide.Figures(n.attempts)})
	}
	if len(all) > 0 {
		add("Web filter, these categories", plannedKind, true)
	}
	add("Web filter, other categories", otherKind, false)
	add("Web filter, category not known", openKind, false)
	for _, k := range hunting.Kinds()[1:] {
		add(kindWords[k], kindOf(k), k == hunting.Unknown)
	}
	return t
}

// figure returns a number; not known where the file does not have the column, or where nothing is named.
func (p *preview) figure(found map[int]bool, n *tallied, column string) string {
	switch {
	case !p.has(column), len(found) == 0 && n.attempts > 0:
		return "Not known"
	case column == "InitiatingProcessAccountUpn" && n.anonymous > 0:
		return "At least " + guide.Figures(len(found))
	}
	return guide.Figures(len(found))
}

// facts adds the numbers under a prefix.
func (p *preview) facts(doc *frame.Draft, all []rules.Category, prefix string) {
	t := p.of(plannedKind)
	unknown := string(report.Unknown)
	number := func(n int, known bool) string {
		if !known {
			return unknown
		}
		return strconv.Itoa(n)
	}
	has := t.attempts > 0 || len(all) == 0
	named := has && (len(t.people) > 0 || len(all) == 0)
	label := "People who would be stopped"
	if prefix != "" {
		label = "People who tried"
	}
	doc.Fact(prefix+"people", label, number(len(t.people), named), "")
	of := func(n int) string { return number(n, has && (t.attempts == 0 || n > 0)) }
	doc.Fact(prefix+"stop-devices", "On devices", of(len(t.devices)), "")
	doc.Fact(prefix+"sites", "At sites", of(len(t.sites)), "")
	doc.Fact(prefix+"attempts", "Attempts", number(t.attempts, has), "")
	doc.Fact(prefix+"only-recorded", "Of these only recorded", number(t.wouldBe, has), "")
	doc.Fact(prefix+"at-least", "There can be more", map[bool]string{true: "yes", false: "no"}[p.open(all)], "")
	doc.Fact(prefix+"nameless", "Devices with attempts without a name", number(len(t.nameless), !t.nameless[-1]), "")
	for _, f := range []struct {
		name, label string
		kind        kindOf
	}{{"other-categories", "Web filter, other categories", otherKind},
		{"no-category", "Web filter, category not known", openKind}, {"apps", "Apps that you block", kindOf(hunting.App)},
		{"indicators", "Sites on your own list", kindOf(hunting.Indicator)},
		{"threats", "Phishing or malware", kindOf(hunting.Threat)},
		{"allowed", "Sites that you allow", kindOf(hunting.Allowed)},
		{"kind-unknown", "Kind not known", kindOf(hunting.Unknown)}} {
		doc.Fact(prefix+f.name, f.label, strconv.Itoa(p.of(f.kind).attempts), "")
	}
	doc.Fact(prefix+"rows", "Rows in the file", strconv.Itoa(p.Rows), guide.Figures(p.Rows))
	doc.Fact(prefix+"cut-off", "The file was cut off", map[bool]string{true: "yes", false: "no"}[p.AtLeast()], "")
	doc.Facts("In numbers")
}

// unknownFacts are the facts where nothing was read.
func unknownFacts(doc *frame.Draft) {
	for _, f := range [][2]string{{"people", "People who would be stopped"}, {"stop-devices", "On devices"},
		{"sites", "At sites"}, {"attempts", "Attempts"}} {
		doc.Fact(f[0], f[1], string(report.Unknown), "")
	}
}
