package guide

import (
	"slices"
	"time"

	"handrail/app"
	"handrail/app/report"
)

// Session moves one visit through its guide. It is pure: the caller saves
// Visit() after each move and runs the step's functions.
type Session struct {
	guide Guide
	visit Visit
}

// FieldError is what is wrong with one answer.
type FieldError struct {
	Name, Label string
	Err         error
}

// Invalidated names something that a change made void: an answer or a step's outcome.
type Invalidated struct {
	Name  string // of the answer, or id of the step
	Label string // in words
	Step  bool   // it is a step; else an answer
}

// New begins a visit of g.
func New(g Guide, id string, now time.Time) *Session {
	v := Visit{
		ID: id, Guide: g.ID, Started: now.UTC(), Changed: now.UTC(),
		Answers: map[string]string{}, Drafts: map[string]string{}, Outcomes: map[string]Outcome{},
	}
	s := &Session{g, v}
	s.open(0)
	return s
}

// NewFrom begins a visit of g with what stood in an earlier one, typed and not
// confirmed: every page is gone through once more.
func NewFrom(g Guide, before Visit, id string, now time.Time) *Session {
	s := New(g, id, now)
	if g.Again != nil {
		for name, text := range g.Again(before.Answers) {
			s.visit.Drafts[name] = text
		}
	}
	return s
}

// Open takes up a kept visit. A step that the guide no longer has falls back to
// the first; answers are kept whatever they are.
func Open(g Guide, v Visit) *Session {
	s := &Session{g, v.Clone()}
	i := s.find(v.Step)
	if i < 0 {
		s.open(0)
		return s
	}
	if p := pages(g.Steps[i]); !slices.Contains(p, v.Page) {
		s.visit.Page = p[0]
	}
	return s
}

// Guide returns the guide.
func (s *Session) Guide() Guide { return s.guide }

// Visit returns a copy of the visit as it stands, to be saved or read.
func (s *Session) Visit() Visit { return s.visit.Clone() }

// Index returns the position of the current step, from 0.
func (s *Session) Index() int { return max(0, s.find(s.visit.Step)) }

// Step returns the current step.
func (s *Session) Step() Step { return s.guide.Steps[s.Index()] }

// Page returns the open page of the current step.
func (s *Session) Page() Page { return s.visit.Page }

// Draft keeps what was typed and not confirmed.
func (s *Session) Draft(typed map[string]string) {
	for name, text := range typed {
		// An emptied field is a draft too, where a default would stand else.
		if answer, ok := s.visit.Answers[name]; ok && answer == text {
			delete(s.visit.Drafts, name)
			continue
		}
		s.visit.Drafts[name] = text
	}
}

// Submit confirms the answers of the Asks page. What is wrong is told field by
// field and nothing moves (what was typed stays as a draft). When all is well the
// answers are kept, what rested on changed ones is cleared and named, and the
// session moves on to the next page.
func (s *Session) Submit(typed map[string]string, now time.Time) ([]Invalidated, []FieldError) {
	s.Draft(typed)
	clean, wrong := s.checked()
	if len(wrong) > 0 {
		return nil, wrong
	}
	cleared := s.confirm(clean)
	s.visit.Changed = now.UTC()
	if slices.Contains(pages(s.Step()), ShowPage) {
		s.visit.Page = ShowPage
		s.begin(now)
		return cleared, nil
	}
	s.Complete(Outcome{State: Completed, At: now.UTC()}, now)
	return cleared, nil
}

// set confirms one answer and clears what rested on the old one, except the
// answers confirmed in the same go.
func (s *Session) set(name, text string, same map[string]string) []Invalidated {
	old, had := s.visit.Answers[name]
	s.visit.Answers[name] = text
	delete(s.visit.Drafts, name)
	if name == s.guide.Subject {
		s.visit.Subject = s.guide.Called(&s.visit, name, text)
	}
	var gone []Invalidated
	if had && old != text {
		gone = s.clear(name, same)
	}
	s.about()
	return gone
}

