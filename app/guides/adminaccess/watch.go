package adminaccess

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// watch returns what the report-only policies recorded for each administrator.
func (d deps) watch(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	if fresh, err := d.refresh(ctx, w); err != nil {
		return nil, err
	} else if fresh {
		if err := d.settle(ctx, v, w); err != nil {
			return nil, err
		}
	}
	if err := d.rereadSignIns(ctx, w, w.administrators(w.chosen(v)), progress); err != nil {
		return nil, err
	}
	doc := d.frame("What would the policies have done?")
	if err := d.results(ctx, w, v, doc, progress); err != nil {
		return nil, err
	}
	doc.Find(w.betaPolicies()...)
	doc.Find(frame.NotRead(w.missing)...)
	return doc.Done(), nil
}

// results adds the result for each administrator, and the answer.
func (d deps) results(ctx context.Context, w *world, v *guide.Visit, doc *frame.Draft, progress task.Report) error {
	rows, people := w.watchedPolicies(), w.administrators(w.chosen(v))
	for _, row := range rows {
		doc.Add(report.Text{Text: fmt.Sprintf("“%s”: %s%s.", row.Name, stateWords(row.State), d.age(row))})
	}
	log, err := w.recorded(ctx, rows, people)
	if err != nil {
		return err
	}
	says, err := d.whatIfs(ctx, w, people, rows, progress)
	if err != nil {
		return err
	}
	e := report.Entries{Name: "watched", Title: "Administrators, most serious first"}
	t := tally{policies: len(rows), known: log.known && (w.rolesKnown || len(people) > 0), quiet: len(log.quiet)}
	spared := w.spared(v)
	for _, i := range people {
		excluded := slices.Contains(spared, w.o.People[i].ID)
		item := w.watchedPerson(i, excluded, log, says[i])
		t.add(item, says[i].differ(), !excluded && log.of(w.o.People[i].ID) != nil)
		e.Items = append(e.Items, item)
	}
	order := []report.Severity{report.Problem, report.Warning, report.Unknown, report.Note, report.OK}
	slices.SortStableFunc(e.Items, func(a, b report.Entry) int {
		return slices.Index(order, a.Severity) - slices.Index(order, b.Severity)
	})
	t.none += len(w.strangers(w.chosen(v)))
	f := w.watchFinding(t)
	doc.Find(f)
	doc.Headline(f.Title)
	if len(rows) > 0 {
		doc.Find(w.whatIfFinding(people, says))
		doc.Find(log.findings()...)
	}
	doc.Add(e)
	value := func(n int) string {
		if !t.known || len(rows) == 0 || n == 0 && !w.rolesKnown {
			return string(report.Unknown)
		}
		return strconv.Itoa(n)
	}
	doc.Fact("would-be-stopped", "Would be stopped", value(t.stopped), "")
	doc.Fact("no-result", "No result", value(t.none), "")
	doc.Fact("what-if-differs", "What If disagrees", value(t.differs), "")
	return nil
}

// age writes since when a policy is there.
func (d deps) age(row tenant.AccessPolicy) string {
	if row.Created.IsZero() {
		return ""
	}
	days := int(d.Now().Sub(row.Created.Time).Hours() / 24)
	if days < 1 {
		return " since today"
	}
	return " for " + counted(days, "day", "days")
}

func indent(body []byte) string {
	var b bytes.Buffer
	if json.Indent(&b, body, "", "  ") != nil {
		return string(body)
	}
	return b.String()
}
