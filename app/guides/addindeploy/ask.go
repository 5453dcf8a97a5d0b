package addindeploy

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/addin"
	"handrail/app/guide"
	"handrail/app/powershell"
	"handrail/app/report"
)

func (d Deps) askStep() guide.Step {
	return guide.Step{
		ID: stepAsk, Title: "Read settings from Exchange",
		Lead: "Run two read-only scripts. The next step uses their output.", Main: "Continue to the requirements",
		Text: "Handrail cannot read these settings itself. You can continue without the scripts. Handrail then shows these " +
			"settings as not known.",
		Needs: stepWhich, Terms: []guide.Term{termEWS, termOAuth}, DependsOn: []string{askAddin},
		Hand: func(ctx context.Context, _ *guide.Visit) (*guide.Handover, error) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			checks, err := checksScript().File()
			if err != nil {
				return nil, err
			}
			list, err := listScript().File()
			if err != nil {
				return nil, err
			}
			return &guide.Handover{
				Bundles: []guide.Bundle{{ID: "questions", Title: "Two read-only scripts",
					Lead: "Run them as the administrator who deploys the add-in.",
					Steps: []string{"Install the module ExchangeOnlineManagement and run checks.ps1.",
						"On Windows, install the module O365CentralizedAddInDeployment and run addins.ps1.",
						"Save the two files that they write. You need them on the next page."},
					Files: []guide.File{{Path: "checks.ps1", Data: checks}, {Path: "addins.ps1", Data: list}}}},
				Done: "I have the files, or continue without",
			}, nil
		},
	}
}

// rows reads output of PowerShell: pasted text, or the path of a file. given is false if
// text is empty.
func (d Deps) rows(text string) (rows []powershell.Row, given bool, err error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, false, nil
	}
	data := []byte(text)
	if !strings.ContainsAny(text, "\n\r") && !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") && !strings.Contains(text, " : ") && text != "null" {
		if data, err = d.file(strings.Trim(text, `"`)); err != nil {
			return nil, true, err
		}
	}
	rows, err = powershell.Read(data)
	return rows, true, err
}

// unread returns the finding for output that Handrail could not read.
func unread(code, title string, err error) report.Finding {
	message, hint := app.Say(err)
	return report.Finding{Code: code, Severity: report.Unknown, Title: title, Text: message, Do: hint}
}

// installed is one row of Get-OrganizationAddIn.
type installed struct {
	id, name, state, method string
	everyone                string // yes, no, unknown
}

// installedOf returns the deployed add-ins in rows of Get-OrganizationAddIn.
func installedOf(rows []powershell.Row) (all []installed) {
	for _, r := range rows {
		id, ok := addin.GUID(r.Text("ProductId"))
		if !ok {
			continue
		}
		one := installed{id: id, name: cut(r.Text("DisplayName")), state: or(r.Text("StatusCode"), r.Text("Status")), everyone: "unknown"}
		for _, name := range []string{"IsAssignedToEveryone", "AssignToEveryone", "AssignedToEveryone"} {
			if yes, known := r.Flag(name); known {
				one.everyone = map[bool]string{true: "yes", false: "no"}[yes]
			}
		}
		all = append(all, one)
	}
	return all
}
