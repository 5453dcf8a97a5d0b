package export

import (
	"strings"

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
// command that brings it; one finding for several that no row has.
func Lost(all []powershell.Loss) (found []report.Finding) {
	for len(all) > 0 {
		if n := absent(all); n > 2 {
			found, all = append(found, together(all[:n])), all[n:]
			continue
		}
		l := all[0]
		all = all[1:]
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

// absent returns how many of the first values no row has, and one command brings.
func absent(all []powershell.Loss) (n int) {
	for n < len(all) && all[n].Cut == "" && all[n].Command == all[0].Command {
		n++
	}
	return n
}

// together returns one finding for several values that no row has.
func together(all []powershell.Loss) report.Finding {
	var names []string
	for _, l := range all {
		names = append(names, l.Name)
	}
	f := report.Finding{Code: "export-absent", Severity: report.Unknown, Subject: names[0],
		Title: guide.Count(len(all), "value", "values") + ": not in the export",
		Text:  "No row of the export has these: " + strings.Join(names, ", ") + ". Their values are not known.",
		Do:    "Run: " + all[0].Command}
	if all[0].Command == "" {
		f.Do = "Run the script that Handrail shows again, and enter its whole output."
	}
	return f
}
