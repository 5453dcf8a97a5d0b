package program

import (
	"encoding/json"
	"testing"

	"handrail/app/guide"
	"handrail/app/tenant"
)

// TestWhoConfirmsIsWrittenDown: a confirmed plan has the name and the roles of the account that is signed in, as the data
// had them then; before the roles were read, it says that they are not known.
func TestWhoConfirmsIsWrittenDown(t *testing.T) {
	p, err := Open(t.Context(), Flags{Data: t.TempDir(), Sample: true}, true)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	store, ok := p.ChangeLog().(guide.ConfirmationStore)
	if !ok {
		t.Fatal("the change log keeps no confirmation")
	}
	save := func(visit string) *guide.ConfirmedBy {
		if err := store.SaveConfirmation(t.Context(), guide.Confirmation{At: p.flags.Clock()(), Visit: visit, Guide: "g",
			Step: "s"}); err != nil {
			t.Fatal(err)
		}
		all, err := p.Store.Confirmations(t.Context(), visit)
		if err != nil || len(all) != 1 || all[0].Plan.By == nil || all[0].Plan.By.Account != all[0].Account {
			t.Fatalf("%+v, %v", all, err)
		}
		return all[0].Plan.By
	}
	if _, err := p.Tenant.Refresh(t.Context(), []string{tenant.SectionUsers, tenant.SectionRegistration,
		tenant.SectionRoles}, nil); err != nil {
		t.Fatal(err)
	}
	by := save("after")
	if by.Name == "" || !by.RolesKnown || by.RolesAt.IsZero() || len(by.Roles) == 0 {
		text, _ := json.Marshal(by)
		t.Errorf("%s", text)
	}
	if none := whoConfirms(t.Context(), nil); none != nil {
		t.Errorf("without an organisation: %+v", none)
	}
}
