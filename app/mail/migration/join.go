package migration

import "cmp"

// join makes one person of rows with the same identity: Get-MigrationUser and
// Get-MigrationUserStatistics each have a row for one, and an export may have both.
func (e *Export) join() {
	at := make(map[string]int, len(e.People))
	joined := e.People[:0]
	for _, p := range e.People {
		i, seen := at[key(p.Identity)]
		if !seen || p.Identity == "" || !joined[i].with(&p) {
			at[key(p.Identity)] = len(joined)
			joined = append(joined, p)
		}
	}
	e.People = joined
}

// with adds to p what the other row of the same person has. It reports false if they are in
// different batches. Where both have a status or a grade and they differ, one of them is old,
// and it is not known which.
func (p *Person) with(other *Person) bool {
	if p.Way != WayUnread && other.Way != WayUnread && (p.Way != other.Way || key(p.Batch) != key(other.Batch)) {
		return false
	}
	if p.Way == WayUnread {
		p.Way, p.Batch = other.Way, other.Batch
	}
	if p.Name == p.Identity {
		p.Name = other.Name
	}
	switch {
	case p.State == StateUnread:
		p.Status, p.State = cmp.Or(other.Status, p.Status), other.State
	case other.State != StateUnread && other.State != p.State:
		p.State = StateUnread
	}
	switch {
	case p.GradeText == "" && (p.Grade == GradeUnread || other.GradeText != ""):
		p.Grade, p.GradeText = other.Grade, other.GradeText
	case other.GradeText != "" && other.Grade != p.Grade:
		p.Grade = GradeUnread
	}
	if len(p.Factors) == 0 {
		p.Factors = other.Factors
	}
	p.Error = cmp.Or(p.Error, other.Error)
	p.Synced = larger(p.Synced, other.Synced)
	skipped := larger(p.Skipped, other.Skipped)
	if len(other.Losses) > len(p.Losses) || p.List == ListOpen || p.List == ListNone && skipped != p.Skipped {
		p.List, p.Losses = other.List, other.Losses
	}
	p.Skipped = skipped
	p.Unapproved = both(p.Unapproved, other.Unapproved)
	p.Held = both(p.Held, other.Held)
	if other.LastSync.After(p.LastSync) {
		p.LastSync = other.LastSync
	}
	if p.OwnDate = both(p.OwnDate, other.OwnDate); p.CompleteAfter.IsZero() {
		p.CompleteAfter = other.CompleteAfter
	}
	return true
}

// larger returns the larger of two numbers, as far as they are known: skipped items do not
// become fewer.
func larger(a, b Count) Count {
	if !a.Known || b.Known && b.N > a.N {
		return b
	}
	return a
}

// both returns the answer of two rows: one that is known counts, and a yes before a no.
func both(a, b Answer) Answer {
	if a == Yes || b == Unread {
		return a
	}
	return b
}
