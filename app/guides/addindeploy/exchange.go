package addindeploy

import (
	"slices"
	"strings"

	"handrail/app/guide/export"
	"handrail/app/powershell"
)

// switches are the settings of Get-OrganizationConfig that must not be off.
var switches = []struct{ check, title, name, on, off string }{
	{"apps", "Add-ins are turned on", "AppsForOfficeEnabled", "AppsForOfficeEnabled is True.",
		"AppsForOfficeEnabled is False, so no one sees any add-in."},
	{"ews", "EWS is turned on", "EwsEnabled", "EwsEnabled is not False. It can still be False for a single mailbox.",
		"EwsEnabled is False. In spring 2026, add-ins disappeared because of this."},
	{"oauth", "OAuth is turned on", "OAuth2ClientProfileEnabled", "OAuth2ClientProfileEnabled is True.",
		"OAuth2ClientProfileEnabled is False, so add-ins cannot sign people in."},
}

// fromExchange returns the checks of the output of Get-OrganizationConfig,
// Get-RoleAssignmentPolicy and Test-OAuthConnectivity.
func fromExchange(got export.Export, given bool) (all []check) {
	text := "You have not entered this setting."
	if given {
		text = "The data that you imported does not include it."
	}
	for _, s := range switches {
		c := check{name: s.check, title: s.title, state: notTested, text: text,
			command: "Get-OrganizationConfig | ConvertTo-Json"}
		f := got.Flag(s.name)
		// EwsEnabled has no value where no one has ever set it, and EWS works then.
		unset := s.check == "ews" && (f.Why == powershell.Null || f.Why == powershell.Empty)
		switch {
		case f.Known && !f.Yes:
			c = c.is(needs, s.off, "Run: Set-OrganizationConfig -"+s.name+":$true")
		case f.Known, unset:
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
		if !r.Has("AssignedRoles") || r.Cut("AssignedRoles") {
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
