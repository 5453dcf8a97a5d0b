package addindeploy

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/addin/assignment"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

func (d deps) reachStep() guide.Step {
	return guide.Step{
		ID: stepReach, Title: "See who does not get it",
		Summary:   "See each person who does not get the add-in, and the reason.",
		MainLabel: "Continue to the deployment",
		Text:      "Only direct members get the add-in. Nested groups and groups without email are left out silently.",
		Needs:     stepHow, Terms: terms.Of(terms.CSV), DependsOn: []string{askWho, askGroups, askPeople},
		Look: d.lookReach, People: d.people,
	}
}

// answer is who gets the add-in, and what was found meanwhile.
type answer struct {
	org     *assignment.Organisation
	q       assignment.Question
	results []assignment.Result
	unknown []string // names that were not found
	twice   []string // names that several groups have
	read    *tenant.Required
}

// judge returns who gets the add-in. With rep set, it first loads missing data. Without
// the people, or without the groups where groups are selected, nothing can be told: the
// error then has a tenant.Gap in its chain.
func (d deps) judge(ctx context.Context, v *guide.Visit, rep task.Report) (a *answer, err error) {
	sections := []string{tenant.SectionUsers}
	if assignment.Who(v.Answer(askWho)) == assignment.Groups {
		sections = append(sections, tenant.SectionGroups)
	}
	a = &answer{}
	if a.read, err = tenant.Require(ctx, d.from(rep), append(sections, tenant.SectionLicences)...); err != nil {
		return nil, err
	}
	for _, id := range sections {
		if _, known := a.read.Gap(id); !known {
			return a, a.read.Each(ctx, id, nil) // which only returns the reason
		}
	}
	// The plain view, because Load takes licences that were never read as unknown.
	if a.org, err = assignment.Load(ctx, a.read.View); err != nil {
		return nil, err
	}
	a.choose(v)
	if err := a.fill(ctx); err != nil {
		return nil, err
	}
	a.q.People, a.q.Groups = a.org.People, a.org.Groups
	a.results = assignment.Evaluate(a.q)
	return a, nil
}

// fill reads the members of the selected groups and of those within them, until no more
// can be read.
func (a *answer) fill(ctx context.Context) error {
	for {
		unread, err := a.org.LoadMembers(ctx, a.read, a.groups())
		if err == nil {
			err = a.read.Also(ctx, unread...)
		}
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(unread, func(id string) bool { _, known := a.read.Gap(id); return known }) {
			return nil
		}
	}
}

// count returns the number of people in a state.
func (a *answer) count(s assignment.State) (n int) {
	for _, r := range a.results {
		if r.State == s {
			n++
		}
	}
	return n
}

