package migration

// Change is what became of one migration between two exports.
type Change string

// The changes.
const (
	Finished     Change = "finished" // it was not completed before, and is now
	WasFinished  Change = "was-finished"
	Moving       Change = "moving"       // it is completing, or it got further
	Same         Change = "same"         // nothing changed
	Worse        Change = "worse"        // it failed, or its grade is worse
	Gone         Change = "gone"         // the later export does not have it
	New          Change = "new"          // the earlier export did not have it
	ChangeUnread Change = "not-readable" // the later export does not show it
)

// Pair is one migration in two exports; one of the two is nil where an export lacks it.
type Pair struct {
	Before, After *Person
	Change        Change
}

// Person returns the later of the two.
func (p Pair) Person() *Person {
	if p.After != nil {
		return p.After
	}
	return p.Before
}

// Compare pairs the people of two exports by identity. A person who is in several batches is
// paired in the same batch.
func Compare(before, after []Person) (all []Pair) {
	later := map[[2]string]int{}
	for i := range after {
		later[[2]string{key(after[i].Identity), after[i].Batch}] = i
	}
	paired := make([]bool, len(after))
	for i := range before {
		b := &before[i]
		at, ok := later[[2]string{key(b.Identity), b.Batch}]
		if !ok || paired[at] {
			all = append(all, Pair{b, nil, Gone})
			continue
		}
		paired[at] = true
		all = append(all, Pair{b, &after[at], change(b, &after[at])})
	}
	for i := range after {
		if !paired[i] {
			all = append(all, Pair{nil, &after[i], New})
		}
	}
	return all
}

// far is how far a state is.
var far = map[State]int{Stopped: 1, Syncing: 2, Synced: 3, Completing: 4, Completed: 5}

func change(b, a *Person) Change {
	grades := map[Grade]int{Perfect: 1, Good: 2, Investigate: 3, Poor: 4}
	switch {
	case a.State == Completed && b.State == Completed:
		return WasFinished
	case a.State == Completed:
		return Finished
	case a.State == StateUnread:
		return ChangeUnread
	case a.State == Failed && b.State != Failed, b.State == Completed,
		grades[a.Grade] > grades[b.Grade] && grades[b.Grade] > 0:
		return Worse
	case far[a.State] > far[b.State] && b.State != StateUnread, a.State == Completing,
		b.Unapproved == Yes && a.Unapproved == No:
		return Moving
	}
	return Same
}
