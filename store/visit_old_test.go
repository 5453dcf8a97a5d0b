package store

import (
	"context"
	"testing"

	"handrail/app/guide"
)

// TestVisitsFromBeforeHeadlines: a file of the version before opens unchanged; its
// visits have no headline, and get one when they are saved next.
func TestVisitsFromBeforeHeadlines(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	old, _, err := openWith(folder, clock, shipped()[:4])
	must(t, err)
	for _, q := range []string{
		`INSERT INTO visit (id, guide, subject, step, page, started, changed, ended, organisation)
			VALUES ('v', 'mta-sts', 'parish.example', 'watch', 'show', '', '', '', '')`,
		`INSERT INTO answer (visit, name, draft, text) VALUES ('v', 'domain', 0, 'parish.example'), ('v', 'mx', 1, ` +
			`'half')`,
		`INSERT INTO outcome (visit, step, state, at, report, note, until, facts)
			VALUES ('v', 'watch', 'waiting', '2026-11-22T12:00:00.000000000Z', 'r', '14 days', '', '{"policy":"valid"}')`,
	} {
		_, err := old.write.ExecContext(ctx, q)
		must(t, err)
	}
	must(t, old.Close())
	s := mustOpen(t, folder)
	v, err := s.Visit(ctx, "v")
	must(t, err)
	o := v.Outcomes["watch"]
	if o.State != guide.Waiting || o.Note != "14 days" || o.Report != "r" || o.Facts["policy"] != "valid" ||
		o.Headline != "" ||
		v.Answers["domain"] != "parish.example" || v.Drafts["mx"] != "half" {
		t.Errorf("read as %+v", v)
	}
	o.Headline = "Protected"
	v.Outcomes["watch"] = o
	must(t, s.SaveVisit(ctx, v))
	if v, err = s.Visit(ctx, "v"); err != nil || v.Outcomes["watch"].Headline != "Protected" {
		t.Errorf("%+v, %v", v.Outcomes, err)
	}
}
