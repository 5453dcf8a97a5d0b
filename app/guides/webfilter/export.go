package webfilter

import (
	"context"

	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/powershell"
	"handrail/app/report"
)

// The pages of Microsoft that the steps name.
const (
	huntingPage    = "https://security.microsoft.com/v2/advanced-hunting"
	reportPage     = "https://security.microsoft.com/webprotectionreport"
	filterPage     = "https://security.microsoft.com/preferences2/webcontentfilteringpolicies"
	featuresPage   = "https://security.microsoft.com/preferences2/integration"
	indicatorsPage = "https://security.microsoft.com/preferences2/custom_ti_indicators/url"
	aboutIt        = "https://learn.microsoft.com/defender-endpoint/web-content-filtering"
)

// attempts asks who was stopped. It sums up, so that a month stays below the rows that Microsoft returns,
// and keeps hosts only, because full addresses are private.
const attempts = `DeviceEvents
| where Timestamp > ago(30d)
| where ActionType in (
    "SmartScreenUrlWarning",
    "ExploitGuardNetworkProtectionAudited",
    "ExploitGuardNetworkProtectionBlocked")
| extend P = parse_json(AdditionalFields)
| extend RemoteUrl =
    extract(@"^(?:\w+://)?([^/:?#]+)", 1, RemoteUrl)
| summarize Attempts = count(),
    FirstSeen = min(Timestamp), LastSeen = max(Timestamp)
  by DeviceId, DeviceName, ActionType, RemoteUrl,
    InitiatingProcessAccountUpn,
    InitiatingProcessAccountDomain,
    InitiatingProcessAccountName,
    InitiatingProcessFileName,
    Experience = tostring(P.Experience),
    ResponseCategory = tostring(P.ResponseCategory),
    DisplayName = tostring(P.DisplayName),
    ApplicationName = tostring(P.ApplicationName),
    IsAudit = tostring(P.IsAudit)`

// settings asks how devices are set. What Defender does not assess stays empty, and is not known.
const settings = `let Assessed = DeviceTvmSecureConfigurationAssessment
| where IsApplicable == 1 and ConfigurationId in (
    "scid-96", "scid-2010", "scid-2012")
| summarize arg_max(Timestamp, IsCompliant, Context)
  by DeviceId, ConfigurationId
| extend Is = tostring(IsCompliant),
    Mode = tostring(parse_json(tostring(Context))[0][0])
| summarize
    NetworkProtectionBlocks =
        take_anyif(Is, ConfigurationId == "scid-96"),
    AntivirusMode =
        take_anyif(Mode, ConfigurationId == "scid-2010"),
    RealTimeProtectionEnabled =
        take_anyif(Is, ConfigurationId == "scid-2012")
  by DeviceId;
let Installed = DeviceTvmSoftwareInventory
| where SoftwareName has_any ("edge", "chrome", "firefox",
    "brave", "opera", "vivaldi")
| where SoftwareName !has "driver"
    and SoftwareName !has "webview"
| summarize Names = make_set(SoftwareName) by DeviceId
| project DeviceId, Browsers = strcat_array(Names, "; ");
DeviceInfo
| where Timestamp > ago(30d)
| summarize arg_max(Timestamp, DeviceName, AadDeviceId,
    OSPlatform, OnboardingStatus) by DeviceId
| join kind=leftouter Assessed on DeviceId
| join kind=leftouter Installed on DeviceId
| project DeviceId, DeviceName, AadDeviceId, OSPlatform,
    OnboardingStatus, NetworkProtectionBlocks,
    AntivirusMode, RealTimeProtectionEnabled, Browsers`

