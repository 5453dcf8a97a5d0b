package change

import (
	"context"

	"handrail/app/guide"
)

// Prove writes down that Handrail made an object: the answer to a request says so, or it
// was read back after the answer was lost.
func (r Runner) Prove(ctx context.Context, visit string, w Write, id string) error {
	return r.Journal.Record(ctx, guide.JournalEntry{At: r.Now().UTC(), Visit: visit, Guide: r.Guide, Step: Proof,
		What: Create + " " + w.Object + "/" + id, Old: w.Title, New: id, State: string(Confirmed)})
}

// Made is where a change log proves that Handrail made something: the visit, and the title
// of the request.
type Made struct{ Visit, Title string }

// Proven returns what a guide made in a collection, by ID. Whatever is not among them is
// somebody else's.
func Proven(entries []guide.JournalEntry, of, collection string) map[string]Made {
	all := map[string]Made{}
	for _, e := range entries {
		if e.Step == Proof && e.Guide == of && e.What == Create+" "+collection+"/"+e.New {
			all[e.New] = Made{e.Visit, e.Old}
		}
	}
	return all
}
