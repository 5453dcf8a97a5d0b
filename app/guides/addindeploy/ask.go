package addindeploy

import (
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/guide/terms"
)

// settings asks Exchange for the settings that add-ins depend on.
func settings() export.Script {
	return export.Script{Script: checksScript(), File: "checks.ps1", Answer: askChecks}
}

// addins asks for the deployed add-ins: before or after the deployment, each with
// an answer of its own.
func addins(answer string) export.Script {
	return export.Script{Script: listScript(), File: "addins.ps1", Answer: answer}
}

// worded changes the words of a question; those that are empty stay.
func worded(label, help string) ask.Part {
	return func(a *guide.Ask) {
		if label != "" {
			a.Label = label
		}
		a.What = help
	}
}

func (d Deps) askStep() guide.Step {
	return guide.Step{
		ID: stepAsk, Title: "Read settings from Exchange",
		Lead: "Run two read-only scripts. The next step uses their output.", Main: "Continue to the requirements",
		Text: "Handrail cannot read these settings itself. You can continue without the scripts. Handrail then shows these " +
			"settings as not known.",
		Needs: stepWhich, Terms: terms.Of(terms.EWS, terms.OAuth), DependsOn: []string{askAddin},
		Hand: export.Handout{ID: "questions", Title: "Two read-only scripts",
			Lead: "Run them as the administrator who deploys the add-in.",
			Steps: []string{"Install the module ExchangeOnlineManagement and run checks.ps1.",
				"On Windows, install the module O365CentralizedAddInDeployment and run addins.ps1.",
				"Save the two files that they write. You need them on the next page."},
			Done: "I have the files, or continue without"}.Hand(settings(), addins(askInstalled)),
	}
}
