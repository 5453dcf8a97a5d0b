package screens

import (
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/screens/parts"
)

// moved saves the visit after a move and draws the page it stands on now.
func (z *wizard) moved() {
	z.save()
	z.show()
}

// goBack goes one page back; nothing that was typed is lost. At the very first
// page it goes to the catalogue.
func (z *wizard) goBack() {
	if z.s == nil || z.writing {
		return
	}
	z.keepTyped()
	if z.ended {
		z.ended = false
		z.moved()
		return
	}
	if !z.s.Back() {
		z.save()
		z.w.Show("guides")
		return
	}
	z.asks = questionPage{}
	z.moved()
}

// goTo opens a step from the column at the left, or shows why it cannot start.
func (z *wizard) goTo(step string) {
	if z.writing {
		return
	}
	z.keepTyped()
	if err := z.s.GoTo(step); err != nil {
		z.tell(note{report.Note, "", wrong(err), nil})
		return
	}
	z.ended, z.back, z.asks = false, "", questionPage{}
	z.moved()
}

// goOn is the main button of a page with nothing special to do: it asks the gate
// and completes the step, or shows why not.
func (z *wizard) goOn() {
	step := z.s.Step()
	if step.Look != nil && z.found.doc == nil {
		z.tell(note{report.Note, "Nothing has been checked yet.", "Select “Check again”, then continue.", nil})
		return
	}
	if err := z.gate(); err != nil {
		z.tell(note{report.Warning, "Not yet.", wrong(err), nil}) // “Check again” stands beside the button
		return
	}
	z.complete(guide.Outcome{State: guide.Completed, At: z.outcomeTime()})
}

// gate asks why the step is not done; nil lets go on.
func (z *wizard) gate() error {
	step := z.s.Step()
	if step.Ready == nil {
		return nil
	}
	v := z.s.Visit()
	return step.Ready(&v, z.found.doc)
}

// outcomeTime is when the step's outcome was found: an old look that is only
// confirmed now does not become newer than the looks after it.
func (z *wizard) outcomeTime() time.Time {
	if z.found.doc != nil && !z.found.at.IsZero() {
		return z.found.at.UTC()
	}
	return z.w.now().UTC()
}

// wait goes on without waiting: the step stays open until its date.
func (z *wizard) wait() {
	z.complete(guide.Outcome{State: guide.Waiting, At: z.outcomeTime(), Until: z.found.until.At.UTC(),
		Note: z.found.until.Reason})
}

// passTime ends a wait in the sample organisation, where no one waits for days.
func (z *wizard) passTime() {
	z.complete(guide.Outcome{State: guide.Completed, At: z.outcomeTime(), Note: "In the sample organisation, the time " +
		"passed at once."})
}

// complete records the outcome and moves on, or shows what has to be done first.
func (z *wizard) complete(o guide.Outcome) {
	was, before := z.s.Index(), z.s.StateOf(z.s.Step().ID)
	z.s.Complete(o, z.w.now())
	// What is done just now may change what the next step found earlier.
	z.wantLook = before != guide.Completed && z.s.Index() != was
	z.save()
	last := was == len(z.s.Guide().Steps)-1
	switch {
	case z.s.Index() != was:
		z.show()
	case last && z.s.Ended():
		z.ended = true
		z.show()
	case last:
		z.tell(z.stillOpen())
	default:
		next := z.s.Guide().Steps[was+1]
		err := z.s.GoTo(next.ID)
		z.tell(note{report.Note, "", wrong(err), nil})
	}
}

// stillOpen names the steps that keep the visit from its end.
func (z *wizard) stillOpen() note {
	var names []string
	first := ""
	for _, step := range z.s.Guide().Steps {
		if z.s.StateOf(step.ID) != guide.Completed {
			names = append(names, "“"+step.Title+"”")
			if first == "" {
				first = step.ID
			}
		}
	}
	n := note{report.Note, "This step is done.",
		"To finish the guide, complete these steps too: " + guide.AllNames(names) + ".", nil}
	if first != "" && first != z.s.Step().ID {
		n.extra = across(parts.NewButton("Open the first of these steps", parts.Plain, "", func() { z.goTo(first) }))
	}
	return n
}
