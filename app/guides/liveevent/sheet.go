package liveevent

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/cells"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/runsheet"
	"handrail/app/task"
	"handrail/app/xlsx"
)

func (d Deps) sheetAsks() []guide.Ask {
	return []guide.Ask{
		{Name: askSheet, Label: "What happens when?",
			Hint: "Minutes from the start | length | what | who | on screen | sound | note", Kind: guide.Lines,
			DependsOn: []string{askTemplate},
			What: "Leave the first part empty if an item follows the one above. Leave the second part empty for an item that " +
				"takes no time.",
			Default: func(v *guide.Visit) string {
				return d.template(v.Answer(askTemplate)).Text
			},
			Valid: func(_ *guide.Visit, text string) error { _, err := runsheet.Parse(text); return err },
			Clean: func(text string) string {
				if items, err := runsheet.Parse(text); err == nil {
					return runsheet.String(items)
				}
				return text
			}},
		{Name: askFile, Label: "Which file do you want to preview?",
			Hint: "For example your spreadsheet or an export from Ontime. Leave it empty if you have none.", Kind: guide.Line,
			Default: empty, Valid: anyText, Clean: strings.TrimSpace,
			What: "Preview the file here. Your run sheet changes only when you paste the text into it."},
		{Name: askColumns, Label: "Which column is which?",
			Hint: "Enter one on each line. For example cue: Item. Leave it empty to let Handrail find the columns.",
			Kind: guide.Lines, DependsOn: []string{askFile},
			When: func(v *guide.Visit) bool { return v.Answer(askFile) != "" }, Default: empty, Clean: strings.TrimSpace,
			What:  "Before the colon: " + strings.Join(fieldNames(), ", ") + ". After it: the heading in your file.",
			Valid: func(_ *guide.Visit, text string) error { _, err := columnsOf(text); return err }},
		{Name: askOwn, Label: "Do you want to save it as a template?",
			Hint: "Enter a name. Leave it empty if you do not need a template.", Kind: guide.Line, Default: empty,
			Valid: anyText, Clean: strings.TrimSpace,
			What: "You can start your next event with it. A template with the same name is replaced."},
	}
}

// template returns the template with an ID, or else the first one.
func (d Deps) template(id string) runsheet.Template {
	for _, t := range append(d.ownTemplates(), runsheet.Templates()...) {
		if t.ID == id {
			return t
		}
	}
	return runsheet.Templates()[0]
}

// mappable are the fields that a person may name a column for.
var mappable = []runsheet.Field{runsheet.FieldClock, runsheet.FieldOffset, runsheet.FieldLength, runsheet.FieldEnd, runsheet.FieldCue, runsheet.FieldWho, runsheet.FieldScreen, runsheet.FieldSound, runsheet.FieldNote}

func fieldNames() (all []string) {
	for _, f := range mappable {
		all = append(all, string(f))
	}
	return all
}

// columnsOf returns the heading of each field that text names.
func columnsOf(text string) (map[runsheet.Field]string, error) {
	all := map[runsheet.Field]string{}
	for name, heading := range settings(text) {
		if !slices.Contains(mappable, runsheet.Field(name)) {
			return nil, app.Errorf(app.Invalid, "Use one of: "+strings.Join(fieldNames(), ", ")+".",
				"“%s” is not a part of a run sheet.", name)
		}
		all[runsheet.Field(name)] = heading
	}
	if len(all) < len(lines(text)) {
		return nil, app.Errorf(app.Invalid, "Enter one on each line. For example: cue: Item",
			"A line has no colon, or a part appears twice.")
	}
	return all, nil
}

// sheetRow is one item as JSON for other programs. Its names are stable.
type sheetRow struct {
	Index   int    `json:"index"`
	Offset  int    `json:"offsetSeconds"`
	Start   string `json:"start"`
	Clock   string `json:"clock"`
	Length  int    `json:"lengthSeconds"`
	Fixed   bool   `json:"fixed"`
	Cue     string `json:"cue"`
	Who     string `json:"who"`
	Screen  string `json:"screen"`
	Sound   string `json:"sound"`
	Note    string `json:"note"`
	Gap     int    `json:"gapSeconds"`
	Overlap int    `json:"overlapSeconds"`
}

