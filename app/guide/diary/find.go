package diary

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/change"
)

// finder makes changes of the entries of a journal.
type finder struct {
	s      Source
	all    []Change
	open   map[string]int // the change that the next entry of a visit and step may be of
	visits map[string]*guide.Visit
}

// take takes the next entry of a step. A plan begins with a planned entry for each of its settings; an entry that is
// confirmed without a plan is of a step that was done by hand.
func (f *finder) take(i int, e guide.JournalEntry) {
	key, state := e.Visit+"\x00"+e.Step, change.State(e.State)
	at, known := f.open[key]
	switch {
	case state == change.Planned && known && !f.all[at].begun(e):
		f.all[at].Rows = append(f.all[at].Rows, Row{e.What, e.Old, e.New, state})
	case state == change.Planned:
		f.open[key] = len(f.all)
		c := f.begin(e)
		c.Rows, c.first, c.last = []Row{{e.What, e.Old, e.New, state}}, i, i
		f.all = append(f.all, c)
	case known && f.all[at].row(e) >= 0:
		f.all[at].Rows[f.all[at].row(e)].State = state
		f.all[at].Ended, f.all[at].last = e.At, i
	case state == change.Confirmed && !f.aside(e):
		c := f.begin(e)
		c.State, c.Done, c.first, c.last = ByHand, lines(e.New), i, i
		f.all = append(f.all, c)
	}
}

// aside reports whether e is of a step in which a person does something that changes nothing.
func (f *finder) aside(e guide.JournalEntry) bool {
	return slices.ContainsFunc(f.s.Guides, func(g guide.Guide) bool {
		return g.ID == e.Guide && slices.ContainsFunc(g.Steps, func(s guide.Step) bool { return s.ID == e.Step && s.Aside })
	})
}

// begun reports whether a planned entry begins another plan of the step.
func (c *Change) begun(e guide.JournalEntry) bool {
	return c.row(e) >= 0 || slices.ContainsFunc(c.Rows, func(r Row) bool { return r.State != change.Planned })
}

// row returns the setting that an entry is about; -1 where there is none.
func (c *Change) row(e guide.JournalEntry) int {
	return slices.IndexFunc(c.Rows, func(r Row) bool {
		return r.Setting == e.What && r.Before == e.Old && r.After == e.New
	})
}

// begin returns a change with what its visit and its guide say.
func (f *finder) begin(e guide.JournalEntry) Change {
	c := Change{Visit: e.Visit, Guide: e.Guide, Step: e.Step, Title: "A guide of another version", StepTitle: e.What,
		At: e.At, Ended: e.At}
	if i := slices.IndexFunc(f.s.Guides, func(g guide.Guide) bool { return g.ID == e.Guide }); i >= 0 {
		c.Title = f.s.Guides[i].Title
		for _, step := range f.s.Guides[i].Steps {
			if step.ID == e.Step {
				c.StepTitle = step.Title
			}
		}
	}
	if v := f.visits[e.Visit]; v != nil {
		c.Subject, c.Why = v.Subject, strings.TrimSpace(v.Answers[guide.AskWhy])
	} else {
		c.Gone = true
	}
	return c
}

// end decides how a change ended, and adds what its plan said.
func (f *finder) end(c *Change) {
	if c.State != ByHand {
		c.State = stateOf(c.Rows)
	}
	for _, k := range f.s.Confirmations {
		// The confirmation is written between the planned entries and the sent ones.
		if k.Visit != c.Visit || k.Step != c.Step || k.At.Before(c.At) || k.At.After(c.Ended) {
			continue
		}
		c.Known, c.Organisation, c.Account = true, k.Organisation, k.Account
		if by := k.Plan.By; by != nil && by.Account == k.Account {
			c.By = by
		}
		c.Affected, c.Undo, c.NoUndo = k.Plan.Affected, k.Plan.Undo, k.Plan.NoUndo
		for _, row := range k.Plan.Changes {
			if row.Now == row.After {
				c.Rows = append(c.Rows, Row{Setting: row.Setting, Before: row.Now, After: row.After})
			}
		}
		break
	}
}

// stateOf returns how the settings of a plan ended together.
func stateOf(rows []Row) State {
	made, open, left := 0, 0, 0
	for _, r := range rows {
		switch {
		case r.State == change.Confirmed:
			made++
		case r.State.Open():
			open++
		default: // failed, or planned and never sent
			left++
		}
	}
	switch {
	case open > 0:
		return Unknown
	case made == 0:
		return NotMade
	case left > 0:
		return Part
	}
	return Made
}

// requests adds to each change the IDs of the requests that were sent for it: those between its first entry and its
// last. What was sent outside of a step is a change of its own.
func (f *finder) requests() {
	of := map[int][]guide.JournalEntry{}
	loose := map[string][]guide.JournalEntry{}
	var order []string
	for i, e := range f.s.Entries {
		if e.Step != change.Exact {
			continue
		}
		if at := f.around(i, e); at >= 0 {
			of[at] = append(of[at], e)
			continue
		}
		if loose[e.Visit] == nil {
			order = append(order, e.Visit)
		}
		loose[e.Visit] = append(loose[e.Visit], e)
	}
	for at, entries := range of {
		for _, a := range change.Replay(entries) {
			f.all[at].took(a)
		}
	}
	for _, visit := range order {
		f.alone(loose[visit])
	}
}

// alone makes a change of each request that was sent outside of a step.
func (f *finder) alone(entries []guide.JournalEntry) {
	for _, a := range change.Replay(entries) {
		if a.State == change.Planned || a.Sent.IsZero() {
			continue // not sent, or the end of what was sent by a step
		}
		c := f.begin(guide.JournalEntry{At: a.Sent, Visit: entries[0].Visit, Guide: entries[0].Guide,
			What: "Sent to Microsoft"})
		c.Ended = a.At
		c.Rows = []Row{{change.ObjectName(a.Object), notWritten, sentWords[a.Verb], a.State}}
		c.took(a)
		f.all = append(f.all, c)
	}
}

// took adds a request to a change.
func (c *Change) took(a change.Attempt) {
	if a.Request != "" && !slices.Contains(c.Requests, a.Request) {
		c.Requests = append(c.Requests, a.Request)
	}
	c.Undoes = c.Undoes || a.Verb == change.Undo || a.Verb == change.Restore
}

// around returns the change during which an entry of a request was written; -1 where there is none.
func (f *finder) around(i int, e guide.JournalEntry) int {
	for at := range f.all {
		c := &f.all[at]
		if c.Visit == e.Visit && c.State != ByHand && c.first < i && i < c.last {
			return at
		}
	}
	return -1
}

// notWritten is the value of a setting before a request of which only the request is known.
const notWritten = "Not written down"

// sentWords are the verbs as a person reads them.
var sentWords = map[string]string{change.Change: "Changed", change.Undo: "Restored", change.Create: "Created",
	change.Remove: "Removed", change.Restore: "Restored"}

// lines returns the lines of a text that have something.
func lines(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

func isJSON(text string) bool {
	return strings.HasPrefix(text, "{") && json.Valid([]byte(text)) ||
		strings.HasPrefix(text, "[") && json.Valid([]byte(text))
}
