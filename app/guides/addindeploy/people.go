package addindeploy

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"handrail/app/addin/assignment"
	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/letter"
	"handrail/app/report"
)

// The fates of people, by position.
const (
	fateNotKnown = iota + 1
	fateGets
)

// fates are what happens to people. Their codes are stable.
var fates = []affected.Fate{
	{Code: "left-out", Title: "Does not get the add-in", Severity: report.Warning,
		Do: "Open the person for the reasons and what to do."},
	{Code: "unknown", Title: "Not known", Severity: report.Unknown,
		Do: "Refresh your organisation’s data, then check again."},
	{Code: "gets", Title: "Gets the add-in", Severity: report.OK},
}

// people returns everyone who was selected: who does not get the add-in first, with a text for each.
func (d deps) people(ctx context.Context, v *guide.Visit) (*affected.List, error) {
	t, err := d.target(v)
	if err != nil {
		return nil, err
	}
	a, err := d.judge(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	l := &affected.List{Key: ID + "/" + cmp.Or(t.asset, t.product, t.name), Title: "Who gets the add-in", Caption: t.name,
		At: d.Now().UTC(), Fates: fates,
		Act: affected.Act{One: "does not get it", Many: "do not get it", Chip: "Do not get it", None: "Everyone gets it"}}
	at := a.left()
	slices.SortStableFunc(at, func(x, y int) int { return stateRank(a.results[x].State) - stateRank(a.results[y].State) })
	for i, r := range a.results {
		if r.State == assignment.Included {
			at = append(at, i)
		}
	}
	for _, i := range at {
		l.People = append(l.People, a.inList(i))
	}
	for _, f := range a.gaps() {
		l.Notes = append(l.Notes, strings.TrimSpace(f.Title+". "+f.Text))
	}
	l.Summary = figures(a.count(assignment.Included), "person gets it", "people get it")
	if n := a.count(assignment.NotKnown); n > 0 {
		l.Summary += "; not known for " + figures(n, "person", "people")
	}
	l.Summary += "."
	l.Open = func(i int) *report.Document {
		doc := &report.Document{Title: l.People[i].Label(), Subject: l.People[i].UPN}
		if l.People[i].Fate != fateGets {
			doc.Blocks = append(doc.Blocks, whyTable(a.person(at[i])))
		}
		return doc
	}
	write := letters(v, t)
	l.Letter = func(i int) (letter.Letter, bool) { return write(&l.People[i]) }
	return l, nil
}

// figures returns a number with its noun, 0 as a figure too.
func figures(n int, one, many string) string {
	if n == 0 {
		return "0 " + many
	}
	return guide.Count(n, one, many)
}

// stateRank puts people who certainly do not get the add-in before those of whom it is not known.
func stateRank(s assignment.State) int {
	if s == assignment.NotKnown {
		return 1
	}
	return 0
}

// inList returns person i as one of the list.
func (a *answer) inList(i int) affected.Person {
	who, r := &a.q.People[i], a.results[i]
	p := affected.Person{ID: who.ID, Name: who.Name, UPN: who.UPN, Mail: affected.MailOf(who.Mail, who.UPN),
		Must: affected.Yes, Language: who.Language}
	switch r.State {
	case assignment.Included:
		p.Fate, p.Must = fateGets, affected.No
		return p
	case assignment.NotKnown:
		p.Fate, p.Must = fateNotKnown, affected.Unknown
	}
	var words []string
	for _, one := range r.Each() {
		words = append(words, reasonWords[one][0])
	}
	p.Why = strings.Join(words, ", ")
	return p
}
