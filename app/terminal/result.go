package terminal

import (
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
)

// result is the one object that "run -json" prints. Its names are stable.
type result struct {
	Guide     string             `json:"guide"`
	At        time.Time          `json:"at"`
	Answers   map[string]string  `json:"answers"`
	Documents []*report.Document `json:"documents"`
	Findings  []finding          `json:"findings"`
	Facts     map[string]string  `json:"facts"`
	Plan      plan               `json:"plan"`
	// Of blocks named "people" and "totals", where a guide has them.
	People []json.RawMessage `json:"people,omitempty"`
	Totals map[string]int    `json:"totals,omitempty"`
	// Of a block named "left-out", where a guide has one.
	LeftOut []json.RawMessage `json:"leftOut,omitempty"`
	// What is to be done by hand, of all steps.
	Handover []handover `json:"handover,omitempty"`
	// Of lists named "advice", "checks" and "runsheet", where a guide has them.
	Advice   []json.RawMessage `json:"advice,omitempty"`
	Checks   []json.RawMessage `json:"checks,omitempty"`
	RunSheet []json.RawMessage `json:"runsheet,omitempty"`
}

type finding struct {
	Code     string          `json:"code"`
	Severity report.Severity `json:"severity"`
	Title    string          `json:"title"`
	Text     string          `json:"text"`
	Subject  string          `json:"subject"`
}

// plan is what would change, of all steps together.
type plan struct {
	Lead     string            `json:"lead"`
	Changes  []change          `json:"changes"`
	Affected []affected        `json:"affected"`
	Undo     string            `json:"undo"`
	NoUndo   string            `json:"noUndo"`
	Blocks   []json.RawMessage `json:"blocks"`
}

type change struct {
	Setting string `json:"setting"`
	Now     string `json:"now"`
	After   string `json:"after"`
}

type affected struct {
	Severity report.Severity `json:"severity"`
	Text     string          `json:"text"`
	Names    []string        `json:"names"`
}

// result gathers the walk for a program. What two looks found alike stands once.
func (k *walk) result() result {
	r := result{
		Guide: k.guide.ID, At: k.at, Answers: k.visit.Answers, Documents: []*report.Document{},
		Findings: []finding{}, Facts: map[string]string{}, Plan: k.planned(), Handover: k.hands,
	}
	for _, l := range k.looks {
		r.Documents = append(r.Documents, l.doc)
		for _, f := range l.doc.Findings() {
			flat := finding{f.Code, f.Severity, f.Title, f.Text, f.Subject}
			if !slices.Contains(r.Findings, flat) {
				r.Findings = append(r.Findings, flat)
			}
		}
		for name, value := range l.doc.Facts() {
			r.Facts[name] = value
		}
		r.named(l.doc)
	}
	return r
}

// named gathers what a document holds under stable names. Of two looks the
// later counts.
func (r *result) named(d *report.Document) {
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case report.Entries:
			lists := map[string]*[]json.RawMessage{"people": &r.People, "left-out": &r.LeftOut, "advice": &r.Advice, "runsheet": &r.RunSheet}
			if list, ok := lists[b.Name]; ok {
				*list = dataOf(b)
			}
		case report.Findings:
			if b.Name != "checks" {
				continue
			}
			r.Checks = []json.RawMessage{}
			for _, f := range b.Items {
				id, ok := strings.CutPrefix(f.Code, "check-")
				if !ok {
					continue
				}
				raw, _ := json.Marshal(map[string]string{"id": id, "severity": string(f.Severity), "title": f.Title, "text": f.Text, "do": f.Do})
				r.Checks = append(r.Checks, raw)
			}
		case report.Facts:
			if b.Name != "totals" {
				continue
			}
			r.Totals = map[string]int{}
			for _, f := range b.Rows {
				if n, err := strconv.Atoi(f.Value); err == nil {
					r.Totals[f.Name] = n
				}
			}
		}
	}
}

// dataOf gives the rows of a list as programs read them.
func dataOf(b report.Entries) []json.RawMessage {
	all := []json.RawMessage{}
	for _, e := range b.Items {
		if data := e.Program(); len(data) > 0 {
			all = append(all, data)
		}
	}
	return all
}

func (k *walk) planned() plan {
	all := plan{Changes: []change{}, Affected: []affected{}, Blocks: []json.RawMessage{}}
	for _, p := range k.plans {
		all.Lead = join(all.Lead, p.Lead)
		all.Undo, all.NoUndo = join(all.Undo, p.Undo), join(all.NoUndo, p.NoUndo)
		for _, c := range p.Changes {
			all.Changes = append(all.Changes, change{c.Setting, c.Now, c.After})
		}
		for _, a := range p.Affected {
			all.Affected = append(all.Affected, affected{a.Severity, a.Text, append([]string{}, a.Names...)})
		}
		for _, b := range p.Blocks {
			if raw, err := report.MarshalBlock(b); err == nil {
				all.Blocks = append(all.Blocks, raw)
			}
		}
	}
	return all
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

func writeJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

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
		d.Blocks = append(d.Blocks, planBlocks(p)...)
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

// planBlocks shows a plan as the window does: nothing has happened yet, what
// would change, who meets it, and whether it can be undone.
func planBlocks(p *guide.Plan) []report.Block {
	lead := p.Lead
	if lead == "" {
		lead = "Nothing has been changed yet."
	}
	blocks := []report.Block{report.Heading{Text: "What would change"}, report.Banner{Tone: report.OK, Text: lead}}
	t := report.Table{Columns: []string{"Setting", "Now", "After"}}
	for _, c := range p.Changes {
		after := c.After
		if c.Stays() {
			after = "stays as it is"
		}
		t.Rows = append(t.Rows, []string{c.Setting, c.Now, after})
	}
	if len(t.Rows) > 0 {
		blocks = append(blocks, t)
	}
	who := report.Table{Title: "Who is affected", Columns: []string{"How much", "What", "Who"}}
	for _, a := range p.Affected {
		who.Rows = append(who.Rows, []string{a.Severity.Word(), a.Text, joinNames(a.Names)})
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
