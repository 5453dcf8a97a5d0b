package guide

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"handrail/app/report"
)

// Today is what Home shows: what needs the person, what waits, what is under
// way and what ended, each visit in one place only.
type Today struct {
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
	At           time.Time // waiting until, or ended at
}

// Name is the guide's title with the subject behind it.
func (i Item) Name() string {
	if i.Subject == "" {
		return i.Title
	}
	return i.Title + ", " + i.Subject
}

// About is the subject, or the guide's title where there is none.
func (i Item) About() string {
	if i.Subject == "" {
		return i.Title
	}
	return i.Subject
}

// TodayOf sorts visits into what Home shows at the time now. Visits of guides
// that are not in guides are left out; they are kept all the same.
func TodayOf(guides []Guide, visits []Visit, now time.Time) Today {
	var t Today
	for _, v := range visits {
		i := slices.IndexFunc(guides, func(g Guide) bool { return g.ID == v.Guide })
		if i >= 0 && len(guides[i].Steps) > 0 {
			t.place(Open(guides[i], v), now)
		}
	}
	slices.SortStableFunc(t.Attention, func(a, b Item) int { return a.Severity.Rank() - b.Severity.Rank() })
	slices.SortStableFunc(t.Waiting, func(a, b Item) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(t.Ended, func(a, b Item) int { return b.At.Compare(a.At) })
	return t
}

// place puts one visit where it belongs.
func (t *Today) place(s *Session, now time.Time) {
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
			it.Why = fmt.Sprintf("The last look at “%s” found a problem.", it.StepTitle)
		}
		t.Attention = append(t.Attention, it)
		return
	}
	if id, o, ok := s.first(Waiting); ok {
		it := s.item(id)
		it.At, it.Why = o.Until, o.Note
		if !o.Until.After(now) {
			it.Severity, it.Why = report.Note, "The wait is over. Look again to see whether you can go on."
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

// first gives the first step whose outcome is in state st.
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
	var latest time.Time
	for _, step := range s.guide.Steps {
		o := s.visit.Outcomes[step.ID]
		if o.State == Completed {
			it.Done++
		}
		if o.Headline != "" && !o.At.Before(latest) {
			it.Headline, latest = o.Headline, o.At
		}
	}
	if o := s.visit.Outcomes[id]; o.Headline != "" && o.State != InProgress && o.State != Completed {
		it.Headline = o.Headline // what needs the person, or waits, is about this step
	}
	return it
}

// Sentence says in words how the day stands: "Sunday 22 November. Three things
// need you; nothing is broken."
func (t Today) Sentence(now time.Time) string {
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
		return date + Count(len(t.UnderWay), "guide is", "guides are") + " under way; nothing is broken."
	case need == 0 && len(t.Waiting) > 0:
		return date + "Nothing needs you until " + t.Waiting[0].At.In(now.Location()).Format("2 January") + "."
	case need == 0:
		return date + "Nothing needs you."
	}
	broken := "nothing is broken."
	if problems == 1 {
		broken = "one of them is a problem."
		if need == 1 {
			broken = "it is a problem."
		}
	} else if problems > 1 {
		broken = strings.ToLower(Count(problems, "of them is a problem.", "of them are problems."))
	}
	return date + Count(need, "thing needs you; ", "things need you; ") + broken
}

// Count writes a number and the words that go with it; small numbers as words,
// beginning with a capital letter: "Three things", "One thing", "14 things".
func Count(n int, one, many string) string {
	words := []string{"No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"}
	number := fmt.Sprint(n)
	if n >= 0 && n < len(words) {
		number = words[n]
	}
	if n == 1 {
		return number + " " + one
	}
	return number + " " + many
}
