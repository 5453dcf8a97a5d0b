package addindeploy

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"handrail/app/addin/manifest"
	"handrail/app/csvtable"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/powershell"
	"handrail/app/report"
)

// deployedWords has the words for the states of deployed.
var deployedWords = map[string]string{"yes": "Yes", "no": "No", "unknown": "Not known", "not-asked": "Not checked"}

// deployed returns whether the add-in is in the list of Get-OrganizationAddIn, by ID: yes,
// no, unknown or not-asked. It never depends on the text of an error.
func (d deps) deployed(v *guide.Visit, answer string) (string, []report.Finding) {
	got, err := addins(answer).Read(v, d.Files.Read)
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
	var found []report.Finding
	state, listed, zooms, unread := "no", 0, 0, 0
	for _, r := range got.Rows {
		id, ok := manifest.GUID(r.Text("ProductId"))
		if !ok {
			unread++
			continue
		}
		listed++
		if (target{product: id}).zoom() {
			zooms++
		}
		if id == t.product {
			state = "yes"
			found = append(found, report.Finding{Code: "deployed-already", Severity: report.Note, Subject: id,
				Title: "The add-in is already deployed", Text: "Its ID is on the list with the state " +
					cmp.Or(r.Text("StatusCode"), r.Text("Status"), "not known") + ". You cannot deploy it again.",
				Do: "Change who gets it, or the deployment method, instead."})
		}
	}
	if listed == 0 && (unread > 0 || !d.emptyList(v.Answer(answer))) {
		return "unknown", []report.Finding{{Code: answer + "-other", Severity: report.Unknown,
			Title: "This is not a list of add-ins", Text: "No row has a ProductId.",
			Do: "Enter the output of addins.ps1."}}
	}
	if unread > 0 && state == "no" {
		state = "unknown"
		found = append(found, report.Finding{Code: answer + "-incomplete", Severity: report.Unknown,
			Title: "Handrail could not read the whole list of add-ins",
			Text:  guide.Count(unread, "row has", "rows have") + " no ProductId, so the add-in may be one of them.",
			Do:    "Run addins.ps1 again and enter its output."})
	}
	if t.product == "" {
		state = "unknown"
		found = append(found, report.Finding{Code: "deployed-unknown", Severity: report.Unknown,
			Title: "Handrail could not check whether it is deployed",
			Text:  "The list has manifest IDs, and Handrail does not know the ID of this add-in.",
			Do:    "Enter its manifest on the first page, or look for its name in the admin center."})
	}
	if zooms > 1 || t.zoom() && zooms == 1 && state == "no" {
		found = append(found, zoomTwice)
	}
	return state, found
}

var zoomTwice = report.Finding{Code: "zoom-twice", Severity: report.Warning,
	Title: "People see two Zoom buttons", Text: "The other Zoom add-in for Outlook is also deployed.",
	Do: "Remove one of the two."}

// emptyList reports whether an answer, or the file that it names, is an empty list and not only a text without rows.
func (d deps) emptyList(answer string) bool {
	text := strings.TrimSpace(answer)
	if !strings.HasPrefix(text, "[") && d.Files.Read != nil {
		if data, err := d.Files.Read(strings.Trim(text, `"`)); err == nil {
			text, _ = csvtable.Decode(data)
		}
	}
	return strings.Join(strings.Fields(strings.TrimPrefix(text, "\ufeff")), "") == "[]"
}

// switches are the settings of Get-OrganizationConfig that must not be off.
var switches = []struct{ check, title, name, on, off string }{
	{"apps", "Add-ins are turned on", "AppsForOfficeEnabled", "AppsForOfficeEnabled is True.",
		"AppsForOfficeEnabled is False, so no one sees any add-in."},
	{"ews", "EWS is turned on", "EwsEnabled", "", ""}, // see ews.go
	{"oauth", "OAuth is turned on", "OAuth2ClientProfileEnabled", "OAuth2ClientProfileEnabled is True.",
		"OAuth2ClientProfileEnabled is False, so add-ins cannot sign people in."},
}

// fromExchange returns the checks of the output of Get-OrganizationConfig,
// Get-RoleAssignmentPolicy and Test-OAuthConnectivity.
func fromExchange(got export.Export, given bool, now time.Time) (all []check) {
	text := "You have not entered this setting."
	if given {
		text = "The data that you imported does not include it."
	}
	for _, s := range switches {
		c := check{name: s.check, title: s.title, state: notTested, text: text,
			command: "Get-OrganizationConfig | ConvertTo-Json"}
		f := got.Flag(s.name)
		if !f.Known && f.Why == powershell.Given {
			c.text = "Its value is neither True nor False."
		}
		switch {
		case s.check == "ews":
			c = c.ews(got, now)
		case f.Known && !f.Yes:
			c = c.is(needs, s.off, "Run: Set-OrganizationConfig -"+s.name+":$true")
		case f.Known:
			c = c.is(pass, s.on, "")
		}
		if s.check == "oauth" {
			connectivity(got, &c)
		}
		all = append(all, c)
	}
	self := check{name: "self-install", title: "People’s own add-ins", state: notTested, text: text,
		command: "Get-RoleAssignmentPolicy | ConvertTo-Json"}
	selfInstall(got, &self)
	return append(all, self)
}

// connectivity sets c to needs-action if the test of OAuth failed, whatever the setting is.
func connectivity(got export.Export, c *check) {
	for _, r := range got.Rows {
		if result := r.Text("ResultType"); result != "" && !strings.EqualFold(result, "Success") && result != "0" {
			c.state, c.text, c.do = needs, "Test-OAuthConnectivity did not succeed.",
				"Read the details of this command, and fix the problem that it reports."
		}
	}
}

func selfInstall(got export.Export, c *check) {
	wanted := []string{"My Custom Apps", "My Marketplace Apps", "My ReadWriteMailbox Apps"}
	for _, r := range got.Rows {
		if !r.Has("AssignedRoles") || r.Truncated("AssignedRoles") {
			continue
		}
		if yes, known := r.Flag("IsDefault"); known && !yes {
			continue
		}
		roles, some := r.List("AssignedRoles"), 0
		for _, w := range wanted {
			if slices.ContainsFunc(roles, func(x string) bool {
				return strings.EqualFold(strings.ReplaceAll(x, " ", ""), strings.ReplaceAll(w, " ", ""))
			}) {
				some++
			}
		}
		c.state = pass
		switch some {
		case 0:
			c.text = "People cannot install add-ins themselves. They still get the add-ins that you deploy."
		case len(wanted):
			c.text = "People can install add-ins themselves. Anyone who has the add-in may see it twice until they " +
				"remove theirs."
		default:
			c.text = "People can install some add-ins themselves. They still get the add-ins that you deploy."
		}
	}
}
