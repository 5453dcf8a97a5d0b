package screens

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/drift"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// acts are the buttons of an open change: accept it, or end that.
func (c *changes) acts(t drift.Told) (all []fyne.CanvasObject) {
	if t.Accepted == nil && t.CanAccept() {
		all = append(all, parts.NewButton("Accept this change…", parts.Plain, "", func() { c.askAccept(t) }))
	}
	if t.Accepted != nil || t.Back != "" {
		all = append(all, parts.NewButton("Withdraw the acceptance", parts.Plain, "undo", func() { c.withdraw(t) }))
	}
	if len(all) == 0 {
		return nil
	}
	return []fyne.CanvasObject{parts.Wrap(12, all...)}
}

// askAccept asks who accepts a change, why and until when, above the list.
func (c *changes) askAccept(t drift.Told) {
	who := parts.NewField("Who accepts it?", "For example your name.", false)
	why := parts.NewField("Why is it fine?", "One sentence that others can read later.", false)
	until := parts.NewField("Until which day?", "For example 6 December 2026. Leave it empty for no end.", false)
	c.w.addCalendar(until, nil)
	who.SetText(c.conn.one.Account)
	failed := parts.Column(8)
	accept := func() { c.accept(t, who, why, until, failed) }
	who.OnSubmit, why.OnSubmit, until.OnSubmit = accept, accept, accept
	leave := parts.NewButton("Cancel", parts.Plain, "", c.untell)
	boxes(failed)
	c.tell(parts.NewPanel(parts.Bold("Accept this change"), parts.Text(t.Text),
		parts.Muted("It moves to the accepted changes. "+
			"Handrail shows it again when it changes, or after the day that you enter."),
		who, why, until, failed, parts.Across(12, parts.NewButton("Accept change", parts.Main, "", accept), leave)))
	c.w.focus(why.Entry())
}

// untell closes what is above the list.
func (c *changes) untell() {
	c.tell()
	c.w.focus(c.first)
}

// accept reads the fields and saves the acceptance. What is wrong is explained at its field, and nothing is saved.
func (c *changes) accept(t drift.Told, who, why, until *parts.Field, failed *fyne.Container) {
	terms := drift.Terms{By: strings.TrimSpace(who.Text()), Why: strings.TrimSpace(why.Text()), At: c.w.now()}
	var bad *parts.Field
	check := func(f *parts.Field, problem string) {
		if f.SetError(problem); problem != "" && bad == nil {
			bad = f
		}
	}
	check(who, unless(terms.By != "", "Enter who accepts it."))
	check(why, unless(terms.Why != "", "Enter why it is fine."))
	last, problem := c.lastDay(until.Text())
	terms.Until = last
	check(until, problem)
	if bad != nil {
		c.object.Refresh()
		c.w.focus(bad.Entry())
		return
	}
	c.write(func(ctx context.Context, s drift.Sources) error { return drift.Accept(ctx, s, t, terms) },
		"Accepted.", "You find it below the list.", failed)
}

// unless returns problem unless right.
func unless(right bool, problem string) string {
	if right {
		return ""
	}
	return problem
}

// lastDay returns the day until which something is accepted as it is stored, or what is wrong with it.
func (c *changes) lastDay(text string) (day, problem string) {
	if strings.TrimSpace(text) == "" {
		return "", ""
	}
	at, err := c.w.parseDay(text, true)
	switch {
	case err != nil:
		return "", wrong(err)
	case at.Before(midnight(c.w.now())):
		return "", "This day has passed. Choose today or a later day."
	}
	return at.Format(time.DateOnly), ""
}

func (c *changes) withdraw(t drift.Told) {
	now, failed := c.w.now(), parts.Column(8)
	c.tell(failed)
	c.write(func(ctx context.Context, s drift.Sources) error { return drift.Withdraw(ctx, s, t, now) },
		"Withdrawn.", "The change counts again.", failed)
}

// write saves something and compares again; why it failed goes into failed.
func (c *changes) write(save func(context.Context, drift.Sources) error, lead, text string, failed *fyne.Container) {
	c.jobs.start(func(ctx context.Context, _ task.Report) error {
		sources, err := c.w.sourcesOf(ctx, c.conn)
		if err != nil {
			return err
		}
		return save(ctx, sources)
	}, nil, func(err error) {
		if err != nil {
			failed.Objects = []fyne.CanvasObject{c.w.showError(err)}
			boxes(failed)
			c.object.Refresh()
			return
		}
		c.tell(parts.NewBanner(report.OK, lead, text))
		c.w.focus(c.first)
		c.load()
	})
}
