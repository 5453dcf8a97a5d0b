package migration

import (
	"bytes"
	_ "embed" // the words
	"encoding/csv"
	"strings"
)

//go:embed words.csv
var wordsCSV []byte

// word is one row of words.csv.
type word struct{ means, one, many string }

// words has what Microsoft's words mean, by what they are about and the word in lower case.
var words = func() map[string]word {
	r := csv.NewReader(bytes.NewReader(wordsCSV))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	all := map[string]word{}
	for _, row := range rows[1:] {
		all[row[0]+" "+strings.ToLower(row[1])] = word{row[2], row[3], row[4]}
	}
	return all
}()

// meaning returns what a word means; false if Handrail does not know it.
func meaning(about, text string) (word, bool) {
	w, ok := words[about+" "+strings.ToLower(strings.TrimSpace(text))]
	return w, ok
}
