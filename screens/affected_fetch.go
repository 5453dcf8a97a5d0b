package screens

import (
	"context"
	"slices"

	"handrail/app"
	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/tenant"
)

// fetchList runs in a job. unsaved is the visit of the page where it could not be saved; nil: it was.
func (p *affectedPage) fetchList(ctx context.Context, unsaved *guide.Visit) (*affected.List, error) {
	i := slices.IndexFunc(p.w.p.Guides, func(g guide.Guide) bool { return g.ID == p.guide })
	if i < 0 {
		return nil, app.Errorf(app.NotFound, "Open the guide, then open the list from its step.",
			"This list is not there.")
	}
	g := p.w.p.Guides[i]
	at := slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.ID == p.step && s.People != nil })
	if at < 0 {
		return nil, app.Errorf(app.NotFound, "Open the guide, then open the list from its step.",
			"This list is not there.")
	}
	v := guide.New(g, app.NewID(), p.w.now()).Visit()
	switch {
	case unsaved != nil:
		v = *unsaved
	case p.visit != "":
		var err error
		if v, err = p.w.p.Visits.Visit(ctx, p.visit); err != nil {
			return nil, err
		}
	default:
		all, err := p.w.p.Visits.Visits(ctx)
		if err != nil {
			return nil, err
		}
		for _, one := range all { // the latest one counts
			if one.Guide == g.ID && (v.Guide != g.ID || len(v.Answers) == 0 || one.Changed.After(v.Changed)) {
				v = one
			}
		}
	}
	return g.Steps[at].People(ctx, &v)
}

// fetchAge runs in a job and returns which data such lists do not have, how old the list of people is ("" if it is
// current), and its status.
func (p *affectedPage) fetchAge(ctx context.Context, conn connection) (g dataGap, age string, users tenant.Status) {
	view, err := p.w.p.Tenant.View(ctx)
	if err != nil {
		return g, "", users
	}
	status, err := fetchStatuses(ctx, view)
	if err != nil {
		return g, "", users
	}
	g, users = gapOf(conn, status, tenant.SectionUsers, tenant.SectionRegistration), status[tenant.SectionUsers]
	words, old := dataFrom(users, sectionOf(tenant.SectionUsers), p.w.now())
	if !old || users.Completed.IsZero() {
		return g, "", users
	}
	return g, words + ".", users
}

// fetchMarks runs in a job: it reads the marks and saves whom the list finds for the first time
// and who is done. unsaved is why that could not be saved.
func (p *affectedPage) fetchMarks(ctx context.Context, organisation string, l *affected.List) (k affected.Known,
	unsaved, err error) {
	if p.w.p.Affected == nil || organisation == "" {
		return affected.Known{}, nil, nil
	}
	marks, err := p.w.p.Affected.AffectedMarks(ctx, organisation, l.Key)
	if err != nil {
		return nil, nil, err
	}
	k = affected.KnownOf(marks)
	act, done := l.Changes(k)
	unsaved = p.w.p.Affected.NoteAffected(ctx, organisation, l.Key, l.At, act, done)
	return k.With(l.At, act, done), unsaved, nil
}