func (d Deps) sheet(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "Run sheet", v)
	if err != nil {
		return nil, err
	}
	run, err := runsheet.FromAnswers(v.Answers)
	if err != nil {
		return nil, err
	}
	loc, err := runsheet.Start{Zone: run.Zone}.Location()
	if err != nil {
		return nil, err
	}
	table := report.Table{Title: "Minute by minute", Columns: []string{"From start", "Clock", "Length", "What", "Who",
		"Screen and sound"}}
	list := report.Entries{Name: "runsheet", Title: "For each item"}
	for i, s := range runsheet.Plan(run.Items, run.Start) {
		offset := runsheet.Offset(run.Items, i)
		clock, length := s.Start.In(loc).Format("15:04"), ""
		if s.Start.Second() != 0 {
			clock = s.Start.In(loc).Format("15:04:05")
		}
		if !s.Moment() {
			length = runsheet.Span(s.Length)
		}
		table.Rows = append(table.Rows, []string{runsheet.FromStart(offset), clock, length, s.Cue, s.Who, seenAndHeard(s.Item)})
		sev, state := report.OK, clock
		if s.Gap > 0 {
			sev, state = report.Note, "Gap before it"
			out.find("gap", report.Note, "There is a gap before “"+s.Cue+"”",
				"Nothing is planned for "+runsheet.Span(s.Gap)+" minutes before it.",
				"Let it follow the item above, or add an item.")
		}
		if s.Overlap > 0 {
			sev, state = report.Warning, "Too early"
			out.find("overlap", report.Warning, "“"+s.Cue+"” starts too early",
				"The item above lasts "+runsheet.Span(s.Overlap)+" minutes longer.", "Shorten the item above, or move this one.")
		}
		list.Items = append(list.Items, report.Entry{Title: s.Cue, Severity: sev, State: state, Data: data(sheetRow{i + 1, int(offset / time.Second),
			s.Start.UTC().Format(time.RFC3339), clock, int(s.Length / time.Second), s.Fixed, s.Cue, s.Who, s.Screen, s.Sound, s.Note, int(s.Gap / time.Second), int(s.Overlap / time.Second)})})
	}
	out.add(table, list)
	if name := v.Answer(askOwn); name != "" && d.Memory != nil {
		if err := d.keep(ctx, ownSheets, ownSubject, name, v.Answer(askSheet)); err != nil {
			return nil, err
		}
		out.find("template-kept", report.OK, "Saved as the template “"+name+"”",
			"Handrail offers it first for your next event.", "")
	}
	if path := v.Answer(askFile); path != "" {
		if err := d.preview(&out, path, v.Answer(askClock), v.Answer(askColumns)); err != nil {
			return nil, err
		}
	}
	if len(out.found) == 0 {
		out.find("sheet-whole", report.OK, "No gap and no overlap", "Every item follows the one above.", "")
	}
	last := run.State(run.Start).PlanEnd
	out.fact("items", "Items", fmt.Sprint(len(run.Items)), "")
	out.fact("ends", "Planned end", last.UTC().Format(time.RFC3339), last.In(loc).Format("15:04"))
	return out.done("What to know"), nil
}

// seenAndHeard returns the screen, the sound and the note of an item in one text.
func seenAndHeard(i runsheet.Item) string {
	var all []string
	for _, text := range []string{i.Screen, i.Sound, i.Note} {
		if text != "" {
			all = append(all, text)
		}
	}
	return strings.Join(all, "; ")
}

