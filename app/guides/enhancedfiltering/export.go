package enhancedfiltering

import (
	"context"

	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/powershell"
)

// script returns the script that reads connectors, mail flow rules and the addresses of
// recipients. A row says how many there are of each: no row is not none.
func script(answer string) export.Script {
	return export.Script{File: "filtering.ps1", Answer: answer, Script: powershell.Script{
		Modules: []string{"ExchangeOnlineManagement"},
		Synopsis: []string{"Reads inbound connectors, mail flow rules and the addresses of recipients.",
			"Changes nothing, and reads no email."},
		Params: []powershell.Param{{Name: "OutFile", Values: []string{"handrail-filtering.json"}}},
		Body:   "Connect-ExchangeOnline -ShowBanner:$false\n" + export.Copy + exportBody,
	}}
}

const exportBody = `$all = @()
$connectors = @(Get-InboundConnector)
$names = @('Name', 'Identity', 'Enabled', 'ConnectorType', 'ConnectorSource', 'SenderIPAddresses', 'SenderDomains',
    'RestrictDomainsToIPAddresses', 'RestrictDomainsToCertificate', 'TlsSenderCertificateName', 'RequireTls',
    'EFSkipLastIP', 'EFSkipIPs', 'EFUsers', 'EFTestMode', 'AssociatedAcceptedDomains', 'CloudServicesMailEnabled',
    'TreatMessagesAsInternal')
$all += @(foreach ($one in $connectors) { [pscustomobject](& $copy $one $names) })
$all += [pscustomobject]@{ AskedCommand = 'Get-InboundConnector'; AskedCount = $connectors.Count }
$rules = @(Get-TransportRule -ResultSize Unlimited)
$names = @('Name', 'State', 'Mode', 'Priority', 'SetSCL')
$all += @(foreach ($one in $rules) { [pscustomobject](& $copy $one $names) })
$all += [pscustomobject]@{ AskedCommand = 'Get-TransportRule'; AskedCount = $rules.Count }
$names = @('DisplayName', 'PrimarySmtpAddress', 'EmailAddresses', 'ExternalEmailAddress')
$all += @(foreach ($one in @(Get-Recipient -ResultSize Unlimited)) { [pscustomobject](& $copy $one $names) })
ConvertTo-Json -InputObject $all -Depth 5 | Out-File -FilePath $OutFile -Encoding utf8`

// handExport returns the script as a file and as a block to paste.
func (d deps) handExport(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	return export.Handout{ID: "export", Title: "A read-only script", Lead: "Run it as an Exchange Administrator.",
		Steps: []string{"Install the module ExchangeOnlineManagement.",
			"Run filtering.ps1 in Windows PowerShell 5.1 or in PowerShell 7, and sign in.",
			"Save the file that it writes. You need it on the next page."},
		Done: "Continue, with or without a file", Paste: true}.Hand(script(askExport))(ctx, v)
}
