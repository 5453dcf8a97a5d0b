package mfamethods

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/csvtable"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// boardWorld is an organisation with someone in each queue.
func boardWorld() *tenanttest.Organisation {
	o := world()
	for _, id := range []string{tenant.SectionUsers, tenant.SectionMethods, tenant.SectionRoles} {
		delete(o.Rows, id)
	}
	o.Add(tenant.SectionMethods, strings.Replace(policy, `"policyMigrationState"`,
		`"handrailBeta":{"optOutSettings":{"passkeyDynamicMigration":true}},"policyMigrationState"`, 1))
	person := func(id, department, more string) string {
		return `{"id":"` + id + `","displayName":"` + strings.ToUpper(id[:1]) + id[1:] + `","department":"` + department +
			`","userPrincipalName":"` + id + `@northgate.example","accountEnabled":true,` + more + `}`
	}
	const member, active = `"userType":"Member","externalUserState":null`,
		`,"signInActivity":{"lastSignInDateTime":"2026-11-20T09:00:00Z"}`
	o.Add(tenant.SectionUsers, person("ada", "Office", member+active), person("dora", "Food bank", member+active),
		person("ewan", "Advice", member+active),
		person("farida", "food bank", `"userType":"Guest","externalUserState":null`),
		person("gone", "", member), person("hal", "Advice", member+
			`,"signInActivity":{"lastSignInDateTime":"2026-01-20T09:00:00Z"}`), person("ines", "=1+1", member+active))
	o.Add(tenant.SectionRegistration, registered("hal", `"mobilePhone"`, "sms"),
		strings.Replace(registered("ines", `"mobilePhone","passKeyDeviceBound"`, ""), `Enabled":false`, `Enabled":true`, 1))
	o.Add(tenant.SectionRoles, `{"id":"r2","principalId":"dora","handrailKind":"user",`+
		`"handrailTemplate":"62e90394-69f5-4237-9190-012177145e10","handrailRole":"Global Administrator",`+
		`"directoryScopeId":"/"}`)
	o.Add(tenant.SectionSignIns, `{"id":"s","userId":"dora","createdDateTime":"2026-11-01T09:00:00Z",`+
		`"authenticationDetails":[{"authenticationMethod":"Text message","succeeded":true,`+
		`"authenticationStepDateTime":"2026-11-01T09:00:01Z"}]}`)
	o.Add(tenant.ManagerSection("dora"), `{"id":"maria","displayName":"Maria"}`)
	o.Add(tenant.ManagerSection("ewan"))
	return o
}

// listed reads the lists of a board as a program does: id to list, queue, day and use.
func listed(t *testing.T, doc *report.Document) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, b := range doc.Blocks {
		e, ok := b.(report.Entries)
		if !ok {
			continue
		}
		for _, item := range e.Items {
			var p struct {
				mfaview.BoardLine
				mfaview.BoardFate
			}
			if err := json.Unmarshal(item.Program(), &p); err != nil {
				t.Fatal(err)
			}
			if all[p.ID] != "" {
				t.Errorf("%s is on the board twice", p.ID)
			}
			all[p.ID] = strings.Join([]string{e.Name, p.Queue, p.Date, p.Used, p.Dormant, p.Manager}, " ")
		}
	}
	return all
}

