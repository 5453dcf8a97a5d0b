package liveevent

import (
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/report"
	"handrail/app/task"
)

func (d deps) sheetAsks() []guide.Ask {
	return []guide.Ask{
		ask.Lines(askSheet, ask.Words{Label: "What happens when?",
			Hint: "Minutes from the start | length | what | who | on screen | sound | note",
			Help: "Leave the first part empty if an item follows the one above. Leave the second part empty for an " +
				"item that " +
				"takes no time."}, ask.EditedBy(runsheet.Editor), ask.Following(askTemplate), ask.Parsed(runsheet.Parse, runsheet.String),
			ask.FirstOf(func(v *guide.Visit) string {
				t := d.template(v.Answer(askTemplate))
				if meeting(v) && !strings.HasPrefix(t.ID, ownPrefix) {
					return t.InMeeting()
				}
				return t.Text
			})),
		ask.Optional(ask.Line(askFile, ask.Words{Label: "Which file do you want to preview?",
			Hint: "For example your spreadsheet or an export from Ontime. Leave it empty if you have none.",
			Help: "Preview the file here. Your run sheet changes only when you paste the text into it."}), ask.File),
		ask.Optional(ask.Lines(askColumns, ask.Words{Label: "Which column is which?",
			Hint: "Enter one on each line. For example cue: Item. Leave it empty to let Handrail find the columns.",
			Help: "Before the colon: " + fieldNames() + ". After it: the heading in your file."},
			ask.Following(askFile), ask.WhenOf(func(v *guide.Visit) bool { return v.Answer(askFile) != "" }),
			ask.Checked(func(text string) error { _, err := columnsOf(text); return err }))),
		ask.Optional(ask.Line(askOwn, ask.Words{Label: "Do you want to save it as a template?",
			Hint: "Enter a name. Leave it empty if you do not need a template.",
			Help: "You can start your next event with it. A template with the same name is replaced."})),
	}
}

// template returns the template with an ID, or else the first one.
func (d deps) template(id string) runsheet.Template {
	for _, t := range append(d.ownTemplates(), runsheet.Templates()...) {
		if t.ID == id {
			return t
		}
	}
	return runsheet.Templates()[0]
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

func (d deps) sheet(ctx context.Context, v *guide.Visit, out draft, _ task.Report) error {
	run, loc, err := sheetOf(v)
	if err != nil {
		return err
	}
	dial, err := dialOf(v, run)
	if err != nil {
		return err
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
		if !s.Instant() {
			length = runsheet.FormatDuration(s.Length)
		}
		face := dial.Text(s.Start)
		table.Rows = append(table.Rows, []string{runsheet.FormatOffset(offset), face, length, s.Cue, s.Who,
			seenAndHeard(s.Item)})
		sev, state := fits(s, face, out)
		list.Items = append(list.Items,
			report.Entry{Title: s.Cue, Severity: sev, State: state, Data: data(sheetRow{i + 1,
				int(offset / time.Second), s.Start.UTC().Format(time.RFC3339), clock, int(s.Length / time.Second),
				s.Fixed,
				s.Cue,
				s.Who, s.Screen, s.Sound, s.Note, int(s.Gap / time.Second), int(s.Overlap / time.Second)})})
	}
	out.Add(table, list)
	if name := v.Answer(askOwn); name != "" && d.Observations != nil {
		if err := d.keep(ctx, ownSheets, ownSubject, name, v.Answer(askSheet)); err != nil {
			return err
		}
		out.find("template-kept", report.OK, "Saved as the template “"+name+"”",
			"Handrail offers it first for your next event.", "")
	}
	if path := v.Answer(askFile); path != "" {
		if err := d.preview(out, path, v.Answer(askClock), v.Answer(askColumns)); err != nil {
			return err
		}
	}
	if len(out.Found()) == 0 {
		out.find("sheet-whole", report.OK, "No gap and no overlap", "Every item follows the one above.", "")
	}
	last := run.PlannedEnd()
	out.Fact("items", "Items", fmt.Sprint(len(run.Items)), "")
	out.Fact("ends", "Planned end", last.UTC().Format(time.RFC3339), dial.Text(last))
	return nil
}

// fits returns how an item follows the one above, and adds what is wrong with it to out.
func fits(s runsheet.Slot, face string, out draft) (sev report.Severity, state string) {
	sev, state = report.OK, face
	if s.Gap > 0 {
		sev, state = report.Note, "Gap before it"
		out.find("gap", report.Note, "There is a gap before “"+s.Cue+"”",
			"Nothing is planned for "+runsheet.FormatDuration(s.Gap)+" minutes before it.",
			"Let it follow the item above, or add an item.")
	}
	if s.Overlap > 0 {
		sev, state = report.Warning, "Too early"
		out.find("overlap", report.Warning, "“"+s.Cue+"” starts too early",
			"The item above lasts "+runsheet.FormatDuration(s.Overlap)+" minutes longer.",
			"Shorten the item above, or move this one.")
	}
	return sev, state
}

// seenAndHeard returns the screen, the sound and the note of an item in one text.
func seenAndHeard(i runsheet.Item) string {
	var all []string
	for _, part := range [][2]string{{"Seen: ", i.Screen}, {"Heard: ", i.Sound}, {"", i.Note}} {
		if part[1] != "" {
			all = append(all, part[0]+strings.TrimSuffix(part[1], "."))
		}
	}
	return strings.Join(all, ". ")
}

// dialOf returns the clock of an event.
func dialOf(v *guide.Visit, run runsheet.Run) (runsheet.Dial, error) {
	return runsheet.DialOf(runsheet.Start{Date: v.Answer(askDate), Clock: v.Answer(askClock), Zone: v.Answer(askZone)},
		run.Items)
}

// sheetOf returns the run sheet of v and the zone of its clock.
func sheetOf(v *guide.Visit) (runsheet.Run, *time.Location, error) {
	run, err := runsheet.FromAnswers(v.Answers)
	if err != nil {
		return run, nil, err
	}
	loc, err := runsheet.Start{Zone: run.Zone}.Location()
	return run, loc, err
}
