package migration

import (
	"cmp"
	"strings"

	"handrail/app/powershell"
)

// Export is what an export says.
type Export struct {
	People  []Person
	Batches []Batch
	Loose   []Loss            // skipped items of a list that names no person
	Lost    []powershell.Loss // what the export lost, with the command that brings it
	Unread  int               // rows of another kind
}

// The commands that bring what an export lacks.
const (
	readUsers = "Get-MigrationUser -ResultSize Unlimited | ForEach-Object { Get-MigrationUserStatistics " +
		"-Identity ([string]$_.Identity) -IncludeSkippedItems } | ConvertTo-Json -Depth 5"
	readMoves = "Get-MoveRequest -ResultSize Unlimited | Get-MoveRequestStatistics -IncludeReport | " +
		"ConvertTo-Json -Depth 6"
)

// The values that decide about a person. Each names the command that brings it.
var (
	fieldStatus = powershell.Field{Name: "Status", Label: "Status", Command: readUsers}
	fieldGrade  = powershell.Field{Name: "DataConsistencyScore", Label: "Microsoft’s grade", Command: readUsers}
	fieldBatch  = powershell.Field{Name: "BatchId", Label: "Batch", Command: readUsers}
	fieldItems  = powershell.Field{Name: "SkippedItems", Label: "List of skipped items", Command: readUsers,
		Objects: true, Hollow: func(r powershell.Row) bool { return skipped(r) != Count{0, true} }}
	fieldMoveItems = powershell.Field{Name: "Report", Label: "List of skipped items", Command: readMoves,
		Objects: true, Hollow: fieldItems.Hollow}
	fieldOpen = powershell.Field{Name: "HasUnapprovedSkippedItems", Label: "Whether items wait for an approval",
		Command: readUsers}
)

// Read returns what the rows of an export say: of Get-MigrationUserStatistics,
// Get-MigrationUser, Get-MoveRequestStatistics, Get-MigrationBatch, and lists of skipped
// items. Several may stand in one export.
func Read(rows []powershell.Row) Export {
	var e Export
	var users, moves []powershell.Row
	loose := map[string][]powershell.Row{}
	for _, r := range rows {
		switch kindOf(r) {
		case aUser:
			users = append(users, r)
		case aMove:
			moves = append(moves, r)
		case aBatch:
			e.Batches = append(e.Batches, batch(r))
		case anItem:
			who := key(cmp.Or(r.Text("UserIdentity"), r.Text("Mailbox"), r.Text("Identity")))
			loose[who] = append(loose[who], r)
		default:
			e.Unread++
		}
	}
	e.People = make([]Person, 0, len(users)+len(moves))
	for _, r := range users {
		e.People = append(e.People, person(r, fieldItems))
	}
	e.join()
	e.Lost = powershell.Losses(users, fieldStatus, fieldGrade, fieldBatch, fieldItems, fieldOpen)
	moves = e.own(moves)
	for _, r := range moves {
		e.People = append(e.People, person(r, fieldMoveItems))
	}
	e.Lost = append(e.Lost, powershell.Losses(moves, fieldStatus, fieldGrade, fieldMoveItems)...)
	e.place(loose)
	return e
}

// own returns the move requests that are not those of a batch user in the export.
func (e *Export) own(moves []powershell.Row) (all []powershell.Row) {
	batches := map[string]bool{}
	for i := range e.People {
		batches[e.People[i].Batch] = true
	}
	for _, r := range moves {
		if name, ok := strings.CutPrefix(r.Text("BatchName"), madeByBatch); !ok || !batches[name] {
			all = append(all, r)
		}
	}
	return all
}

// place adds the items of a list of their own to the people that it names.
func (e *Export) place(loose map[string][]powershell.Row) {
	for i := range e.People {
		p := &e.People[i]
		if items, ok := loose[key(p.Identity)]; ok && p.Identity != "" {
			p.list(items, true)
			delete(loose, key(p.Identity))
		}
	}
	var rest []powershell.Row
	for _, items := range loose {
		rest = append(rest, items...)
	}
	e.Loose = grouped(rest)
}

// The kinds of rows.
const (
	aStranger = iota
	aUser
	aMove
	aBatch
	anItem
)

func kindOf(r powershell.Row) int {
	switch {
	case r.HasAny("Kind") && r.HasAny("FolderName", "ScoringClassifications", "Subject"):
		return anItem
	case !r.HasAny("Identity", "MailboxIdentity", "ExchangeGuid", "DisplayName", "Alias"):
		return aStranger
	case r.HasAny("BatchGuid", "TotalCount") && !r.HasAny("BatchId"):
		return aBatch
	case r.HasAny("BatchId", "SkippedItemCount", "HasUnapprovedSkippedItems"):
		return aUser
	case r.HasAny("MigrationType", "TotalCount", "BatchGuid"):
		return aBatch
	case r.HasAny("BadItemsEncountered", "BatchName", "RequestStyle", "DataConsistencyScore"):
		return aMove
	}
	return aStranger
}
