package guidetest

import (
	"context"
	"errors"
	"slices"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
)

// notices checks what a guide reports on Home of an earlier visit: it is about that visit,
// and is silent only while everything is as it was. Once nothing of the organisation can be
// read any more it says that this is not known.
func notices(t T, made Make, said speech) {
	t.Helper()
	w := New()
	g := made(w.Services())
	if g.Notices == nil {
		return
	}
	p := &person{t: t, g: g, chosen: map[string]string{g.Subject: Subjects(g)[0]}, world: w, said: speech{}}
	p.walk()
	visits := []guide.Visit{p.visit()}
	seen := func(ctx context.Context, made guide.Guide) []guide.Notice {
		all, err := guide.Notices(ctx, []guide.Guide{made}, visits)
		if err != nil {
			t.Errorf("%s: its notices: %v", g.ID, err)
		}
		for _, n := range all {
			said.add(len(g.Steps)-1, n.Title, n.Text)
			there := slices.ContainsFunc(g.Steps, func(s guide.Step) bool { return s.ID == n.Step })
			if n.Visit != visits[0].ID || !there || n.Code == "" || n.Title == "" {
				t.Errorf("%s: a notice leads nowhere, or has no words: %+v", g.ID, n)
			}
		}
		return all
	}
	seen(t.Context(), g)
	w.Office.UnreadAll()
	services := w.Services()
	services.Now = func() time.Time { return Noon.AddDate(0, 0, 1) }
	if all := seen(t.Context(), made(services)); !slices.ContainsFunc(all, func(n guide.Notice) bool {
		return n.Severity == report.Unknown
	}) {
		t.Errorf("%s: nothing can be read any more, and Home does not say so: %+v", g.ID, all)
	}
	if all, err := g.Notices(t.Context(), nil); len(all) > 0 || err != nil {
		t.Errorf("%s: notices without a visit: %+v, %v", g.ID, all, err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := g.Notices(stopped, visits); !errors.Is(err, context.Canceled) {
		t.Errorf("%s: its notices do not end although they were stopped (%v)", g.ID, err)
	}
}
