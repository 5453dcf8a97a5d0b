package addindeploy

import (
	"cmp"

	"handrail/app/addin"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/powershell"
	"handrail/app/report"
)

// installed is one row of Get-OrganizationAddIn.
type installed struct{ id, state string }

// installedOf returns the deployed add-ins in rows of Get-OrganizationAddIn.
func installedOf(rows []powershell.Row) (all []installed) {
	for _, r := range rows {
		if id, ok := addin.GUID(r.Text("ProductId")); ok {
			all = append(all, installed{id: id, state: cmp.Or(r.Text("StatusCode"), r.Text("Status"))})
		}
	}
	return all
}

// deployedWords has the words for the states of deployed.
var deployedWords = map[string]string{"yes": "Yes", "no": "No", "unknown": "Not known", "not-asked": "Not checked"}

// deployed returns whether the add-in is in the list of Get-OrganizationAddIn, by ID: yes,
// no, unknown or not-asked. It never depends on the text of an error.
func (d Deps) deployed(v *guide.Visit, answer string) (string, []report.Finding) {
	got, err := addins(answer).Read(v, d.ReadFile)
	switch {
	case err != nil:
		return "unknown", []report.Finding{frame.NotKnown(answer+"-unread",
			"Handrail could not read the list of add-ins", err)}
	case !got.Given:
		return "not-asked", []report.Finding{{Code: "deployed-unknown", Severity: report.Unknown,
			Title: "Handrail does not know the deployed add-ins", Text: "You have not entered the list.",
			Do: "Run addins.ps1, or check Integrated apps in the admin center."}}
	}
	t, err := d.target(v)
	if err != nil {
		return "unknown", nil // the first step shows this error
	}
	there := installedOf(got.Rows)
	if len(got.Rows) > 0 && len(there) == 0 {
		return "unknown", []report.Finding{{Code: answer + "-other", Severity: report.Unknown,
			Title: "This is not a list of add-ins", Text: "No row has a ProductId.", Do: "Enter the output of addins.ps1."}}
	}
	var found []report.Finding
	state, zooms := "no", 0
	for _, one := range there {
		k, known := addin.KnownAs(one.id)
		if known && (k == addin.Zoom || k == addin.ZoomSSO) {
			zooms++
		}
		if t.product != "" && one.id == t.product {
			state = "yes"
			found = append(found, report.Finding{Code: "deployed-already", Severity: report.Note, Subject: one.id,
				Title: "The add-in is already deployed", Text: "Its ID is on the list with the state " + cmp.Or(one.state, "not known") +
					". You cannot deploy it again.",
				Do: "Change who gets it, or the deployment method, instead."})
		}
	}
	if t.product == "" {
		state = "unknown"
		found = append(found, report.Finding{Code: "deployed-unknown", Severity: report.Unknown,
			Title: "Handrail could not check whether it is deployed",
			Text:  "The list has manifest IDs, and Handrail does not know the ID of this add-in.",
			Do:    "Enter its manifest on the first page, or look for its name in the admin center."})
	}
	if zooms > 1 || t.zoom() && zooms == 1 && state == "no" {
		found = append(found, report.Finding{Code: "zoom-twice", Severity: report.Warning,
			Title: "People see two Zoom buttons", Text: "The other Zoom add-in for Outlook is also deployed.",
			Do: "Remove one of the two."})
	}
	return state, found
}