// about names the visit by the fact About, in a guide that has one.
func (s *Session) about() {
	if s.guide.About == "" {
		return
	}
	if s.visit.Subject = s.visit.Fact(s.guide.About); s.visit.Subject == string(report.Unknown) {
		s.visit.Subject = ""
	}
}

// clear makes void what depends on the answer name, and what depends on that.
func (s *Session) clear(name string, same map[string]string) []Invalidated {
	var gone []Invalidated
	for _, step := range s.guide.Steps {
		if slices.Contains(step.DependsOn, name) {
			if o, ok := s.visit.Outcomes[step.ID]; ok {
				delete(s.visit.Outcomes, step.ID)
				s.visit.Ended = time.Time{}
				if o.State != InProgress { // what was only begun is no loss to tell of
					gone = append(gone, Invalidated{step.ID, step.Title, true})
				}
			}
		}
		for _, a := range step.Asks {
			if !slices.Contains(a.DependsOn, name) {
				continue
			}
			delete(s.visit.Drafts, a.Name)
			if _, now := same[a.Name]; now {
				continue
			}
			if _, ok := s.visit.Answers[a.Name]; ok {
				delete(s.visit.Answers, a.Name)
				gone = append(gone, Invalidated{a.Name, a.Label, false})
				gone = append(gone, s.clear(a.Name, same)...)
			}
		}
	}
	return gone
}

// Complete records how the current step ended and moves on to the next one,
// where that one can start. When every step is completed the visit ends.
func (s *Session) Complete(o Outcome, now time.Time) {
	s.SetOutcome(s.Step().ID, o, now)
	if i := s.Index(); i+1 < len(s.guide.Steps) {
		if s.blocker(i+1) != "" {
			return
		}
		s.open(i + 1)
		s.begin(now)
	}
}

// SetOutcome records the outcome of a step without moving. Report, Facts and
// Headline of an earlier outcome stay where o has none. The visit ends when the last open
// step is completed, whichever that is, and goes on when one comes undone.
func (s *Session) SetOutcome(step string, o Outcome, now time.Time) {
	if old, ok := s.visit.Outcomes[step]; ok {
		if o.Headline == "" && o.Report == "" {
			o.Headline = old.Headline
		}
		if o.Report == "" {
			o.Report = old.Report
		}
		if o.Facts == nil {
			o.Facts = old.Facts
		}
	}
	s.visit.Outcomes[step] = o
	s.visit.Changed = now.UTC()
	s.about()
	switch {
	case !s.allDone():
		s.visit.Ended = time.Time{}
	case s.visit.Ended.IsZero():
		s.visit.Ended = now.UTC()
	}
}

// Back goes one page back; false at the very first. It passes over steps that
// cannot start, and what a step found is shown only where its questions are answered.
func (s *Session) Back() bool {
	i := s.Index()
	if p := s.pages(s.Step()); s.visit.Page == ShowPage && p[0] == AskPage {
		s.visit.Page = AskPage
		return true
	}
	for i--; i >= 0 && s.StateOf(s.guide.Steps[i].ID) == CannotStart; i-- {
	}
	if i < 0 {
		return false
	}
	s.open(i)
	if p := pages(s.Step()); s.answered() {
		s.visit.Page = p[len(p)-1]
	}
	return true
}

// answered reports whether every question that the current step asks has an answer.
func (s *Session) answered() bool {
	for _, a := range s.Step().Asks {
		if _, ok := s.visit.Answers[a.Name]; !ok && (a.When == nil || a.When(&s.visit)) {
			return false
		}
	}
	return true
}

// GoTo opens a step that can be started: one seen before or whose needs are
// met. Otherwise the error says why not.
func (s *Session) GoTo(id string) error {
	i := s.find(id)
	if i < 0 {
		return app.Errorf(app.NotFound, "Choose a step from the list.", "This guide has no such step.")
	}
	if s.StateOf(id) == CannotStart {
		need := s.guide.Steps[max(0, s.find(s.blocker(i)))]
		return app.Errorf(app.Invalid, "Finish that step first, then come back.",
			"“%s” cannot start before “%s” is completed.", s.guide.Steps[i].Title, need.Title)
	}
	from, page := s.visit.Step, s.visit.Page
	s.open(i)
	p := pages(s.guide.Steps[i])
	if o, seen := s.visit.Outcomes[id]; seen && o.State != InProgress {
		s.visit.Page = p[len(p)-1]
	} else if from == id && slices.Contains(s.pages(s.guide.Steps[i]), page) { // it was open, for example before a list of it
		s.visit.Page = page
	}
	return nil
}

