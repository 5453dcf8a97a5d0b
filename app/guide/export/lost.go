package export

import (
	"handrail/app/guide"
	"handrail/app/powershell"
	"handrail/app/report"
)

// lostBy has how PowerShell lost a value, in words.
var lostBy = map[powershell.Cut]string{
	powershell.CutType: "In place of the value, the export has only the name of its type.",
	powershell.CutShort: "The end of the value is missing, because PowerShell shortens what is too long for its " +
		"window.",
	powershell.CutEmpty: "The value is empty, because the command was run without a parameter that it needs.",
}

// Lost returns a finding for each value that the export lost or never had, with the
// command that brings it.
func Lost(all []powershell.Loss) (found []report.Finding) {
	for _, l := range all {
		f := report.Finding{Code: "export-lost", Severity: report.Unknown, Subject: l.Name,
			Title: l.Label + ": lost in the export",
			Text:  guide.Count(l.Rows, "row of the export lacks", "rows of the export lack") + " it. " + lostBy[l.Cut],
			Do:    "Run: " + l.Command}
		if l.Cut == "" {
			f.Code, f.Title = "export-absent", l.Label+": not in the export"
			f.Text = "No row of the export has " + l.Name + ", so its value is not known."
		}
		if l.Command == "" {
			f.Do = "Run the script that Handrail shows again, and enter its whole output."
		}
		found = append(found, f)
	}
	return found
}
