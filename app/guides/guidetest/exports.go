package guidetest

import (
	"bytes"
	"image"
	"image/png"
	"sync"
)

// The files with exports.
const (
	backgroundsPath   = "/files/backgrounds.json"
	picturePath       = "/files/hall.png"
	safeDocumentsPath = "/files/safe-documents.json"
	safeDocsLaterPath = "/files/safe-documents-later.json"

	migrationsPath = "/files/migrations.json"
	migratedPath   = "/files/migrated.json"
	filteringPath  = "/files/filtering.json"
	throughPath    = "/files/through.eml"
)

// exports has exports by path: with a migration in each condition, and later; and others,
// such as connectors, rules and people.
var exports = map[string]string{
	safeDocumentsPath: `[{"Identity":"Default","EnableSafeDocs":true,"AllowSafeDocsOpen":true}]`,
	backgroundsPath: `[{"Identity":"Global","VideoFiltersMode":"AllFilters"},
{"Identity":"Tag:Staff","VideoFiltersMode":"BlurOnly"},{"Identity":"Global","EnableMeetingBackgroundImages":false},
{"Identity":"Tag:Staff","EnableMeetingBackgroundImages":true}]`,
	safeDocsLaterPath: `[{"Identity":"Default","EnableSafeDocs":true,"AllowSafeDocsOpen":false}]`,

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
