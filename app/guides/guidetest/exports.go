package guidetest

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"sync"
)

// The files with exports.
const (
	backgroundsPath   = "/files/backgrounds.json"
	picturePath       = "/files/hall.png"
	safeDocumentsPath = "/files/safe-documents.json"
	safeDocsLaterPath = "/files/safe-documents-later.json"

	appsPath            = "/files/discovered-apps.csv"
	indicatorsPath      = "/files/indicators.csv"
	indicatorsLaterPath = "/files/indicators-later.csv"

	migrationsPath = "/files/migrations.json"
	migratedPath   = "/files/migrated.json"
	filteringPath  = "/files/filtering.json"

	filterDevicesPath = "/files/webfilter-devices.json"
	filterReportPath  = "/files/web-protection.csv"
	huntingPath       = "/files/hunting.csv"
	huntingLaterPath  = "/files/hunting-later.csv"
	throughPath       = "/files/through.eml"
)

// exports has exports by path: with a migration in each condition, and later; and others,
// such as connectors, rules and people.
var exports = map[string]string{
	safeDocumentsPath: `[{"Identity":"Default","EnableSafeDocs":true,"AllowSafeDocsOpen":true}]`,
	backgroundsPath: `[{"Identity":"Global","VideoFiltersMode":"AllFilters"},
{"Identity":"Tag:Staff","VideoFiltersMode":"BlurOnly"},{"Identity":"Global","EnableMeetingBackgroundImages":false},
{"Identity":"Tag:Staff","EnableMeetingBackgroundImages":true}]`,
	safeDocsLaterPath: `[{"Identity":"Default","EnableSafeDocs":true,"AllowSafeDocsOpen":false}]`,

	appsPath: "App,Risk score,Users,Transactions,Traffic,Tags,Domains\nFileHop,3,9,100,1.5 GB,,filehop.example\n" +
		"Hop Forms,7,12,80,20 MB,,forms.filehop.example\nFormBird,2,3,9,,Sanctioned,formbird.example\n",
	indicatorsPath: "IndicatorType,IndicatorValue,Action,Title,Description\n" +
		"DomainName,filehop.example,Allowed,Ours,For the choir\nIpAddress,10.0.0.1,Block,Old,A test\n",
	indicatorsLaterPath: "IndicatorType,IndicatorValue,Action,Title,Description\n" +
		"DomainName,filehop.example,Block,Cloud app: FileHop,Chosen by score\n",
	migrationsPath: `[
{"Identity":"ann@northgate.example","BatchId":"Wave 1","Status":"Synced","DataConsistencyScore":"Perfect",
 "SkippedItemCount":0,"SyncedItemCount":900,"HasUnapprovedSkippedItems":false,"SkippedItems":[],"CompleteAfter":null},
{"Identity":"ben@northgate.example","BatchId":"Wave 1","Status":"Synced","DataConsistencyScore":"Investigate",
 "SkippedItemCount":3,"HasUnapprovedSkippedItems":true,"CompleteAfter":"2026-12-01T09:00:00Z","SkippedItems":[
 {"Kind":"CorruptItem","FolderName":"Inbox"},{"Kind":"CorruptFolderACL","FolderName":"Calendar"},
 {"Kind":"Unheard","FolderName":""}]},
{"Identity":"cem@northgate.example","BatchId":"Wave 1","Status":"Synced","DataConsistencyScore":"Investigate",
 "SkippedItemCount":182,"HasUnapprovedSkippedItems":true,"SkippedItems":{},"CompleteAfter":null},
{"Identity":"dan@northgate.example","BatchId":"Wave 2","Status":"Failed","DataConsistencyScore":"Poor",
 "SkippedItemCount":5120,"HasUnapprovedSkippedItems":true,"SkippedItems":{},"Error":"The score is too low."},
{"Identity":"eve@northgate.example","BatchId":"","Status":"Synced","DataConsistencyScore":"","SkippedItemCount":0,
 "SkippedItems":[]},
{"Identity":"fay@northgate.example","BatchId":"Wave 2","Status":"Failed","DataConsistencyScore":"Good",
 "SkippedItemCount":0,"SkippedItems":[]},
{"Identity":"gil@northgate.example","BatchId":"Wave 2","Status":"Syncing","DataConsistencyScore":4},
{"Identity":"Wave 1","Status":"Synced","MigrationType":"ExchangeRemoteMove","DataConsistencyScore":"Investigate"}]`,
	filterDevicesPath: `[{"DeviceName":"Kiosk 1","AadDeviceId":"dev-v2","OSPlatform":"Windows11",
"OnboardingStatus":"Onboarded","NetworkProtectionBlocks":"1","AntivirusMode":"0","RealTimeProtectionEnabled":"1",
"Browsers":["Microsoft Edge","Google Chrome (QUIC off, ECH off)"],"UserPrincipalName":"ben@northgate.example"},
{"ComputerName":"Youth 1","OSPlatform":"Windows","EnableNetworkProtection":2,"AMRunningMode":"Passive Mode",
"OtherAntivirus":["Shield"],"Browsers":["Microsoft Edge","Vivaldi"]},
{"DeviceName":"Elsewhere","OSPlatform":"macOS"}]`,
	filterReportPath: "Domain,Category,Requests,Blocked\nbet-luck.example,Gambling,\"1,204\",0\n" +
		"post.example,Web-based email,77,\nodd.example,Casinos,1,1\n",
	huntingPath:      huntingRows("2026-11-02", "ExploitGuardNetworkProtectionAudited"),
	huntingLaterPath: huntingRows("2026-11-22", "ExploitGuardNetworkProtectionBlocked"),

	migratedPath: `[
{"Identity":"ann@northgate.example","BatchId":"Wave 1","Status":"Completed","DataConsistencyScore":"Perfect",
 "SkippedItemCount":0,"SkippedItems":[]},
{"Identity":"ben@northgate.example","BatchId":"Wave 1","Status":"Completing","DataConsistencyScore":"Investigate",
 "SkippedItemCount":0,"SkippedItems":[]},
{"Identity":"dan@northgate.example","BatchId":"Wave 2","Status":"Failed","DataConsistencyScore":"Poor",
 "SkippedItemCount":0,"SkippedItems":[]}]`,
	filteringPath: `[
{"Name":"Filter","Identity":"Filter","Enabled":true,"ConnectorType":"Partner","SenderDomains":["smtp:*;1"],
 "SenderIPAddresses":["203.0.113.0/24"],"RestrictDomainsToIPAddresses":false,"RestrictDomainsToCertificate":false,
 "EFSkipLastIP":true,"EFSkipIPs":["203.0.113.0/24","10.0.0.1"],"EFUsers":["ann@northgate.example"],"EFTestMode":true},
{"Name":"Own","Identity":"Own","Enabled":true,"ConnectorType":"OnPremises","SenderDomains":["smtp:*;1"],
 "SenderIPAddresses":[],"EFSkipLastIP":false,"EFSkipIPs":[],"EFUsers":[]},
{"Name":"Trust","State":"Enabled","Priority":0,"SetSCL":"-1"},
{"DisplayName":"Ann","PrimarySmtpAddress":"ann@northgate.example","ExternalEmailAddress":null,
 "EmailAddresses":["SMTP:ann@northgate.example","smtp:a@northgate.example"]}]`,
}

