package connectors

import (
	"context"

	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/powershell"
)

// script reads the settings. It says how many objects each command returned: without that, no
// connector could also be a command that failed.
func script() export.Script {
	return export.Script{File: "connectors.ps1", Answer: askExport, Script: powershell.Script{
		Modules:  []string{"ExchangeOnlineManagement"},
		Synopsis: []string{"Reads connectors, accepted domains and two settings. Changes nothing."},
		Params:   []powershell.Param{{Name: "OutFile", Values: []string{"handrail-connectors.json"}}},
		Body:     "Connect-ExchangeOnline -ShowBanner:$false\n" + export.Copy + body,
	}}
}

const body = `$read = {
    param($command, $names)
    try { $found = @(& $command -ErrorAction Stop) } catch { Write-Warning "$command $_"; return }
    foreach ($one in $found) { [pscustomobject](& $copy $one $names) }
    [pscustomobject]@{ AskedCommand = $command; AskedCount = $found.Count }
}
$all = @()
$all += @(& $read 'Get-InboundConnector' @('Name', 'Identity', 'Enabled', 'ConnectorType', 'ConnectorSource',
    'SenderIPAddresses', 'SenderDomains', 'AssociatedAcceptedDomains', 'RequireTls', 'RestrictDomainsToIPAddresses',
    'RestrictDomainsToCertificate', 'CloudServicesMailEnabled', 'TreatMessagesAsInternal', 'TlsSenderCertificateName',
    'EFSkipLastIP', 'EFSkipIPs', 'EFUsers', 'EFTestMode', 'WhenChangedUTC'))
$all += @(& $read 'Get-OutboundConnector' @('Name', 'Identity', 'Enabled', 'ConnectorType', 'SmartHosts',
    'RecipientDomains', 'UseMXRecord', 'TlsSettings', 'TlsDomain', 'IsTransportRuleScoped',
    'RouteAllMessagesViaOnPremises', 'CloudServicesMailEnabled'))
$all += @(& $read 'Get-AcceptedDomain' @('Name', 'DomainName', 'DomainType', 'Default', 'MatchSubDomains'))
$all += @(& $read 'Get-OrganizationConfig' @('RejectDirectSend', 'IsDehydrated'))
$all += @(& $read 'Get-TransportConfig' @('SmtpClientAuthenticationDisabled'))
ConvertTo-Json -InputObject $all -Depth 5 | Out-File -FilePath $OutFile -Encoding utf8`

// handScript returns the script as a file and as a block to paste.
func (d deps) handScript(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	return export.Handout{ID: "export", Title: "A read-only script", Lead: "Run it as an Exchange Administrator.",
		Steps: []string{"Install the module ExchangeOnlineManagement.",
			"Run connectors.ps1 in Windows PowerShell 5.1 or in PowerShell 7, and sign in.",
			"Save the file that it writes. You need it on the next page."},
		Done: "Continue, with or without a file", Paste: true}.Hand(script())(ctx, v)
}
