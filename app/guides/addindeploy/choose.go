package addindeploy

import (
	"slices"
	"strings"

	"handrail/app/audience"
	"handrail/app/guide"
	"handrail/app/guide/ask"
)

func (a *answer) groups() []int32 {
	if a.q.Who == audience.Groups {
		return a.q.Chosen
	}
	return nil
}

// choose finds the groups or people that the answers name.
func (a *answer) choose(v *guide.Visit) {
	a.q = audience.Question{Who: audience.Who(v.Answer(askWho))}
	a.unknown, a.twice = nil, nil
	add := func(i int32) {
		if !slices.Contains(a.q.Chosen, i) {
			a.q.Chosen = append(a.q.Chosen, i)
		}
	}
	switch a.q.Who {
	case audience.Groups:
		for _, name := range ask.Items(v.Answer(askGroups)) {
			for _, one := range a.split(name) {
				switch all := a.org.FindGroup(one); len(all) {
				case 0:
					a.unknown = append(a.unknown, one)
				case 1:
					add(all[0])
				default:
					a.twice = append(a.twice, one)
				}
			}
		}
	case audience.People:
		for _, name := range ask.Items(v.Answer(askPeople)) {
			for one := range strings.SplitSeq(name, ",") {
				if i, ok := a.org.FindPerson(one); ok {
					add(i)
				} else {
					a.unknown = append(a.unknown, strings.TrimSpace(one))
				}
			}
		}
	}
}

// split returns the names in a list with commas, unless a group has the whole text as name.
func (a *answer) split(name string) []string {
	if len(a.org.FindGroup(name)) > 0 || !strings.Contains(name, ",") {
		return []string{name}
	}
	var all []string
	for one := range strings.SplitSeq(name, ",") {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}
