package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/tenant"
)

func jsonRow(id, body string) tenant.Row { return tenant.Row{ID: id, Body: json.RawMessage(body)} }

// aParish is an organisation with a person for each filter.
func aParish(t testing.TB, c *Cache) {
	users := []tenant.Row{
		jsonRow("u1", `{"id":"u1","displayName":"José Núñez","userPrincipalName":"Jose@Parish.example",`+
			`"mail":"jose.nunez@parish.example","department":"Müsik & Straße","accountEnabled":true,`+
			`"userType":"Member","signInActivity":{"lastSignInDateTime":"2026-11-01T08:00:00Z"},`+
			`"assignedLicenses":[{"skuId":"a"}],"assignedPlans":[{"servicePlanId":"x","capabilityStatus":"Enabled"}]}`),
		jsonRow("u2", `{"id":"u2","displayName":"ada Okafor","userPrincipalName":"ada@parish.example",`+
			`"accountEnabled":false,"userType":"Member","signInActivity":{"lastSignInDateTime":null}}`),
		jsonRow("u3", `{"id":"u3","displayName":"Zoë Guest","userPrincipalName":"zoe_x.example#EXT#@parish.example",`+
			`"accountEnabled":true,"userType":"Guest","signInActivity":{"lastSignInDateTime":"2025-01-01T08:00:00Z"}}`),
		jsonRow("u4", `{"id":"u4","displayName":"","userPrincipalName":"mailbox@parish.example","accountEnabled":null}`),
		jsonRow("u5", `[]`),
		jsonRow("u6", `{"id":"u6","displayName":"ÉMILE Åström","userPrincipalName":"emile@parish.example",`+
			`"accountEnabled":true}`),
	}
	slices.Reverse(users)
	refresh(t, c, tenant.SectionUsers, tenant.Page{Rows: users})
	refresh(t, c, tenant.SectionRegistration, tenant.Page{Rows: []tenant.Row{
		jsonRow("u0", `{"id":"u0","isMfaRegistered":false}`), // someone who is gone
		jsonRow("u1", `{"id":"u1","isMfaRegistered":true,"isMfaCapable":true,"methodsRegistered":["mobilePhone",`+
			`"email"]}`),
		jsonRow("u2", `{"id":"u2","isMfaRegistered":true,"isMfaCapable":false,`+
			`"methodsRegistered":["microsoftAuthenticatorPush"]}`),
		jsonRow("u3", `{"id":"u3","isMfaRegistered":false,"isMfaCapable":false,"methodsRegistered":[]}`),
		jsonRow("u4", `{"id":"u4","isMfaRegistered":"perhaps"}`),
		jsonRow("u6", `"not an object"`),
	}})
	refresh(t, c, tenant.SectionRoles, tenant.Page{Rows: []tenant.Row{
		jsonRow("a1", `{"id":"a1","principalId":"U2","handrailRole":"User Administrator","handrailEligible":false}`),
		jsonRow("a2", `{"id":"a2","principalId":"u2","handrailRole":"Global Administrator","handrailThrough":"g1"}`),
		jsonRow("a3", `{"id":"a3","principalId":"u2","handrailRole":"Global Administrator"}`),
		jsonRow("a4", `{"id":"a4","principalId":"u1","handrailRole":"Reports Reader","handrailEligible":true}`),
		jsonRow("a5", `{"id":"a5","principalId":"u6","roleDefinitionId":"some-role"}`),
	}})
}

// ids returns who is found, in order.
func ids(t testing.TB, c *Cache, q tenant.PeopleQuery) []string {
	t.Helper()
	keys, err := c.Find(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	people, err := c.At(context.Background(), keys)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]string, len(people))
	for i, p := range people {
		all[i] = p.ID
	}
	return all
}