// Startable returns the step to open on the way to the step id: id where it can start, else the nearest one before it
// that can. "" where the guide has no such step.
func (s *Session) Startable(id string) string {
	i := s.find(id)
	for i >= 0 && s.StateOf(s.guide.Steps[i].ID) == CannotStart {
		i = s.find(s.blocker(i))
	}
	if i < 0 {
		return ""
	}
	return s.guide.Steps[i].ID
}

// NextStarts reports whether the step after the current one could start with the current one in state st; true at the
// last step.
func (s *Session) NextStarts(st State) bool {
	c := Session{s.guide, s.visit.Clone()}
	i := c.Index()
	c.visit.Outcomes[c.Step().ID] = Outcome{State: st}
	return i+1 >= len(c.guide.Steps) || c.blocker(i+1) == ""
}

// ChangeAnswer opens the page that asks for name, so that it can be changed.
func (s *Session) ChangeAnswer(name string) bool {
	for i, step := range s.guide.Steps {
		for _, a := range step.Asks {
			if a.Name == name {
				s.open(i)
				s.visit.Page = AskPage
				return true
			}
		}
	}
	return false
}

// StateOf returns the state of a step.
func (s *Session) StateOf(id string) State {
	i := s.find(id)
	if i < 0 {
		return NotStarted
	}
	o, seen := s.visit.Outcomes[id]
	if seen && o.State != InProgress {
		return o.State
	}
	if i == s.Index() && s.blocker(i) == "" || seen {
		return InProgress
	}
	if s.blocker(i) != "" {
		return CannotStart
	}
	return NotStarted
}

// Ended reports whether every step is completed.
func (s *Session) Ended() bool { return !s.visit.Ended.IsZero() }

// blocker returns the id of the nearest step that must be completed before step i
// can start; "" where there is none.
func (s *Session) blocker(i int) string {
	need := s.guide.Steps[i].Needs
	if need == "" || s.find(need) < 0 {
		return ""
	}
	if s.visit.Outcomes[need].State != Completed {
		return need
	}
	return s.blocker(s.find(need))
}

func (s *Session) allDone() bool {
	for _, step := range s.guide.Steps {
		if s.visit.Outcomes[step.ID].State != Completed {
			return false
		}
	}
	return true
}

// begin marks the current step as under way.
func (s *Session) begin(now time.Time) {
	id := s.Step().ID
	if _, seen := s.visit.Outcomes[id]; !seen && s.blocker(s.Index()) == "" {
		s.visit.Outcomes[id] = Outcome{State: InProgress, At: now.UTC()}
	}
}

func (s *Session) open(i int) {
	s.visit.Step = s.guide.Steps[i].ID
	s.visit.Page = s.pages(s.guide.Steps[i])[0]
}

func (s *Session) find(id string) int {
	return slices.IndexFunc(s.guide.Steps, func(st Step) bool { return st.ID == id })
}

// pages returns the pages of a step that there are now: one without a question is passed
// over, where there is another.
func (s *Session) pages(st Step) []Page {
	p := pages(st)
	if asks, _ := s.asked(st); len(p) > 1 && len(asks) == 0 {
		return p[len(p)-1:]
	}
	return p
}

// pages returns the pages of a step in order; always at least one.
func pages(st Step) []Page {
	var p []Page
	if len(st.Asks) > 0 {
		p = append(p, AskPage)
	}
	if len(p) == 0 || st.Look != nil || st.Plan != nil || st.Hand != nil || st.Wait != nil || st.Screen != "" {
		p = append(p, ShowPage)
	}
	return p
}
