package screens

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/program"
	"handrail/app/sample"
	"handrail/app/task"
)

// killedAt is what a guide shows and what its window holds, as a child tells it before it is killed, and the next child
// after it has opened the guide again.
type killedAt struct {
	Guide   string
	Visit   string
	Step    string
	Page    guide.Page
	Ended   bool
	Fields  map[string]string // what stands in the fields
	Reason  string            // what stands in the field for the reason, at the end
	Checked []string          // what is ticked off
	Answers map[string]string
	Drafts  map[string]string
	Report  string // of the step
	Found   string // a hash of what a check found

	Before map[string]string // what stood in the fields before something else was typed
	Typed  bool              // on this page
	Screen bool              // the screen of a step is open in place of the guide
	Same   int               // how often this page did not go on
}

// killedLine is one line of a child.
type killedLine struct {
	Opened, Stands *killedAt
	Journal        []string // what the change log holds
	Notices        int      // how many the start gave
	Done           bool     // all that this child does is done
}

func (l killedLine) say() {
	line, err := json.Marshal(l)
	if err != nil {
		panic(err)
	}
	_, _ = os.Stdout.Write(append(line, '\n')) // at once
}

// killedChild opens each guide where it stands, does one thing in it and leaves its window open, until it is killed.
func killedChild(t *testing.T) {
	ctx := context.Background()
	p, err := program.Open(ctx, program.Flags{Data: os.Getenv("HANDRAIL_FOLDER"), Sample: true}, false)
	if err != nil {
		t.Fatal(err)
	}
	var all []killedAt
	if err := json.Unmarshal([]byte(os.Getenv("HANDRAIL_WALKED")), &all); err != nil {
		t.Fatal(err)
	}
	journal := func() (lines []string) {
		entries, err := p.Store.Entries(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			line, _ := json.Marshal(e)
			sum := sha256.Sum256(line)
			lines = append(lines, hex.EncodeToString(sum[:4]))
		}
		return lines
	}
	if _, _, err := p.Tenant.Organisations(ctx); err != nil { // waits until the sample is read
		t.Fatal(err)
	}
	killedLine{Journal: journal(), Notices: len(p.Notices)}.say()
	for _, k := range all {
		s := killedStage(t, p)
		s.turnKilled(k)
	}
	killedLine{Journal: journal(), Done: true}.say()
	time.Sleep(time.Hour)
}

// killedStage is a window on the sample organisation, now.
func killedStage(t *testing.T, p *program.Program) *stage {
	s := newStage(t, task.Inline{})
	s.ports.Guides, s.ports.Visits, s.ports.Journal, s.ports.Settings = p.Guides, p.Visits(), p.Store, p.Store
	s.ports.Library, s.ports.Tenant, s.ports.Organisation = p.Store, p.Tenant, p.Sample.Organisation()
	s.ports.Practise, s.ports.CanPractise = p.Sample.Publish, p.Sample.Can
	s.ports.Diary, s.ports.Places, s.ports.Reminders, s.ports.Runs = p.Diary, p.Store, p.Reminders, p.Store
	s.ports.Clock = time.Now
	s.ports.Pause = func(_ context.Context, d time.Duration) error {
		if d != draftAfter {
			return errors.New("no second of a clock passes here")
		}
		return nil
	}
	return s
}

// turnKilled opens a guide where it stands, tells how it stands, does the next thing in it and tells that.
func (s *stage) turnKilled(k killedAt) {
	if k.Visit == "" {
		i := slices.IndexFunc(s.ports.Guides, func(g guide.Guide) bool { return g.ID == k.Guide })
		s.open("guides").w.startVisit(s.ports.Guides[i])
		s.tellKilled(s.wizard(), k)
		return
	}
	s.open("visit/" + k.Visit)
	z, now := s.wizard(), k
	z.held(&now)
	killedLine{Opened: &now}.say()
	answers := sample.Answers()[k.Guide]
	switch k.Guide { // an email that is not saved has to be entered again after a kill
	case "header":
		answers = map[string]string{"keep": "all"}
	case "enhanced-filtering":
		answers["pilot"] = "ada@office.northgate.example"
	}
	switch typed := !k.Typed && s.typeOver(z, &k); {
	case typed || k.Ended:
	case k.Screen: // it is over
		z.s.Complete(guide.Outcome{State: guide.Completed, At: s.w.now()}, s.w.now())
		s.w.saver.save(z.s.Visit(), nil)
		s.w.openVisit(k.Visit, "", false)
		z, k.Screen = s.wizard(), false
	default:
		if k.Typed && z.s.Page() == guide.AskPage {
			s.putBack(z, k.Before, answers)
		}
		s.doInSample(z, answers)
	}
	k.Screen = s.w.current != screen(z)
	s.tellKilled(z, k)
}

