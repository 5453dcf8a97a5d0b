package drift

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// watched is an acceptance against what the organisation is like now.
type watched struct {
	history.Acceptance
	now    string          // the value of its place now
	known  bool            // what it is now
	back   string          // why it does not hold, a sentence; "" where it holds
	unsure bool            // whether it holds is not known
	broke  *history.Change // what changed the accepted value; nil where it was not changed, or is not remembered
	told   bool            // a sentence says that it is back
}

// row is where a row is.
type row struct{ section, id string }

func rowOf(p history.Place) row { return row{p.Key().Section, p.Key().ID} }

// watch compares every acceptance with the organisation as it is now.
func (w *world) watch(s Sources, to time.Time) error { return w.watchOf(s.accepter(), to, s.end(to)) }

// watchOf judges at a time; end is the end of the changes that count.
func (w *world) watchOf(keep history.Accepter, to, end time.Time) error {
	if keep == nil {
		return nil
	}
	all, err := keep.Acceptances(w.ctx)
	if err != nil {
		return err
	}
	w.accepted = map[row][]*watched{}
	for _, a := range all {
		one := &watched{Acceptance: a}
		if err := w.judge(one, to, end); err != nil {
			return err
		}
		w.accepted[rowOf(a.Place)] = append(w.accepted[rowOf(a.Place)], one)
		w.order = append(w.order, one)
	}
	return nil
}

// judge finds out whether an acceptance holds at a time, and says why not.
func (w *world) judge(a *watched, to, end time.Time) error {
	why, body, err := w.reads(a.Place)
	if err != nil {
		return err
	}
	a.now = a.In(body)
	if why == "" && a.now == "" && a.Value != "" && body != nil && w.view != nil {
		if gone, err := w.unreturned(a.Section, a.Field); err != nil {
			return err
		} else if gone {
			why = "Microsoft no longer returns it."
		}
	}
	a.known = why == ""
	if a.known && a.Value != a.now {
		if a.broke, err = w.breaking(a.Acceptance); err != nil {
			return err
		}
		if a.Shape != shapeOf(a.Section) || a.broke == nil && w.begins(a.Acceptance) {
			a.broke, why = nil, "Handrail reads this in another way since then."
		}
	}
	switch {
	case why != "":
		a.unsure, a.back = true, a.accepted()+" Whether it is still so is not known. "+why
	case a.Value == a.now:
	case a.broke == nil:
		a.back = a.accepted() + " It is no longer so."
	case a.broke.At.After(end):
		a.broke = nil // at that time it was so
	default:
		a.back = a.said("how it was") + " It is no longer so."
	}
	if a.back == "" && a.Ended(to.Local()) {
		a.back = a.accepted() + " The acceptance ended on " + dayOf(a.Until) + "."
	}
	return nil
}

// begins reports whether the history of the section of an acceptance began again since, such as with another permission.
func (w *world) begins(a history.Acceptance) bool {
	return slices.ContainsFunc(w.line(a.Section), func(m history.Moment) bool {
		return m.Kind == history.MomentBegin && m.At.After(a.Seen)
	})
}

func shapeOf(section string) string {
	s, _ := tenant.SectionByID(section)
	return s.Shape()
}

// current returns the row of a place as it is now, in the form of Canon; nil if it is not there. why says why that is
// not known.
func (w *world) current(p history.Place) (why string, body []byte, err error) {
	st, err := w.status(p.Section)
	if err != nil {
		return "", nil, err
	}
	if !st.State.Whole() {
		if why = strings.TrimSpace(st.Message + " " + st.Hint); why == "" {
			why = "Handrail has not read “" + tenant.TitleOf(p.Section) + "” since then."
		}
		return why, nil, nil
	}
	section, _ := tenant.SectionByID(p.Section)
	for _, id := range []string{p.ID, p.Key().ID, strings.ToUpper(p.ID)} { // Microsoft writes a GUID in either case
		found, err := w.view.Row(w.ctx, p.Section, id)
		if err == nil {
			return "", history.Canon(found.Body, section.Volatile...), nil
		}
		if app.CodeOf(err) != app.NotFound {
			return "", nil, err
		}
	}
	return "", nil, nil
}

var errFound = errors.New("drift: found")

// unreturned reports whether no row of a section has the first part of a path any more: then it is not read, and not
// gone.
func (w *world) unreturned(section, path string) (bool, error) {
	name := path[:strings.IndexAny(path+".", ".[")]
	err := w.view.Each(w.ctx, section, func(_ string, body []byte) error {
		var row map[string]json.RawMessage
		if json.Unmarshal(body, &row) == nil && row[name] != nil {
			return errFound
		}
		return nil
	})
	if errors.Is(err, errFound) {
		return false, nil
	}
	return err == nil, err
}

// breaking returns the change that made an accepted value another one; nil if it is not remembered.
func (w *world) breaking(a history.Acceptance) (*history.Change, error) {
	all, err := w.past.Row(w.ctx, a.Section, a.ID)
	for _, c := range all {
		if a.In(c.Before) != a.In(c.After) && c.At.After(a.Seen) {
			return &c, err
		}
	}
	return nil, err
}

// mark returns a sentence with who accepted it, or why that does not hold any more.
func (w *world) mark(t Told) Told {
	if len(w.accepted) == 0 {
		return t
	}
	holds := 0
	for _, at := range t.spots {
		for _, a := range w.accepted[rowOf(at.Place)] {
			same := a.Key() == at.Key()
			switch {
			case a.broke != nil && a.broke.At.Equal(t.At) && (same || at.Field == ""):
				t = t.comesBack(a)
			case !same || a.Value != at.value || a.broke != nil:
			case a.back != "":
				t = t.comesBack(a)
			default:
				holds++
				t.Accepted, t.accepted = &a.Acceptance, append(t.accepted, a.Number)
			}
		}
	}
	if holds < len(t.spots) {
		t.Accepted = nil
	}
	return t
}

func (t Told) comesBack(a *watched) Told {
	a.told, t.Noise = true, false
	t.Back, t.accepted = a.back, append(t.accepted, a.Number)
	if a.unsure {
		t.Severity = report.Unknown
	}
	return t
}

// returned returns the sentences of acceptances that do not hold any more, where no change in the time that is asked
// for tells it. tell tells one change.
func (w *world) returned(tell func(history.Change) []Told) (all []Told) {
	for _, a := range w.order {
		if a.back == "" || a.told {
			continue
		}
		if a.broke != nil {
			for _, t := range tell(*a.broke) {
				if t.Back != "" {
					all = append(all, t)
				}
			}
		}
		if a.told {
			continue
		}
		t := Told{At: a.Seen, Since: a.Since, Section: a.Section, ID: a.ID, Field: a.Field, Subject: a.Subject,
			Severity: report.Severity(a.Severity), Text: a.Text, Before: a.Before, After: a.After, many: a.Many}
		if a.known {
			t.spots = []spot{{a.Place, a.now}}
		}
		all = append(all, t.comesBack(a))
	}
	return grouped(all)
}

// split returns the sentences that count, and those that are accepted.
func split(all []Told) (count, accepted []Told) {
	for _, t := range all {
		if t.Accepted != nil {
			accepted = append(accepted, t)
		} else {
			count = append(count, t)
		}
	}
	return count, accepted
}
