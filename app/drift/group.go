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
	same := map[key][]string{}
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

// key is a sentence without whom it is about.
type key struct {
	at            time.Time
	section, many string
	severity      report.Severity
}

func common(t Told) key { return key{t.At, t.Section, t.many, t.Severity} }
