package drift

import (
	"slices"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
)

// few is how many people have a sentence each; more share one.
const few = 3

// grouped joins sentences that say the same of several people.
func grouped(all []Told) (out []Told) {
	same := map[key][]Told{}
	for _, t := range all {
		if t.many != "" {
			same[common(t)] = append(same[common(t)], t)
		}
	}
	for _, t := range all {
		parts, several := same[common(t)]
		switch {
		case t.many == "" || several && len(parts) <= few:
			out = append(out, t)
		case several:
			t.parts = parts
			var names []string
			for _, one := range parts {
				names = append(names, one.Subject)
			}
			slices.Sort(names)
			delete(same, common(t)) // the others are in this sentence
			t.Subject = guide.Names(names)
			t.Text = guide.Count(len(names), "person", "people") + " " + t.many + ": " + t.Subject + "."
			out = append(out, t)
		}
	}
	return out
}

// key is a sentence without whom it is about.
type key struct {
	at            time.Time
	section, many string
	severity      report.Severity
}

func common(t Told) key { return key{t.At, t.Section, t.many, t.Severity} }
