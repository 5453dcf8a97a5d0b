package sample

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"
	"time"

	"handrail/app/guide/change"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// TestTheMonthEndsAsToday: whatever people do in the month, at its end Microsoft answers as it does today.
func TestTheMonthEndsAsToday(t *testing.T) {
	noon := func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
	m, err := NewMonth(noon)
	if err != nil {
		t.Fatal(err)
	}
	today := graphsim.New(graphsim.Options{Now: noon})
	group := today.Named("group", "exclusions")
	paths := []string{"/users?$top=999&$select=id,displayName,accountEnabled,jobTitle,assignedLicenses",
		"/reports/authenticationMethods/userRegistrationDetails?$top=999", "/subscribedSkus",
		"/roleManagement/directory/roleAssignments", "/identity/conditionalAccess/policies",
		"/groups/" + group + "/transitiveMembers", "/policies/authenticationMethodsPolicy"}
	same := map[string]bool{}
	for _, path := range paths {
		same[path] = reflect.DeepEqual(rowsAt(t, m.Cloud, path), rowsAt(t, today, path))
	}
	for _, path := range paths[:4] {
		if same[path] {
			t.Errorf("%s begins as today, so the month changes nothing there", path)
		}
	}
	var last time.Time
	most := 0
	err = m.Live(context.Background(), Days{Send: func(_ context.Context, w change.Write) error {
		return m.Cloud.SetPerUser("ian.mckay", "enabled")
	}, Refresh: func(_ context.Context, sections []string) error {
		if m.Now().Before(last) || m.Now().After(noon()) || len(sections) == 0 {
			t.Errorf("%v is read at %s, after %s", sections, m.Now(), last)
		}
		last = m.Now()
		people := len(rowsAt(t, m.Cloud, "/groups/"+group+"/transitiveMembers")) - 2 // its state, and the group inside it
		most = max(most, people)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if got, want := rowsAt(t, m.Cloud, path), rowsAt(t, today, path); !reflect.DeepEqual(got, want) {
			t.Errorf("%s ends as\n%v\nand is today\n%v", path, got, want)
		}
	}
	if most != 16 {
		t.Errorf("the group that policies exclude has at most %d people", most)
	}
}

// rowsAt returns what Microsoft answers, by ID; lists of words as sets.
func rowsAt(t *testing.T, c *graphsim.Cloud, path string) map[string]any {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/v1.0"+path, nil)
	r.Header.Set("Authorization", "Bearer x")
	w := httptest.NewRecorder()
	c.Handler().ServeHTTP(w, r)
	var page struct {
		Value []map[string]any
		State string `json:"policyMigrationState"`
		Next  string `json:"@odata.nextLink"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != 200 || page.Next != "" {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	all := map[string]any{"state": page.State}
	for _, row := range page.Value {
		if words, ok := row["methodsRegistered"].([]any); ok {
			set := map[any]bool{}
			for _, word := range words {
				set[word] = true
			}
			row["methodsRegistered"] = set
		}
		all[row["id"].(string)] = row
	}
	return all
}

// TestTheMonthIsDoneByPeople: each event has somebody who did it, a program, and the sections that it changes.
func TestTheMonthIsDoneByPeople(t *testing.T) {
	c := graphsim.New(graphsim.Options{})
	last := monthBegins
	for _, e := range events {
		if c.Named("user", e.by) == "" && e.by != "" || e.agent == "" || len(e.changes) == 0 || e.ago >= last {
			t.Errorf("%+v", e)
		}
		last = e.ago
		for _, s := range e.changes {
			if _, known := tenant.SectionByID(s); !known && s != excludedMembers {
				t.Errorf("there is no section %s", s)
			}
		}
	}
}
