package screens

import (
	"bytes"
	"image/png"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"handrail/app/report"
	"handrail/screens/parts"
)

// BlockEvents are what a person may do in a document. A nil one is not offered.
type BlockEvents struct {
	Copy func(text string)
	Go   parts.Going
	Open func(*report.Document)
}

// drawDocument draws the blocks of d under each other. It is the one place that
// draws blocks; words from outside are shown by plain labels only.
func drawDocument(d *report.Document, on BlockEvents) fyne.CanvasObject {
	page := parts.Column(16)
	for i := 0; i < len(d.Blocks); i++ {
		o := drawBlock(d.Blocks[i], on)
		if h, ok := d.Blocks[i].(report.Heading); ok { // a heading stands close to what it opens
			body := []fyne.CanvasObject{}
			for i+1 < len(d.Blocks) && sameSection(d.Blocks[i+1]) {
				i++
				body = append(body, drawBlock(d.Blocks[i], on))
			}
			o = parts.Section(h.Text, body...)
		}
		if o != nil {
			page.Add(o)
		}
	}
	return page
}

// sameSection reports whether b stands under the heading before it.
func sameSection(b report.Block) bool {
	_, heading := b.(report.Heading)
	return !heading
}

// drawBlock draws one block; nil for a kind this version does not know.
func drawBlock(b report.Block, on BlockEvents) fyne.CanvasObject {
	switch b := b.(type) {
	case report.Heading:
		return parts.Section(b.Text)
	case report.Text:
		return parts.Text(b.Text)
	case report.Banner:
		return parts.NewBanner(b.Tone, b.Lead, b.Text)
	case report.Facts:
		return titled(b.Title, drawFacts(b))
	case report.Findings:
		title := b.Title
		if title == "" {
			title = "Findings, most serious first"
		}
		return parts.Section(title, parts.NewFindings(b.Items, on.Go))
	case report.Table:
		return titled(b.Title, drawTable(b, on))
	case report.Levels:
		return titled(b.Title, parts.NewPanel(parts.NewLevels(b, nil)))
	case report.Entries:
		return titled(b.Title, newEntries(b.Items, on))
	case report.Path:
		return parts.NewPath(b)
	case report.Chart:
		return drawChart(b)
	case report.Code:
		return parts.NewCode(b, on.Copy)
	case report.Image:
		return drawImage(b)
	case report.Timeline:
		return titled(b.Title, drawTimeline(b))
	}
	return nil
}

// titled adds a heading above o if title is not empty.
func titled(title string, o fyne.CanvasObject) fyne.CanvasObject {
	if title == "" {
		return o
	}
	return parts.Section(title, o)
}

func drawFacts(b report.Facts) fyne.CanvasObject {
	var names, values []string
	for _, f := range b.Page().Rows {
		names = append(names, f.Label)
		values = append(values, f.Display())
	}
	return parts.NewFacts(names, values)
}

// drawTimeline lists what happened and what is to come.
func drawTimeline(b report.Timeline) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, e := range b.Items {
		icon, word, c := "ring", "Upcoming", parts.MutedInk
		if e.Done {
			icon, word, c = "tick", "Done", parts.Ink
		}
		words := parts.Column(0, parts.Text(e.Text))
		if !e.At.IsZero() {
			words.Add(parts.Caption(moment(e.At)))
		}
		rows = append(rows, line(true, parts.NewChip(icon, word, c), words, nil))
	}
	return parts.NewRows(rows...)
}

// drawImage shows a picture with its meaning in words under it. What is no PNG
// shows the words alone.
func drawImage(b report.Image) fyne.CanvasObject {
	words := parts.Caption(b.Alt)
	img, err := png.Decode(bytes.NewReader(b.PNG))
	if err != nil {
		return words
	}
	return parts.Column(4, fitted(canvas.NewImageFromImage(img), img.Bounds().Dx(), img.Bounds().Dy()), words)
}

// newEntries is a searchable list whose rows open a document of their own. Where
// the rows are of several kinds, it can be narrowed to one.
func newEntries(items []report.Entry, on BlockEvents) fyne.CanvasObject {
	const shown = 100 // more would be slow to draw; the search finds the rest
	search, only, kinds := parts.NewField("", "Search by name", false), parts.NewPicker("Show"), kindsOf(items)
	search.SearchesList()
	only.SetOptions(kinds)
	list := parts.Column(8)
	var found [][]string
	fill := func() {
		var rows []fyne.CanvasObject
		found = nil
		word, kind := strings.ToLower(strings.TrimSpace(search.Text())), only.Value()
		for _, e := range items {
			if kind != "" && !slices.Contains(e.Kinds, kind) ||
				!strings.Contains(strings.ToLower(e.Title+"\n"+e.About), word) {
				continue
			}
			if found = append(found, []string{e.Title, e.State}); len(found) > shown {
				continue
			}
			rows = append(rows, newEntry(e, on.Open))
		}
		list.Objects = nil
		switch {
		case len(items) == 0:
			list.Add(parts.Muted("Nothing is listed here."))
		case len(found) == 0 && kind != "":
			list.Add(parts.Muted("No name of this kind contains these letters. Type fewer letters, or show all."))
		case len(found) == 0:
			list.Add(parts.Muted("No name contains these letters. Type fewer letters."))
		default:
			list.Add(parts.NewRows(rows...))
		}
		if len(found) > shown {
			list.Add(parts.Muted(itoa(shown) + " of " + itoa(len(found)) +
				" are shown. Type part of a name to find others."))
		}
		list.Refresh()
	}
	fill()
	all := parts.Column(8)
	end := func() fyne.CanvasObject {
		all.Add(list)
		if on.Copy != nil && len(items) > 0 {
			all.Add(copyLine("Copy list", func() [][]string { return found }, on.Copy))
		}
		return all
	}
	if len(items) <= 8 {
		return end()
	}
	search.OnChange, only.OnChange = func(string) { fill() }, func(string) { fill() }
	all.Add(search)
	if len(kinds) > 2 {
		all.Add(only)
	}
	return end()
}

// kindsOf returns the kinds of entries with how many are of each, in the order in
// which the list has them.
func kindsOf(items []report.Entry) []parts.Option {
	all, at := []parts.Option{{Label: "All (" + itoa(len(items)) + ")"}}, map[string]int{}
	var count []int
	for _, e := range items {
		for _, k := range e.Kinds {
			i, known := at[k]
			if !known {
				i, at[k] = len(count), len(count)
				all, count = append(all, parts.Option{Value: k}), append(count, 0)
			}
			count[i]++
		}
	}
	for i, n := range count {
		all[i+1].Label = all[i+1].Value + " (" + itoa(n) + ")"
	}
	return all
}

func newEntry(e report.Entry, open func(*report.Document)) fyne.CanvasObject {
	words := parts.Column(0, parts.Text(e.Title), parts.Caption(e.State))
	doc := e.Document()
	if doc == nil || open == nil {
		if e.About != "" { // else what it opens shows it
			words.Add(parts.Caption(e.About))
		}
		return line(true, parts.SeverityChip(e.Severity), words, nil)
	}
	return parts.NewRow(func() { open(doc) },
		parts.NewLine(true, parts.SeverityChip(e.Severity), words, parts.IconIn("right", parts.MutedInk)))
}
