package screens

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// loadPeople shows on Home how people sign in, from the saved data. It
// shows nothing while no organisation is connected.
func (h *home) loadPeople() {
	if h.w.p.Tenant == nil {
		return
	}
	var conn connection
	var status map[string]tenant.Status
	var counts map[tenant.PeopleFilter]int
	h.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		if conn, err = fetchConnection(ctx, h.w.p.Tenant); err != nil || !conn.connected() {
			return err
		}
		view, err := h.w.p.Tenant.View(ctx)
		if err != nil {
			return err
		}
		if status, err = fetchStatuses(ctx, view); err != nil {
			return err
		}
		counts, err = view.Count(ctx)
		return err
	}, nil, func(err error) {
		switch {
		case err != nil && app.CodeOf(err) != app.NotFound:
			logError(err) // Organisation and People show it in words
		case err == nil && counts[tenant.AllPeople] > 0:
			h.people.Objects = []fyne.CanvasObject{h.figures(status, counts)}
			boxes(h.people)
			h.object.Refresh()
		}
	})
}

// figures are the numbers with the lists behind them, the worst first.
func (h *home) figures(status map[string]tenant.Status, counts map[tenant.PeopleFilter]int) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	add := func(s report.Severity, f tenant.PeopleFilter, one, many, why string) {
		n := counts[f]
		if n == 0 {
			return
		}
		words := many
		if n == 1 {
			words = one
		}
		rows = append(rows, line(false, parts.SeverityChip(s),
			parts.Column(0, parts.Bold(fmt.Sprintf(words, guide.Figures(n))), parts.Muted(why)),
			parts.NewButton("Show people", parts.Quiet, "right", func() { h.w.Show("people/" + string(f)) })))
	}
	add(report.Problem, tenant.BrokenMFA, "%s person has only sign-in methods that are not allowed",
		"%s people have only sign-in methods that are not allowed", "They cannot complete MFA today.")
	add(report.Warning, tenant.WeakAdmins, "%s administrator is at risk of phishing",
		"%s administrators are at risk of phishing", "They have no phishing-resistant method, such as a passkey.")
	add(report.Warning, tenant.PhoneOnly, "%s person can verify a sign-in only by phone",
		"%s people can verify a sign-in only by phone", mfa.Retirements().Sentence(h.w.now()))
	add(report.Warning, tenant.NoMFA, "%s person has no MFA method", "%s people have no MFA method",
		"Anyone who knows their password can sign in.")
	why := "Microsoft’s registration report does not show whether they can complete MFA."
	if status[tenant.SectionRegistration].Completed.IsZero() {
		why = "Handrail has not read their sign-in methods."
	}
	add(report.Unknown, tenant.UnknownState, "The MFA state of %s person is not known",
		"The MFA state of %s people is not known", why)
	known := counts[tenant.AllPeople] - counts[tenant.UnknownState]
	able := known - counts[tenant.NoMFA] - counts[tenant.BrokenMFA]
	lead := fmt.Sprintf("%s of %s can use multifactor authentication (MFA).", guide.Figures(able), people1(known))
	if known == 0 {
		lead = "It is not known who can use multifactor authentication (MFA)."
	}
	return parts.Section("How people sign in", parts.Text(lead), parts.NewRows(rows...),
		badge(status[tenant.SectionRegistration], tenant.SectionRegistration, h.w.now(), "Registered methods"))
}

//
