package screens

import (
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/screens/parts"
)

// stepScreen is a screen that a step of a guide can name.
type stepScreen struct {
	make func(*Window) screen
	// second is another way to open it: words, and what stands behind the id.
	second, mark string
	early        func(v guide.Visit, now time.Time) bool // only the other way makes sense yet
	over         string                                  // words for "this is done" on the page of the step
}

// stepScreens are all of them, by name.
func stepScreens() map[string]stepScreen {
	return map[string]stepScreen{
		runsheet.Screen: {newDay, "Rehearse with this screen", "/rehearsal", early, "Continue after the event"},
	}
}

// early reports whether the event of v is days away, so that its screen can only be a rehearsal.
func early(v guide.Visit, now time.Time) bool {
	run, err := runsheet.FromAnswers(v.Answers)
	return err == nil && run.Early(now)
}

// screenMoves returns the buttons of a step that has a screen of its own.
func (z *wizard) screenMoves(step guide.Step, s stepScreen) (main *parts.Button, onMain func(), more []*parts.Button) {
	route := step.Screen + "/" + z.s.Visit().ID
	open := func(route string) func() {
		return func() { z.save(); z.w.Show(route) }
	}
	if z.over {
		return parts.NewButton(s.over, parts.Main, "", z.goOn), z.goOn,
			[]*parts.Button{parts.NewButton(step.MainLabel, parts.Plain, "", open(route))}
	}
	onMain = open(route)
	if s.early != nil && s.early(z.s.Visit(), z.w.now()) {
		onMain = open(route + s.mark)
		return parts.NewButton(s.second, parts.Main, "", onMain), onMain,
			[]*parts.Button{parts.NewButton(s.over, parts.Plain, "", z.goOn)}
	}
	if s.second != "" {
		more = append(more, parts.NewButton(s.second, parts.Plain, "", open(route+s.mark)))
	}
	more = append(more, parts.NewButton(s.over, parts.Plain, "", z.goOn))
	return parts.NewButton(step.MainLabel, parts.Main, "", onMain), onMain, more
}

// drawTrial returns the button that opens the screen of a later step to practise with it; nothing where there is none.
func (z *wizard) drawTrial(h *guide.Handover) []fyne.CanvasObject {
	s, ok := stepScreens()[h.Trial]
	if !ok {
		return nil
	}
	route := h.Trial + "/" + z.s.Visit().ID + s.mark
	return []fyne.CanvasObject{across(parts.NewButton(s.second, parts.Plain, "", func() { z.save(); z.w.Show(route) }))}
}
