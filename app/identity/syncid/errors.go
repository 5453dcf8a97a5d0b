package syncid

import (
	"encoding/csv"
	"strings"
	"sync"

	_ "embed"
)

// Fault is what a text about a failed synchronisation means.
type Fault struct {
	Code  string // stable
	About string // policy, password, account, object or network
	Title string
	Text  string
	Do    string

	parts []string
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
		all = append(all, Fault{Code: r[0], parts: strings.Split(r[1], "+"), About: r[2], Title: r[3], Text: r[4],
			Do: r[5]})
	}
	return all
})

// Explain returns what a pasted text means: every fault that it names, in the order of
// the data file. None means that Handrail does not know the text.
func Explain(text string) (all []Fault) {
	words := strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, f := range faults() {
		if f.in(words) {
			all = append(all, f)
		}
	}
	return all
}

// in reports whether every part stands in a text as a word of its own.
func (f Fault) in(text string) bool {
	for _, part := range f.parts {
		if !hasWord(text, part) {
			return false
		}
	}
	return true
}

// hasWord reports whether a text has a part that no letter or digit continues: 904 is
// not in 19041, and AADSTS50076 is not in AADSTS500761.
func hasWord(text, part string) bool {
	for rest, before := text, byte(' '); ; {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		if i > 0 {
			before = rest[i-1]
		}
		after := byte(' ')
		if end := i + len(part); end < len(rest) {
			after = rest[end]
		}
		if !wordy(before) && !wordy(after) {
			return true
		}
		before, rest = rest[i], rest[i+1:]
	}
}

func wordy(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }
