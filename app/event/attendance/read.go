package attendance

import (
	"cmp"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/csvtable"
	"handrail/app/xlsx"
)

// large is the size in bytes from which a file is too large to hold several times.
const large = 8 << 20

// collectEarly is the garbage, in percent of what is in use, at which it is collected.
const collectEarly = 25

// Read reads a report of any kind. The error is an *app.Error with a hint.
func Read(data []byte) (*Report, error) {
	if len(data) <= large {
		return read(data)
	}
	// Garbage is collected early, so that a large file needs little more than it holds.
	defer runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(collectEarly))
	return read(data)
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

// whole returns the number that text consists of.
func whole(text string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	return n, err == nil && n >= 0
}
