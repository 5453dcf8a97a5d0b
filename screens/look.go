package screens

import (
	"context"
	"strconv"

	"handrail/app/guide"
	"handrail/app/task"
	"handrail/screens/parts"
)

// loadLook takes the person's folders and paper, and puts on their choice of theme. Where it was not read before
// the window was made, it is read now.
func (w *Window) loadLook() {
	if w.p.Kept != nil {
		w.putOnLook(w.p.Kept)
		return
	}
	var kept map[string]string
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) (err error) {
		kept, err = w.p.Settings.Settings(ctx)
		return err
	}, nil, func(err error) {
		if err != nil {
			logError(err) // the theme of the system will do
			return
		}
		w.putOnLook(kept)
	})
}

func (w *Window) putOnLook(kept map[string]string) {
	w.loadFolders(kept)
	for _, name := range []string{settingTheme, settingTextSize} {
		w.chosen[name] = kept[name]
	}
	if look := LookOf(w.chosen); look != (parts.Look{}) {
		w.app.Settings().SetTheme(parts.NewTheme(look))
	}
}

// choose puts on a theme or a text size at once, and saves it. done, which may be nil, receives how that went.
func (w *Window) choose(name, value string, done func(error)) {
	w.chosen[name] = value
	var reopen func()
	if w.shutOwn != nil { // Fyne’s dialog for files ends the program where the size of the text changes below it
		reopen = w.shutOwn()
	}
	w.app.Settings().SetTheme(parts.NewTheme(LookOf(w.chosen)))
	if reopen != nil {
		reopen()
	}
	if z, ok := w.current.(*wizard); ok && z.main != nil && z.s.Page() == guide.ShowPage {
		z.redraw() // where its buttons are depends on the text size
	}
	w.keeper.set(name, value, done)
}

// zoom chooses the next larger text size (1), the next smaller one (-1), or 100 % (0).
func (w *Window) zoom(step int) {
	now := int(LookOf(w.chosen).Scale*100 + 0.5)
	next := 100
	switch {
	case step > 0:
		next = now
		for i := len(textSizes) - 1; i >= 0 && textSizes[i] > now; i-- {
			next = textSizes[i]
		}
	case step < 0:
		next = now
		for i := 0; i < len(textSizes) && textSizes[i] < now; i++ {
			next = textSizes[i]
		}
	}
	if next == now {
		return
	}
	w.choose(settingTextSize, strconv.Itoa(next), func(err error) {
		if err != nil {
			logError(err) // it holds until the window is closed
		}
	})
	if s, ok := w.current.(*settings); ok && s.size != nil {
		s.size.SetValue(strconv.Itoa(next))
	}
}
