package safedocuments

import (
	"handrail/app/device/safedocs"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
)

// shown is how something is shown.
type shown struct {
	severity       report.Severity
	word, text, do string
}

var verdictWords = map[safedocs.Verdict]shown{
	safedocs.Protected:    {report.OK, "Yes", "", ""},
	safedocs.NotProtected: {report.Problem, "No", "", ""},
	safedocs.Unknown:      {report.Unknown, "Not known", "", ""},
	safedocs.NoLicence:    {report.Note, "No licence for it", "", ""},
	safedocs.NoSignIn:     {report.Note, "Cannot sign in", "", ""},
}

var planWords = map[tenant.Standing]string{tenant.PlanOn: "On", tenant.PlanOff: "Turned off", tenant.PlanNone: "None",
	tenant.PlanUnknown: "Not known"}

var appWords = map[safedocs.Edition]string{safedocs.Enterprise: "Enterprise", safedocs.Business: "Business",
	safedocs.Both: "Both editions", safedocs.NoApps: "None", safedocs.NotKnown: "Not known"}

// reasonWords has what each reason means for whom it concerns, and what to do.
var reasonWords = map[safedocs.Reason]shown{
	safedocs.PlanOff: {report.Problem, "The service plan is off",
		"Their licence has the service plan, but it is turned off for them or the licence has ended.",
		"Turn on “Office 365 SafeDocs” in the Microsoft 365 admin center > Users > Active users > Licenses and apps."},
	safedocs.WrongEdition: {report.Problem, "Apps for business",
		"Safe Documents works only in Apps for enterprise. Their licences have Apps for business.",
		"Assign a licence with Apps for enterprise, turn off Apps for business, and install the apps again."},
	safedocs.AppsMissing: {report.Problem, "No desktop apps",
		"Their licences have no Office apps to install. Safe Documents does not work in the browser.",
		"Assign a licence with Apps for enterprise, if they need the desktop apps."},
	safedocs.PlanNotKnown: {report.Unknown, "Service plan not known",
		"Handrail could not read their licences, or Microsoft has not set up the service plan yet.",
		"Refresh “Licences” and “People” on the page Organisation."},
	safedocs.EditionBoth: {report.Unknown, "Both editions",
		"Their licences have both editions. Handrail cannot see which one is installed.",
		"In Word, go to File > Account. It names the edition and the version."},
	safedocs.EditionUnknown: {report.Unknown, "Edition not known",
		"Handrail could not read which edition of the Office apps their licences have.",
		"Refresh “Licences” and “People” on the page Organisation."},
	safedocs.AppsOnDevice: {report.Unknown, "Apps of a device",
		"They have no Office apps of their own, but your organisation also licenses apps for devices.",
		"In Word on their computer, go to File > Account. It names the edition and the version."},
	safedocs.SwitchOff:     {report.Warning, "The switch is off", "", ""},
	safedocs.SwitchUnknown: {report.Unknown, "Switch not known", "", ""},
}

// concern has the title of a finding about one reason; it goes before the number of people.
var concern = []struct {
	reason safedocs.Reason
	title  string
}{
	{safedocs.PlanOff, "The service plan is turned off for "},
	{safedocs.WrongEdition, "The Office apps are the wrong edition for "},
	{safedocs.AppsMissing, "There are no desktop apps for "},
	{safedocs.PlanNotKnown, "The service plan is not known for "},
	{safedocs.EditionBoth, "The installed edition is not known for "},
	{safedocs.EditionUnknown, "The edition of the apps is not known for "},
	{safedocs.AppsOnDevice, "Apps may be licensed by device for "},
}

// todo returns what to do, one finding for each reason, with the names.
func (w *world) todo() (found []report.Finding) {
	if w.known {
		for _, c := range concern {
			people := safedocs.With(w.people, c.reason)
			if len(people) == 0 {
				continue
			}
			r := reasonWords[c.reason]
			found = append(found, report.Finding{Code: string(c.reason), Severity: r.severity,
				Title: c.title + guide.Count(len(people), "person", "people"), Text: named(people) + " " + r.text,
				Do: r.do})
		}
	}
	return append(found, w.settings()...)
}

// settings returns what the switch and the click-through mean here.
func (w *world) settings() (found []report.Finding) {
	on, open, c := w.policy.On, w.policy.Open, w.counts
	switch {
	case on.Yes && w.known && c.Licensed == 0 && c.Unknown == 0:
		found = append(found, report.Finding{Code: "on-without-licence", Severity: report.Problem,
			Title: "The switch is on, and no one has a licence",
			Text:  "Nothing happens. Microsoft lets you turn it on without a licence, and does not warn you.",
			Do:    "Assign licences with the service plan “Office 365 SafeDocs”, or do not rely on it."})
	case on.No():
		f := report.Finding{Code: "switch-off", Severity: report.Warning, Title: "The switch is off",
			Text: "Safe Documents protects no one.", Do: "Turn it on with the commands of the next step."}
		if w.known && c.Ready == 0 && c.Unknown == 0 && c.ByReason[safedocs.EditionBoth] == 0 {
			f.Text += " It would protect no one either if it were on."
		}
		found = append(found, f)
	}
	switch {
	case open.Yes && on.Yes:
		found = append(found, report.Finding{Code: "click-through", Severity: report.Warning,
			Title: "People can open a file that was found harmful",
			Text:  "The warning can be closed by the person whom it should stop.",
			Do:    "Turn off the click-through with the commands of the next step."})
	case open.Yes && on.No():
		found = append(found, report.Finding{Code: "click-through-idle", Severity: report.Note,
			Title: "The click-through is on, without effect now",
			Text:  "Once the switch is on, people could open a file that was found harmful.",
			Do:    "Turn off the click-through together with the switch."})
	}
	return found
}
