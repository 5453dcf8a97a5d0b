package guidetest

import (
	"strings"

	"handrail/app/affected"
	"handrail/app/guide"
)

// listed checks a list of people: it has a name of its own and a title, everyone has an ID and a
// fate, the page of a person opens, and no letter has a place that was not filled in.
func (p *person) listed(i int, step guide.Step, l *affected.List) {
	p.t.Helper()
	if l.Key == "" || l.Title == "" || l.Summary == "" || l.At.IsZero() || l.Open == nil || l.Letter == nil {
		p.wrong("the list of people of %s says too little: %q, %q, %q", step.ID, l.Key, l.Title, l.Summary)
		return
	}
	p.said.add(i, l.Title, l.Summary, l.DaysNote)
	for _, f := range l.Fates {
		p.said.add(i, f.Title, f.Do)
	}
	ids := map[string]bool{}
	for n := range l.People {
		one := &l.People[n]
		if one.ID == "" || ids[one.ID] || one.Fate < 0 || one.Fate >= len(l.Fates) {
			p.wrong("person %d of the list of %s: ID %q, fate %d", n, step.ID, one.ID, one.Fate)
			return
		}
		ids[one.ID] = true
		if l.Open(n) == nil {
			p.wrong("%s: no page for person %d", step.ID, n)
		}
		text, ok := l.Letter(n)
		if ok && (text.Subject == "" || !strings.Contains(text.Text, one.Label()) ||
			strings.Contains(text.Subject+text.Text, "{{")) {
			p.wrong("%s: the letter to person %d is not complete: %q\n%s", step.ID, n, text.Subject, text.Text)
		}
	}
}
