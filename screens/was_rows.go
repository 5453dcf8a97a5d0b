package screens

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// Of how many rows of a past day the names are held, and how many are drawn; a search finds among the others.
const (
	pastMost  = 100_000
	pastShown = 50
)

// pastRows are the rows of a section on a past day.
type pastRows struct {
	none   bool // nothing can be remembered of this organisation
	moment history.Moment
	first  time.Time // when the section began to be remembered; zero where it never did
	rows   []pastRow // by name
	count  int
}

// pastRow is a row in the form in which it is remembered.
type pastRow struct{ id, name, body string }

// fetchPast runs in a job and returns the rows of a section as they were.
func fetchPast(ctx context.Context, v tenant.View, section string, at time.Time) (p pastRows, err error) {
	k, ok := v.(history.Keeper)
	if !ok || k.Past() == nil {
		p.none = true
		return p, nil
	}
	p.moment, err = k.Past().AsOf(ctx, section, at, func(id string, body []byte) error {
		if p.count++; p.count <= pastMost {
			p.rows = append(p.rows, pastRow{id, nameOfRow(id, body), string(body)})
		}
		return nil
	})
	if err != nil || p.moment.Number != 0 {
		slices.SortStableFunc(p.rows, func(a, b pastRow) int {
			return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
		})
		return p, err
	}
	moments, err := k.Past().Moments(ctx, time.Time{}, at.AddDate(100, 0, 0))
	for _, m := range moments {
		if m.Section == section {
			p.first = m.At // the earliest is the last of them
		}
	}
	return p, err
}

// namesOfRows are the properties that name a row, the best first.
var namesOfRows = []string{"displayName", "userDisplayName", "skuPartNumber", "handrailRole", "userPrincipalName",
	"mail"}

// nameOfRow returns what a row is called, or its ID.
func nameOfRow(id string, body []byte) string {
	var row map[string]json.RawMessage
	if json.Unmarshal(body, &row) != nil {
		return id
	}
	for _, name := range namesOfRows {
		var text string
		if json.Unmarshal(row[name], &text) == nil && text != "" {
			return text
		}
	}
	return id
}

// list shows the rows by name, and finds among them.
func (s *was) list() []fyne.CanvasObject {
	list := parts.Column(8)
	fill := func(word string) {
		word = strings.ToLower(strings.TrimSpace(word))
		var rows []fyne.CanvasObject
		found := 0
		for i := range s.past.rows {
			r := &s.past.rows[i]
			if word != "" && !strings.Contains(strings.ToLower(r.name+"\n"+r.id), word) {
				continue
			}
			if found++; found <= pastShown {
				rows = append(rows, s.row(r))
			}
		}
		list.Objects = nil
		if found == 0 && word != "" {
			list.Add(parts.Muted("No name contains these letters. Type fewer letters."))
		} else if found > 0 {
			list.Add(parts.NewRows(rows...))
		}
		if found > pastShown {
			list.Add(parts.Muted(guide.Figures(pastShown) + " of " + guide.Figures(found) +
				" are shown. Type part of a name to find others."))
		}
		list.Refresh()
		s.w.body.Refresh()
	}
	fill("")
	if len(s.past.rows) <= 8 {
		return []fyne.CanvasObject{list}
	}
	search := parts.NewSearch("Search by name")
	search.OnChange = fill
	return []fyne.CanvasObject{search, list}
}

func (s *was) row(r *pastRow) fyne.CanvasObject {
	return parts.NewRow(func() {
		s.open = r
		s.draw(nil)
		s.w.focus(s.back)
	}, parts.NewLine(false, nil, parts.Text(r.name), parts.IconIn("right", parts.MutedInk)))
}

// one shows the properties of a row as Microsoft names them.
func (s *was) one() []fyne.CanvasObject {
	s.back = parts.NewButton("Back to the list", parts.Quiet, "left", s.Escape)
	var row map[string]json.RawMessage
	var names, values []string
	if json.Unmarshal([]byte(s.open.body), &row) == nil {
		for _, name := range slices.Sorted(maps.Keys(row)) {
			names, values = append(names, name), append(values, valueWords(row[name]))
		}
	}
	return []fyne.CanvasObject{parts.Bold(s.open.name), parts.Muted("Most of these names and values are Microsoft’s."),
		parts.NewFacts(names, values), parts.Flush(s.back)}
}

// valueWords returns a value as a person reads it; a list or an object stays as Microsoft writes it.
func valueWords(value json.RawMessage) string {
	var text string
	switch {
	case len(value) > 0 && value[0] == '"' && json.Unmarshal(value, &text) == nil:
		return or(text, "None")
	case string(value) == "null":
		return "None"
	}
	const most = 2000 // letters of one value; a page with more is slow to draw
	if letters := []rune(string(value)); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return string(value)
}
