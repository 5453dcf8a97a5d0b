package syncid

import (
	"encoding/csv"
	"slices"
	"strings"
	"sync"

	_ "embed"
)

// AboutNote is what a text is about that tells of no fault.
const AboutNote = "note"

// Fault is what a text about a synchronisation means.
type Fault struct {
	Code  string // stable
	About string // policy, password, account, object, network, server or note
	Title string
	Text  string
	Do    string

	ways [][]string // parts that a text must have, one list or another
}

//go:embed errors.csv
var errorFile string

// faults are the rows of the data file.
var faults = sync.OnceValue(func() (all []Fault) {
	reader := csv.NewReader(strings.NewReader(errorFile))
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		panic("syncid: errors.csv: " + err.Error()) // a file of this program
	}
	for _, r := range rows[1:] {
		f := Fault{Code: r[0], About: r[2], Title: r[3], Text: r[4], Do: r[5]}
		for _, way := range strings.Split(r[1], "|") {
			f.ways = append(f.ways, strings.Split(way, "+"))
		}
		all = append(all, f)
	}
	return all
})

// Explain returns what a pasted text means: every fault that it names, in the order of
// the data file. None means that Handrail does not know the text.
func Explain(text string) (all []Fault) {
	t := read(text)
	for _, f := range faults() {
		if slices.ContainsFunc(f.ways, func(parts []string) bool { return t.hasAll(parts) }) {
			all = append(all, f)
		}
	}
	return all
}

// hasAll reports whether the text has every part.
func (t pasted) hasAll(parts []string) bool {
	return !slices.ContainsFunc(parts, func(part string) bool { return !t.has(part) })
}
