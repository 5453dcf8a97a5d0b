package attendance

import (
	"strings"
	"time"

	"handrail/app"
)

// blanks removes what some downloads have between the words of a heading.
var blanks = strings.NewReplacer(" ", "", "\u00a0", "", "_", "", "-", "")

// liveHeader returns the heading row of a live event's report and its columns.
func liveHeader(rows [][]string) (at int, columns map[string]int, ok bool) {
	for i, row := range rows[:min(len(rows), 5)] {
		columns := map[string]int{}
		for k, c := range row {
			columns[strings.ToLower(blanks.Replace(c))] = k
		}
		_, stamped := columns["utceventtimestamp"]
		if _, action := columns["action"]; stamped && action {
			return i, columns, true
		}
	}
	return 0, nil, false
}

// liveEvent is one row of a live event's report.
type liveEvent struct {
	session, id, name, role, action string
	stamp                           stamp
}

// readLive pairs joins and leaves by session.
func readLive(rows [][]string, columns map[string]int) (*Report, error) {
	r := &Report{Kind: Live, Zoned: true}
	get := func(row []string, name string) string {
		if k, ok := columns[name]; ok && k < len(row) {
			return strings.TrimSpace(row[k])
		}
		return ""
	}
	var events []liveEvent
	var days dates
	for _, row := range rows {
		text := get(row, "utceventtimestamp")
		s, ok := readStamp(text)
		if !ok {
			r.odd(OddShort)
			continue
		}
		events = append(events, liveEvent{get(row, "sessionid"), get(row, "participantid"), get(row, "fullname"),
			get(row, "role"), get(row, "action"), s})
		days.add(s, text)
	}
	// Microsoft writes these dates with the month first, in every language.
	if days.can(monthFirst) {
		return r.pair(events, monthFirst)
	}
	o, sure, err := days.order()
	if err != nil || !sure {
		o = monthFirst
	}
	return r.pair(events, o)
}

// pair builds spells from joins and leaves in order of time.
func (r *Report) pair(events []liveEvent, o order) (*Report, error) {
	p := people{report: r, index: map[string]int{}}
	var last time.Time
	type moment struct {
		liveEvent
		at time.Time
	}
	var moments []moment
	for _, e := range events {
		at, ok := e.stamp.at(o, time.Time{})
		if !ok {
			r.odd(OddShort)
			continue
		}
		if moments = append(moments, moment{e, at}); at.After(last) {
			last = at
		}
	}
	if len(moments) == 0 {
		return nil, app.Errorf(app.Invalid, "Download it again.", "The report has no joins.")
	}
	sortStable(moments, func(a, b moment) int { return a.at.Compare(b.at) })
	r.Start, r.End = moments[0].at, last
	type there struct {
		from   time.Time
		person int
	}
	open := map[string]there{}
	for _, m := range moments {
		id := m.id
		if strings.Trim(id, "0-{}") == "" { // a person without an account
			id = ""
		}
		k := p.place(m.name, id, m.session)
		person := &r.People[k]
		if person.Role == "" {
			person.Role = m.role
		}
		key := m.session + "\x00" + m.id + "\x00" + m.name
		was, is := open[key]
		switch joined := r.joins(m.action, is); {
		case joined && !is:
			open[key] = there{m.at, k}
			person.Joins++
		case !joined && is:
			person.Spells = append(person.Spells, Interval{was.from, m.at})
			delete(open, key)
		case !joined: // a leave without a join: since the start
			person.Spells = append(person.Spells, Interval{r.Start, m.at})
			person.Joins++
		}
	}
	for _, was := range open {
		r.odd(OddNoLeave)
		person := &r.People[was.person]
		person.Spells = append(person.Spells, Interval{was.from, last})
	}
	r.finish()
	return r, nil
}

// joins reports whether action is a join. In other languages, joins and leaves alternate.
func (r *Report) joins(action string, there bool) bool {
	switch a := strings.ToLower(action); {
	case strings.HasPrefix(a, "join"):
		return true
	case strings.HasPrefix(a, "left"), strings.HasPrefix(a, "leave"):
		return false
	}
	return !there
}
