package addindeploy

import (
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/guide/terms"
	"handrail/app/powershell"
)

// The modules that the scripts use.
const (
	moduleAddins   = "O365CentralizedAddInDeployment"
	moduleExchange = "ExchangeOnlineManagement"
)

// settings reads the Exchange settings that Microsoft Graph does not provide.
func settings() export.Script {
	return export.Script{File: "checks.ps1", Answer: askChecks, Script: powershell.Script{
		Modules:  []string{moduleExchange},
		Synopsis: []string{"Reads the settings that add-ins depend on. Changes nothing."},
		Params:   []powershell.Param{{Name: "OutFile", Values: []string{"handrail-checks.json"}}},
		// Quoted names, because more parsers accept them than bare words with commas.
		Body: `Connect-ExchangeOnline -ShowBanner:$false
$settings = @('AppsForOfficeEnabled', 'EwsEnabled', 'EWSAllowedAppIDs', 'OAuth2ClientProfileEnabled')
$policies = @('Name', 'IsDefault', 'AssignedRoles')
$tests = @('Task', 'ResultType')
$all = @()
$all += Get-OrganizationConfig | Select-Object -Property $settings
$all += Get-RoleAssignmentPolicy | Select-Object -Property $policies
$all += Test-OAuthConnectivity -Service EWS -TargetUri 'https://outlook.office365.com/ews/exchange.asmx' |
    Select-Object -Property $tests
ConvertTo-Json -InputObject $all -Depth 4 | Out-File -FilePath $OutFile -Encoding utf8`,
	}}
}

// addins lists the deployed add-ins: before or after the deployment, each with an answer
// of its own.
func addins(answer string) export.Script {
	return export.Script{File: "addins.ps1", Answer: answer, Script: powershell.Script{
		Modules:  []string{moduleAddins},
		Synopsis: []string{"Lists the deployed add-ins. Changes nothing. Runs on Windows only."},
		Params:   []powershell.Param{{Name: "OutFile", Values: []string{"handrail-addins.json"}}},
		Body: `Connect-OrganizationAddInService
$all = @()
foreach ($one in (Get-OrganizationAddIn)) {
    $all += Get-OrganizationAddIn -ProductId $one.ProductId | Select-Object -Property *
}
ConvertTo-Json -InputObject $all -Depth 4 | Out-File -FilePath $OutFile -Encoding utf8`,
	}}
}

// change is what a script does.
type change struct {
	aim            string
	asset, product string
	manifestPath   string
	everyone       bool
	members        []string // addresses of groups, or sign-in names of people
}

const assign = `    if ($Everyone -eq 'yes') {
        Set-OrganizationAddInAssignments -ProductId $id -AssignToEveryone $true
    } else {
        Set-OrganizationAddInAssignments -ProductId $id -Add -Members $Members
    }
`

// orders are the changes of an add-in that is deployed: what is done, and the command.
var orders = map[string][2]string{
	"widen": {"Change who gets the add-in", strings.TrimSpace("$id = $ProductId\n" + assign)},
	"update": {"Replace the manifest",
		"Set-OrganizationAddIn -ProductId $ProductId -ManifestPath $ManifestPath -Locale $Locale"},
	"off":    {"Turn the add-in off", "Set-OrganizationAddIn -ProductId $ProductId -Enabled $false"},
	"on":     {"Turn the add-in on", "Set-OrganizationAddIn -ProductId $ProductId -Enabled $true"},
	"remove": {"Remove the add-in", "Remove-OrganizationAddIn -ProductId $ProductId"},
}