func TestTheBoardShowsWhoAndByWhen(t *testing.T) {
	d, _ := testDeps(boardWorld())
	doc, err := d.board(context.Background(), visit("none"), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := "2 of 7 people lose their only MFA method on 1 February 2027; 1 more on 1 July 2027."
	if doc.Result() != want {
		t.Errorf("the answer is %q, want %q", doc.Result(), want)
	}
	got := listed(t, doc)
	for id, want := range map[string]string{
		"ada": "", "dora": "only-method only-method 2027-07-01 yes no Maria",
		"ewan":   "still-default still-default 2027-02-01 no no ",
		"farida": "only-method only-method 2027-02-01 no unknown ",
		"gone":   "not-known not-known 2027-02-01 no unknown ", "hal": "dormant only-method 2027-02-01 no yes ",
		"ines": "to-spare to-spare 2027-02-01 no no ",
	} {
		if got[id] != want {
			t.Errorf("%s: %q, want %q", id, got[id], want)
		}
	}
	facts := doc.Facts()
	for name, want := range map[string]string{"board/people": "7", "board/only-method": "3",
		"board/only-method-first": "2", "board/only-method-last": "1", "board/still-default": "1", "board/to-spare": "1",
		"board/not-known": "1", "board/dormant": "1", "board/passkey-opt-out": "yes", "board/log-from": "2026-11-01"} {
		if facts[name] != want {
			t.Errorf("%s is %q, want %q", name, facts[name], want)
		}
	}
	codes := map[string]bool{}
	for _, f := range doc.Findings() {
		codes[f.Code] = true
	}
	if !codes["mfa-guests-no-way"] || !codes["mfa-passkey-opt-out"] || !codes["mfa-managers-not-read"] {
		t.Errorf("findings: %v", codes)
	}
}

// TestTheLogWasNotRead: use is then unknown, and the page says why.
func TestTheLogWasNotRead(t *testing.T) {
	o := boardWorld()
	delete(o.States, tenant.SectionSignIns)
	d, _ := testDeps(o)
	doc, err := d.board(context.Background(), visit("none"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for id, line := range listed(t, doc) {
		if !strings.Contains(line, " unknown ") {
			t.Errorf("%s: %q", id, line)
		}
	}
	if doc.Facts()["board/log-from"] != "unknown" {
		t.Error("a log that was not read has a span")
	}
	h, err := d.handLists(context.Background(), visit("none"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := h.Bundles[0].Files[0].Content()
	if err != nil || len(text) == 0 || strings.Contains(string(text), ",0,0,") {
		t.Errorf("what is not known is 0: %v\n%s", err, text)
	}
}

func TestListsForHeadsOfDepartment(t *testing.T) {
	d, _ := testDeps(boardWorld())
	h, err := d.handLists(context.Background(), visit("none"))
	if err != nil || len(h.Bundles) != 1 {
		t.Fatal(h, err)
	}
	var got []string
	for _, f := range h.Bundles[0].Files {
		data, err := f.Content()
		if err != nil {
			t.Fatal(err)
		}
		text, err := csvtable.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csvtable.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(f.Path, " ", len(rows)-1))
		if strings.Contains(string(data), ",=1+1") {
			t.Errorf("%s holds a formula", f.Path)
		}
	}
	want := "everyone.csv 6|departments/01-11.csv 1|departments/02-advice.csv 2|departments/03-food-bank.csv 2|" +
		"departments/04-none.csv 1|managers/00-managers.csv 2|managers/01-manager.csv 1|managers/02-none.csv 1"
	if all := strings.Join(got, "|"); all != want {
		t.Errorf("%s\nwant %s", all, want)
	}
	o := world()
	o.Rows[tenant.SectionRegistration] = nil
	o.Add(tenant.SectionRegistration, registered("ada", `"passKeyDeviceBound"`, ""))
	delete(o.Rows, tenant.SectionUsers)
	o.Add(tenant.SectionUsers, user("ada", "Ada"))
	d, _ = testDeps(o)
	if h, err = d.handLists(context.Background(), visit("none")); err != nil || h.Nothing == "" {
		t.Errorf("%+v, %v", h, err)
	}
}

// TestTheAnswerOfABoard holds its words before, between and after the two days.
func TestTheAnswerOfABoard(t *testing.T) {
	d, _ := testDeps(boardWorld())
	v := visit("none")
	for at, want := range map[time.Time]string{
		time.Date(2027, 2, 1, 9, 0, 0, 0, time.UTC):  "2 of 7 people lost their only MFA method on 1 February 2027",
		time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC): "2 of 7 people lose their only MFA method on 1 February 2027",
	} {
		d.Now = func() time.Time { return at }
		doc, err := d.board(context.Background(), v, nil)
		if err != nil || !strings.HasPrefix(doc.Result(), want) {
			t.Errorf("%v: %q, want %q, %v", at, doc.Result(), want, err)
		}
	}
	v.Answers[askTelephone] = "own"
	doc, err := d.board(context.Background(), v, nil)
	if err != nil || doc.Result() != "It is not known whether 4 of 7 people lose their only MFA method." ||
		doc.Facts()["board/not-known"] != "4" {
		t.Errorf("own provider: %q, %v, %v", doc.Result(), doc.Facts(), err)
	}
	o := boardWorld()
	delete(o.States, tenant.SectionMethods)
	delete(o.Rows, tenant.SectionMethods)
	d, _ = testDeps(o)
	doc, err = d.board(context.Background(), visit("none"), nil)
	if err != nil || doc.Result() != "It is not known who loses their only MFA method." ||
		doc.Facts()["board/only-method"] != "unknown" || doc.Facts()["board/passkey-opt-out"] != "unknown" {
		t.Errorf("policy not read: %q, %v, %v", doc.Result(), doc.Facts(), err)
	}
}

// BenchmarkBoardPage makes the page of a board of 100,000 people.
func BenchmarkBoardPage(b *testing.B) {
	o := &mfa.Organisation{Read: map[string]time.Time{tenant.SectionUsers: noon}, Cloud: "global"}
	all := mfa.Target{Everyone: true}
	o.Policy = mfa.Policy{Methods: map[mfa.Method]mfa.Config{}, Legacy: mfa.Legacy{Live: access.No}}
	for _, m := range mfa.Methods() {
		o.Policy.Methods[m] = mfa.Config{On: access.No}
	}
	o.Policy.Methods[mfa.Sms] = mfa.Config{On: access.Yes, Include: []mfa.Target{all}}
	for i := range 100_000 {
		o.People = append(o.People, mfa.Person{ID: fmt.Sprint(i), Name: fmt.Sprint("Person ", i), InReport: access.Yes,
			Registered: mfa.MobilePhone, Department: fmt.Sprint("Department ", i%40), SystemPreferred: access.Yes,
			External: access.No, Guest: access.No, RolesRead: true})
	}
	p := mfa.Impact(mfa.Question{Organisation: o, After: o.Policy, Date: noon})
	for b.Loop() {
		board := p.Board(nil)
		lists, err := mfaview.BoardLists(board, noon)
		if err != nil || len(lists[0].Items) != 100_000 || len(board.Departments()) != 40 {
			b.Fatal(err)
		}
	}
}
