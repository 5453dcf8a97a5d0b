package guidetest

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
)

// person walks through a guide.
type person struct {
	t         T
	g         guide.Guide
	chosen    map[string]string // answers to give where they can be given
	world     *World            // may be nil
	said      speech
	byDefault bool // nothing unusual was chosen: every function must succeed
	onlyLooks bool
	held      bool            // a step that is held back holds back those that need it
	known     map[string]bool // what was reported, so that it is reported once; may be nil

	s       *guide.Session
	offered []option
	docs    map[string]*report.Document
	asked   map[string][]string // sections that the look of a step asked for
}

type option struct{ name, value string }

// shelf is a library that forgets what it is given.
type shelf struct{ report.Library }

func (shelf) SaveReport(context.Context, report.SavedReport) (string, error) { return "r", nil }

func (shelf) Reports(context.Context) ([]report.SavedReport, error) { return nil, nil }

// wrong reports what is wrong with the guide, once, with the answers that led there.
func (p *person) wrong(format string, args ...any) {
	p.t.Helper()
	text := fmt.Sprintf(format, args...)
	if p.known == nil {
		p.known = map[string]bool{}
	}
	if !p.known[text] {
		p.known[text] = true
		p.t.Errorf("%s: with %v, %s", p.g.ID, p.chosen, text)
	}
}

func (p *person) visit() guide.Visit { return p.s.Visit() }

func (p *person) walk() {
	p.t.Helper()
	p.s = guide.New(p.g, "v", Noon)
	p.docs, p.asked = map[string]*report.Document{}, map[string][]string{}
	for i, step := range p.g.Steps {
		if p.held && p.s.StateOf(step.ID) == guide.CannotStart {
			continue
		}
		p.answer(step)
		if p.world != nil {
			p.world.Office.took()
		}
		done := p.look(i, step)
		if p.world != nil {
			p.asked[step.ID] = p.world.Office.took()
		}
		if !p.onlyLooks {
			done = p.rest(i, step) && done
		}
		if done {
			v := p.visit()
			o := v.Outcomes[step.ID]
			o.State, o.At = guide.Completed, Noon
			p.s.SetOutcome(step.ID, o, Noon)
		}
	}
}

// answer answers the questions of a step: as chosen, where that is offered, else by
// default, else as Answers says.
func (p *person) answer(step guide.Step) {
	p.t.Helper()
	given, tried := map[string]string{}, map[string]bool{}
	for _, a := range step.Asks {
		if text, ok := p.chosen[a.Name]; ok {
			given[a.Name] = text
		}
	}
	for range 2*len(step.Asks) + 1 {
		wrong := p.s.Answer(step.ID, given, Noon)
		if len(wrong) == 0 {
			break
		}
		for _, w := range wrong {
			p.said.err(p.index(step.ID), w.Err)
			text, ok := Answers()[w.Name]
			if !ok && w.Name == p.g.Subject {
				text, ok = Domains()[0], true
			}
			_, chose := given[w.Name]
			if chose && !tried[w.Name] {
				delete(given, w.Name) // it is not offered here
				tried[w.Name] = true
				continue
			}
			if chose || !ok {
				p.t.Fatalf("%s: with %v, the answer %q to %s is refused: %v (guidetest.Answers can give another)",
					p.g.ID, p.chosen, given[w.Name], w.Name, w.Err)
			}
			given[w.Name], tried[w.Name] = text, true
		}
	}
	v := p.visit()
	for _, a := range p.s.AsksOf(step.ID) {
		if _, ok := v.Answers[a.Name]; !ok {
			p.t.Fatalf("%s: with %v, the question %s is asked and stays without an answer", p.g.ID, p.chosen, a.Name)
		}
		if a.Options != nil {
			for _, o := range a.Options(&v) {
				p.offered = append(p.offered, option{a.Name, o.Value})
				p.said.add(p.index(step.ID), o.Label, o.Hint)
			}
		}
	}
}

func (p *person) index(step string) int {
	return slices.IndexFunc(p.g.Steps, func(s guide.Step) bool { return s.ID == step })
}

// slips are what sentences say whose parts were joined wrongly.
var slips = regexp.MustCompile(`\b(and and|the the|of of|to to|is is|a a)\b|, and,|, ,| ,|[a-z]\.\.( |$)|\w\(s\)|` +
	`\b1 (others|people|days|minutes|hours|devices|accounts|guides|steps|things|reports|servers|groups|policies|files)\b`)

