package attendance

import (
	"cmp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/csvtable"
	"handrail/app/xlsx"
)

// large is the size in bytes from which a file is too large to hold several times.
const large = 8 << 20

// Read reads a report of any kind. The error is an *app.Error with a hint.
func Read(data []byte) (*Report, error) {
	size := len(data)
	r, err := read(data)
	if size > large {
		runtime.GC() // its rows are garbage by now
	}
	return r, err
}

func read(data []byte) (*Report, error) {
	if len(data) > Most {
		return nil, app.Errorf(app.Invalid, "Choose the report file that you downloaded from Teams.",
			"The file is larger than 24 megabytes.")
	}
	rows, g, err := contents(data)
	if err != nil {
		return nil, err
	}
	if g != nil {
		return readGraph(g)
	}
	if len(data) > large {
		runtime.GC() // the file and its text in another encoding are garbage by now
	}
	if at, columns, ok := liveHeader(rows); ok {
		return readLive(rows[at+1:], columns)
	}
	return readMeeting(rows)
}

// contents returns the rows of a workbook or a text file, or else the JSON of Graph.
func contents(data []byte) (rows [][]string, g []byte, err error) {
	if xlsx.Is(data) {
		rows, err = xlsx.Table(data)
		return rows, nil, err
	}
	text, err := csvtable.Decode(data)
	if err != nil {
		return nil, nil, err
	}
	trimmed := strings.TrimLeft(text, " \t\r\n\ufeff")
	switch {
	case trimmed == "":
		return nil, nil, app.Errorf(app.Invalid, "Download it again.", "The file is empty.")
	case trimmed[0] == '{' || trimmed[0] == '[':
		return nil, []byte(trimmed), nil
	}
	rows, err = csvtable.Read(text)
	return rows, nil, err
}

// none returns the error for a file that is not a report.
func none() error {
	return app.Errorf(app.Invalid, "Choose the file from “Attendance” or “Live event resources” in Teams.",
		"This is not an attendance report.")
}

// people collects the persons of a report by name and address.
type people struct {
	report   *Report
	index    map[string]int
	sections bool             // every row is a person
	names    map[string][]int // from the first question on
}

// place returns the index of a person, new or known. ids identify the person, the best
// first; if all are empty, the name does, unless every row is a person.
func (p *people) place(name string, ids ...string) int {
	name = strings.TrimSpace(name)
	for _, id := range ids {
		if key := strings.ToLower(strings.TrimSpace(id)); key != "" {
			return p.known(name, key)
		}
	}
	if _, ok := p.index["name:"+strings.ToLower(name)]; ok == p.sections {
		p.report.odd(OddNameOnly)
	}
	return p.known(name, "")
}

// known returns the index of the person with a key, or without one, of a name.
func (p *people) known(name, key string) int {
	byName := ""
	if key == "" || !p.sections {
		byName = "name:" + strings.ToLower(name)
	}
	if i, ok := p.index[cmp.Or(key, byName)]; ok && (key != "" || !p.sections) {
		return i
	}
	i := len(p.report.People)
	p.index[cmp.Or(key, byName)] = i
	person := Person{Name: name}
	if strings.Contains(key, "@") {
		person.Address = key
	}
	p.report.People = append(p.report.People, person)
	if _, taken := p.index[byName]; !taken && name != "" && !p.sections {
		p.index[byName] = i // later rows may have the name only
	}
	if p.names != nil {
		p.names[strings.ToLower(name)] = append(p.names[strings.ToLower(name)], i)
	}
	return i
}

// namesakes returns the people of a name.
func (p *people) namesakes(name string) []int {
	if p.names == nil {
		p.names = map[string][]int{}
		for i, person := range p.report.People {
			name := strings.ToLower(person.Name)
			p.names[name] = append(p.names[name], i)
		}
	}
	return p.names[strings.ToLower(strings.TrimSpace(name))]
}

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
	var stamps []stamp
	for _, row := range rows {
		s, ok := readStamp(get(row, "utceventtimestamp"))
		if !ok {
			r.odd(OddShort)
			continue
		}
		events = append(events, liveEvent{get(row, "sessionid"), get(row, "participantid"), get(row, "fullname"),
			get(row, "role"), get(row, "action"), s})
		stamps = append(stamps, s)
	}
	// Microsoft writes these dates with the month first, in every language.
	o := monthFirst
	if got, sure, ok := judge(stamps); ok && sure {
		o = got
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

// whole returns the number that text consists of.
func whole(text string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	return n, err == nil && n >= 0
}
