package report

import (
	"slices"
	"strings"
)

// Levels are figures at several levels of one scale, of which one is chosen, such as what would be
// blocked at each score. The first row is drawn as a curve. Words are what one level means.
type Levels struct {
	Title  string      `json:"title,omitempty"`
	Axis   string      `json:"axis"` // the name of the scale: "Score"
	Labels []string    `json:"labels"`
	Chosen int         `json:"chosen"`
	Rows   []LevelRow  `json:"rows"`
	Words  []LevelWord `json:"words,omitempty"` // one for each label
}

// LevelRow is one figure at each level. Name is stable: programs find the figure at a level as the
// fact "name-label".
type LevelRow struct {
	Name   string    `json:"name"`
	Label  string    `json:"label"`
	Values []float64 `json:"values"`
	Texts  []string  `json:"texts"` // as a person reads them
	// Unknown marks a row that counts what is not known. Where it is not 0 it must not be missed.
	Unknown bool `json:"unknown,omitempty"`
	// NotKnown marks figures that are not known; their values and texts mean nothing.
	NotKnown []bool `json:"notKnown,omitempty"`
}

// LevelWord is what one level means: its name, the answer in one line, and a sentence.
type LevelWord struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
}

func (Levels) kind() string { return "levels" }

// Text returns the figure of a row at a level as a person reads it.
func (r LevelRow) Text(level int) string {
	switch {
	case r.Missing(level):
		return "?"
	case level < 0 || level >= len(r.Texts):
		return ""
	}
	return r.Texts[level]
}

// Missing reports whether the figure at a level is not known.
func (r LevelRow) Missing(level int) bool {
	return level >= 0 && level < len(r.NotKnown) && r.NotKnown[level]
}

// Marked reports whether the figure at a level must not be missed: it is not known, or it counts
// what is not known.
func (r LevelRow) Marked(level int) bool { return r.Missing(level) || r.Unknown && r.Value(level) != 0 }

// Value returns the figure of a row at a level; 0 where there is none.
func (r LevelRow) Value(level int) float64 {
	if level < 0 || level >= len(r.Values) {
		return 0
	}
	return r.Values[level]
}

// Table returns the figures as a table: a row a level.
func (l Levels) Table() Table {
	t := Table{Title: l.Title, Columns: []string{l.Axis}, Right: []bool{false}}
	for _, r := range l.Rows {
		t.Columns, t.Right = append(t.Columns, r.Label), append(t.Right, r.figures())
	}
	for i, label := range l.Labels {
		if i == l.Chosen {
			label += " (chosen)"
		}
		row := []string{label}
		for _, r := range l.Rows {
			if r.Missing(i) {
				row = append(row, "Not known")
				continue
			}
			row = append(row, r.Text(i))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// figures reports whether every text of a row is a number.
func (r LevelRow) figures() bool {
	return !slices.ContainsFunc(r.Texts, func(s string) bool { return strings.Trim(s, "0123456789.,") != "" })
}

// addFacts adds each figure under the name of its row and its level.
func (l Levels) addFacts(all map[string]string) {
	for _, r := range l.Rows {
		for i, label := range l.Labels {
			if r.Name != "" && i < len(r.Values) {
				all[r.Name+"-"+label] = Figure(r.Values[i])
				if r.Missing(i) {
					all[r.Name+"-"+label] = string(Unknown)
				}
			}
		}
	}
}
