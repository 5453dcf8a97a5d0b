// Package tenanttest holds an organisation as data, for the tests of guides.
package tenanttest

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/task"
	"handrail/app/tenant"
)

// Organisation is a tenant.Connection, tenant.View and tenant.Writer in memory.
// Objects are what Read returns and Patch changes.
type Organisation struct {
	Rows    map[string][]tenant.Row
	States  map[string]tenant.Status
	At      time.Time
	Account string
	Out     bool // no one is signed in
	Objects map[string]json.RawMessage
	// Fault, where set, is asked before each Patch. lost makes the change and
	// loses its answer.
	Fault func(object string, n int) (lost bool, err error)
	// Answers are what Post returns, by object; where there is none it is refused.
	Answers map[string]json.RawMessage
	Denied  bool // Ask is refused
	Patches []Patch
	// Refusals are how a refresh of a section ends that cannot be read. Rows that
	// are there stay.
	Refusals  map[string]tenant.SectionError
	Refreshed []string // sections that were read again, in order
}

// Patch is one change that was sent.
type Patch struct {
	Object string
	Body   string
}

// Add adds rows to a section; it then counts as read at At.
func (o *Organisation) Add(section string, rows ...string) {
	if o.Rows == nil {
		o.Rows, o.States = map[string][]tenant.Row{}, map[string]tenant.Status{}
	}
	for _, r := range rows {
		var head struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal([]byte(r), &head); err != nil {
			panic(section + ": " + err.Error() + ": " + r)
		}
		o.Rows[section] = append(o.Rows[section], tenant.Row{ID: head.ID, Body: json.RawMessage(r)})
	}
	slices.SortFunc(o.Rows[section], func(a, b tenant.Row) int { return cmp.Compare(a.ID, b.ID) })
	o.States[section] = tenant.Status{Section: section, State: tenant.Updated, Completed: o.At,
		Rows: len(o.Rows[section])}
}

// Status returns the state of a section.
func (o *Organisation) Status(ctx context.Context, section string) (tenant.Status, error) {
	if s, ok := o.States[section]; ok {
		return s, ctx.Err()
	}
	return tenant.Status{Section: section, State: tenant.NeverRead}, ctx.Err()
}

// Statuses returns the state of every section that was tried.
func (o *Organisation) Statuses(context.Context) ([]tenant.Status, error) {
	var all []tenant.Status
	for _, s := range o.States {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b tenant.Status) int { return cmp.Compare(a.Section, b.Section) })
	return all, nil
}

// Each calls f for every row of a section.
func (o *Organisation) Each(ctx context.Context, section string, f func(string, []byte) error) error {
	for _, r := range o.Rows[section] {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f(r.ID, slices.Clone(r.Body)); err != nil {
			return err
		}
	}
	return nil
}

// Row returns one row.
func (o *Organisation) Row(_ context.Context, section, id string) (tenant.Row, error) {
	for _, r := range o.Rows[section] {
		if r.ID == id {
			return r, nil
		}
	}
	return tenant.Row{}, app.Errorf(app.NotFound, "Look for another.", "There is no such row.")
}

// Find, At and Count are not for guides that read rows; they find no one.
func (o *Organisation) Find(context.Context, tenant.PeopleQuery) ([]int64, error) { return nil, nil }

// Person finds no one.
func (o *Organisation) Person(context.Context, string) (tenant.Person, error) {
	return tenant.Person{}, app.Errorf(app.NotFound, "Look for another.", "There is no such person.")
}

// view adds what Organisation cannot have under the same name.
type view struct{ *Organisation }

// At finds no one.
func (view) At(context.Context, []int64) ([]tenant.Person, error) { return nil, nil }

// Count counts no one.
func (view) Count(context.Context) (map[tenant.PeopleFilter]int, error) { return nil, nil }

// View returns the rows; app.NotFound where there are none at all.
func (o *Organisation) View(ctx context.Context) (tenant.View, error) {
	if o.Rows == nil {
		return nil, tenant.NoOrganisation("Connect your organisation first.")
	}
	return view{o}, ctx.Err()
}

// Refresh marks the sections as read, except those that are refused.
func (o *Organisation) Refresh(_ context.Context, ids []string, _ task.Report) ([]tenant.Status, error) {
	var all []tenant.Status
	for _, id := range ids {
		o.Refreshed = append(o.Refreshed, id)
		if no, refused := o.Refusals[id]; refused {
			if o.States == nil {
				o.States = map[string]tenant.Status{}
			}
			st := o.States[id]
			st.Section, st.State, st.Message, st.Hint = id, no.State, no.Message, no.Hint
			o.States[id] = st
			all = append(all, st)
			continue
		}
		o.Add(id)
		all = append(all, o.States[id])
	}
	return all, nil
}

// SignedIn reports whether someone is.
func (o *Organisation) SignedIn(context.Context) bool { return !o.Out }

// SignOut signs out.
func (o *Organisation) SignOut(context.Context) error { o.Out = true; return nil }

// Organisations returns the one there is.
func (o *Organisation) Organisations(context.Context) ([]tenant.Organisation, string, error) {
	return []tenant.Organisation{{ID: "t", Name: "Northgate", Account: o.Account, Cloud: "global"}}, "t", nil
}

// SaveOrganisation keeps nothing.
func (o *Organisation) SaveOrganisation(context.Context, tenant.Organisation) error { return nil }

// ShowOrganisation shows the one there is.
func (o *Organisation) ShowOrganisation(context.Context, string) error { return nil }

// ForgetOrganisation forgets nothing.
func (o *Organisation) ForgetOrganisation(context.Context, string, bool) error { return nil }
