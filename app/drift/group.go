package drift

import (
	"slices"

	"handrail/app/guide"
)

// few is how many people have a sentence each; more share one.
const few = 3

// grouped joins sentences that say the same of several people.
func grouped(all []Told) (out []Told) {
	same := map[Told][]string{}
	for _, t := range all {
		if t.many != "" {
			same[common(t)] = append(same[common(t)], t.Subject)
		}
	}
	for _, t := range all {
		names, several := same[common(t)]
		switch {
		case t.many == "" || several && len(names) <= few:
			out = append(out, t)
		case several:
			slices.Sort(names)
			delete(same, common(t)) // the others are in this sentence
			t.Subject = guide.Names(names)
			t.Text = guide.Count(len(names), "person", "people") + " " + t.many + ": " + t.Subject + "."
			out = append(out, t)
		}
	}
	return out
}

// common is a sentence without whom it is about.
func common(t Told) Told {
	t.Subject, t.Text, t.Before, t.After = "", "", "", ""
	return t
}
