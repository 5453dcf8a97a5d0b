package screens

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// forgetting is the question whether to forget an organisation.
type forgetting struct {
	one  tenant.Organisation
	told *fyne.Container
}

func (o *organisation) askForget() {
	o.forget = &forgetting{one: o.conn.one, told: parts.Column(8)}
	o.told.Objects, o.refresh.box.Objects = nil, nil
	o.draw()
}

// forgetPage names what is removed; the safe button has the focus.
func (o *organisation) forgetPage() fyne.CanvasObject {
	f := o.forget
	rows := 0
	for _, s := range o.status {
		rows += s.Rows
	}
	removed := parts.NewRows(
		line(true, parts.Muted("What was read"), parts.Text(plural(rows, "row")+" in "+plural(len(o.status), "section")+", with every search over them."), nil),
		line(true, parts.Muted("The sign-in"), parts.Text("The one of "+f.one.Account+", also where this computer keeps it for other starts of Handrail."), nil),
		line(true, parts.Muted("The connection"), parts.Text("Which cloud, which application, and who signed in."), nil),
	)
	choice := parts.NewChoice("", "", []parts.Option{
		{Value: "keep", Label: "Keep the reports", Hint: "They can be read later. They may hold names of people."},
		{Value: "delete", Label: "Delete the reports too", Hint: "Every report that guides made for this organisation. They cannot be brought back."},
	})
	choice.SetValue("keep")
	keep := parts.NewButton("Keep this organisation", parts.Main, "", o.Escape)
	remove := parts.NewButton("Forget it", parts.Plain, "", func() { o.forgetIt(f.one, choice.Value() == "delete") })
	o.first = keep
	boxes(f.told)
	page := parts.NewPage("Forget "+f.one.Name+"?", "Nothing changes at Microsoft. On this computer the following is removed for ever.",
		f.told, parts.Section("What is removed", removed), parts.Section("And the reports?", parts.NewPanel(choice)),
		parts.NewBanner(report.Warning, "There is no undo.", "You can connect again later and read everything anew."))
	back := parts.NewButton("Back", parts.Quiet, "left", o.Escape)
	return container.NewBorder(nil, parts.NewBar(back, remove, keep), nil, nil, page)
}

// forgetIt signs out first: where the tokens cannot be removed, nothing else is.
func (o *organisation) forgetIt(one tenant.Organisation, reports bool) {
	o.jobs.start(func(ctx context.Context, _ task.Report) error {
		if err := o.w.p.Tenant.SignOut(ctx); err != nil {
			return err
		}
		return o.w.p.Tenant.ForgetOrganisation(ctx, one.ID, reports)
	}, nil, func(err error) {
		if err != nil {
			if o.forget != nil {
				o.forget.told.Objects = []fyne.CanvasObject{o.w.say(err)}
			}
			o.draw()
			return
		}
		left := "What is left of it on this computer: nothing."
		if !reports {
			left = "What is left of it on this computer: its reports, under Reports. Nothing else."
		}
		o.forget = nil
		o.w.people = peopleView{}
		o.told.Objects = []fyne.CanvasObject{parts.NewBanner(report.OK, one.Name+" is forgotten.", left)}
		o.w.loadFoot()
		o.load()
	})
}
