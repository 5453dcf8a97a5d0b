package migration

import (
	"cmp"
	"strings"
	"time"

	"handrail/app/powershell"
)

func batch(r powershell.Row) Batch {
	b := Batch{Name: cmp.Or(r.Text("Identity"), r.Text("Name")), Status: r.Text("Status")}
	b.Grade, b.GradeText = grade(r)
	b.CompleteAfter, _ = r.When("CompleteAfter")
	return b
}

// key is an identity for comparison.
func key(identity string) string { return strings.ToLower(strings.TrimSpace(identity)) }

// madeByBatch is how Exchange names the move requests of a batch.
const madeByBatch = "MigrationService:"

func person(r powershell.Row, items powershell.Field) Person {
	p := Person{Identity: cmp.Or(r.Text("Identity"), r.Text("MailboxIdentity"), r.Text("ExchangeGuid"),
		r.Text("Alias"))}
	p.Name = cmp.Or(r.Text("DisplayName"), p.Identity)
	p.Way, p.Batch = way(r)
	p.Status, p.State = r.Text("Status"), StateUnread
	if w, ok := meaning("state", p.Status); ok && r.State("Status") == powershell.Given {
		p.State = State(w.means)
	}
	p.Error = cmp.Or(given(r, "Error"), given(r, "ErrorSummary"), given(r, "Message"))
	p.Grade, p.GradeText = grade(r)
	p.Factors = r.List("DataConsistencyScoringFactors")
	p.Synced, p.Skipped = count(r, "SyncedItemCount", "ItemsTransferred"), skipped(r)
	p.Unapproved = answer(r, "HasUnapprovedSkippedItems")
	p.LastSync, _ = when(r, "LastSuccessfulSyncTime", "LastSuccessfulSyncTimestamp")
	p.CompleteAfter, p.OwnDate = ownDate(r)
	p.Held = held(r)
	listed, whole := itemsOf(r, items)
	p.list(listed, whole)
	return p
}

// given returns a value that was not cut off.
func given(r powershell.Row, name string) string {
	if r.State(name) != powershell.Given {
		return ""
	}
	return r.Text(name)
}

// way returns how the migration was started, and the name of its batch. An empty batch is a
// bare request; without the name of a batch, it is not known.
func way(r powershell.Row) (Way, string) {
	for _, name := range []string{"BatchId", "BatchName"} {
		switch r.State(name) {
		case powershell.Given:
			batch, made := strings.CutPrefix(r.Text(name), madeByBatch)
			if batch == "" { // an object that does not show its name
				return WayUnread, ""
			}
			if name == "BatchName" && !made {
				return Bare, "" // a name that someone gave to a few move requests
			}
			return InBatch, batch
		case powershell.Null, powershell.Empty:
			return Bare, ""
		case powershell.Part:
			return WayUnread, ""
		}
	}
	return WayUnread, ""
}

// grade returns Microsoft's grade. A number is the place of a word in a list that Microsoft
// may change, so it is no grade.
func grade(r powershell.Row) (Grade, string) {
	switch text := r.Text(fieldGrade.Name); r.State(fieldGrade.Name) {
	case powershell.Given:
		if w, ok := meaning("grade", text); ok {
			return Grade(w.means), text
		}
		return GradeUnread, text
	case powershell.Null, powershell.Empty:
		return NoGrade, ""
	}
	return GradeUnread, ""
}

func answer(r powershell.Row, name string) Answer {
	yes, known := r.Flag(name)
	switch {
	case !known:
		return Unread
	case yes:
		return Yes
	}
	return No
}

func count(r powershell.Row, names ...string) Count {
	for _, name := range names {
		if n, ok := r.Number(name); ok && n >= 0 {
			return Count{n, true}
		}
	}
	return Count{}
}

// skipped returns how many items were skipped: as a migration user has it, or as the three
// numbers of a move request. Without one of them the sum is not known.
func skipped(r powershell.Row) Count {
	if c := count(r, "SkippedItemCount"); c.Known {
		return c
	}
	sum := Count{0, true}
	for _, name := range []string{"BadItemsEncountered", "LargeItemsEncountered", "MissingItemsEncountered"} {
		c := count(r, name)
		if !c.Known {
			return Count{}
		}
		sum.N += c.N
	}
	return sum
}

func when(r powershell.Row, names ...string) (time.Time, bool) {
	for _, name := range names {
		if at, ok := r.When(name); ok && at.Year() > 1 {
			return at, true
		}
	}
	return time.Time{}, false
}

// ownDate returns the date that holds a person back. A date in the words of a language is
// not read: the person may wait.
func ownDate(r powershell.Row) (time.Time, Answer) {
	at, ok := r.When("CompleteAfter")
	switch state := r.State("CompleteAfter"); {
	case ok && at.Year() > 1: // year 1 is how some scripts said "now"
		return at, Yes
	case ok, state == powershell.Null, state == powershell.Empty:
		return time.Time{}, No
	}
	return time.Time{}, Unread
}

// held returns whether a setting prevents the completion.
func held(r powershell.Row) Answer {
	a, b := answer(r, "PreventCompletion"), answer(r, "SuspendWhenReadyToComplete")
	switch {
	case a == Yes || b == Yes:
		return Yes
	case a == No && b == No:
		return No
	}
	return Unread
}
