package programme

import (
	"handrail/app/report"
)

// column is one column of a table of rows.
type column struct {
	title string
	cell  func(Row) string
	right bool
}

var (
	timeColumn   = column{"Time", func(r Row) string { return r.Time }, false}
	lengthColumn = column{"Length", func(r Row) string { return r.Length }, true}
	cueColumn    = column{"What", func(r Row) string { return r.Cue }, false}
	whoColumn    = column{"Who", func(r Row) string { return r.Who }, false}
	screenColumn = column{"On screen", func(r Row) string { return r.Screen }, false}
	soundColumn  = column{"Sound", func(r Row) string { return r.Sound }, false}
	noteColumn   = column{"Note", func(r Row) string { return r.Note }, false}
)

// table returns the rows, without a column that is empty in all of them.
func table(title string, rows []Row, columns ...column) report.Table {
	t := report.Table{Title: title}
	var used []column
	for i, c := range columns {
		for _, r := range rows {
			if i == 0 || c.cell(r) != "" {
				used, t.Columns, t.Right = append(used, c), append(t.Columns, c.title), append(t.Right, c.right)
				break
			}
		}
	}
	for _, r := range rows {
		var cells []string
		for _, c := range used {
			cells = append(cells, c.cell(r))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func (p Programme) document(title string, blocks ...report.Block) *report.Document {
	if p.Title != "" {
		title = p.Title + ": " + title
	}
	return &report.Document{Title: title, Subject: p.When(), Zone: p.Start.Zone,
		Blocks: append([]report.Block{report.Text{Text: p.Lead()}}, blocks...)}
}

// Document returns the whole programme, with who does each item and who stands in.
func (p Programme) Document() *report.Document {
	d := p.document("programme", table("", p.Rows, timeColumn, lengthColumn, cueColumn, whoColumn, screenColumn,
		soundColumn, noteColumn))
	team := report.Table{Title: "The team", Columns: []string{"Role", "Person", "Backup"}}
	for _, m := range p.team {
		team.Rows = append(team.Rows, []string{m.role, m.person, m.backup})
	}
	if len(team.Rows) > 0 {
		d.Blocks = append(d.Blocks, team)
	}
	return d
}

// SoundDocument returns the rows of the sound desk.
func (p Programme) SoundDocument() *report.Document {
	rows := p.SoundDesk()
	if len(rows) == 0 {
		return p.document("sound desk", report.Text{Text: "No item of the run sheet says what attendees hear. " +
			"Enter it in the column “Sound”, then print again."})
	}
	return p.document("sound desk", table("", rows, timeColumn, lengthColumn, soundColumn, cueColumn, whoColumn,
		noteColumn))
}

// PresentersDocument returns the rows of each presenter, one after the other, with what comes before each.
func (p Programme) PresentersDocument() *report.Document {
	after := column{"After", func(r Row) string {
		if r.number < 2 {
			return ""
		}
		return p.Rows[r.number-2].Cue
	}, false}
	var blocks []report.Block
	for _, name := range p.Presenters() {
		blocks = append(blocks, table(p.Called(name), p.For(name), timeColumn, lengthColumn, cueColumn, after, screenColumn,
			soundColumn, noteColumn))
	}
	if len(blocks) == 0 {
		blocks = []report.Block{report.Text{Text: "The run sheet does not say who presents. Enter names in the column " +
			"“Who”, then print again."}}
	}
	return p.document("presenters", blocks...)
}
