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
		{Name: askSheet, Label: "The run sheet", Hint: "Minutes from the start | length | what | who | on screen | sound | note", Kind: guide.Lines, DependsOn: []string{askTemplate},
			What: "Leave the first part empty where an item follows the one above. Leave the second part empty for something to tick.",
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
		{Name: askFile, Label: "Look into a file", Hint: "A spreadsheet of yours or of Ontime; empty for none.", Kind: guide.Line, Default: empty, Valid: anyText, Clean: strings.TrimSpace,
			What: "Handrail shows what the file would give. Nothing above is replaced until you paste it there."},
		{Name: askColumns, Label: "Which column is which?", Hint: "One a line, such as: cue: Item. Leave it empty where Handrail finds out.", Kind: guide.Lines, DependsOn: []string{askFile},
			When: func(v *guide.Visit) bool { return v.Answer(askFile) != "" }, Default: empty, Clean: strings.TrimSpace,
			What:  "Before the colon: " + strings.Join(fieldNames(), ", ") + ". After it: the heading in your file.",
			Valid: func(_ *guide.Visit, text string) error { _, err := columnsOf(text); return err }},
		{Name: askOwn, Label: "Keep it as a template of your own?", Hint: "Give it a name. Leave it empty if you need none.", Kind: guide.Line, Default: empty, Valid: anyText, Clean: strings.TrimSpace,
			What: "The next event can begin with it. The same name again replaces it."},
	}
}

// template gives the one with an id; the first where there is none such.
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

// columnsOf reads which heading stands for which field.
func columnsOf(text string) (map[runsheet.Field]string, error) {
	all := map[runsheet.Field]string{}
	for name, heading := range settings(text) {
		if !slices.Contains(mappable, runsheet.Field(name)) {
			return nil, app.Errorf(app.Invalid, "Take one of: "+strings.Join(fieldNames(), ", ")+".", "“%s” is no part of a run sheet.", name)
		}
		all[runsheet.Field(name)] = heading
	}
	if len(all) < len(lines(text)) {
		return nil, app.Errorf(app.Invalid, "Write one a line, such as: cue: Item", "A line has no colon, or a part is named twice.")
	}
	return all, nil
}

// sheetRow is one item for programs. Its names are stable.
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
	table := report.Table{Title: "Minute by minute", Columns: []string{"From start", "Clock", "Length", "What", "Who", "Seen and heard"}}
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
			out.find("gap", report.Note, "Nothing is planned before “"+s.Cue+"”", "There are "+runsheet.Span(s.Gap)+" minutes between it and the item above.", "Let it follow the item above, or fill the time.")
		}
		if s.Overlap > 0 {
			sev, state = report.Warning, "Too early"
			out.find("overlap", report.Warning, "“"+s.Cue+"” begins too early", "The item above is planned for "+runsheet.Span(s.Overlap)+" minutes more.", "Shorten the item above, or move this one.")
		}
		list.Items = append(list.Items, report.Entry{Title: s.Cue, Severity: sev, State: state, Data: data(sheetRow{i + 1, int(offset / time.Second),
			s.Start.UTC().Format(time.RFC3339), clock, int(s.Length / time.Second), s.Fixed, s.Cue, s.Who, s.Screen, s.Sound, s.Note, int(s.Gap / time.Second), int(s.Overlap / time.Second)})})
	}
	out.add(table, list)
	if name := v.Answer(askOwn); name != "" && d.Memory != nil {
		if err := d.keep(ctx, ownSheets, ownSubject, name, v.Answer(askSheet)); err != nil {
			return nil, err
		}
		out.find("template-kept", report.OK, "Kept as the template “"+name+"”", "It is the first choice for your next event.", "")
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

// seenAndHeard puts what is on screen, what is heard and the note into one cell.
func seenAndHeard(i runsheet.Item) string {
	var all []string
	for _, text := range []string{i.Screen, i.Sound, i.Note} {
		if text != "" {
			all = append(all, text)
		}
	}
	return strings.Join(all, "; ")
}

// preview shows what a file would give.
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
		out.find("columns-unknown", report.Warning, "Which column is which is not clear", "The first rows of the file read: "+firstRows(rows), "Go back and write it under “Which column is which?”.")
		return nil
	}
	items, notes, err := runsheet.FromTable(rows, header, columns, clock)
	if err != nil {
		return err
	}
	for _, n := range notes {
		out.find("row-left-out", report.Note, fmt.Sprintf("Row %d was left out", n.Row), n.Why, "")
	}
	var which [][]string
	for f, k := range columns {
		which = append(which, []string{rows[header][k], string(f)})
	}
	slices.SortFunc(which, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	out.add(report.Heading{Text: "What the file would give"}, report.Table{Title: "Its columns", Columns: []string{"Column", "Read as"}, Rows: which},
		report.Code{Label: "Copy this into the field to take it over", Text: runsheet.String(items)})
	return nil
}

// firstRows gives the words at the top of a table, to be recognised by.
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

// papers hands over files: for spreadsheets, and a page for each person.
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
	b := guide.Bundle{ID: "papers", Title: "The run sheet", Lead: "For spreadsheets, and to print.", Steps: []string{"Save the files.", "Print the page of each person, or send it."},
		Files: []guide.File{{Path: "run-sheet.xlsx", Data: book}, {Path: "run-sheet.csv", Data: cells.Write(rows)}, {Path: "everybody.txt", Data: page(run, loc, "")}}}
	for i, who := range people(run.Items) {
		b.Files = append(b.Files, guide.File{Path: fmt.Sprintf("page-%02d-%s.txt", i+1, fileWord(who)), Data: page(run, loc, who)})
	}
	return &guide.Handover{Bundles: []guide.Bundle{b}, Done: "Everybody has their page"}, nil
}

// people gives everybody who has an item of their own, in order.
func people(items []runsheet.Item) []string {
	var all []string
	for _, i := range items {
		if i.Who != "" && !strings.EqualFold(i.Who, "everyone") && !slices.Contains(all, i.Who) {
			all = append(all, i.Who)
		}
	}
	return all
}

// page writes the sheet with clock times, which are what people look at; for one
// person their own items are marked.
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

// fileWord makes a name safe for a file.
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
