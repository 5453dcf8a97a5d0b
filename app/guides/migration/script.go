package migration

import (
	"context"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/powershell"
)

// script returns the script that reads the migrations. It reads neither subjects nor senders,
// and writes a value only if Exchange has its name: absent is not empty.
func script(answer string) export.Script {
	return export.Script{File: "migrations.ps1", Answer: answer, Script: powershell.Script{
		Modules: []string{"ExchangeOnlineManagement"},
		Synopsis: []string{"Reads the migrations of mailboxes, and what was skipped. Changes nothing.",
			"Reads no subjects and no senders."},
		Params: []powershell.Param{{Name: "OutFile", Values: []string{"handrail-migrations.json"}}},
		Body:   "Connect-ExchangeOnline -ShowBanner:$false\n" + export.Copy + listBody + usersBody + movesBody + batchesBody,
	}}
}

const listBody = `$list = {
    param($one, $name)
    $property = $one.PSObject.Properties[$name]
    if ($null -eq $property) { return }
    foreach ($item in @($property.Value)) {
        if ($null -ne $item) { [pscustomobject](& $copy $item @('Kind', 'FolderName')) }
    }
}
$all = @()
`

const usersBody = `$names = @('Status', 'BatchId', 'DataConsistencyScore', 'SyncedItemCount', 'SkippedItemCount',
    'HasUnapprovedSkippedItems', 'LastSuccessfulSyncTime', 'CompleteAfter', 'Error')
foreach ($user in @(Get-MigrationUser -ResultSize Unlimited)) {
    $id = [string]$user.Identity
    if ($id -eq '') { continue }
    $facts = [pscustomobject]@{}
    try { $facts = Get-MigrationUserStatistics -Identity $id -IncludeSkippedItems }
    catch { Write-Warning "Not read: $id. $_" }
    $row = & $copy $user @('Identity', 'BatchId', 'CompleteAfter')
    $person = Get-Recipient -Identity $id -ErrorAction SilentlyContinue | Select-Object -First 1
    if ($null -ne $person) { $row['DisplayName'] = [string]$person.DisplayName }
    $more = & $copy $facts $names
    foreach ($name in $more.Keys) {
        if ($null -ne $more[$name] -or -not $row.Contains($name)) { $row[$name] = $more[$name] }
    }
    if ($null -ne $facts.PSObject.Properties['SkippedItems']) {
        $row['SkippedItems'] = @(& $list $facts 'SkippedItems')
    }
    $all += [pscustomobject]$row
}
`

const movesBody = `$names = @('DisplayName', 'Status', 'BatchName', 'DataConsistencyScore', 'ItemsTransferred',
    'BadItemsEncountered', 'LargeItemsEncountered', 'MissingItemsEncountered', 'CompleteAfter',
    'PreventCompletion', 'SuspendWhenReadyToComplete', 'LastSuccessfulSyncTimestamp', 'Message')
foreach ($move in @(Get-MoveRequest -ResultSize Unlimited)) {
    $id = [string]$move.ExchangeGuid
    if ($id -eq '' -or ([string]$move.BatchName).StartsWith('MigrationService:')) { continue }
    $facts = [pscustomobject]@{ BatchName = [string]$move.BatchName; DisplayName = [string]$move.DisplayName }
    try { $facts = Get-MoveRequestStatistics -Identity $id -IncludeReport }
    catch { Write-Warning "Not read: $id. $_" }
    $row = & $copy $facts $names
    $row['Identity'] = $id
    $report = $facts.PSObject.Properties['Report']
    if ($null -ne $report -and $null -ne $report.Value) {
        $bad = @(& $list $report.Value 'BadItems')
        $large = @(& $list $report.Value 'LargeItems')
        $row['Report'] = [pscustomobject]@{ BadItems = $bad; LargeItems = $large }
    }
    $all += [pscustomobject]$row
}
`

const batchesBody = `$names = @('Identity', 'Status', 'MigrationType', 'DataConsistencyScore', 'CompleteAfter',
    'TotalCount')
foreach ($batch in @(Get-MigrationBatch)) { $all += [pscustomobject](& $copy $batch $names) }
ConvertTo-Json -InputObject $all -Depth 5 | Out-File -FilePath $OutFile -Encoding utf8`

// handScript returns the script as a file and as a block to paste.
func (d deps) handScript(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	return export.Handout{ID: "export", Title: "A read-only script", Lead: "Run it as an Exchange Administrator.",
		Steps: []string{"Install the module ExchangeOnlineManagement.",
			"Run migrations.ps1 in Windows PowerShell 5.1 or in PowerShell 7, and sign in.",
			"Save the file that it writes. You need it on the next page."},
		Done: "Continue, with or without a file", Paste: true}.Hand(script(askExport))(ctx, v)
}

func (d deps) askExport() guide.Ask {
	return script(askExport).Ask("", ask.FirstOf(func(*guide.Visit) string { return d.Files.Answers.Migrations }))
}

// askAfter offers a later export only once the commands were run.
func (d deps) askAfter() guide.Ask {
	a := script(askAfter).Ask("", ask.FirstOf(func(v *guide.Visit) string {
		if v.Outcomes[stepRun].State != guide.Completed {
			return ""
		}
		return d.Files.Answers.Migrated
	}))
	a.Label, a.Help = "What does migrations.ps1 return now?", "Run the script again, some time after the commands."
	return a
}