// script returns the script of a change; false if there is none. The deployment method can
// be changed only in the admin center.
func (c change) script() (powershell.Script, bool) {
	s := powershell.Script{Modules: []string{moduleAddins}, Body: "Connect-OrganizationAddInService\n",
		Synopsis: []string{"Runs on Windows only. Run it with -WhatIf first to see the change without making it."}}
	one := func(name, value string) {
		s.Params = append(s.Params, powershell.Param{Name: name, Values: []string{value}})
	}
	who := func() {
		one("Everyone", yes[c.everyone])
		s.Params = append(s.Params, powershell.Param{Name: "Members", Values: c.members, List: true})
	}
	if c.aim == "deploy" {
		ok := c.deploy(&s, one, who)
		return s, ok
	}
	order, ok := orders[c.aim]
	if !ok || c.product == "" || c.aim == "update" && c.manifestPath == "" {
		return s, false // there is no command, or no ID or file for it
	}
	one("ProductId", c.product)
	switch c.aim {
	case "widen":
		who()
	case "update":
		one("ManifestPath", c.manifestPath)
		one("Locale", "en-US")
	}
	s.Body += "if ($PSCmdlet.ShouldProcess($ProductId, '" + order[0] + "')) {\n    " + order[1] + "\n}"
	return s, true
}

// deploy adds the deployment. The script stops if the add-in is already deployed. It
// compares IDs, because the text of Microsoft's error can change.
func (c change) deploy(s *powershell.Script, one func(name, value string), who func()) bool {
	how := ""
	switch {
	case c.asset != "":
		one("AssetId", c.asset)
		how = "-AssetId $AssetId -Locale $Locale -ContentMarket $Locale"
	case c.manifestPath != "":
		one("ManifestPath", c.manifestPath)
		how = "-ManifestPath $ManifestPath -Locale $Locale"
	default:
		return false
	}
	s.Params = append(s.Params, powershell.Param{Name: "ProductId", Values: []string{c.product}, Text: true})
	one("Locale", "en-US")
	who()
	s.Body += `$before = @(Get-OrganizationAddIn | ForEach-Object { [string]$_.ProductId })
if ($ProductId -ne '' -and $before -contains $ProductId) {
    throw 'This add-in is already deployed. Change who gets it instead.'
}
if ($PSCmdlet.ShouldProcess('Your organisation', 'Deploy the add-in')) {
    New-OrganizationAddIn ` + how + `
    $new = @(Get-OrganizationAddIn | ForEach-Object { [string]$_.ProductId } | Where-Object { $before -notcontains $_ })
    if ($new.Count -ne 1) {
        throw 'The new add-in is not in the list. Check it in the admin center.'
    }
    $id = $new[0]
` + assign + "}"
	return true
}

// flatScript creates a group without nested groups and adds people to it.
func flatScript(name string, people []string) powershell.Script {
	return powershell.Script{
		Modules: []string{moduleExchange}, Synopsis: []string{"Creates a mail-enabled security group with these " +
			"people as members.", "Run it with -WhatIf first to see the change without making it."},
		Params: []powershell.Param{{Name: "GroupName", Values: []string{name}},
			{Name: "People", Values: people, List: true}},
		Body: `Connect-ExchangeOnline -ShowBanner:$false
if ($PSCmdlet.ShouldProcess($GroupName, 'Create the group and add the people')) {
    $group = New-DistributionGroup -Name $GroupName -Type Security
    foreach ($person in $People) {
        Add-DistributionGroupMember -Identity $group.Identity -Member $person -BypassSecurityGroupManagerCheck
    }
}`,
	}
}

// worded changes the words of a question; those that are empty stay.
func worded(label, help string) ask.Part {
	return func(a *guide.Ask) {
		if label != "" {
			a.Label = label
		}
		a.Help = help
	}
}

func (d deps) askStep() guide.Step {
	return guide.Step{
		ID: stepAsk, Title: "Read settings from Exchange",
		Summary:   "Run two read-only scripts. The next step uses their output.",
		MainLabel: "Continue to the requirements",
		Text: "Handrail cannot read these settings itself. You can continue without the scripts. Handrail then shows " +
			"these " +
			"settings as not known.",
		Needs: stepWhich, Terms: terms.Of(terms.EWS, terms.OAuth), DependsOn: []string{askAddin},
		Aside: true,
		Hand: export.Handout{ID: "questions", Title: "Two read-only scripts",
			Lead: "Run them as the administrator who deploys the add-in.",
			Steps: []string{"Install the module ExchangeOnlineManagement and run checks.ps1.",
				"On Windows, install the module O365CentralizedAddInDeployment and run addins.ps1.",
				"Save the two files that they write. You need them on the next page."},
			Done: "Continue, with or without files"}.Hand(settings(), addins(askInstalled)),
	}
}
