package screens

import (
	"context"
	"testing"
	"time"

	"handrail/app/drift"
	"handrail/app/history"
	"handrail/app/task"
	"handrail/app/tenant"
)

// remembering is an organisation with a past.
type remembering struct {
	*fakeLink
	past *fakePast
}

func (r remembering) View(ctx context.Context) (tenant.View, error) {
	_, err := r.fakeLink.View(ctx)
	return r, err
}

// remembers gives the organisation of the stage a past.
func (s *stage) remembers(link *fakeLink, past *fakePast) {
	r := remembering{link, past}
	s.ports.Tenant = r
	s.ports.Changes = func(ctx context.Context) (f drift.Sources, err error) {
		f.View, err = r.View(ctx)
		return f, err
	}
}

func (r remembering) Past() history.Past { return r.past }

type fakePast struct {
	moments []history.Moment
	changes map[int64][]history.Change
}

func (p *fakePast) Moments(_ context.Context, from, to time.Time) (all []history.Moment, err error) {
	for _, m := range p.moments {
		if m.At.After(from) && !m.At.After(to) {
			all = append(all, m)
		}
	}
	return all, nil
}

func (p *fakePast) Changes(_ context.Context, n int64) ([]history.Change, error) {
	return p.changes[n], nil
}

func (p *fakePast) Row(_ context.Context, section, id string) (all []history.Change, err error) {
	for _, m := range p.moments {
		for _, c := range p.changes[m.Number] {
			if c.Section == section && c.ID == id {
				all = append(all, c)
			}
		}
	}
	return all, nil
}

func (p *fakePast) AsOf(context.Context, string, time.Time, func(string, []byte) error) (history.Moment, error) {
	return history.Moment{}, nil
}

// changed is an edit of a policy and of security defaults, 2 and 40 days ago.
func changed(s *stage) *fakePast {
	at := s.world.now
	edit := func(section, before, after string, at time.Time) []history.Change {
		c := history.Change{Section: section, ID: "x", Kind: history.Changed, At: at, Since: at.Add(-24 * time.Hour),
			Before: history.Canon([]byte(before)), After: history.Canon([]byte(after))}
		c.Fields = history.Compare(c.Before, c.After, nil)
		return []history.Change{c}
	}
	recent, old := at.AddDate(0, 0, -2), at.AddDate(0, 0, -40)
	return &fakePast{moments: []history.Moment{
		{Number: 2, Section: tenant.SectionAccess, Kind: history.MomentChange, At: recent},
		{Number: 1, Section: tenant.SectionDefaults, Kind: history.MomentChange, At: old},
		{Number: 0, Section: tenant.SectionUsers, Kind: history.MomentBegin, At: old}},
		changes: map[int64][]history.Change{
			2: append(edit(tenant.SectionAccess, `{"displayName":"MFA for all","state":"enabled"}`,
				`{"displayName":"MFA for all","state":"enabledForReportingButNotEnforced"}`, recent),
				edit(tenant.SectionRegistration, `{"methodsRegistered":["mobilePhone"]}`,
					`{"methodsRegistered":["mobilePhone","passKeyDeviceBound"]}`, recent)...),
			1: edit(tenant.SectionDefaults, `{"isEnabled":true}`, `{"isEnabled":false}`, old),
		}}
}

func TestWhatChangedPage(t *testing.T) {
	s := newStage(t, task.Inline{})
	link := newFakeLink()
	s.remembers(link, changed(s))
	s.open("organisation").shows("What changed")
	s.open("changes").shows("2 changes since", "The policy “MFA for all” is now report-only.", "registered a passkey.",
		"Who did it is not known", "Before: on.", "Now: report-only.")
	s.hides("Security defaults")
}