// tellKilled tells how a guide stands now, after k.
func (s *stage) tellKilled(z *wizard, k killedAt) {
	now := k
	z.held(&now)
	switch {
	case now.Step != k.Step || now.Page != k.Page || now.Ended != k.Ended:
		now.Typed, now.Same, now.Before = false, 0, nil
	case k.Typed == now.Typed:
		now.Same++
	}
	killedLine{Stands: &now}.say()
}

// held fills in what the window holds, without what the guide promises not to save.
func (z *wizard) held(k *killedAt) {
	v, g, step := z.s.Visit(), z.s.Guide(), z.s.Step()
	k.Guide, k.Visit, k.Step, k.Page, k.Ended = v.Guide, v.ID, z.s.Step().ID, z.s.Page(), !v.Ended.IsZero()
	k.Fields, k.Checked, k.Answers, k.Drafts = z.typed(), z.s.Checked(), v.Answers, v.Drafts
	k.Report, k.Found, k.Reason = v.Outcomes[k.Step].Report, "", ""
	probe := v.Clone()
	maps.Copy(probe.Answers, v.Drafts)
	for _, st := range g.Steps {
		for _, a := range st.Asks {
			if a.Saved == nil || a.Saved(&probe) {
				continue
			}
			for _, of := range []map[string]string{k.Fields, k.Answers, k.Drafts} {
				delete(of, a.Name)
			}
			saved := g.Saved(v) // where nothing is saved of what it led to, its question comes again
			k.Step, k.Page = saved.Step, saved.Page
		}
	}
	doc := z.found.doc
	if doc != nil && step.Saved != nil {
		doc = step.Saved(&v, doc)
	}
	if doc != nil && z.found.step == k.Step && !k.Ended {
		text, err := json.Marshal(doc)
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(text)
		k.Found = hex.EncodeToString(sum[:])
	}
	if f := z.changed.field; f != nil && k.Ended {
		k.Reason = f.Text()
	}
}

// killedWords are typed where a person would type something else.
const killedWords = "typed before the kill"

// typeOver types something that no default gives into each field of the page, or ticks off what is to do, by keys. It
// reports whether there was anything.
func (s *stage) typeOver(z *wizard, k *killedAt) bool {
	k.Typed, k.Before = true, z.typed()
	switch {
	case k.Ended:
		if z.changed.field == nil {
			return false
		}
		s.focusOn(z.changed.field.Entry()).write(killedWords)
		return true
	case z.s.Page() == guide.ShowPage:
		if z.found.hand == nil || len(z.found.hand.Todo) == 0 || len(z.s.Checked()) > 0 {
			return false
		}
		s.tab("To do\n" + z.found.hand.Todo[0]).enter()
		return true
	}
	for i := 0; i < len(z.asks.fields); i++ { // a choice can bring up others
		f := z.asks.fields[i]
		if s.focusOn(f.focus()); f.ask.Kind == guide.Choice {
			s.key(fyne.KeySpace, fyne.KeyDown)
			continue
		}
		s.writeOver(killedWords)
	}
	return len(z.asks.fields) > 0
}

// putBack gives each field its answer again, by keys: that of the sample, or what stood there before.
func (s *stage) putBack(z *wizard, before, answers map[string]string) {
	for i := 0; i < len(z.asks.fields); i++ {
		name := z.asks.fields[i].ask.Name
		want, known := answers[name]
		if !known {
			want, known = before[name]
		}
		if !known {
			continue
		}
		if s.focusOn(z.asks.fields[i].focus()); z.asks.fields[i].ask.Kind != guide.Choice {
			s.writeOver(want)
			continue
		}
		for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyUp} {
			for n := 0; z.asks.fields[i].text() != want && n < 9; n++ {
				s.key(key)
			}
		}
	}
}

// focusOn moves the focus with Tab.
func (s *stage) focusOn(f fyne.Focusable) *stage {
	s.t.Helper()
	c := s.w.Win.Canvas()
	for n := 0; c.Focused() != f; n++ {
		if n == 200 {
			s.t.Fatalf("Tab never reaches %q; the page says:\n%s", nameOf(f), s.text())
		}
		c.FocusNext()
	}
	return s
}

// writeOver replaces the text of the field that has the focus.
func (s *stage) writeOver(text string) {
	if field, ok := s.w.Win.Canvas().Focused().(fyne.Shortcutable); ok {
		field.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	if text == "" {
		s.key(fyne.KeyBackspace)
		return
	}
	s.write(text)
}
