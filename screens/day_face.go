package screens

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"handrail/app/event/runsheet"
	"handrail/screens/parts"
)

// dayView is everything on the day's screen that changes.
type dayView struct {
	time, behind, ends                  *parts.Words
	nowLabel, began, cue, who, left, of *parts.Words
	track                               *parts.Track
	next, nextWho, nextAt, nextPlanned  *parts.Words
	done, undo, hold                    *parts.KeyButton
	list                                *widget.List
	rows                                []*parts.DayRow // instead of list in large text
	large                               bool
	note                                *fyne.Container
	card                                *nowCard
	counts                              []*fyne.Container // lines whose first part changes its width
	last                                string            // what the list showed, to draw it only when it changes
}

func (d *dayScreen) build() {
	small, head := theme.SizeNameText, theme.SizeNameHeadingText
	line := func(c fyne.ThemeColorName, size fyne.ThemeSizeName, bold bool) *parts.Words {
		return parts.NewWords(" ", c, size, bold)
	}
	f := &d.face
	f.time, f.behind, f.ends = line(parts.Ink, parts.ClockSize, true), line(parts.Ink, small, true),
		line(parts.MutedInk, small, false)
	f.nowLabel, f.began, f.cue = line(parts.Accent, small, true), line(parts.MutedInk, small, false).Right(),
		line(parts.Ink, head, true).Shrinks()
	f.who, f.left, f.of = line(parts.MutedInk, small, false), line(parts.Accent, parts.ClockSize, true),
		line(parts.MutedInk, small, false)
	f.track = parts.NewTrack()
	f.next, f.nextWho = line(parts.Ink, head, false).Shrinks(), line(parts.MutedInk, small, false)
	f.nextAt, f.nextPlanned = line(parts.Ink, head, false).Right(), line(parts.MutedInk, small, false).Right()
	f.done = parts.NewKeyButton("Done, next", "", "Space", true, d.next)
	f.undo = parts.NewKeyButton("Undo last action", "undo", "Backspace", false, func() { d.press(runsheet.Undo) })
	f.hold = parts.NewKeyButton("Pause", "", "H", false, d.hold)
	f.list, f.note = d.list(), parts.Column(0)

	title := d.run.Title + ", " + d.run.Start.In(d.loc).Format("2 Jan")
	about := "Works without a connection"
	if d.run.Rehearsal {
		title, about = "This is a rehearsal: "+d.run.Title, "Rehearsal, saved separately"
	}
	if d.run.Rehearsal && !d.event.IsZero() {
		about = "The event is on " + d.event.In(d.loc).Format("Monday 2 January, 15:04")
	}
	leave := parts.NewKeyButton("Leave this screen", "", "Esc", false, d.Escape)
	strip := parts.NewStrip(container.NewBorder(nil, nil, parts.IconIn("brand", parts.Accent), leave,
		container.New(&titleLine{}, parts.NewWords(title, parts.Ink, small, true),
			parts.NewWords(about, parts.MutedInk, small, false))))
	left := &countLine{}
	f.counts = []*fyne.Container{container.New(left, f.left, f.of), container.New(&countLine{}, f.behind, f.ends)}
	f.card = &nowCard{count: left}
	label := halves{}
	if f.large = parts.LargeText(); f.large {
		label.part = 0.95
	}
	now := parts.NewCard(true, container.New(f.card, container.New(label, f.nowLabel, f.began), f.cue, f.who,
		f.counts[0], f.track))
	next := parts.NewCard(false, container.NewVBox(parts.NewWords("Next", parts.Ink, small, true),
		container.New(halves{0.72}, f.next, f.nextAt), container.New(halves{0.55}, f.nextWho, f.nextPlanned)))
	clock := container.NewVBox(f.time, f.counts[1])
	var body fyne.CanvasObject
	if f.large {
		body = d.large(clock, now, next)
	} else {
		body = container.New(&dayLayout{card: f.card}, clock, now, next, f.list, f.done,
			container.NewCenter(container.NewHBox(f.undo, f.hold)), parts.NewRule(), f.note)
	}
	d.object.Objects = []fyne.CanvasObject{container.NewBorder(strip, nil, nil, nil, body)}
	d.object.Refresh()
}

// tick shows the run as it stands now.
func (d *dayScreen) tick() {
	if d.run == nil || d.face.time == nil {
		return
	}
	if d.face.large != parts.LargeText() { // the text size was changed meanwhile
		d.face = dayView{}
		d.build()
	}
	now := d.w.now()
	d.state = d.run.State(now)
	s, f := d.state, &d.face
	f.time.Set(now.In(d.loc).Format("15:04:05"), parts.Ink, true)
	d.tellBehind(s)
	d.tellNow(s)
	d.tellNext(s)
	for _, c := range f.counts {
		c.Layout.Layout(c.Objects, c.Size())
	}
	f.hold.SetLabel(map[bool]string{true: "Resume", false: "Pause"}[s.Held])
	f.done.SetLabel(map[bool]string{true: "Back to the guide", false: "Done, next"}[s.Finished()])
	if (len(f.note.Objects) > 0) != (d.lost != nil) {
		f.note.RemoveAll()
		if d.lost != nil {
			f.note.Add(d.trouble())
		}
		d.object.Refresh()
	}
	d.tellList(s)
}

