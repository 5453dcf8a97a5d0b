package screens

import (
	"context"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// watchedMemory is a memory that knows where it is called.
type watchedMemory struct {
	*memory
	d *deck
}

func (m watchedMemory) SaveVisit(ctx context.Context, v guide.Visit) error {
	m.d.port("SaveVisit")
	return m.memory.SaveVisit(ctx, v)
}

func (m watchedMemory) Visits(ctx context.Context) ([]guide.Visit, error) {
	m.d.port("Visits")
	return m.memory.Visits(ctx)
}

func (m watchedMemory) Visit(ctx context.Context, id string) (guide.Visit, error) {
	m.d.port("Visit")
	return m.memory.Visit(ctx, id)
}

func (m watchedMemory) DeleteVisit(ctx context.Context, id string) error {
	m.d.port("DeleteVisit")
	return m.memory.DeleteVisit(ctx, id)
}

func (m watchedMemory) Record(ctx context.Context, e guide.JournalEntry) error {
	m.d.port("Record")
	return m.memory.Record(ctx, e)
}

func (m watchedMemory) Entries(ctx context.Context, visit string) ([]guide.JournalEntry, error) {
	m.d.port("Entries")
	return m.memory.Entries(ctx, visit)
}

func (m watchedMemory) SaveReport(ctx context.Context, k report.SavedReport) (string, error) {
	m.d.port("SaveReport")
	return m.memory.SaveReport(ctx, k)
}

func (m watchedMemory) Reports(ctx context.Context) (all []report.SavedReport, err error) {
	m.d.port("Reports")
	for _, k := range m.kept {
		all = append(all, k)
	}
	return all, nil
}

func (m watchedMemory) Report(ctx context.Context, id string) (report.SavedReport, error) {
	m.d.port("Report")
	return m.memory.Report(ctx, id)
}

func (m watchedMemory) Settings(ctx context.Context) (map[string]string, error) {
	m.d.port("Settings")
	return m.memory.Settings(ctx)
}

func (m watchedMemory) SetSetting(ctx context.Context, name, value string) error {
	m.d.port("SetSetting")
	return m.memory.SetSetting(ctx, name, value)
}

// watchedLink is an organisation that knows where it is called.
type watchedLink struct {
	*fakeLink
	d *deck
}

func (l watchedLink) Organisations(ctx context.Context) ([]tenant.Organisation, string, error) {
	l.d.port("Organisations")
	return l.fakeLink.Organisations(ctx)
}

func (l watchedLink) ShowOrganisation(ctx context.Context, id string) error {
	l.d.port("ShowOrganisation")
	return l.fakeLink.ShowOrganisation(ctx, id)
}

func (l watchedLink) View(ctx context.Context) (tenant.View, error) {
	l.d.port("View")
	return l, nil
}

func (l watchedLink) Refresh(ctx context.Context, ids []string, rep task.Report) ([]tenant.Status, error) {
	l.d.port("Refresh")
	return l.fakeLink.Refresh(ctx, ids, rep)
}

func (l watchedLink) SignedIn(ctx context.Context) bool {
	l.d.port("SignedIn")
	return l.fakeLink.SignedIn(ctx)
}

func (l watchedLink) SignOut(ctx context.Context) error {
	l.d.port("SignOut")
	return l.fakeLink.SignOut(ctx)
}

func (l watchedLink) Statuses(ctx context.Context) ([]tenant.Status, error) {
	l.d.port("Statuses")
	return l.fakeLink.Statuses(ctx)
}

func (l watchedLink) Each(ctx context.Context, section string, do func(string, []byte) error) error {
	l.d.port("Each")
	return l.fakeLink.Each(ctx, section, do)
}

func (l watchedLink) Find(ctx context.Context, q tenant.PeopleQuery) ([]int64, error) {
	l.d.port("Find")
	keys := make([]int64, len(l.people)) // all of them, however narrow
	for i := range keys {
		keys[i] = int64(i)
	}
	return keys, nil
}

func (l watchedLink) At(ctx context.Context, keys []int64) ([]tenant.Person, error) {
	l.d.port("At")
	return l.fakeLink.At(ctx, keys)
}

func (l watchedLink) Count(ctx context.Context) (map[tenant.PeopleFilter]int, error) {
	l.d.port("Count")
	return map[tenant.PeopleFilter]int{tenant.AllPeople: len(l.people), tenant.PhoneOnly: len(l.people)}, nil
}

func (l watchedLink) Person(ctx context.Context, id string) (tenant.Person, error) {
	l.d.port("Person")
	return l.fakeLink.Person(ctx, id)
}
