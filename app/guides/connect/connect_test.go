package connect

import (
	"context"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/services"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// door is a tenant.SignInService that grants everything.
type door struct{}

func (door) SignIn(context.Context, tenant.Way, func(string)) (tenant.Organisation, error) {
	return tenant.Organisation{ID: "o", Name: "Northgate"}, nil
}

func (door) Granted(context.Context) ([]string, bool, error) { return tenant.ReadScopes(), true, nil }

// known is an organisation in which a person is known, with roles.
type known struct {
	*tenanttest.Organisation
	roles []string
}

func (k known) View(ctx context.Context) (tenant.View, error) {
	v, err := k.Organisation.View(ctx)
	return person{v, k.roles}, err
}

type person struct {
	tenant.View
	roles []string
}

func (p person) Person(context.Context, string) (tenant.Person, error) {
	return tenant.Person{Roles: p.roles}, nil
}

func testDeps(link tenant.Connection) deps {
	return deps{Services: services.Services{Tenant: services.Tenant{Connection: link, SignIn: door{}},
		Now: func() time.Time { return noon }}}
}

// TestWhatCouldNotBeReadIsNotZero: such a section has no number, and no licences are
// listed.
func TestWhatCouldNotBeReadIsNotZero(t *testing.T) {
	no := tenant.SectionError{State: tenant.NeedsConsent, Message: "A permission is missing."}
	o := &tenanttest.Organisation{At: noon, Account: "ada@northgate.example",
		Refusals: map[string]tenant.SectionError{tenant.SectionLicences: no}}
	o.Add(tenant.SectionRoles)
	doc, err := testDeps(o).rights(context.Background(), &guide.Visit{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if f := doc.Findings(); len(f) != 1 || f[0].Code != "section-needs-consent" {
		t.Errorf("%+v", f)
	}
	for _, b := range doc.Blocks {
		table, ok := b.(report.Table)
		switch {
		case ok && table.Title == "Licences":
			t.Errorf("licences that were never read are listed: %v", table.Rows)
		case ok && table.Title == "Data from Microsoft":
			for _, row := range table.Rows {
				if want := row[0] == tenant.TitleOf(tenant.SectionLicences); (row[1] == "Not known") != want {
					t.Errorf("%v", row)
				}
			}
		}
	}
}

// TestTheRolesOfTheAccount: none is something else than not known.
func TestTheRolesOfTheAccount(t *testing.T) {
	for _, c := range []struct {
		account string
		read    bool
		roles   []string
		want    string
	}{
		{"ada@northgate.example", true, []string{"Global Reader", "Reports Reader"}, "Global Reader, Reports Reader"},
		{"ada@northgate.example", true, nil, "none"},
		{"ada@northgate.example", false, nil, "unknown"},
		{"", true, nil, "unknown"},
	} {
		o := &tenanttest.Organisation{At: noon, Account: c.account}
		o.Add(tenant.SectionUsers)
		if !c.read {
			o.Refusals = map[string]tenant.SectionError{tenant.SectionRoles: {State: tenant.NeedsRole}}
		}
		o.Add(tenant.SectionRoles)
		if !c.read {
			delete(o.States, tenant.SectionRoles)
		}
		doc, err := testDeps(known{o, c.roles}).refresh(context.Background(), &guide.Visit{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Facts()["own-roles"]; got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

func TestTheIDsThatCanBeUsed(t *testing.T) {
	const id = "0F1E2D3C-4b5a-6978-8796-a5b4c3d2e1f0"
	for text, want := range map[string][2]bool{
		id: {true, true}, " " + id + " ": {true, true}, "northgate.onmicrosoft.com": {false, true},
		"": {}, "northgate": {}, "north gate.com": {}, "https://northgate.com": {}, "a@northgate.com": {}, id + "0": {},
	} {
		if got := [2]bool{validClient(text) == nil, validTenant(text) == nil}; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
