package screens

import (
	"context"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// drawLack draws a page of its own where a role, a permission or a licence is missing, and reports whether that is so.
func (z *wizard) drawLack() bool {
	err, step := z.found.err, z.s.Step()
	l, is := lackOf(err, z.s.Guide())
	if !is {
		return false
	}
	z.drawPassing(l.title(), step.Title, nil)
	passing := z.page.Objects[0]
	z.jobs.start(func(ctx context.Context, _ task.Report) error {
		l.org = z.w.fetchOrg(ctx)
		l.org.readHolders(ctx, z.w.p.Tenant)
		return nil
	}, nil, func(error) {
		if z.page.Objects[0] == passing { // nothing else was drawn meanwhile
			z.showLack(l, err)
		}
	})
	return true
}

// showLack shows what is missing, who can help, and a text to send to them.
func (z *wizard) showLack(l lack, err error) {
	step := z.s.Step()
	happened, _ := app.UserMessage(err)
	logError(err)
	text := l.message(z.s.Guide(), step.Title, happened, nil)
	var helpers []fyne.CanvasObject
	for _, words := range l.helpers() {
		helpers = append(helpers, parts.Text(words))
	}
	body := []fyne.CanvasObject{
		parts.NewBanner(report.Problem, happened, ""),
		parts.Section("What is missing", parts.Text(l.need())),
		parts.Section("Who can help", helpers...),
		parts.Section("A message to send", parts.NewCode(report.Code{Label: "Message", Text: text}, z.w.copy)),
		z.w.technical(err),
	}
	z.draw(l.title(), "For the step “"+step.Title+"”.", body, parts.NewButton("Try again", parts.Main, "", z.tryAgain),
		z.tryAgain)
}