func TestFind(t *testing.T) {
	c := mustCache(t, t.TempDir(), clock)
	aParish(t, c)
	cases := []struct {
		q    tenant.PeopleQuery
		want string
	}{
		{tenant.PeopleQuery{}, "u5 u2 u6 u1 u4 u3"}, // u4 by its address, u5 has neither
		{tenant.PeopleQuery{Sort: "name"}, "u5 u2 u6 u1 u4 u3"},
		{tenant.PeopleQuery{Sort: "last-sign-in"}, "u2 u3 u1 u5 u6 u4"},
		{tenant.PeopleQuery{Filter: tenant.Admins}, "u2 u6"},
		{tenant.PeopleQuery{Filter: tenant.WeakAdmins}, "u2"}, // u6 is not in the report
		{tenant.PeopleQuery{Filter: tenant.NoMFA}, "u3"},
		{tenant.PeopleQuery{Filter: tenant.BrokenMFA}, "u2"},
		{tenant.PeopleQuery{Filter: tenant.PhoneOnly}, "u1"},
		{tenant.PeopleQuery{Filter: tenant.NeverSignIn}, "u2"},
		{tenant.PeopleQuery{Filter: tenant.Guests}, "u3"},
		{tenant.PeopleQuery{Filter: tenant.Disabled}, "u2"},
		{tenant.PeopleQuery{Filter: tenant.NotInReport}, "u5 u6"},
		{tenant.PeopleQuery{Filter: tenant.UnknownState}, "u5 u6 u4"},
		{tenant.PeopleQuery{Words: "  \t "}, "u5 u2 u6 u1 u4 u3"},
		{tenant.PeopleQuery{Words: "JOSE"}, "u1"},
		{tenant.PeopleQuery{Words: "josé nuñez"}, "u1"},
		{tenant.PeopleQuery{Words: "nunez jo"}, "u1"}, // any order
		{tenant.PeopleQuery{Words: "emile astrom"}, "u6"},
		{tenant.PeopleQuery{Words: "e\u0301mile"}, "u6"}, // e and its accent apart
		{tenant.PeopleQuery{Words: "ｅｍｉｌｅ"}, "u6"},       // wide letters
		{tenant.PeopleQuery{Words: "strasse"}, "u1"},
		{tenant.PeopleQuery{Words: "STRAẞE MÜSIK"}, "u1"},
		{tenant.PeopleQuery{Words: "#ext#"}, "u3"},
		{tenant.PeopleQuery{Words: "parish.example"}, "u2 u6 u1 u4 u3"},
		{tenant.PeopleQuery{Words: "example ada nobody"}, ""},
		{tenant.PeopleQuery{Words: "%"}, ""},
		{tenant.PeopleQuery{Words: `' OR 1=1 --`}, ""},
		{tenant.PeopleQuery{Words: "\x00"}, ""},
		{tenant.PeopleQuery{Words: "okaforada"}, ""}, // not over two fields
		{tenant.PeopleQuery{Words: "a", Filter: tenant.Guests, Sort: "last-sign-in"}, "u3"},
		{tenant.PeopleQuery{Words: strings.Repeat("ada ", 500)}, "u2"},
	}
	for _, cs := range cases {
		if got := strings.Join(ids(t, c, cs.q), " "); got != cs.want {
			t.Errorf("%+q: %s, not %s", cs.q, got, cs.want)
		}
	}
	ctx := context.Background()
	for code, q := range map[app.Code]tenant.PeopleQuery{
		app.Invalid:  {Words: longList()},
		app.Internal: {Filter: "rich"},
	} {
		if _, err := c.Find(ctx, q); app.CodeOf(err) != code {
			t.Errorf("%v, not %s", err, code)
		}
	}
	if _, err := c.Find(ctx, tenant.PeopleQuery{Sort: "name; DROP TABLE person"}); app.CodeOf(err) != app.Internal {
		t.Error(err)
	}
}

func longList() string {
	var all []string
	for i := range 200 {
		all = append(all, fmt.Sprint("w", i))
	}
	return strings.Join(all, " ")
}

func TestCountAgreesWithFind(t *testing.T) {
	c := mustCache(t, t.TempDir(), clock)
	counts, err := c.Count(context.Background())
	if err != nil || len(counts) != 12 || counts[tenant.AllPeople] != 0 {
		t.Errorf("without people: %v %v", counts, err)
	}
	aParish(t, c)
	counts, err = c.Count(context.Background())
	must(t, err)
	for filter, n := range counts {
		if got := len(ids(t, c, tenant.PeopleQuery{Filter: filter})); got != n {
			t.Errorf("%q: %d counted, %d found", filter, n, got)
		}
	}
	if len(counts) != 12 || counts[tenant.AllPeople] != 6 {
		t.Errorf("counts are %v", counts)
	}
	unseen := counts[tenant.UnknownSeen]
	must(t, c.change(context.Background(), func(tx *sql.Tx) error { // as older data is
		_, err := tx.Exec("DELETE FROM tally WHERE filter = ?", string(tenant.UnknownSeen))
		return err
	}))
	counts, err = c.Count(context.Background())
	if err != nil || unseen == 0 || counts[tenant.UnknownSeen] != unseen {
		t.Errorf("without a tally: %v, %v, want %d", counts, err, unseen)
	}
}

