package exchange

import (
	"encoding/json"
	"strings"
	"time"
)

// item is a skipped item as migrations.ps1 writes it.
type item struct{ Kind, FolderName string }

// user is a migration user as migrations.ps1 writes it.
type user struct {
	Identity, BatchId, CompleteAfter any
	DisplayName                      string
	Status, DataConsistencyScore     string
	SyncedItemCount                  int
	SkippedItemCount                 int
	HasUnapprovedSkippedItems        bool
	LastSuccessfulSyncTime, Error    any
	SkippedItems                     []item
}

// move is a move request without a batch as migrations.ps1 writes it.
type move struct {
	DisplayName, Status                            string
	BatchName, CompleteAfter                       any
	DataConsistencyScore                           string
	ItemsTransferred, BadItemsEncountered          int
	LargeItemsEncountered, MissingItemsEncountered int
	PreventCompletion, SuspendWhenReadyToComplete  bool
	LastSuccessfulSyncTimestamp, Message           any
	Identity                                       string
	Report                                         report
}

type report struct{ BadItems, LargeItems []item }

type batch struct {
	Identity, Status, MigrationType, DataConsistencyScore string
	CompleteAfter                                         any
	TotalCount                                            int
}

// items returns n skipped items of a kind in a folder.
func items(n int, kind, folder string) (all []item) {
	for range n {
		all = append(all, item{kind, folder})
	}
	return all
}

// migrations returns what migrations.ps1 writes for the sample organisation, which moves its
// mailboxes: before the commands, or after them.
func migrations(now time.Time, after bool) (string, error) {
	const wave = "Wave 1"
	sync := now.Add(-5 * time.Hour).UTC().Format(time.RFC3339)
	person := func(id, status, grade string, copied int, skipped ...item) user {
		first, last, _ := strings.Cut(id, ".")
		u := user{Identity: id + "@northgate.example", BatchId: wave,
			DisplayName: strings.ToUpper(first[:1]) + first[1:] + " " + strings.ToUpper(last[:1]) + last[1:],
			Status:      status, DataConsistencyScore: grade,
			SyncedItemCount: copied, SkippedItemCount: len(skipped), LastSuccessfulSyncTime: sync,
			SkippedItems: skipped}
		if u.SkippedItems == nil {
			u.SkippedItems = []item{}
		}
		u.HasUnapprovedSkippedItems = grade == "Investigate" || grade == "Poor"
		return u
	}
	status := "Synced"
	if after {
		status = "Completed"
	}
	poor := person("winifred.shaw", "Failed", "Poor", 120, append(items(5104, "MissingItem", "Archive"),
		items(16, "CorruptItem", "Inbox")...)...)
	poor.Error = "The data consistency score is Poor."
	later := person("samuel.eze", "Synced", "Good", 3120, items(9, "CorruptFolderACL", "Calendar")...)
	later.CompleteAfter = now.AddDate(0, 0, 9).UTC().Truncate(24 * time.Hour).Add(9 * time.Hour).Format(time.RFC3339)
	all := []any{
		poor, later,
		person("grace.lindqvist", "Synced", "Investigate", 44210, append(append(items(2, "CorruptItem", "Inbox"),
			items(174, "CorruptFolderACL", "Calendar")...), items(6, "CorruptFolderACL", "Contacts")...)...),
		person("ruth.ashdown", status, "Good", 9021, items(14, "CorruptFolderACL", "Inbox")...),
		person("leon.brandt", status, "Perfect", 18234), person("priya.nair", status, "Perfect", 7211),
		person("callum.reid", status, "Perfect", 5310), person("nia.morgan", status, "Perfect", 12044),
		move{DisplayName: "Food bank", Status: map[bool]string{false: "AutoSuspended", true: "Completed"}[after],
			DataConsistencyScore: "Perfect", ItemsTransferred: 2044, SuspendWhenReadyToComplete: !after,
			LastSuccessfulSyncTimestamp: sync, Identity: "6f0c1f5e-2d0b-4a57-9d0e-0b8f3f8f1c11",
			Report: report{[]item{}, []item{}}},
		batch{wave, "Synced", "ExchangeRemoteMove", "Poor", nil, 8},
	}
	data, err := json.MarshalIndent(all, "", "    ")
	return string(data), err
}
