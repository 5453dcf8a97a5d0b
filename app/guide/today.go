package guide

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/report"
)

// Overview is what Home shows: what needs the person, what waits, what is under
// way and what ended, each visit in one place only.
type Overview struct {
	Attention []Item // gravest first
	Waiting   []Item // nearest date first
	UnderWay  []Item // latest change first
	Ended     []Item // latest end first
}

// Item is one row of Home.
type Item struct {
	Visit, Guide string // ids
	Title        string // the guide's
	Subject      string
	Step         string // id of the step it is about
	StepTitle    string
	Number, Of   int // the step's place, from 1
	Done         int // steps completed
	Severity     report.Severity
	Why          string    // one sentence
	Headline     string    // what the step found last, else the latest step that found something
	Own          bool      // Headline is what this step found
	At           time.Time // waiting until, or ended at
	Notice       string    // code of the notice that this row is; "" for a visit
	Report       string    // id of the report of the latest step that saved one; "" for none
}

// Name is the guide's title with the subject behind it.
func (i Item) Name() string {
	if i.Subject == "" {
		return i.Title
	}
	return i.Title + ", " + i.Subject
}

// About is the subject, or the guide's title where there is none, and for a notice.
func (i Item) About() string {
	if i.Subject == "" || i.Notice != "" {
		return i.Title
	}
	return i.Subject
}

// NewOverview sorts visits into what Home shows at the time now. Visits of guides
// that are not in guides are left out; they are kept all the same.
func NewOverview(guides []Guide, visits []Visit, now time.Time) Overview {
	var t Overview
	for _, v := range visits {
		i := slices.IndexFunc(guides, func(g Guide) bool { return g.ID == v.Guide })
		if i >= 0 && len(guides[i].Steps) > 0 {
			t.place(Open(guides[i], v), now)
		}
	}
	t.sort()
	return t
}

// place puts one visit where it belongs.
func (t *Overview) place(s *Session, now time.Time) {
	if s.Ended() {
		it := s.item(s.visit.Step)
		it.At = s.visit.Ended
		t.Ended = append(t.Ended, it)
		return
	}
	if id, o, ok := s.first(HasProblem); ok {
		it := s.item(id)
		it.Severity, it.Why = report.Problem, o.Note
		if it.Why == "" {
			it.Why = fmt.Sprintf("The last check in “%s” found a problem.", it.StepTitle)
		}
		t.Attention = append(t.Attention, it)
		return
	}
	if id, o, ok := s.first(Waiting); ok {
		it := s.item(id)
		it.At, it.Why = o.Until, o.Note
		if !o.Until.After(now) {
			it.Severity, it.Why = report.Note, "The wait is over. Check again to see whether you can continue."
			if o.At.After(o.Until) && o.Note != "" {
				it.Why = o.Note // it was checked since
			}
			t.Attention = append(t.Attention, it)
			return
		}
		if it.Why == "" {
			it.Why = it.StepTitle
		}
		t.Waiting = append(t.Waiting, it)
		return
	}
	t.UnderWay = append(t.UnderWay, s.item(s.visit.Step))
}

// first returns the first step whose outcome is in state st.
func (s *Session) first(st State) (string, Outcome, bool) {
	for _, step := range s.guide.Steps {
		if o, ok := s.visit.Outcomes[step.ID]; ok && o.State == st {
			return step.ID, o, true
		}
	}
	return "", Outcome{}, false
}

// item makes a row about the step id of the visit.
func (s *Session) item(id string) Item {
	i := max(0, s.find(id))
	it := Item{
		Visit: s.visit.ID, Guide: s.guide.ID, Title: s.guide.Title, Subject: s.visit.Subject,
		Step: s.guide.Steps[i].ID, StepTitle: s.guide.Steps[i].Title, Number: i + 1, Of: len(s.guide.Steps),
		Severity: report.OK,
	}
	var latest, saved time.Time
	for _, step := range s.guide.Steps {
		o := s.visit.Outcomes[step.ID]
		if o.State == Completed {
			it.Done++
		}
		if o.Headline != "" && !o.At.Before(latest) {
			it.Headline, latest = o.Headline, o.At
		}
		if o.Report != "" && !o.At.Before(saved) {
			it.Report, saved = o.Report, o.At
		}
	}
	if o := s.visit.Outcomes[id]; o.Headline != "" && o.State != InProgress && o.State != Completed {
		it.Headline, it.Own = o.Headline, true // what needs the person, or waits, is about this step
	}
	return it
}

// Sentence returns the overview in one line: "Sunday 22 November. 3 things need
// your attention. None of them is a problem." It is about guides alone: Home also shows
// what is known of the organisation.
func (t Overview) Sentence(now time.Time) string {
	date := now.Format("Monday 2 January") + ". "
	problems := 0
	for _, it := range t.Attention {
		if it.Severity == report.Problem {
			problems++
		}
	}
	need := len(t.Attention)
	switch {
	case need == 0 && len(t.UnderWay) > 0:
		return date + Count(len(t.UnderWay), "guide is", "guides are") + " under way, without problems."
	case need == 0 && len(t.Waiting) > 0:
		return date + "No action needed in your guides until " +
			t.Waiting[0].At.In(now.Location()).Format("2 January") + "."
	case need == 0:
		return date + "No action needed in your guides."
	}
	switch {
	case problems == 0 && need == 1:
		return date + "1 thing needs your attention. It is not a problem."
	case problems == 0:
		return date + Count(need, "thing needs", "things need") + " your attention. None of them is a problem."
	case problems == need:
		return date + Count(need, "problem needs", "problems need") + " your attention."
	}
	return date + Count(need, "thing needs", "things need") + " your attention. " +
		Count(problems, "of them is a problem.", "of them are problems.")
}

// Count returns a number in figures and the words that go with it: "1 thing",
// "3 things", "1,200 things". Nothing at all is "No things".
func Count(n int, one, many string) string {
	switch n {
	case 0:
		return "No " + many
	case 1:
		return "1 " + one
	}
	return Figures(n) + " " + many
}

// mostNames is how many names Names writes out.
const mostNames = 8

// Names returns names as one reads them: "Ama, Ben and Colin". Of many it writes the first
// ones and the number of the others: "…, Hugo and 60 others".
func Names(all []string) string {
	if len(all)-1 > mostNames {
		return strings.Join(all[:mostNames], ", ") + " and " + Figures(len(all)-mostNames) + " others"
	}
	return AllNames(all)
}

// AllNames returns all names as one reads them: "Ama, Ben and Colin".
func AllNames(all []string) string {
	last := len(all) - 1
	if last < 1 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:last], ", ") + " and " + all[last]
}

// Some returns the first most names in one line, and the number of the others: "Ama, Ben and 60 more". It writes out
// one name more rather than "1 more".
func Some(all []string, most int) string {
	if more := len(all) - most; more > 1 {
		return strings.Join(all[:most], ", ") + " and " + Figures(more) + " more"
	}
	return strings.Join(all, ", ")
}

// Figures returns a whole number with a comma between thousands.
func Figures(n int) string {
	if n < 0 {
		return "-" + Figures(-n)
	}
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", Figures(n/1000), n%1000)
}
