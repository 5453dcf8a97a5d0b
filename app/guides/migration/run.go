package migration

import (
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/mail/migration"
	"handrail/app/report"
)

// exchangeAdmin is the page of the Exchange admin center with the migration batches.
const exchangeAdmin = "https://admin.exchange.microsoft.com/#/migration"

// handRun returns the commands in separate blocks: look, change, undo.
func (d deps) handRun(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	x := d.load(v)
	if !x.known() {
		return &guide.Handover{Nothing: "Handrail does not know the migrations, so it has no command for them.",
			Done: "Continue without commands"}, nil
	}
	c := x.chosen(v)
	all, err := c.steps()
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return &guide.Handover{Nothing: c.why(), Done: "Continue without commands"}, nil
	}
	h := &guide.Handover{Done: "I have run the commands",
		Links: []guide.Link{{Title: "Open the migrations in the Exchange admin center", URL: exchangeAdmin}},
		Todo: []string{"Open PowerShell, and run Connect-ExchangeOnline.",
			"Run the first block. It changes nothing.",
			"Read what it shows. If it is what you expect, run the second block.",
			"Wait some minutes, then run migrations.ps1 again."}}
	for _, s := range all {
		h.Blocks = append(h.Blocks, report.Heading{Text: s.title},
			report.Code{Label: "First: look. This changes nothing", Text: strings.TrimSpace(s.Look.Text)},
			report.Code{Label: "Then: change", Text: strings.TrimSpace(s.Change.Text)})
	}
	h.Blocks = append(h.Blocks, report.Heading{Text: "Undo"}, report.Text{Text: undo[c.do]})
	switch c.do {
	case doApprove:
		h.Blocks = append(h.Blocks, report.Text{Text: untilNow})
		h.Todo = append(h.Todo, "If a migration does not finish on its own, go back to “Decide what to do”.")
	case doRetry:
		h.Blocks = append(h.Blocks, report.Text{Text: "For a batch, the command starts everyone in it who failed or was " +
			"stopped."})
	}
	if note := c.without(); note != "" {
		h.Blocks = append(h.Blocks, report.Text{Text: note})
	}
	return h, nil
}

// undo has how each choice is undone.
var undo = map[string]string{
	doApprove:  "There is no undo. Microsoft offers no way back from an approval.",
	doComplete: "There is no undo. A mailbox that has moved stays where it is.",
	doRetry:    "You can stop a batch again with Stop-MigrationBatch, and a move request with Suspend-MoveRequest.",
}

// titled are commands under a heading.
type titled struct {
	migration.Steps
	title string
}

// steps returns the commands of the choice: for the batch, or for the people of batches and
// for requests without one.
func (c chosen) steps() (all []titled, err error) {
	yes, _ := c.eligible()
	if len(yes) == 0 && c.batch == "" {
		return nil, nil
	}
	if c.batch != "" {
		return c.batchSteps()
	}
	for _, way := range []struct {
		way   migration.Way
		title string
	}{{migration.InBatch, "People in a batch"}, {migration.Bare, "Move requests without a batch"}} {
		var people []*migration.Person
		for _, p := range yes {
			if p.Way == way.way {
				people = append(people, p)
			}
		}
		if len(people) == 0 {
			continue
		}
		steps, err := c.command(people)
		if err != nil {
			return nil, err
		}
		all = append(all, titled{steps, way.title})
	}
	return all, nil
}

func (c chosen) command(people []*migration.Person) (migration.Steps, error) {
	switch c.do {
	case doApprove:
		return migration.Approve(people)
	case doRetry:
		return migration.Retry(people)
	}
	return migration.Complete(people)
}

// batchSteps returns the commands for a whole batch. There are none if they would do nothing
// for anyone, or if someone would be approved whose list no one has seen.
func (c chosen) batchSteps() ([]titled, error) {
	useful := slices.ContainsFunc(c.people, func(p *migration.Person) bool { return p.Decide().Act == acts[c.do] })
	if !useful || len(c.unseen()) > 0 {
		return nil, nil
	}
	make := migration.CompleteBatch
	if c.do == doApprove {
		make = migration.ApproveBatch
	}
	steps, err := make(c.people[0].Batch)
	return []titled{{steps, "The batch " + c.people[0].Batch}}, err
}

// why returns why there is no command.
func (c chosen) why() string {
	unseen := c.unseen()
	switch note := c.without(); {
	case len(c.people) == 0:
		return "Your choice applies to no one in the export."
	case c.batch != "" && len(unseen) > 0:
		return "No one has seen what these people would lose: " + listed(unseen) + ". Run migrations.ps1 first."
	case c.batch == "" && note != "":
		return note
	}
	return "Nothing in this batch needs this command."
}

// unseen returns the people who would be approved although the export does not show what they
// lose.
func (c chosen) unseen() (names []string) {
	for _, p := range c.people {
		if c.do == doApprove && p.Decide().Act == migration.ActList {
			names = append(names, p.Name)
		}
	}
	return names
}

// listed returns some names in one line.
func listed(names []string) string {
	if more := len(names) - 5; more > 1 {
		return strings.Join(names[:5], ", ") + " and " + guide.Count(more, "other", "others")
	}
	return strings.Join(names, ", ")
}

// without names the chosen people for whom there is no command, with the reason. The command
// for a batch is for all of them but those whom only Microsoft can help.
func (c chosen) without() string {
	_, no := c.eligible()
	names, order := map[string][]string{}, []string{}
	for _, p := range no {
		if c.batch != "" && p.Decide().Act != migration.ActSupport {
			continue
		}
		why := actWords[p.Decide().Act].word
		if p.Way == migration.WayUnread {
			why = "Batch not known"
		}
		if names[why] == nil {
			order = append(order, why)
		}
		names[why] = append(names[why], p.Name)
	}
	var all []string
	for _, why := range order {
		all = append(all, why+": "+listed(names[why])+".")
	}
	if len(all) == 0 {
		return ""
	}
	if c.batch != "" {
		return "The command does not finish everyone in the batch. " + strings.Join(all, " ")
	}
	return "There is no command for these people. " + strings.Join(all, " ")
}