// preview adds the run sheet that a file holds.
func (d Deps) preview(out *doc, path, clock, mapped string) error {
	raw, err := d.Read(path)
	if err != nil {
		return err
	}
	rows, err := xlsx.Table(raw)
	if err != nil {
		return err
	}
	header, columns, ok := runsheet.Guess(rows)
	wanted, err := columnsOf(mapped)
	if err != nil {
		return err
	}
	if len(wanted) > 0 {
		if header, columns, err = runsheet.Find(rows, wanted); err != nil {
			return err
		}
	} else if !ok {
		out.find("columns-unknown", report.Warning, "Handrail could not identify the columns",
			"The first rows of the file: "+firstRows(rows), "Go back and enter them under “Which column is which?”.")
		return nil
	}
	items, notes, err := runsheet.FromTable(rows, header, columns, clock)
	if err != nil {
		return err
	}
	for _, n := range notes {
		out.find("row-left-out", report.Note, fmt.Sprintf("Row %d is not included", n.Row), n.Why, "")
	}
	var which [][]string
	for f, k := range columns {
		which = append(which, []string{rows[header][k], string(f)})
	}
	slices.SortFunc(which, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	out.add(report.Heading{Text: "Preview of the file"}, report.Table{Title: "Columns",
		Columns: []string{"Column", "Read as"}, Rows: which},
		report.Code{Label: "Paste this text into your run sheet", Text: runsheet.String(items)})
	return nil
}

// firstRows returns the words at the top of a table.
func firstRows(rows [][]string) string {
	var all []string
	for _, row := range rows[:min(len(rows), 3)] {
		for _, cell := range row {
			if cell = strings.TrimSpace(cell); cell != "" && len(all) < 24 {
				all = append(all, "“"+cell+"”")
			}
		}
	}
	return strings.Join(all, ", ") + "."
}

// papers returns files: for spreadsheets, and a page for each person.
func (d Deps) papers(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	run, err := runsheet.FromAnswers(v.Answers)
	if err != nil {
		return nil, err
	}
	loc, err := runsheet.Start{Zone: run.Zone}.Location()
	if err != nil {
		return nil, err
	}
	rows := runsheet.Table(run.Items, run.Start.In(loc))
	book, err := xlsx.Write(run.Title, rows)
	if err != nil {
		return nil, err
	}
	b := guide.Bundle{ID: "papers", Title: "The run sheet", Lead: "Files for spreadsheets and for printing.",
		Steps: []string{"Save the files.", "Print the page for each person, or send it."},
		Files: []guide.File{{Path: "run-sheet.xlsx", Data: book}, {Path: "run-sheet.csv", Data: cells.Write(rows)}, {Path: "everybody.txt", Data: page(run, loc, "")}}}
	for i, who := range people(run.Items) {
		b.Files = append(b.Files, guide.File{Path: fmt.Sprintf("page-%02d-%s.txt", i+1, fileWord(who)), Data: page(run, loc, who)})
	}
	return &guide.Handover{Bundles: []guide.Bundle{b}, Done: "Everyone has their page"}, nil
}

// people returns everyone who has an item, in order.
func people(items []runsheet.Item) []string {
	var all []string
	for _, i := range items {
		if i.Who != "" && !strings.EqualFold(i.Who, "everyone") && !slices.Contains(all, i.Who) {
			all = append(all, i.Who)
		}
	}
	return all
}

// page returns the sheet with clock times as plain text. With who, the items of that
// person are marked.
func page(run runsheet.Run, loc *time.Location, who string) []byte {
	var b strings.Builder
	b.WriteString(run.Title + "\r\n" + run.Start.In(loc).Format("Monday 2 January 2006, 15:04") + "\r\n")
	if who != "" {
		b.WriteString("For " + who + ". Your items are marked with >\r\n")
	}
	b.WriteString("\r\n")
	for _, s := range runsheet.Plan(run.Items, run.Start) {
		mark := "  "
		if who != "" && (s.Who == who || strings.EqualFold(s.Who, "everyone")) {
			mark = "> "
		}
		line := mark + s.Start.In(loc).Format("15:04") + "  " + s.Cue
		for _, more := range []string{s.Who, s.Screen, s.Sound, s.Note} {
			if more != "" {
				line += " · " + more
			}
		}
		b.WriteString(line + "\r\n")
	}
	return []byte(b.String())
}

// fileWord returns name in a form that is safe in a file name.
func fileWord(name string) string {
	word := strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(name)), "-")
	if word == "" {
		return "person"
	}
	return word[:min(len(word), 24)]
}