func (d *dayScreen) at(t time.Time) string { return t.In(d.loc).Format("15:04") }

func (d *dayScreen) tellBehind(s runsheet.State) {
	word, c := "On time", parts.Ink
	switch {
	case s.Behind >= time.Minute:
		word, c = late(s.Behind)+" behind", parts.LookInk
	case s.Behind <= -time.Minute:
		word = late(-s.Behind) + " ahead"
	}
	d.face.behind.Set(word, c, true)
	end := "Ends about " + d.at(s.End) + ", planned " + d.at(s.PlanEnd)
	if s.Finished() {
		end = "Ended " + d.at(s.End) + ", planned " + d.at(s.PlanEnd)
	}
	d.face.ends.Set(end, parts.MutedInk, false)
}

// late formats a duration in whole minutes, with hours if there are any.
func late(d time.Duration) string {
	m := int(d / time.Minute)
	if m >= 60 {
		return fmt.Sprintf("%d h %d min", m/60, m%60)
	}
	return fmt.Sprintf("%d min", m)
}

func (d *dayScreen) tellNow(s runsheet.State) {
	f := &d.face
	if s.Finished() {
		f.nowLabel.Set("Done", parts.Accent, true)
		f.began.Set("", parts.MutedInk, false)
		f.cue.Set("Every item is done", parts.Ink, true)
		f.who.Set("The guide compares the plan with what happened.", parts.MutedInk, false)
		f.left.Set("", parts.Accent, true)
		f.of.Set("", parts.MutedInk, false)
		f.track.Set(1, parts.Accent)
		return
	}
	row := s.Rows[s.Now]
	label, c := "Now", parts.Accent
	began, of, part := "", "", float32(0)
	count := runsheet.FormatCountdown(s.Left)
	switch {
	case s.Held:
		label, c = "Paused", parts.LookInk
		began, of = "paused "+runsheet.FormatCountdown(row.Held), "left, clock stopped"
	case !s.Began:
		label, of = "To do", "until "+d.at(row.ExpectedAt)
		began = "planned " + d.at(row.Start)
	case row.Instant():
		label, of = "To do now", "since "+d.at(row.ExpectedAt)
		count, began = runsheet.FormatCountdown(-s.Left), "planned "+d.at(row.Start)
		part = 1
	default:
		began, of = "started "+d.at(row.Began)+", planned "+d.at(row.Start), "left of "+
			runsheet.FormatDuration(row.Length)+" min"
		if s.Left < 0 {
			c, of = parts.LookInk, "over "+runsheet.FormatDuration(row.Length)+" min"
		}
		part = 1 - float32(s.Left)/float32(row.Length+row.Held)
	}
	who := joined(row.Who, row.Screen, row.Sound, row.Note)
	if f.large { // no room beside the label
		began, who = "", joined(who, began)
	}
	f.nowLabel.Set(label, c, true)
	f.began.Set(began, parts.MutedInk, false)
	f.cue.Set(row.Cue, parts.Ink, true)
	f.who.Set(who, parts.MutedInk, false)
	f.left.Set(count, c, true)
	f.of.Set(of, parts.MutedInk, false)
	f.track.Set(part, c)
}

func (d *dayScreen) tellNext(s runsheet.State) {
	f := &d.face
	row, ok := s.Next()
	if !ok {
		f.next.Set("No more items", parts.MutedInk, false)
		for _, w := range []*parts.Words{f.nextWho, f.nextAt, f.nextPlanned} {
			w.Set("", parts.MutedInk, false)
		}
		return
	}
	who := row.Who
	if !row.Instant() {
		who = joined(who, runsheet.FormatDuration(row.Length)+" min")
	}
	f.next.Set(row.Cue, parts.Ink, false)
	f.nextWho.Set(who, parts.MutedInk, false)
	f.nextAt.Set(d.at(row.ExpectedAt), parts.Ink, false)
	in := "in " + runsheet.FormatCountdown(max(0, row.ExpectedAt.Sub(d.w.now().Truncate(time.Second))))
	if d.at(row.Start) != d.at(row.ExpectedAt) && !f.large {
		in = "planned " + d.at(row.Start) + ", " + in
	}
	f.nextPlanned.Set(in, parts.MutedInk, false)
}

// joined joins the non-empty words.
func joined(words ...string) string {
	return strings.Join(nonEmpty(words...), " · ")
}

// tellList draws the rows again only where one of them changed, and moves the list
// so that what is on stays in sight.
func (d *dayScreen) tellList(s runsheet.State) {
	mark := fmt.Sprint(s.Now, s.Began, s.Held)
	for i := range s.Rows {
		mark += d.at(s.Rows[i].ExpectedAt)
	}
	if mark == d.face.last {
		return
	}
	d.face.last = mark
	d.tellRows()
	if s.Now != d.shown && len(s.Rows) > 0 {
		d.shown = s.Now
		d.face.list.ScrollTo(min(len(s.Rows)-1, s.Now+4))
		d.face.list.ScrollTo(max(0, s.Now-2))
	}
}
