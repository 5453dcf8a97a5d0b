package guidetest

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/guides/services"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// good returns a small guide in which nothing is wrong: it counts devices.
func good(s services.Services) guide.Guide {
	which := ask.Choice("which", ask.Words{Label: "Which devices?", Hint: "Select one."},
		[]guide.Option{{Value: "all", Label: "All"}, {Value: "new", Label: "New ones"}})
	look := func(ctx context.Context, _ *guide.Visit, progress task.Report) (*report.Document, error) {
		have, err := tenant.Require(ctx, tenant.Request{Link: s.Tenant.Connection, Now: s.Now(), Report: progress},
			tenant.SectionDevices)
		if err != nil {
			return nil, err
		}
		doc := frame.New(frame.Head{Title: "Your devices", At: s.Now(), Sources: []string{frame.FromCache}})
		doc.Find(frame.NotRead(have.Missing)...)
		if len(have.Missing) > 0 {
			doc.Fact("devices", "Devices", string(report.Unknown), "Not known")
			return doc.Done(), nil
		}
		n := 0
		err = have.Each(ctx, tenant.SectionDevices, func(string, []byte) error { n++; return nil })
		doc.Fact("devices", "Devices", strconv.Itoa(n), "")
		return doc.Done(), err
	}
	return guide.Guide{ID: "devices", Title: "Count your devices", Outcome: "You know how many devices you have.",
		Topic: "Devices", Minutes: 1, Subject: "which", Needs: []guide.Need{{Title: "An organisation", Text: "Yours."}},
		Steps: []guide.Step{
			{ID: "plan", Title: "Plan it", Summary: "See what changes.", MainLabel: "Move the devices", Asks: []guide.Ask{which},
				DependsOn: []string{"which"},
				Plan: func(context.Context, *guide.Visit) (*guide.Plan, error) {
					return &guide.Plan{Changes: []guide.Change{{Setting: "Devices", Now: "Few", After: "Many"}},
						Affected: []guide.Affected{{Text: "No one."}}, NoUndo: "Nothing is changed.",
						ByHand: s.Tenant.Writer == nil}, nil
				},
				Apply: func(ctx context.Context, _ *guide.Visit, _ *guide.Plan, _ task.Report) error {
					_, err := s.Tenant.Writer.Patch(ctx, policyPath,
						[]byte(`{"policyMigrationState":"migrationComplete"}`))
					return err
				},
			},
			{ID: "count", Title: "Count them", Summary: "See how many there are.", Look: look},
		}}
}

// sheet notes what Run reports.
type sheet struct{ said []string }

func (*sheet) Helper()                  {}
func (*sheet) Context() context.Context { return context.Background() }
func (s *sheet) Errorf(format string, args ...any) {
	s.said = append(s.said, fmt.Sprintf(format, args...))
}
func (s *sheet) Fatalf(format string, args ...any) {
	s.Errorf(format, args...)
	panic(s)
}

// reported returns what Run reports of a guide.
func reported(made Make) (said string) {
	s := &sheet{}
	defer func() {
		if r := recover(); r != nil && r != any(s) {
			panic(r)
		}
		said = strings.Join(s.said, "\n")
	}()
	Run(s, made)
	return ""
}

// spoilt is a change to the good guide, and what Run then reports.
type spoilt struct {
	spoil func(*guide.Guide)
	want  string
}

// looked changes every document of the good guide.
func looked(change func(*report.Document)) func(*guide.Guide) {
	return func(g *guide.Guide) {
		before := g.Steps[1].Look
		g.Steps[1].Look = func(ctx context.Context, v *guide.Visit, p task.Report) (*report.Document, error) {
			doc, err := before(ctx, v, p)
			if err == nil {
				change(doc)
			}
			return doc, err
		}
	}
}

// documents are faults of a document.
var documents = map[string]spoilt{
	"no sources": {looked(func(d *report.Document) { d.Sources = nil }), "no title, sources or blocks"},
	"no blocks":  {looked(func(d *report.Document) { d.Blocks = nil }), "no title, sources or blocks"},
	"long sentence": {looked(func(d *report.Document) {
		d.Blocks = append(d.Blocks, report.Text{Text: strings.Repeat("word ", 26)})
	}), "26 words"},
	"claims none": {looked(func(d *report.Document) {
		if d.Facts()["devices"] == "unknown" {
			d.Blocks = []report.Block{report.Facts{Rows: []report.Fact{{Name: "devices", Label: "Devices",
				Value: "0"}}}}
		}
	}), "was never read"},
}

// shapes are the other faults.
var shapes = map[string]spoilt{
	"no hint":      {func(g *guide.Guide) { g.Steps[0].Asks[0].Hint = "" }, "has no label, hint or validator"},
	"long title":   {func(g *guide.Guide) { g.Title = strings.Repeat("a", 46) }, "46 characters"},
	"no plan":      {func(g *guide.Guide) { g.Steps[0].Plan = nil }, "without a plan before"},
	"no look":      {func(g *guide.Guide) { g.Steps[1].Look = nil }, "a look after"},
	"hard word":    {func(g *guide.Guide) { g.Steps[1].Summary = "See the XYZ." }, "XYZ is not explained"},
	"nothing said": {func(g *guide.Guide) { g.Steps[1].Look = nothing }, "found nothing to show"},
	"an option alone": {func(g *guide.Guide) {
		plan := g.Steps[0].Plan
		g.Steps[0].Plan = func(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
			if v.Answer("which") == "new" {
				return &guide.Plan{ByHand: true}, nil
			}
			return plan(ctx, v)
		}
	}, "says too little"},
	"the same twice": {func(g *guide.Guide) {
		look := g.Steps[1].Look
		g.Steps[1].Look = func(ctx context.Context, v *guide.Visit, r task.Report) (*report.Document, error) {
			doc, err := look(ctx, v, r)
			if doc != nil {
				doc.Blocks = append(doc.Blocks, report.Findings{Items: []report.Finding{
					{Code: "few", Severity: report.Note, Title: "There are few", Text: "There are few"}}})
			}
			return doc, err
		}
	}, "twice"},
	"odd error": {func(g *guide.Guide) {
		g.Steps[0].Plan = func(context.Context, *guide.Visit) (*guide.Plan, error) { return nil, fmt.Errorf("odd") }
	}, "is not for a person"},
	"no answer": {func(g *guide.Guide) {
		g.Steps[0].Asks[0] = ask.Line("which", ask.Words{Label: "Which?", Hint: "One."},
			ask.Checked(func(string) error { return app.Errorf(app.Invalid, "Enter another.", "This is none.") }))
	}, "guidetest.Answers can give another"},
}

// TestRunFindsWhatIsWrong: the good guide passes, and each change to it is reported.
func TestRunFindsWhatIsWrong(t *testing.T) {
	if said := reported(good); said != "" {
		t.Fatalf("the good guide: %s", said)
	}
	for _, all := range []map[string]spoilt{shapes, documents} {
		for name, c := range all {
			said := reported(func(s services.Services) guide.Guide {
				g := good(s)
				c.spoil(&g)
				return g
			})
			if !strings.Contains(said, c.want) {
				t.Errorf("%s: want %q in %q", name, c.want, said)
			}
		}
	}
}

func nothing(context.Context, *guide.Visit, task.Report) (*report.Document, error) { return nil, nil }