func (d deps) lookReach(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	doc := d.draft("Who gets the add-in", "", frame.FromCache)
	a, err := d.judge(ctx, v, rep)
	if errors.As(err, new(tenant.Gap)) {
		return a.nothing(doc, err), ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	gets, left, open := a.count(assignment.Included), a.count(assignment.LeftOut), a.count(assignment.NotKnown)
	totals := report.Facts{Name: "totals", Title: "People", Rows: []report.Fact{
		{Name: "gets", Label: "Get the add-in", Value: strconv.Itoa(gets)},
		{Name: "left-out", Label: "Do not get it", Value: strconv.Itoa(left)},
		{Name: "not-known", Label: "Not known", Value: strconv.Itoa(open)}}}
	if len(a.read.Missing) > 0 || len(a.hidden()) > 0 {
		totals.Rows = append(totals.Rows, incomplete)
	}
	for i, row := range totals.Rows {
		if row.Value == "0" && a.membersUnread() { // people are missing, who may count here
			totals.Rows[i].Value, totals.Rows[i].Text = string(report.Unknown), "Not known"
		} else if open > 0 && (row.Name == "gets" || row.Name == "left-out") {
			totals.Rows[i].Text = "At least " + row.Value
		}
	}
	doc.Add(a.banner(gets, left, open), totals)
	doc.Find(a.findings()...)
	doc.Findings("", "Check these first")
	list, err := a.entries(ctx)
	doc.Add(a.groupTable(), list)
	return doc.Done(), err
}

// membersUnread reports whether the members of a selected group, or of one within it,
// were never read or may be hidden.
func (a *answer) membersUnread() bool {
	return len(a.hidden()) > 0 || slices.ContainsFunc(a.read.Missing, func(g tenant.Gap) bool {
		kind, _ := tenant.OnDemand(g.Section)
		return kind == tenant.DirectMembers
	})
}

// hidden returns the selected groups, and those within them, whose members may be hidden.
func (a *answer) hidden() (all []int32) {
	seen := map[int32]bool{}
	for todo := slices.Clone(a.groups()); len(todo) > 0; todo = todo[1:] {
		at := todo[0]
		if seen[at] {
			continue
		}
		seen[at] = true
		if a.q.Groups[at].Hidden {
			all = append(all, at)
		}
		todo = append(todo, a.q.Groups[at].NestedGroups...)
	}
	return all
}

// incomplete is the fact that some of the data is missing.
var incomplete = report.Fact{Name: "data", Label: "Data from Microsoft", Value: "unknown", Text: "Incomplete"}

// nothing returns the document where nothing can be told, and why.
func (a *answer) nothing(doc *frame.Draft, err error) *report.Document {
	message, _ := app.UserMessage(err)
	doc.Add(report.Banner{Tone: report.Warning, Lead: "Handrail cannot tell who gets the add-in.", Text: message})
	doc.Find(frame.NotRead(a.read.Missing)...)
	doc.Findings("", "Check these first")
	doc.Fact("gets", "Get the add-in", "unknown", "Not known")
	doc.Fact("left-out", "Do not get it", "unknown", "Not known")
	doc.Facts("People")
	return doc.Done()
}

func (a *answer) banner(gets, left, open int) report.Banner {
	b := report.Banner{Tone: report.OK, Text: "Everyone you selected gets it.",
		Lead: guide.Count(gets, "person gets the add-in.", "people get the add-in.")}
	var but []string
	if left > 0 {
		but = append(but, guide.Count(left, "person does not get it.", "people do not get it."))
	}
	if open > 0 {
		but = append(but, guide.Count(open, "person might not get it.", "people might not get it."))
	}
	if n := len(a.unknown) + len(a.twice); n > 0 {
		but = append(but, guide.Count(n, "name that you entered is", "names that you entered are")+" not clear.")
	}
	if len(but) == 0 && (len(a.read.Missing) > 0 || len(a.hidden()) > 0) {
		but = append(but, "Handrail does not know everyone you selected.")
	}
	if len(but) == 0 && gets == 0 {
		but = append(but, "Your selection has no people in it.")
	}
	if len(but) > 0 {
		b.Tone, b.Text = report.Warning, strings.Join(but, " ")
	}
	if gets == 0 && (open > 0 || a.membersUnread()) {
		b.Lead = "Handrail cannot tell who gets the add-in."
	}
	return b
}

func (a *answer) groups() []int32 {
	if a.q.Who == assignment.Groups {
		return a.q.Chosen
	}
	return nil
}

// choose finds the groups or people that the answers name.
func (a *answer) choose(v *guide.Visit) {
	a.q = assignment.Question{Who: assignment.Who(v.Answer(askWho))}
	named, find := askGroups, a.org.FindGroup
	if a.q.Who == assignment.People {
		named, find = askPeople, a.org.FindPerson
	}
	if a.q.Who == assignment.Everyone {
		return
	}
	for _, name := range ask.Items(v.Answer(named)) {
		all := []string{name}
		if len(find(name)) == 0 { // not a name with a comma in it
			all = ask.Items(strings.ReplaceAll(name, ",", ";"))
		}
		for _, one := range all {
			switch there := find(one); {
			case len(there) == 0:
				a.unknown = append(a.unknown, one)
			case len(there) > 1:
				a.twice = append(a.twice, one)
			case !slices.Contains(a.q.Chosen, there[0]):
				a.q.Chosen = append(a.q.Chosen, there[0])
			}
		}
	}
}