// script reads the settings of one computer. It writes a value only if it is there: absent is not off.
func script() export.Script {
	return export.Script{File: "webfilter-device.ps1", Answer: askDevices, Script: powershell.Script{
		Synopsis: []string{"Reads whether the web filter would work on this computer. Changes nothing."},
		Params:   []powershell.Param{{Name: "OutFile", Values: []string{"handrail-webfilter.json"}}},
		Body: `$row = [ordered]@{ ComputerName = $env:COMPUTERNAME; OSPlatform = 'Windows' }
$preference = Get-MpPreference -ErrorAction SilentlyContinue
if ($null -ne $preference) { $row['EnableNetworkProtection'] = [int]$preference.EnableNetworkProtection }
$status = Get-MpComputerStatus -ErrorAction SilentlyContinue
if ($null -ne $status) {
    $row['AMRunningMode'] = [string]$status.AMRunningMode
    $row['AntivirusEnabled'] = [bool]$status.AntivirusEnabled
    $row['RealTimeProtectionEnabled'] = [bool]$status.RealTimeProtectionEnabled
}
function Get-Setting($path, $name) {
    $item = Get-ItemProperty -Path $path -Name $name -ErrorAction SilentlyContinue
    if ($null -ne $item) { return $item.$name }
    return $null
}
$products = Get-CimInstance -Namespace 'root/SecurityCenter2' -ClassName AntiVirusProduct -ErrorAction SilentlyContinue
$row['OtherAntivirus'] = @($products | Where-Object { $_.displayName -notmatch 'Defender' } |
    ForEach-Object { [string]$_.displayName })
$state = Get-Setting 'HKLM:\SOFTWARE\Microsoft\Windows Advanced Threat Protection\Status' 'OnboardingState'
if ($state -eq 1) { $row['OnboardingStatus'] = 'Onboarded' } else { $row['OnboardingStatus'] = 'Not onboarded' }
$smart = Get-Setting 'HKLM:\SOFTWARE\Policies\Microsoft\Edge' 'SmartScreenEnabled'
if ($null -ne $smart) { $row['SmartScreenEnabled'] = ($smart -eq 1) }
$upn = & whoami.exe /upn 2>$null
if ($LASTEXITCODE -eq 0) { $row['UserPrincipalName'] = [string]$upn }
$word = { param($value) if ($null -eq $value) { 'not set' } elseif ($value -eq 0) { 'off' } else { 'on' } }
$clients = Get-ChildItem 'HKLM:\SOFTWARE\Clients\StartMenuInternet' -ErrorAction SilentlyContinue
$row['Browsers'] = @(foreach ($client in $clients) {
    $name = [string]$client.GetValue('')
    if ($name -eq '') { $name = $client.PSChildName }
    $policy = $null
    if ($name -match 'Chrome') { $policy = 'HKLM:\SOFTWARE\Policies\Google\Chrome' }
    if ($name -match 'Brave') { $policy = 'HKLM:\SOFTWARE\Policies\BraveSoftware\Brave' }
    if ($null -ne $policy) {
        $quic = & $word (Get-Setting $policy 'QuicAllowed')
        $hello = & $word (Get-Setting $policy 'EncryptedClientHelloEnabled')
        $name = $name + ' (QUIC ' + $quic + ', ECH ' + $hello + ')'
    }
    if ($name -match 'Firefox') {
        $hello = Get-Setting 'HKLM:\SOFTWARE\Policies\Mozilla\Firefox' 'DisableEncryptedClientHello'
        if ($hello -eq 1) { $name = $name + ' (ECH off)' } else { $name = $name + ' (ECH not set)' }
    }
    $name
})
ConvertTo-Json -InputObject @([pscustomobject]$row) -Depth 3 | Out-File -FilePath $OutFile -Encoding utf8`,
	}}
}

// handExport returns what to export, each part with what it needs.
func handExport(ctx context.Context, _ *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	file, err := script().Script.File()
	if err != nil {
		return nil, err
	}
	return &guide.Handover{
		Done: "Continue to the devices",
		Todo: []string{
			"In Microsoft Defender, go to Reports > Web protection, open the web categories, then Domains, and export.",
			"Go to Hunting > Advanced hunting, run the first query, and select Export.",
			"Run the second query in the same way. It shows how devices are set.",
			"If you have no advanced hunting, run webfilter-device.ps1 on single computers.",
		},
		Blocks: []report.Block{
			report.Banner{Tone: report.Note, Lead: "Each file is optional.",
				Text: "Without a file, Handrail says what is not known. Your licence decides whether you have advanced hunting."},
			report.Code{Label: "First query: who was stopped, or would have been", Text: attempts},
			report.Code{Label: "Second query: how devices are set", Text: settings},
		},
		Bundles: []guide.Bundle{{ID: "device", Title: "A read-only script for one computer",
			Summary: "Run it on a computer with Windows, as the person who uses it.",
			Steps: []string{"Run webfilter-device.ps1 in Windows PowerShell on the computer.",
				"Save the file that it writes under the name of the computer."},
			Files: []guide.File{{Path: script().File, Data: file}}}},
		Links: []guide.Link{{Title: "Open advanced hunting", URL: huntingPage},
			{Title: "Open the Web protection report", URL: reportPage},
			{Title: "Read Microsoft’s page about the web filter", URL: aboutIt}},
	}, nil
}
