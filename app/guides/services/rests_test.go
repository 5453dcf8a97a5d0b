package services

import (
	"context"
	"slices"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// empty is an organisation in which every question has an empty answer.
type empty struct{ tenant.View }

func (empty) Status(context.Context, string) (tenant.Status, error) { return tenant.Status{}, nil }

func (empty) Each(context.Context, string, func(string, []byte) error) error { return nil }

func (empty) Row(context.Context, string, string) (tenant.Row, error) { return tenant.Row{}, nil }

func (empty) Find(context.Context, tenant.PeopleQuery) ([]int64, error) { return nil, nil }

func (empty) Count(context.Context) (map[tenant.PeopleFilter]int, error) { return nil, nil }

func (empty) Person(context.Context, string) (tenant.Person, error) { return tenant.Person{}, nil }

// shelf saves no report.
type shelf struct{ report.Library }

func (shelf) SaveReport(context.Context, report.SavedReport) (string, error) { return "", nil }

func (shelf) Reports(context.Context) ([]report.SavedReport, error) { return nil, nil }

// TestWhatALookReadsIsNoted: every way to read the organisation notes the sections that it reads.
func TestWhatALookReadsIsNoted(t *testing.T) {
	people := []string{tenant.SectionUsers, tenant.SectionRegistration, tenant.SectionRoles}
	for name, c := range map[string]struct {
		read func(context.Context, tenant.View) error
		want []string
	}{
		"status": {func(ctx context.Context, v tenant.View) error {
			_, err := v.Status(ctx, "a")
			return err
		}, []string{"a"}},
		"each": {func(ctx context.Context, v tenant.View) error { return v.Each(ctx, "a", nil) }, []string{"a"}},
		"row": {func(ctx context.Context, v tenant.View) error {
			_, err := v.Row(ctx, "a", "1")
			return err
		}, []string{"a"}},
		"find": {func(ctx context.Context, v tenant.View) error {
			_, err := v.Find(ctx, tenant.PeopleQuery{})
			return err
		}, people},
		"count":  {func(ctx context.Context, v tenant.View) error { _, err := v.Count(ctx); return err }, people},
		"person": {func(ctx context.Context, v tenant.View) error { _, err := v.Person(ctx, "p"); return err }, people},
	} {
		step := guide.Step{ID: "s", Look: func(ctx context.Context, _ *guide.Visit, _ task.Report) (*report.Document, error) {
			return &report.Document{Title: "T"}, c.read(ctx, noting{empty{}})
		}}
		v := &guide.Visit{Outcomes: map[string]guide.Outcome{}}
		found, err := guide.Looker{Library: shelf{}, Now: time.Now}.Look(t.Context(), step, v, nil)
		slices.Sort(c.want)
		if err != nil || !slices.Equal(found.Outcome.Rests, c.want) {
			t.Errorf("%s: %q, want %q, %v", name, found.Outcome.Rests, c.want, err)
		}
	}
}
