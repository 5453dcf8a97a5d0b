package terminal

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"handrail/app/report"
)

// write writes the result as one JSON object.
func (r *result) write(ctx context.Context, out io.Writer) (err error) {
	j, k := report.NewJSONWriter(out), r.walk
	j.Object(func() {
		field(j, "guide", k.guide.ID)
		field(j, "at", k.at)
		field(j, "answers", k.guide.Saved(k.visit).Answers)
		list(j, "documents", func() {
			for _, l := range k.looks {
				j.Document(l.doc)
			}
		})
		field(j, "findings", r.findings)
		field(j, "facts", r.facts)
		j.Key("plan")
		writePlan(j, k.plans)
		r.oldList(j, "people")
		if len(r.totals) > 0 {
			field(j, "totals", r.totals)
		}
		r.oldList(j, "left-out")
		err = k.writeHands(ctx, j)
		for _, name := range []string{"advice", "checks", "runsheet"} {
			r.oldList(j, name)
		}
		if len(r.lists) > 0 {
			j.Key("lists")
			j.Object(func() {
				for _, name := range slices.Sorted(maps.Keys(r.lists)) {
					r.list(j, name, name)
				}
			})
		}
	})
	return errors.Join(err, j.Flush())
}

// writeHands writes what the steps hand over; nothing where there is none.
func (w *walk) writeHands(ctx context.Context, j *report.JSONWriter) (err error) {
	next, stop := iter.Pull2(w.allHands(ctx))
	defer stop()
	h, err, more := next()
	if !more || err != nil {
		return err
	}
	list(j, "handover", func() {
		for more && err == nil {
			if err = writeHandover(j, h); err == nil {
				h, err, more = next()
			}
		}
	})
	return err
}

// oldList writes a named list under its own key; an empty one has none.
func (r *result) oldList(j *report.JSONWriter, name string) {
	for range rows(r.lists[name]) {
		r.list(j, oldNames[name], name)
		return
	}
}

func (r *result) list(j *report.JSONWriter, key, name string) {
	list(j, key, func() {
		if b, ok := r.lists[name].(report.Entries); ok {
			for i := range b.Items {
				j.Program(&b.Items[i])
			}
			return
		}
		for row := range rows(r.lists[name]) {
			j.Raw(row)
		}
	})
}

// rows returns each row of a named list as JSON: what entries hold for programs,
// and findings by the end of their code. Of "checks" only findings whose code
// begins with "check-" count.
func rows(b report.Block) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		switch b := b.(type) {
		case report.Entries:
			for _, e := range b.Items {
				if raw := e.Program(); len(raw) > 0 && !yield(raw) {
					return
				}
			}
		case report.Findings:
			for _, f := range b.Items {
				id, ok := strings.CutPrefix(f.Code, strings.TrimSuffix(b.Name, "s")+"-")
				if !ok && b.Name == "checks" {
					continue
				}
				raw, err := json.Marshal(map[string]string{
					"id": id, "severity": string(f.Severity), "title": f.Title, "text": f.Text, "do": f.Do})
				if err == nil && !yield(raw) { // texts can always be written
					return
				}
			}
		}
	}
}

func field(j *report.JSONWriter, name string, v any) {
	j.Key(name)
	j.Value(v)
}

// some writes a field unless it is empty.
func some(j *report.JSONWriter, name, text string) {
	if text != "" {
		field(j, name, text)
	}
}

func list(j *report.JSONWriter, name string, inside func()) {
	j.Key(name)
	j.List(inside)
}

// planStep is what the plan of one step says, for programs. Its names are stable.
type planStep struct {
	Step   string `json:"step"`
	Title  string `json:"title"`
	Lead   string `json:"lead"`
	Undo   string `json:"undo"`
	NoUndo string `json:"noUndo"`
}

// writePlan writes what would change, of all steps together, and what each of several plans says.
func writePlan(j *report.JSONWriter, plans []planned) {
	var lead, undo, noUndo string
	for _, p := range deciding(plans) {
		lead, undo, noUndo = join(lead, p.Summary), join(undo, p.Undo), join(noUndo, p.NoUndo)
	}
	j.Object(func() {
		field(j, "lead", lead)
		list(j, "changes", func() {
			for _, p := range plans {
				for _, c := range p.Changes {
					j.Value(change{c.Setting, c.Now, c.After})
				}
			}
		})
		list(j, "affected", func() {
			for _, p := range plans {
				for _, a := range p.Affected {
					j.Value(affectedJSON{a.Severity, a.Text, append([]string{}, a.Names...)})
				}
			}
		})
		field(j, "undo", undo)
		field(j, "noUndo", noUndo)
		if len(plans) > 1 {
			list(j, "steps", func() {
				for _, p := range plans {
					j.Value(planStep{p.step, p.title, p.Summary, p.Undo, p.NoUndo})
				}
			})
		}
		list(j, "blocks", func() {
			for _, p := range plans {
				for _, b := range p.Blocks {
					j.Block(b)
				}
			}
		})
	})
}
