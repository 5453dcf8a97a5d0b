package addindeploy

import (
	"handrail/app/powershell"
)

// The modules that the scripts use.
const (
	moduleAddins   = "O365CentralizedAddInDeployment"
	moduleExchange = "ExchangeOnlineManagement"
)

// checksScript reads the Exchange settings that Microsoft Graph does not provide. It is
// read-only.
func checksScript() powershell.Script {
	return powershell.Script{
		Modules: []string{moduleExchange}, Lead: []string{"Reads the settings that add-ins depend on. Changes nothing."},
		Params: []powershell.Param{{Name: "OutFile", Values: []string{"handrail-checks.json"}}},
		// Quoted names, because more parsers accept them than bare words with commas.
		Body: `Connect-ExchangeOnline -ShowBanner:$false
$settings = @('AppsForOfficeEnabled', 'EwsEnabled', 'OAuth2ClientProfileEnabled')
$policies = @('Name', 'IsDefault', 'AssignedRoles')
$tests = @('Task', 'ResultType')
$all = @()
$all += Get-OrganizationConfig | Select-Object -Property $settings
$all += Get-RoleAssignmentPolicy | Select-Object -Property $policies
$all += Test-OAuthConnectivity -Service EWS -TargetUri 'https://outlook.office365.com/ews/exchange.asmx' | Select-Object -Property $tests
ConvertTo-Json -InputObject $all -Depth 4 | Out-File -FilePath $OutFile -Encoding utf8`,
	}
}

// listScript lists the deployed add-ins. It is read-only.
func listScript() powershell.Script {
	return powershell.Script{
		Modules: []string{moduleAddins}, Lead: []string{"Lists the deployed add-ins. Changes nothing. Runs on Windows only."},
		Params: []powershell.Param{{Name: "OutFile", Values: []string{"handrail-addins.json"}}},
		Body: `Connect-OrganizationAddInService
$all = @()
foreach ($one in (Get-OrganizationAddIn)) {
    $all += Get-OrganizationAddIn -ProductId $one.ProductId | Select-Object -Property *
}
ConvertTo-Json -InputObject $all -Depth 4 | Out-File -FilePath $OutFile -Encoding utf8`,
	}
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

// script returns the script of a change; false if there is none. The deployment method can
// be changed only in the admin center.
func (c change) script() (powershell.Script, bool) {
	s := powershell.Script{Modules: []string{moduleAddins},
		Lead: []string{"Runs on Windows only. Run it with -WhatIf first to see the change without making it."}}
	one := func(name, value string) {
		s.Params = append(s.Params, powershell.Param{Name: name, Values: []string{value}})
	}
	who := func() {
		one("Everyone", yes[c.everyone])
		s.Params = append(s.Params, powershell.Param{Name: "Members", Values: c.members, List: true})
	}
	s.Body = "Connect-OrganizationAddInService\n"
	if c.aim != "deploy" && c.product == "" {
		return s, false // there is no ID for the script
	}
	switch c.aim {
	case "deploy":
		ok := c.deploy(&s, one, who)
		return s, ok
	case "widen":
		one("ProductId", c.product)
		who()
		s.Body += "$id = $ProductId\nif ($PSCmdlet.ShouldProcess($ProductId, 'Change who gets the add-in')) {\n" + assign +
			"}"
	case "update":
		if c.manifestPath == "" {
			return s, false
		}
		one("ProductId", c.product)
		one("ManifestPath", c.manifestPath)
		one("Locale", "en-US")
		s.Body += "if ($PSCmdlet.ShouldProcess($ProductId, 'Replace the manifest')) {\n    Set-OrganizationAddIn -ProductId $ProductId -ManifestPath $ManifestPath -Locale $Locale\n}"
	case "off":
		one("ProductId", c.product)
		s.Body += "if ($PSCmdlet.ShouldProcess($ProductId, 'Turn the add-in off')) {\n    Set-OrganizationAddIn -ProductId $ProductId -Enabled $false\n}"
	case "on":
		one("ProductId", c.product)
		s.Body += "if ($PSCmdlet.ShouldProcess($ProductId, 'Turn the add-in on')) {\n    Set-OrganizationAddIn -ProductId $ProductId -Enabled $true\n}"
	case "remove":
		one("ProductId", c.product)
		s.Body += "if ($PSCmdlet.ShouldProcess($ProductId, 'Remove the add-in')) {\n    Remove-OrganizationAddIn -ProductId $ProductId\n}"
	default:
		return s, false
	}
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
		Modules: []string{moduleExchange}, Lead: []string{"Creates a mail-enabled security group with these " +
			"people as members.", "Run it with -WhatIf first to see the change without making it."},
		Params: []powershell.Param{{Name: "GroupName", Values: []string{name}}, {Name: "People", Values: people, List: true}},
		Body: `Connect-ExchangeOnline -ShowBanner:$false
if ($PSCmdlet.ShouldProcess($GroupName, 'Create the group and add the people')) {
    $group = New-DistributionGroup -Name $GroupName -Type Security
    foreach ($person in $People) {
        Add-DistributionGroupMember -Identity $group.Identity -Member $person -BypassSecurityGroupManagerCheck
    }
}`,
	}
}