// look runs the Look of a step, and reports whether it returned a document.
func (p *person) look(i int, step guide.Step) bool {
	p.t.Helper()
	if step.Look == nil {
		return true
	}
	v := p.visit()
	looker := guide.Looker{Library: shelf{}, Now: func() time.Time { return Noon }}
	f, err := looker.Look(p.t.Context(), step, &v, nil)
	if err != nil {
		p.failed(i, "look", err)
		return false
	}
	doc := f.Document
	p.docs[step.ID] = doc
	for _, found := range doc.Findings() {
		if found.Severity.NeedsAction() && found.Do == "" {
			p.wrong("%s finds %q (%s) and does not say what to do", step.ID, found.Title, found.Code)
		}
		if found.Text == found.Title {
			p.wrong("%s says %q (%s) twice", step.ID, found.Title, found.Code)
		}
		if said := found.Title + " | " + found.Text + " " + found.Do; slips.MatchString(said) {
			p.wrong("%s says %q (%s): %q", step.ID, slips.FindString(said), found.Code, said)
		}
	}
	if doc.Title == "" || len(doc.Sources) == 0 || len(doc.Blocks) == 0 {
		p.wrong("the document of %s has no title, sources or blocks (%q, %q, %d)", step.ID,
			doc.Title, doc.Sources, len(doc.Blocks))
	}
	p.said.document(i, doc)
	if f.Held != nil {
		p.said.err(i, f.Held)
	}
	p.s.SetOutcome(step.ID, f.Outcome, Noon)
	if p.held && f.Held != nil {
		return false
	}
	if step.Evidence != nil {
		_ = step.Evidence(&v)
	}
	if r := p.g.Resume; r != nil && r.Step == step.ID {
		if due := r.Due(&v, doc); due != "" && p.index(due) < 0 {
			p.t.Errorf("%s: %q is due, and there is no such step", p.g.ID, due)
		}
	}
	return true
}

// rest runs the other functions of a step in the order of the window.
func (p *person) rest(i int, step guide.Step) bool {
	p.t.Helper()
	ctx, v, good := p.t.Context(), p.visit(), true
	if step.Plan != nil {
		plan, err := step.RunPlan(ctx, &v)
		if err != nil {
			p.failed(i, "plan", err)
			good = false
		} else {
			p.planned(i, step, plan)
		}
	}
	if step.Hand != nil {
		h, err := step.RunHand(ctx, &v)
		if err != nil {
			p.failed(i, "handover", err)
			good = false
		} else {
			p.handed(i, step, h)
		}
	}
	if step.People != nil {
		l, err := step.People(ctx, &v)
		if err != nil {
			p.failed(i, "list of people", err)
			good = false
		} else {
			p.listed(i, step, l)
		}
	}
	if step.Wait != nil {
		u, err := step.RunWait(ctx, &v)
		if err != nil {
			p.failed(i, "wait", err)
			return false
		}
		p.said.add(i, u.Reason)
		if u.Reason == "" && (p.byDefault || !u.At.IsZero()) {
			p.wrong("%s waits without a reason", step.ID)
		}
	}
	return good
}

// planned checks a plan, and makes the change where Handrail can.
func (p *person) planned(i int, step guide.Step, plan *guide.Plan) {
	p.t.Helper()
	if len(plan.Changes) == 0 || len(plan.Affected) == 0 || plan.Undo == "" && plan.NoUndo == "" {
		p.wrong("the plan of %s says too little: %+v", step.ID, plan)
	}
	p.said.plan(i, plan)
	if p.byDefault {
		p.same(step, plan)
	}
	if step.Apply == nil || plan.ByHand {
		return
	}
	v := p.visit()
	if err := step.RunApply(p.t.Context(), &v, plan, nil); err != nil {
		p.failed(i, "change", err)
	}
}

func (p *person) handed(i int, step guide.Step, h *guide.Handover) {
	p.t.Helper()
	todo := len(h.Records) + len(h.Bundles) + len(h.Messages) + len(h.Links) + len(h.Todo) + len(h.Blocks)
	if h.Nothing == "" && (h.Done == "" && step.Apply == nil || todo == 0) {
		p.wrong("the handover of %s is empty", step.ID)
	}
	if vague.MatchString(h.Done) {
		p.wrong("the button of %s does not say what it does: %q", step.ID, h.Done)
	}
	if n := utf8.RuneCountInString(h.Done); n > buttonLength {
		p.wrong("the button of %s has %d characters, at most %d fit: %q", step.ID, n, buttonLength, h.Done)
	}
	p.said.handover(i, h)
}

// failed checks an error: its words are for the person, and where nothing unusual
// was chosen there is none.
func (p *person) failed(i int, what string, err error) {
	p.t.Helper()
	step := p.g.Steps[i].ID
	if p.byDefault || p.onlyLooks {
		p.wrong("the %s of %s fails: %v", what, step, err)
	}
	if message, hint := app.UserMessage(err); app.CodeOf(err) == app.Internal || message == "" || hint == "" {
		p.wrong("the error of the %s of %s is not for a person: %v", what, step, err)
	}
	p.said.err(i, err)
}
