package migration

import (
	"strings"

	"handrail/app"
	"handrail/app/powershell"
)

// Steps are commands in the order in which they are run, each block for itself. Neither an
// approval nor a completion can be undone.
type Steps struct {
	Look   powershell.Block // shows the values now, and with -WhatIf what would change
	Change powershell.Block
}

// most is how many people have a line each; more are a list in one block.
const most = 20

// form is how a command is written: %s is the person or the batch.
type form struct{ look, change string }

// The commands. Those for people of a batch and those for bare requests must not be mixed:
// a change of the request behind a batch can stop the batch.
var (
	approveUser = form{"Get-MigrationUser -Identity %s | " +
		"Format-List -Property @('Identity', 'Status', 'HasUnapprovedSkippedItems')",
		"Set-MigrationUser -Identity %s -ApproveSkippedItems"}
	approveMove = form{"Get-MoveRequest -Identity %s | Format-List -Property @('DisplayName', 'Status')",
		"Set-MoveRequest -Identity %s -SkippedItemApprovalTime ([DateTime]::UtcNow)"}
	completeUser = form{"Get-MigrationUser -Identity %s | Format-List -Property @('Identity', 'Status', 'BatchId')",
		"Set-MigrationUser -Identity %s -CompleteAfter ([DateTime]::UtcNow)"}
	completeMove = form{"Get-MoveRequest -Identity %s | Format-List -Property @('DisplayName', 'Status', 'Suspend')",
		"Set-MoveRequest -Identity %s -SuspendWhenReadyToComplete $false -PreventCompletion $false " +
			"-CompleteAfter ([DateTime]::UtcNow)"}
	approveBatch = form{"Get-MigrationBatch -Identity %s | Format-List -Property @('Identity', 'Status', 'TotalCount')",
		"Set-MigrationBatch -Identity %s -ApproveSkippedItems"}
	completeBatch = form{"Get-MigrationBatch -Identity %s | " +
		"Format-List -Property @('Identity', 'Status', 'CompleteAfter')",
		"Complete-MigrationBatch -Identity %s"}
	retryBatch = form{"Get-MigrationBatch -Identity %s | Format-List -Property @('Identity', 'Status', 'TotalCount')",
		"Start-MigrationBatch -Identity %s"}
	resumeMove = form{"Get-MoveRequest -Identity %s | Format-List -Property @('DisplayName', 'Status', 'Suspend')",
		"Resume-MoveRequest -Identity %s"}
)

// Approve returns the commands that approve what was skipped of people, all in one way.
// There is none for someone whom only Microsoft can help.
func Approve(people []*Person) (Steps, error) {
	for _, p := range people {
		if p.Grade == Poor {
			return Steps{}, app.Errorf(app.Invalid, "Contact Microsoft Support.",
				"The migration of %s cannot be forced: Microsoft graded it Poor.", p.Name)
		}
	}
	return forPeople(people, approveUser, approveMove)
}

// Complete returns the commands that finish the migrations of people, all in one way. A bare
// request that waits suspended must also be resumed.
func Complete(people []*Person) (Steps, error) {
	s, err := forPeople(people, completeUser, completeMove)
	if err != nil {
		return Steps{}, err
	}
	var suspended []string
	for _, p := range people {
		if p.Way == Bare && strings.EqualFold(p.Status, "AutoSuspended") {
			suspended = append(suspended, p.Identity)
		}
	}
	more, err := resumeMove.steps(suspended)
	if err != nil {
		return Steps{}, err
	}
	return Steps{joined(s.Look, more.Look), joined(s.Change, more.Change)}, nil
}

func joined(a, b powershell.Block) powershell.Block {
	return powershell.Block{Text: a.Text + b.Text, Values: append(a.Values, b.Values...)}
}

// ApproveBatch returns the commands that approve everything of a batch.
func ApproveBatch(name string) (Steps, error) { return approveBatch.steps([]string{name}) }

// CompleteBatch returns the commands that finish a batch.
func CompleteBatch(name string) (Steps, error) { return completeBatch.steps([]string{name}) }

// Retry returns the commands that start again what failed or was stopped: batches, or bare
// requests.
func Retry(people []*Person) (Steps, error) {
	var names []string
	for _, p := range people {
		if p.Way != InBatch {
			return forPeople(people, form{}, resumeMove)
		}
		names = appendNew(names, p.Batch)
	}
	return retryBatch.steps(names)
}

func appendNew(all []string, one string) []string {
	for _, old := range all {
		if old == one {
			return all
		}
	}
	return append(all, one)
}

// ReadList returns the command that reads what was skipped of p.
func ReadList(p *Person) (powershell.Block, error) {
	switch p.Way {
	case InBatch:
		return powershell.Line("Get-MigrationUserStatistics -Identity %s -IncludeSkippedItems | "+
			"ConvertTo-Json -Depth 5", p.Identity)
	case Bare:
		return powershell.Line("Get-MoveRequestStatistics -Identity %s -IncludeReport | ConvertTo-Json -Depth 6",
			p.Identity)
	}
	return powershell.Block{}, wayUnread(p)
}

// ReadDate returns the command that reads the date that holds p back.
func ReadDate(p *Person) (powershell.Block, error) {
	return powershell.Line("Get-MoveRequestStatistics -Identity %s | Format-List -Property @('CompleteAfter')",
		p.Identity)
}

func wayUnread(p *Person) error {
	return app.Errorf(app.Invalid, "Export it again, with the name of its batch.",
		"Handrail does not know whether %s is in a batch, so it does not know the command.", p.Name)
}

func forPeople(people []*Person, user, move form) (Steps, error) {
	var names []string
	for _, p := range people {
		switch {
		case p.Way == WayUnread:
			return Steps{}, wayUnread(p)
		case p.Way != people[0].Way:
			return Steps{}, app.Errorf(app.Internal, "Copy the technical details, and try again.",
				"People of a batch and others are in one command.")
		}
		names = append(names, p.Identity)
	}
	if len(people) > 0 && people[0].Way == InBatch {
		return user.steps(names)
	}
	return move.steps(names)
}

func (f form) steps(names []string) (s Steps, err error) {
	if s.Look, err = block(names, f.look, f.change+" -WhatIf"); err != nil {
		return Steps{}, err
	}
	s.Change, err = block(names, f.change)
	return s, err
}

// block returns forms for each name: a line each, or one block with a list.
func block(names []string, forms ...string) (all powershell.Block, err error) {
	if len(names) > most {
		body := ""
		for _, f := range forms {
			body += "    " + strings.Replace(f, "%s", "$one", 1) + "\n"
		}
		return powershell.Script{Params: []powershell.Param{{Name: "People", Values: names, List: true}},
			Body: "foreach ($one in $People) {\n" + body + "}"}.Block()
	}
	for _, name := range names {
		for _, f := range forms {
			one, err := powershell.Line(f, name)
			if err != nil {
				return powershell.Block{}, err
			}
			all.Text += one.Text + "\n"
			all.Values = append(all.Values, one.Values...)
		}
	}
	return all, nil
}
