package screens

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/screens/parts"
)

// How many lines of a section stand on the first screen; a link shows the others.
const (
	needsShown = 3
	waitsShown = 3
	halfShown  = 3
	endedShown = 3 // completed visits that are not well; Guides has them all
	moreShown  = 20
)

// reach returns how many of n lines a section shows: at first a few, and more with each press of its link.
func (h *home) reach(name string, n, first int) int {
	if most := first + h.more[name]; n > most+1 { // one more line is no longer than the link
		return most
	}
	return n
}

// moreLink is the last row of a section of which left lines are not shown.
func (h *home) moreLink(name string, left int) fyne.CanvasObject {
	return parts.NewRow(nil, parts.Flush(h.button("more-"+name, "Show "+guide.Figures(min(left, moreShown))+" more",
		parts.Quiet, "down", func() {
			h.more[name] += min(left, moreShown)
			h.draw()
		})))
}

// homeLine is a line of Home: a fact, why, and one action.
type homeLine struct {
	key    string    // unique on the page
	at     time.Time // until when it waits
	rank   int       // of its severity
	state  fyne.CanvasObject
	fact   string
	why    string     // may be empty
	counts *countdown // behind the fact; may be nil
	label  string     // of the one action
	icon   string
	on     func()
}

// button makes a button of the page.
func (h *home) button(key, label string, kind parts.ButtonKind, icon string, on func()) *parts.Button {
	b := parts.NewButton(label, kind, icon, on)
	h.buttons = append(h.buttons, homeButton{key, b})
	return b
}

// section shows lines under a heading, those beyond the first screen behind a link. Without lines it tells that there
// are none once all are read.
func (h *home) section(heading, none, name string, lines []homeLine,
	row func(homeLine) fyne.CanvasObject) fyne.CanvasObject {
	if len(lines) == 0 {
		if h.loading > 0 {
			none = "Handrail reads the saved data."
		} else if h.failed {
			none = "Handrail found nothing here, but could not read everything."
		}
		return parts.Section(heading, parts.Muted(none))
	}
	most := needsShown
	if name == "waits" {
		most = waitsShown
	}
	shown := lines[:h.reach(name, len(lines), most)]
	var rows []fyne.CanvasObject
	for _, l := range shown {
		rows = append(rows, row(l))
	}
	if left := len(lines) - len(shown); left > 0 {
		rows = append(rows, h.moreLink(name, left))
	}
	return parts.Section(heading, parts.NewRows(rows...))
}

// answer draws what needs the person.
func (h *home) answer(l homeLine) fyne.CanvasObject {
	fact := parts.Bold(l.fact)
	if l.counts != nil {
		l.counts.text = fact
		h.clocks = append(h.clocks, l.counts)
		l.counts.set(h.w.now())
	}
	var why fyne.CanvasObject
	if l.why != "" {
		why = parts.Muted(sentence(l.why))
	}
	return parts.NewAnswer(l.state, fact, why, h.button(l.key, l.label, parts.Plain, "", l.on))
}

// wait draws what waits.
func (h *home) wait(l homeLine) fyne.CanvasObject {
	words := parts.Column(0, parts.Text(l.fact))
	if l.why != "" {
		words.Add(parts.Caption(sentence(l.why)))
	}
	return parts.NewWaiting(l.state, words, h.button(l.key, l.label, parts.Quiet, l.icon, l.on))
}

// needs are the lines that need the person: today’s events, then the most serious first.
func (h *home) needs() (lines []homeLine) {
	now := h.w.now().Local()
	for _, u := range h.upcoming {
		if u.Today(now) {
			lines = append(lines, h.eventLine(u))
		}
	}
	events := len(lines)
	for _, it := range h.today.Attention {
		lines = append(lines, h.attention(it))
	}
	if h.people != nil {
		lines = append(lines, h.people.lines(h)...)
	}
	slices.SortStableFunc(lines[events:], func(a, b homeLine) int { return a.rank - b.rank })
	return lines
}

// attention is the line of a visit that needs the person.
func (h *home) attention(it guide.Item) homeLine {
	label, look := "Show the problem", false
	if !it.At.IsZero() || it.Notice != "" {
		label, look = "Check again", true
	}
	title, headline := it.StepTitle, strings.TrimSuffix(it.Headline, ".")
	if it.Own && headline != "" && (it.Severity == report.Problem || it.Notice != "") { // what is wrong tells more
		title, headline = headline, ""
	}
	why := sentence(it.Why)
	if headline != "" && !strings.HasPrefix(it.Why, headline) {
		why = strings.TrimSpace(why + " Last result: " + sentence(headline))
	}
	return homeLine{key: "visit-" + it.Visit + "-" + it.Step + "-" + it.Notice, rank: it.Severity.Rank(),
		state: parts.SeverityChip(it.Severity), fact: it.About() + ": " + title, why: why, label: label,
		on: func() { h.w.openVisit(it.Visit, it.Step, look) }}
}

// waiting are the lines that wait, the nearest day first, then the guides that wait for the person.
func (h *home) waiting() (lines []homeLine) {
	now := h.w.now().Local()
	prepared := map[string]bool{} // visits whose line is their event
	for _, u := range h.upcoming {
		prepared[u.Visit] = true
		if !u.Today(now) {
			lines = append(lines, h.eventLine(u))
		}
	}
	for _, it := range h.today.Waiting {
		lines = append(lines, h.waitLine(it))
	}
	lines = append(lines, h.waits...)
	slices.SortStableFunc(lines, func(a, b homeLine) int { return a.at.Compare(b.at) })
	for _, it := range h.today.UnderWay {
		if !prepared[it.Visit] {
			lines = append(lines, homeLine{key: "way-" + it.Visit, label: "Continue", icon: "right",
				state: parts.StateChip(guide.InProgress, "Until you continue"), fact: it.Name() + ": " + lowerFirst(stepOf(it)),
				why: lastResult(it), on: func() { h.w.openVisit(it.Visit, "", false) }})
		}
	}
	return lines
}

// waitLine is the line of a visit that waits.
func (h *home) waitLine(it guide.Item) homeLine {
	return homeLine{key: "wait-" + it.Visit + "-" + it.Step + "-" + it.Notice, at: it.At,
		state: parts.StateChip(guide.Waiting, untilWords(it.At, h.w.now())), fact: it.About() + ": " + sentence(it.Why),
		why: lastResult(it), label: "Check now", icon: "refresh",
		on: func() { h.w.openVisit(it.Visit, it.Step, true) }}
}

// lastResult is what a visit found last, good news too; "" where its line already has it.
func lastResult(it guide.Item) string {
	headline := strings.TrimSuffix(it.Headline, ".")
	if headline == "" || strings.HasPrefix(it.Why, headline) {
		return ""
	}
	return "Last result: " + headline
}

// completed are the completed visits that are not known to be well.
func (h *home) completed(others []guide.Item) (rows []fyne.CanvasObject) {
	for _, it := range others[:min(len(others), endedShown)] {
		fact := strings.TrimSuffix(it.Headline, ".")
		if fact == "" {
			fact = it.Name()
		}
		rows = append(rows, parts.NewAnswer(parts.StateChip(guide.Completed, ""), parts.Text(fact),
			parts.Muted(it.Name()+". Completed on "+moment(it.At)+"."),
			h.button("done-"+it.Visit, "Open", parts.Plain, "", func() { h.w.openVisit(it.Visit, "", false) })))
	}
	return rows
}