// picture returns a grey picture for a background in Teams.
var picture = sync.OnceValues(func() ([]byte, error) {
	var b bytes.Buffer
	err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1280, 720)))
	return b.Bytes(), err
})

// huntingRows are attempts of each kind, with an action for those of the web filter.
func huntingRows(day, action string) string {
	const policy = `"ResponseCategory":"CustomPolicy"`
	text := "Timestamp,DeviceName,ActionType,RemoteUrl,InitiatingProcessFileName,InitiatingProcessAccountUpn," +
		"AdditionalFields\n"
	for _, r := range [][4]string{{action, "bet-luck.example", "ben@northgate.example", policy},
		{action, "bet-luck.example", "", policy}, {action, "unheard.example", "cai@northgate.example", policy},
		{"SmartScreenUrlWarning", "chat.example", "ann@northgate.example",
			`"Experience":"CustomBlockList","ApplicationName":"Chat"`},
		{"SmartScreenUrlWarning", "own.example", "ann@northgate.example", `"Experience":"CustomBlockList"`},
		{"SmartScreenUrlWarning", "bad.example", "ann@northgate.example", `"Experience":"Phishing"`},
		{"SmartScreenUrlWarning", "other.example", "ann@northgate.example", ""}} {
		text += day + "T09:00:00Z,Kiosk 1," + r[0] + ",https://" + r[1] + "/x,msedge.exe," + r[2] + ",\"{" +
			strings.ReplaceAll(r[3], `"`, `""`) + "}\"\n"
	}
	return text
}
