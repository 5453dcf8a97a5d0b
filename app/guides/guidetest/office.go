package guidetest

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"handrail/app"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

const (
	policyPath = "/policies/authenticationMethodsPolicy"
	townhalls  = "/solutions/virtualEvents/townhalls"
)

// Office is the organisation of a World in Microsoft 365, with the sign-in and a
// writer. It notes which sections are asked for.
type Office struct {
	*tenanttest.Organisation
	// Mixed refreshes end in every way that a refresh can end.
	Mixed bool
	// NoWhatIf is how What If is refused; nil answers it.
	NoWhatIf error

	mu      sync.Mutex
	touched map[string]bool
	events  []map[string]any
	deleted []json.RawMessage // policies that can be restored
	made    int               // policies
}

// newOffice returns an office with rows in every section.
func newOffice() *Office {
	o := &tenanttest.Organisation{At: Noon.Add(-time.Hour), Account: "ada@northgate.example"}
	for section, rows := range sectionRows() {
		o.Add(section, rows...)
	}
	o.Objects = map[string]json.RawMessage{policyPath: json.RawMessage(methodsPolicy)}
	return &Office{Organisation: o, touched: map[string]bool{}}
}

// Unread removes what was read of sections, as if they had never been read, and
// refuses to read them now.
func (o *Office) Unread(sections ...string) {
	o.Refusals = map[string]tenant.SectionError{}
	for _, id := range sections {
		delete(o.Rows, id)
		delete(o.States, id)
		o.Refusals[id] = tenant.SectionError{State: tenant.NeedsConsent, Message: "A permission is missing.",
			Hint: "Ask a Global Administrator to grant it, then refresh your organisation."}
		if id == tenant.SectionMethods {
			o.Objects = nil
		}
	}
}

// UnreadAll is Unread for every section, with no one signed in.
func (o *Office) UnreadAll() {
	o.Rows, o.States, o.Objects = map[string][]tenant.Row{}, map[string]tenant.Status{}, nil
	o.Out = true
}

// touch notes that a section was asked for.
func (o *Office) touch(section string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.touched[section] = true
}

// took returns the sections that were asked for since the last call, sorted.
func (o *Office) took() (all []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for id := range o.touched {
		all = append(all, id)
	}
	clear(o.touched)
	slices.Sort(all)
	return all
}

// officeView is the tenant.View of an Office.
type officeView struct {
	tenant.View
	o *Office
}

// View returns what was read.
func (o *Office) View(ctx context.Context) (tenant.View, error) {
	v, err := o.Organisation.View(ctx)
	return officeView{v, o}, err
}

// Each calls f for every row of a section.
func (v officeView) Each(ctx context.Context, section string, f func(string, []byte) error) error {
	v.o.touch(section)
	return v.View.Each(ctx, section, f)
}

// Status returns the state of a section.
func (v officeView) Status(ctx context.Context, section string) (tenant.Status, error) {
	v.o.touch(section)
	return v.View.Status(ctx, section)
}

// Row returns one row of a section.
func (v officeView) Row(ctx context.Context, section, id string) (tenant.Row, error) {
	v.o.touch(section)
	return v.View.Row(ctx, section, id)
}

// Person finds Ada, once the people were read.
func (v officeView) Person(ctx context.Context, id string) (tenant.Person, error) {
	if id != v.o.Account || len(v.o.Rows[tenant.SectionUsers]) == 0 {
		return tenant.Person{}, app.Errorf(app.NotFound, "Refresh first.", "There is no such person.")
	}
	p := tenant.Person{ID: "ada", UPN: id}
	if len(v.o.Rows[tenant.SectionRoles]) > 0 {
		p.Roles = []string{"Global Administrator"}
	}
	return p, ctx.Err()
}

// Organisations returns the one there is.
func (o *Office) Organisations(ctx context.Context) ([]tenant.Organisation, string, error) {
	one := o.organisation()
	return []tenant.Organisation{one}, one.ID, ctx.Err()
}

func (o *Office) organisation() tenant.Organisation {
	return tenant.Organisation{ID: "t", Name: "Northgate Community Trust", Domain: "northgate.onmicrosoft.com",
		Account: o.Account, Cloud: "global"}
}

// SignIn signs in, with a code where the way asks for one.
func (o *Office) SignIn(ctx context.Context, w tenant.Way, tell func(string)) (tenant.Organisation, error) {
	if w.Device {
		tell("Open the page on any device and type the code ABCD.")
	}
	return o.organisation(), ctx.Err()
}

// Granted returns the permissions of the sign-in.
func (o *Office) Granted(ctx context.Context) ([]string, bool, error) {
	if o.Out {
		return nil, false, ctx.Err()
	}
	return []string{"User.Read.All"}, true, ctx.Err()
}

// ends are the ways in which a mixed refresh ends.
var ends = []tenant.State{tenant.Updated, tenant.Unchanged, tenant.NeedsConsent, tenant.NeedsRole,
	tenant.NeedsLicence, tenant.Incomplete, tenant.Failed, tenant.Stopped}

// Refresh reads sections again; none names all.
func (o *Office) Refresh(ctx context.Context, ids []string, progress task.Report) ([]tenant.Status, error) {
	if o.Out {
		return nil, signedOut()
	}
	if len(ids) == 0 {
		for _, s := range tenant.Sections() {
			ids = append(ids, s.ID)
		}
	}
	if !o.Mixed {
		all, err := o.Organisation.Refresh(ctx, ids, progress)
		if err == nil {
			err = ctx.Err()
		}
		return all, err
	}
	var all []tenant.Status
	for i, id := range ids {
		st := tenant.Status{Section: id, State: ends[i%len(ends)], Rows: i}
		if !st.State.Whole() {
			st.Message, st.Hint = "It could not be read.", "Try again later."
		}
		all = append(all, st)
	}
	return all, ctx.Err()
}

// MessageTrace reads who sent email: a web site from an address that no connector has, and others.
func (o *Office) MessageTrace(ctx context.Context, domains []string, progress task.Report) error {
	if o.Out {
		return signedOut()
	}
	section := tenant.TraceSection(domains)
	if _, refused := o.Refusals[section]; !refused && len(domains) > 0 && len(o.Rows[section]) == 0 {
		o.Add(section, `{"id":"1","senderAddress":"web@`+domains[0]+`","fromIP":"198.51.100.7","messages":3,`+
			`"last":"2026-11-21T08:00:00Z"}`, `{"id":"2","messages":12,"other":true}`)
	}
	_, err := o.Refresh(ctx, []string{section}, progress)
	return err
}
