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
		line(true, parts.Muted("Data from Microsoft"), parts.Text(
			plural(rows, "item")+" in "+plural(len(o.status), "part")+", with the search index."), nil),
		line(true, parts.Muted("What changed"), parts.Text("Everything that Handrail remembers of earlier days."), nil),
		line(true, parts.Muted("The sign-in"),
			parts.Text("The sign-in of "+f.one.Account+", also the one saved for the next start of Handrail."), nil),
		line(true, parts.Muted("The connection"),
			parts.Text("The cloud, the application and the account that signed in."), nil),
	)
	choice := parts.NewChoice("", "", []parts.Option{
		{Value: "keep", Label: "Keep the reports", Hint: "You can read them later. They may contain names of people."},
		{Value: "delete", Label: "Delete the reports as well",
			Hint: "Handrail deletes every report about this organisation. You cannot restore them."},
	})
	choice.SetValue("keep")
	keep := parts.NewButton("Cancel", parts.Main, "", o.Escape)
	remove := parts.NewButton("Remove organisation", parts.Plain, "",
		func() { o.forgetIt(f.one, choice.Value() == "delete") })
	o.first = keep
	boxes(f.told)
	page := parts.NewPage("Remove "+f.one.Name+"?",
		"Nothing changes at Microsoft. Handrail permanently deletes this data from this computer:",
		f.told, parts.Section("Data to delete", removed),
		parts.Section("What happens to the reports?", parts.NewPanel(choice)),
		parts.NewBanner(report.Warning, "You cannot undo this.",
			"You can connect again later and read the data again."))
	back := parts.NewButton("Back", parts.Quiet, "left", o.Escape)
	return container.NewBorder(nil, parts.NewWideBar(back, remove, keep), nil, nil, page)
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
				o.forget.told.Objects = []fyne.CanvasObject{o.w.showError(err)}
			}
			o.draw()
			return
		}
		left := "No data about it is left on this computer."
		if !reports {
			left = "Only its reports are left on this computer, under Reports."
		}
		o.forget = nil
		o.w.people = peopleView{}
		o.told.Objects = []fyne.CanvasObject{parts.NewBanner(report.OK, one.Name+" is removed.", left)}
		o.w.loadFoot()
		o.load()
	})
}
