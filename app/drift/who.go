package drift

import (
	"slices"
	"strings"

	"handrail/app/history"
)

// notLooked is said of a change that is younger than the last look into the audit log.
const notLooked = "Handrail has not looked for it in the audit log yet. The next refresh does."

// eachPerson stands for the actors of a sentence about several people who each did it for themselves.
const eachPerson = "Each person"

// attribute fills in who made the changes that have a consequence.
func (w *world) attribute(all []Told) {
	for i := range all {
		t := &all[i]
		if t.Noise {
			continue
		}
		rows := t.rows()
		w.ask(rows)
		switch len(rows) {
		case 1:
			t.By, t.ByWhy = w.who(rows[0])
		default:
			t.By, t.ByWhy = w.whoTogether(rows)
		}
	}
}

// rows returns what a sentence says of each row.
func (t Told) rows() (all []Told) {
	for _, one := range t.each() {
		var found []Told
		for _, at := range one.spots {
			row := Told{At: one.At, Section: at.Section, ID: at.ID, Field: one.Field}
			if !slices.ContainsFunc(found, func(f Told) bool { return f.Section == at.Section && f.ID == at.ID }) {
				found = append(found, row)
			}
		}
		if found == nil {
			found = []Told{one}
		}
		all = append(all, found...)
	}
	return all
}

// who returns who made one change, or why that is not known.
func (w *world) who(t Told) (*history.Actor, string) {
	var exact, row []history.Answer
	for _, a := range w.answers[placeOf(t, t.ID)] {
		if row = append(row, a); t.Field != "" && concerns(a.Field, t.Field) {
			exact = append(exact, a)
		}
	}
	if exact == nil {
		exact = row
	}
	if len(exact) == 0 {
		return nil, notLooked
	}
	one := exact[0]
	for _, a := range exact[1:] {
		one = one.Join(a)
	}
	return one.By(), one.Words()
}

// concerns reports whether an answer about one path is about a property: the path itself, one above or below it, or one
// that ends with its name.
func concerns(path, field string) bool {
	return path == field || strings.HasPrefix(path, field+".") || strings.HasPrefix(field, path+".") ||
		strings.HasPrefix(field, path+"[") ||
		strings.HasSuffix(path, "."+field)
}

// whoTogether returns who made changes that share a sentence: one actor, each person for themselves, or why neither can
// be said.
func (w *world) whoTogether(parts []Told) (*history.Actor, string) {
	themselves, whys := true, []string(nil)
	all := history.Answer{}
	for _, t := range parts {
		by, why := w.who(t)
		if by == nil {
			themselves = false
			if !slices.Contains(whys, why) {
				whys = append(whys, why)
			}
			continue
		}
		themselves = themselves && strings.EqualFold(by.ID, t.ID)
		all.Actors = history.Together(all.Actors, []history.Actor{*by})
	}
	switch {
	case len(all.Actors) == 0 && len(whys) == 1:
		return nil, whys[0]
	case len(all.Actors) == 0:
		all.Why = history.WhyUnclear
	case len(whys) > 0:
		all.Why = history.WhyPart
	case len(all.Actors) == 1:
		return all.By(), ""
	case themselves:
		return &history.Actor{Name: eachPerson}, ""
	default:
		all.Why = history.WhySeveral
	}
	return nil, all.Words()
}

// place is a row at a moment.
type place struct {
	section, id string
	at          int64
}

func placeOf(t Told, id string) place { return place{t.Section, id, t.At.UnixNano()} }

// ask reads who made the changes of some rows, each once.
func (w *world) ask(rows []Told) {
	past, ok := w.past.(history.Witness)
	if !ok {
		return
	}
	wanted := map[place][]string{} // by section and moment
	for _, t := range rows {
		if _, known := w.answers[placeOf(t, t.ID)]; !known {
			w.answers[placeOf(t, t.ID)] = nil
			wanted[placeOf(t, "")] = append(wanted[placeOf(t, "")], t.ID)
		}
	}
	for _, t := range rows {
		ids := wanted[placeOf(t, "")]
		if delete(wanted, placeOf(t, "")); len(ids) == 0 || w.err != nil {
			continue
		}
		var all []history.Answer
		all, w.err = past.Answers(w.ctx, t.Section, t.At, ids...)
		for _, a := range all {
			at := placeOf(t, a.ID)
			w.answers[at] = append(w.answers[at], a)
		}
	}
}

// whoDid is the sentence about who made the change.
func (t Told) whoDid() string {
	switch {
	case t.By == nil && t.ByWhy == "":
		return "Who did it is not known."
	case t.By == nil:
		return "Who did it is not known. " + t.ByWhy
	case t.By.Name == eachPerson && t.By.ID == "":
		return eachPerson + " did this."
	}
	text := "By " + t.By.Name
	if !t.By.At.IsZero() {
		text += " on " + t.By.At.Local().Format(moment)
	}
	if t.By.Program != "" {
		text += ", with " + t.By.Program
	}
	return text + "."
}
