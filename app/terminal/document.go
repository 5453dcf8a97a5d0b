package terminal

import (
	"slices"

	"handrail/app/guide"
	"handrail/app/report"
)

// document gathers the walk for a person: every look under its own heading,
// then what would change, then what was skipped.
func (k *walk) document() *report.Document {
	if len(k.looks) == 1 && len(k.plans) == 0 && len(k.hands) == 0 && len(k.skipped) == 0 {
		return k.looks[0].doc
	}
	d := &report.Document{Title: k.guide.Title, Subject: k.visit.Subject, At: k.at}
	for _, l := range k.looks {
		d.Blocks = append(append(d.Blocks, report.Heading{Text: l.doc.Title}), l.doc.Blocks...)
		for _, s := range l.doc.Sources {
			if !slices.Contains(d.Sources, s) {
				d.Sources = append(d.Sources, s)
			}
		}
		if l.doc.Account != "" {
			d.Account = l.doc.Account
		}
	}
	for _, p := range k.plans {
		heading := "What would change"
		if len(k.plans) > 1 {
			heading += ": " + p.title
		}
		d.Blocks = append(append(d.Blocks, report.Heading{Text: heading}), planBlocks(p.Plan)...)
	}
	for _, h := range k.hands {
		d.Blocks = append(d.Blocks, handBlocks(h)...)
	}
	if len(k.skipped) > 0 {
		t := report.Table{Title: "Steps that were skipped", Columns: []string{"Step", "Why"}}
		for _, s := range k.skipped {
			t.Rows = append(t.Rows, []string{s.title, s.why})
		}
		d.Blocks = append(d.Blocks, t)
	}
	return d
}

// planned is the plan of a step.
type planned struct {
	step, title string
	*guide.Plan
}

// deciding returns the plans that change something; where none does, all of them. Beside a change,
// “There is nothing to undo” of another step would be understood as said about that change.
func deciding(plans []planned) []planned {
	changing := slices.DeleteFunc(slices.Clone(plans), func(p planned) bool {
		return p.NoUndo == "" && guide.Unchanged(p.Changes)
	})
	if len(changing) == 0 {
		return plans
	}
	return changing
}

// file returns the walk as it is written to a file: with what the person lets be saved.
func (k *walk) file() *walk {
	c := *k
	c.looks = nil
	for _, l := range k.looks {
		if l.saved != nil {
			c.looks = append(c.looks, look{l.step, l.saved, l.saved})
		}
	}
	return &c
}

// planBlocks shows a plan as the window does: nothing has happened yet, what
// would change, who meets it, and whether it can be undone.
func planBlocks(p *guide.Plan) []report.Block {
	lead := p.Summary
	if lead == "" {
		lead = "Nothing has been changed yet."
	}
	blocks := []report.Block{report.Banner{Tone: report.OK, Text: lead}}
	t := report.Table{Columns: []string{"Setting", "Now", "After"}}
	for _, c := range p.Changes {
		after := c.After
		if c.Unchanged() {
			after = "no change"
		}
		t.Rows = append(t.Rows, []string{c.Setting, c.Now, after})
	}
	if len(t.Rows) > 0 {
		blocks = append(blocks, t)
	}
	who := report.Table{Title: "Who is affected", Columns: []string{"State", "What", "Who"}}
	for _, a := range p.Affected {
		who.Rows = append(who.Rows, []string{a.Severity.Label(), a.Text, guide.Names(a.Names)})
	}
	if len(who.Rows) > 0 {
		blocks = append(blocks, who)
	}
	if p.NoUndo != "" {
		blocks = append(blocks, report.Banner{Tone: report.Warning, Lead: "This cannot be undone.", Text: p.NoUndo})
	} else if p.Undo != "" {
		blocks = append(blocks, report.Text{Text: p.Undo})
	}
	return append(blocks, p.Blocks...)
}