func TestPersonIsPutTogetherAsTheRuleSays(t *testing.T) {
	ctx, c := context.Background(), mustCache(t, t.TempDir(), clock)
	aParish(t, c)
	want := tenant.PersonOf(
		tenant.User{ID: "u2", Name: "ada Okafor", UPN: "ada@parish.example", Enabled: tenant.Off(), Type: "Member",
			SignIn: &tenant.SignInTimes{Told: true}},
		&tenant.Registration{MFARegistered: tenant.On(), MFACapable: tenant.Off(),
			Methods: tenant.Texts{"microsoftAuthenticatorPush"}},
		[]string{"Global Administrator", "User Administrator"})
	want.Synced.Null = true
	for _, id := range []string{"u2", "U2", "ada@parish.example", "ADA@Parish.Example"} {
		if p, err := c.Person(ctx, id); err != nil || !reflect.DeepEqual(p, want) {
			t.Errorf("%s is\n%+v, %v\nnot\n%+v", id, p, err, want)
		}
	}
	if p, err := c.Person(ctx, "u1"); err != nil || !p.LastSignIn.Equal(time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)) ||
		!p.Licensed || p.Admin() {
		t.Errorf("u1 is %+v, %v", p, err)
	}
	for _, id := range []string{"", "nobody", "u0", "%"} {
		if _, err := c.Person(ctx, id); app.CodeOf(err) != app.NotFound {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestAnOldKeyFindsNobody(t *testing.T) {
	ctx, c := context.Background(), mustCache(t, t.TempDir(), clock)
	aParish(t, c)
	keys, err := c.Find(ctx, tenant.PeopleQuery{})
	must(t, err)
	twice := []int64{keys[2], keys[0], 9999, keys[2]}
	people, err := c.At(ctx, twice)
	if err != nil || people[0].ID != "u6" || people[1].ID != "u5" || people[2].ID != "" || people[3].ID != "u6" {
		t.Errorf("in the order of the keys: %+v %v", people, err)
	}
	if people, err := c.At(ctx, nil); err != nil || len(people) != 0 {
		t.Errorf("no keys: %v %v", people, err)
	}
	refresh(t, c, tenant.SectionUsers) // everyone is gone
	if got := ids(t, c, tenant.PeopleQuery{}); len(got) != 0 {
		t.Errorf("found are %v", got)
	}
	aParish(t, c)
	people, err = c.At(ctx, keys)
	must(t, err)
	for _, p := range people {
		if p.ID != "" {
			t.Errorf("an old key finds %s", p.ID)
		}
	}
}

// TestPeopleWhileTheOtherSectionsAreRead: who was read is there at once, and does not wait for the end of the refresh.
func TestPeopleWhileTheOtherSectionsAreRead(t *testing.T) {
	ctx, c := t.Context(), mustCache(t, t.TempDir(), clock)
	for i, section := range []string{tenant.SectionUsers, tenant.SectionRoles} {
		_, err := c.Begin(ctx, section)
		must(t, err)
		_, err = c.Keep(ctx, section, aPage("new", 0, 7-i, ""))
		must(t, err)
		_, err = c.Complete(ctx, section, nil, nil)
		must(t, err)
		_, err = c.Begin(ctx, tenant.SectionRegistration)
		must(t, err)
		counts, err := c.Count(ctx)
		if must(t, err); counts[tenant.AllPeople] != 7 {
			t.Errorf("%v after %s", counts, section)
		}
		if due, err := c.peopleDue(ctx); due || err != nil {
			t.Errorf("due %v, %v", due, err)
		}
		_, err = c.Fail(ctx, tenant.SectionRegistration, tenant.Failed, "It failed.", "", nil, false)
		must(t, err)
	}
}

func TestASearchIsStoppedByItsContext(t *testing.T) {
	c := mustCache(t, t.TempDir(), clock)
	_, err := c.write.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
		INSERT INTO person (key, id, upn, name, flags, last, text, whole)
		SELECT i, i, i, i, 0, 0, 'person ' || i || hex(zeroblob(40)), '{}' FROM n`)
	must(t, err)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := c.Find(ctx, tenant.PeopleQuery{Words: "a"}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped before: %v", err)
	}
	ctx, stop = context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer stop()
	if _, err := c.Find(ctx, tenant.PeopleQuery{Words: "p e r s o n nobody"}); !errors.Is(err,
		context.DeadlineExceeded) {
		t.Errorf("stopped in the middle: %v", err)
	}
	if keys, err := c.Find(context.Background(), tenant.PeopleQuery{Words: "person 99999"}); err != nil ||
		len(keys) != 1 {
		t.Errorf("and the next search finds %v, %v", keys, err)
	}
}

// aPerson is a user as long as Microsoft's are.
func aPerson(i int) tenant.Row {
	id := aPersonID(i)
	return jsonRow(id, fmt.Sprintf(`{"id":%q,"displayName":"Person %05d Okafor-Núñez",`+
		`"userPrincipalName":"person.%d@parish.example","mail":"person.%d@parish.example","accountEnabled":true,`+
		`"userType":"Member","createdDateTime":"2020-01-01T00:00:00Z","jobTitle":"Volunteer",`+
		`"department":"Department %d","officeLocation":null,"usageLocation":"GB","preferredLanguage":"en-GB",`+
		`"signInActivity":{"lastSignInDateTime":"2026-%02d-01T08:00:00Z"},`+
		`"assignedLicenses":[{"skuId":"cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46","disabledPlans":[]}],"assignedPlans":[%s]}`,
		id, i, i, i, i%40, 1+i%12, strings.Repeat(plan+",", 7)+plan))
}

const plan = `{"assignedDateTime":"2024-01-01T00:00:00Z","capabilityStatus":"Enabled","service":"exchange",` +
	`"servicePlanId":"41781fb2-bc02-4b7c-bd55-b576c07bb09d"}`

// aPersonID returns ids whose order is not that of the numbers.
func aPersonID(i int) string {
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", uint32(i)*2654435761, i)
}
