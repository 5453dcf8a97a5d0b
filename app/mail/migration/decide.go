package migration

import "time"

// Act is what finishes one migration.
type Act string

// The acts.
const (
	ActDone     Act = "done"       // it is completed: nothing to do
	ActComplete Act = "complete"   // it can finish without an approval
	ActApprove  Act = "approve"    // someone must approve what was skipped
	ActList     Act = "list"       // first read what was skipped
	ActSupport  Act = "support"    // only Microsoft can help
	ActSync     Act = "sync"       // it is still copying
	ActRunning  Act = "completing" // it finishes now
	ActRetry    Act = "retry"      // it failed or was stopped, and must be started again
	ActUnread   Act = "unknown"
)

// Reason is why an act is not known, or what to know about it.
type Reason string

// The reasons.
const (
	ReasonNumber    Reason = "grade-number"  // the grade is a number
	ReasonWord      Reason = "grade-word"    // the grade is a word that Handrail does not know
	ReasonAbsent    Reason = "grade-absent"  // the export does not have the grade, or lost it
	ReasonNoGrade   Reason = "no-grade"      // Microsoft has not graded it
	ReasonStatus    Reason = "status"        // the status is not known
	ReasonRemoving  Reason = "removing"      // it is being removed
	ReasonOpenList  Reason = "list-part"     // the list has fewer items than were skipped
	ReasonOpenState Reason = "approval-open" // it is not known whether items wait for an approval
)

// Decision is what finishes one migration, and why.
type Decision struct {
	Act    Act
	Reason Reason // "" where the act says everything
}

// Decide returns what finishes the migration of p.
func (p *Person) Decide() Decision {
	switch {
	case p.State == Completed && p.Grade == GradeUnread:
		return Decision{ActDone, p.gradeReason()}
	case p.State == Completed:
		return Decision{Act: ActDone}
	case p.State == Removing:
		return Decision{ActUnread, ReasonRemoving}
	case p.Grade == Poor:
		return Decision{Act: ActSupport}
	case p.Grade == GradeUnread:
		return Decision{ActUnread, p.gradeReason()}
	case p.Grade == Investigate && p.Unapproved != No:
		return p.approve()
	case p.Grade == NoGrade && p.Unapproved != No && p.Skipped != Count{0, true}:
		return Decision{ActList, ReasonNoGrade}
	}
	d := p.byState()
	if p.Grade == NoGrade && d.Reason == "" {
		d.Reason = ReasonNoGrade
	}
	return d
}

// approve returns what comes before the completion: first the list, then the approval. An
// approval covers also what is not on a list that is not whole.
func (p *Person) approve() Decision {
	switch {
	case p.List == ListLost || p.List == ListOpen:
		return Decision{Act: ActList}
	case p.List == ListPart:
		return Decision{ActApprove, ReasonOpenList}
	case p.Unapproved == Unread:
		return Decision{ActApprove, ReasonOpenState}
	}
	return Decision{Act: ActApprove}
}

func (p *Person) byState() Decision {
	switch p.State {
	case Synced:
		return Decision{Act: ActComplete}
	case Syncing:
		return Decision{Act: ActSync}
	case Completing:
		return Decision{Act: ActRunning}
	case Failed, Stopped:
		return Decision{Act: ActRetry}
	}
	return Decision{ActUnread, ReasonStatus}
}

// gradeReason returns why the grade is not known.
func (p *Person) gradeReason() Reason {
	switch {
	case p.GradeText == "":
		return ReasonAbsent
	case p.GradeText[0] >= '0' && p.GradeText[0] <= '9' || p.GradeText[0] == '-':
		return ReasonNumber
	}
	return ReasonWord
}

// Outcome is what a command for a whole batch does to its people.
type Outcome struct {
	Finish  []*Person // they can finish
	Wait    []*Person // they can finish, after a date of their own
	Stay    []*Person // only Microsoft can help
	Open    []*Person // it is not known, or something must be done first
	Done    []*Person
	Undated []*Person // of those who finish: it is not known whether a date holds them back
	Worst   Grade     // Microsoft’s grade of the batch: that of its worst person
}

// ApproveAll returns what happens if all skipped items of people are approved at a time.
func ApproveAll(people []*Person, at time.Time) Outcome { return outcome(people, at, true) }

// CompleteAll returns what happens if a batch is completed at a time.
func CompleteAll(people []*Person, at time.Time) Outcome { return outcome(people, at, false) }

func outcome(people []*Person, at time.Time, approved bool) (o Outcome) {
	worst := map[Grade]int{Perfect: 1, Good: 2, Investigate: 3, GradeUnread: 4, NoGrade: 4, Poor: 5}
	for _, p := range people {
		if worst[p.Grade] > worst[o.Worst] {
			o.Worst = p.Grade
		}
		act := p.Decide().Act
		if approved && (act == ActApprove || act == ActList && p.Grade == Investigate) {
			act = p.byState().Act
		}
		switch {
		case act == ActDone:
			o.Done = append(o.Done, p)
		case act == ActSupport:
			o.Stay = append(o.Stay, p)
		case act != ActComplete && act != ActRunning:
			o.Open = append(o.Open, p)
		case p.Waits(at):
			o.Wait = append(o.Wait, p)
		default:
			o.Finish = append(o.Finish, p)
			if p.OwnDate == Unread {
				o.Undated = append(o.Undated, p)
			}
		}
	}
	return o
}
