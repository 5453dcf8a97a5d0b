package runsheet

import (
	"slices"
	"time"
)

// Outcome is the planned and the actual time of one item. Began and Ended are zero if it
// was never done.
type Outcome struct {
	Index        int // from 1
	Item         Item
	PlannedStart time.Time
	PlannedEnd   time.Time
	Began, Ended time.Time
	Held         time.Duration
}

// Late returns how much later than planned the item began; negative if earlier.
func (o Outcome) Late() time.Duration { return o.Began.Sub(o.PlannedStart) }

// Took returns how long the item took without pauses.
func (o Outcome) Took() time.Duration { return o.Ended.Sub(o.Began) - o.Held }

// Outcomes returns the outcome of every item, in order.
func (r *Run) Outcomes() []Outcome {
	s := r.State(r.lastAt())
	all := make([]Outcome, len(s.Rows))
	for i, row := range s.Rows {
		all[i] = Outcome{Index: i + 1, Item: row.Item, PlannedStart: row.Start, PlannedEnd: row.End}
		if !row.Ended.IsZero() {
			all[i].Began, all[i].Ended, all[i].Held = row.Began, row.Ended, row.Held
		}
	}
	return all
}

func (r *Run) lastAt() time.Time {
	if n := len(r.Events); n > 0 {
		return r.Events[n-1].At
	}
	return r.Start
}

// Proposal is a better length for an item, based on how long it took.
type Proposal struct {
	Index    int // in the items given, from 0
	Cue      string
	Old, New time.Duration
	From     int // number of runs behind it
}

// Propose compares the planned lengths with those of earlier runs without rehearsals. It
// proposes the median in whole minutes, at least one, if that differs. Items are matched
// by their cue; items with the same cue are matched in order.
func Propose(items []Item, runs []Run) []Proposal {
	type key struct {
		cue string
		nth int
	}
	took := map[key][]time.Duration{}
	for i := range runs {
		if runs[i].Rehearsal {
			continue
		}
		seen := map[string]int{}
		for _, o := range runs[i].Outcomes() {
			k := key{o.Item.Cue, seen[o.Item.Cue]}
			seen[o.Item.Cue]++
			if !o.Ended.IsZero() && !o.Item.Instant() {
				took[k] = append(took[k], o.Took())
			}
		}
	}
	var all []Proposal
	seen := map[string]int{}
	for i, item := range items {
		k := key{item.Cue, seen[item.Cue]}
		seen[item.Cue]++
		lengths := took[k]
		if item.Instant() || len(lengths) == 0 {
			continue
		}
		slices.Sort(lengths)
		middle := lengths[len(lengths)/2]
		if len(lengths)%2 == 0 {
			middle = (lengths[len(lengths)/2-1] + middle) / 2
		}
		better := max(time.Minute, middle.Round(time.Minute))
		if better != item.Length.Round(time.Minute) {
			all = append(all, Proposal{Index: i, Cue: item.Cue, Old: item.Length, New: better, From: len(lengths)})
		}
	}
	return all
}

// ApplyProposals returns a copy of items with the proposed lengths. Later items move, fixed ones do not.
func ApplyProposals(items []Item, proposals []Proposal) []Item {
	better := slices.Clone(items)
	for _, p := range proposals {
		better[p.Index].Length = p.New
	}
	return better
}
