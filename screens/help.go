package screens

import (
	"slices"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/screens/parts"
)

// topicOf returns the help topic of a screen.
func topicOf(s screen) string {
	if h, ok := s.(helper); ok {
		if topic := h.HelpTopic(); topic != "" {
			return topic
		}
	}
	switch s := s.(type) {
	case *home:
		return "home"
	case *catalogue:
		return "guides"
	case *reports:
		switch s.id {
		case "":
		case verifyRoute:
			return "verify"
		default:
			return "report"
		}
		return "reports"
	case *diaryPage:
		return "diary"
	case *changes, *rowHistory:
		return "changes"
	case *organisation, *noOrganisation:
		return "organisation"
	case *was:
		return "was"
	case *sheetScreen:
		return "run-sheet"
	case *people:
		return "people"
	case *person:
		return "person"
	case *delivery:
		return "mail"
	case *settings:
		return "settings"
	case *noticesPage:
		return "notices"
	case *dayScreen:
		return "event-day"
	case *wizard:
		return s.topic()
	}
	return "help"
}

// topic returns the help topic of the page that is open.
func (z *wizard) topic() string {
	switch {
	case z.s == nil:
		return "wizard"
	case z.ended:
		return "wizard/ended"
	case z.s.Page() == guide.AskPage:
		return "wizard/ask"
	}
	switch step := z.s.Step(); {
	case step.Plan != nil:
		return "wizard/plan"
	case step.Hand != nil:
		return "wizard/hand"
	case step.Wait != nil && z.waits():
		return "wizard/wait"
	case step.Look != nil:
		return "wizard/look"
	}
	return "wizard"
}

// help shows the help for the page that is open: what it is for, what its words mean, and its keys.
func (w *Window) help() {
	if w.current != nil {
		w.showHelp(topicOf(w.current))
	}
}

// showHelp shows the help of a topic. Of a guide it also shows what the step says about its words.
func (w *Window) showHelp(name string) {
	topic, known := helpTopics[name]
	if !known {
		topic = helpTopics["help"]
	}
	terms, title := slices.Clone(topic.terms), topic.title
	var body []fyne.CanvasObject
	if z, ok := w.current.(*wizard); ok && z.s != nil && known && name == z.topic() {
		step := z.s.Step()
		title = step.Title
		body = append(body, parts.Bold(topic.title))
		if name != "wizard" {
			topic.text = append(slices.Clone(topic.text), helpTopics["wizard"].text...)
		}
		terms = append(slices.Clone(step.Terms), terms...)
		for _, a := range z.s.Asks() {
			if z.s.Page() == guide.AskPage && a.Help != "" {
				terms = append(terms, guide.Term{Word: a.Label, Meaning: a.Help})
			}
		}
	}
	for _, text := range topic.text {
		body = append(body, parts.Text(text))
	}
	if len(terms) > 0 {
		body = append(body, parts.Section("What the words mean", termRows(terms)))
	}
	body = append(body, parts.Section("Keys on this page", keyRows(w.keysHere(), false)))
	keys := parts.NewButton("Show all keys", parts.Plain, "", w.showKeys)
	w.showDialog("Help: "+title, "", body, keys)
}

func termRows(terms []guide.Term) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, t := range terms {
		rows = append(rows, parts.NewRow(nil, parts.Bold(t.Word), parts.Text(t.Meaning)))
	}
	return parts.NewRows(rows...)
}

// keysHere returns the rows of the table that do something on the open page.
func (w *Window) keysHere() []keyRow {
	var here []keyRow
	for _, row := range keyTable() {
		_, save := w.current.(fileSaver)
		_, print := w.current.(printer)
		_, day := w.current.(*dayScreen)
		_, sheet := w.current.(*sheetScreen)
		switch {
		case row.group == groupPlaces, row.group == groupText, row.group == groupSearch, row.group == groupDay && !day,
			row.group == groupSheet && !sheet:
			continue
		case row.does == saveWords && !save, row.does == printWords && !print:
			continue
		}
		here = append(here, row)
	}
	return here
}

// showKeys shows the whole table of keys, by group.
func (w *Window) showKeys() {
	w.showDialog("Keys", "Handrail can be used with the keyboard alone.", groupedKeys())
}

// groupedKeys draws the table of keys under the heading of each group.
func groupedKeys() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	table := keyTable()
	for len(table) > 0 {
		group, some := table[0].group, []keyRow{}
		table = slices.DeleteFunc(table, func(r keyRow) bool {
			if r.group == group {
				some = append(some, r)
			}
			return r.group == group
		})
		all = append(all, parts.Section(group, keyRows(some, true)))
	}
	return all
}

// keyRows draws some of the keys, each with what it does.
func keyRows(rows []keyRow, narrow bool) fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, r := range rows {
		all = append(all, line(narrow, parts.NewFigure(r.label()), parts.Text(r.does), nil))
	}
	return parts.NewRows(all...)
}
