package drift

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// backedUp is a past that began for people, groups and policies at a time, with these rows, and read differences.
type backedUp struct {
	past
	began time.Time
	rows  map[string][]string // by section
}

func (p backedUp) AsOf(_ context.Context, section string, at time.Time, f func(string, []byte) error) (m history.Moment,
	err error) {
	if at.Before(p.began) {
		return m, nil
	}
	for i, row := range p.rows[section] {
		id := word([]byte(row), "id")
		if section == tenant.SectionDifferences {
			id = fmt.Sprint("job/", i)
		}
		if err := f(id, []byte(row)); err != nil {
			return m, err
		}
	}
	return history.Moment{Number: 1, Section: section, Kind: history.MomentBegin, At: p.began}, nil
}

func differs(kind, id, action, then, now, snapshot string) string {
	return `{"id":"` + id + `","handrailObject":"` + strings.ToUpper(id) + `","handrailSnapshot":"` + snapshot +
		`","entityTypeName":"` + kind + `","displayName":"Named","recoveryAction":"` + action +
		`","deltaFromCurrent":{"@odata.type":"#x",` + then + `},"currentState":{"@odata.type":"#x",` + now + `}}`
}

// TestWhatMicrosoftsBackupSaysOfTheTimeBefore: a difference counts where Handrail's first reading confirms it, with the
// day of the snapshot. What changed later is in the history, and what Handrail does not read is not claimed.
func TestWhatMicrosoftsBackupSaysOfTheTimeBefore(t *testing.T) {
	began := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	const old, older, late = "2026-11-18T22:00:00Z", "2026-11-17T22:00:00Z", "2026-11-21T22:00:00Z"
	p := backedUp{began: began, rows: map[string][]string{
		tenant.SectionUsers: {`{"id":"` + ada + `","displayName":"Ada","accountEnabled":false}`,
			`{"id":"` + ben + `","displayName":"Ben","accountEnabled":true,"userPrincipalName":"c@x"}`},
		tenant.SectionGroups: {`{"id":"` + vip + `","displayName":"Exceptions"}`},
		tenant.SectionAccess: {`{"id":"p","displayName":"MFA for all","state":"disabled","conditions":{"users":` +
			`{"includeUsers":["All"],"excludeUsers":["` + ben + `"],"includeGroups":[]}}}`},
		tenant.SectionDifferences: {
			differs("user", ada, "update", `"accountEnabled":true`, `"accountEnabled":false`, old),
			differs("user", ada, "update", `"accountEnabled":true`, `"accountEnabled":false`, older),
			differs("user", ada, "update", `"officeLocation":"A"`, `"officeLocation":"B"`, old),
			// It changed after Handrail began: the first reading has what the snapshot has.
			differs("user", ben, "update", `"accountEnabled":true`, `"accountEnabled":false`, old),
			differs("user", ben, "update", `"accountEnabled":false`, `"accountEnabled":true`, late),
			differs("user", ben, "update", `"userPrincipalName":"a@x"`, `"userPrincipalName":"b@x"`, old), // twice
			differs("user", "44444444-4444-4444-4444-444444444444", "restore", `"deletedDateTime":null`,
				`"deletedDateTime":"2026-11-19T00:00:00Z"`, old),
			differs("group", vip, "softDelete", `"deletedDateTime":"2026-11-18T00:00:00Z"`, `"deletedDateTime":null`, old),
			differs("group", "55555555-5555-5555-5555-555555555555", "softDelete", `"x":1`, `"x":2`, old),
			differs("conditionalAccessPolicy", "p", "update",
				`"state":"enabled","conditions":{"users":{"excludeUsers":[]}}`,
				`"state":"disabled","conditions":{"users":{"excludeUsers":["`+ben+`"]}}`, old),
			differs("application", "a", "update", `"x":1`, `"x":2`, old),
		}}}
	for section := range p.rows {
		p.moments = append(p.moments, history.Moment{Section: section, Kind: history.MomentBegin, At: began})
	}
	r, err := Since(context.Background(), Sources{View: keptBackup{now(t), p}}, time.Time{}, began.AddDate(0, 0, 2))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range r.Told {
		got = append(got, fmt.Sprint(one.Severity, " ", one.Text))
		if one.Backup.Format(time.RFC3339) != old || one.At != began || !strings.Contains(one.ByWhy, "backup") ||
			!strings.Contains(one.details(), "Microsoft’s backup of 1") {
			t.Errorf("%+v, %s", one, one.details())
		}
	}
	want := []string{"problem The policy “Named” is now off.", "warning The policy “Named” now also excludes Ben.",
		"note Named cannot sign in any more.", "note Named no longer has an account.", "note The group “Exceptions” is new."}
	if len(got) != len(want) {
		t.Errorf("%q", got)
	}
	for _, w := range want {
		if !strings.Contains(strings.Join(got, "\n"), w) {
			t.Errorf("%q is not in %q", w, got)
		}
	}
	if len(r.Begun) != 3 {
		t.Errorf("%d parts begin", len(r.Begun))
	}
	r, err = Since(context.Background(), Sources{View: keptBackup{now(t), p}}, began, began.AddDate(0, 0, 2))
	if err != nil || len(r.Told) > 0 {
		t.Errorf("since Handrail began: %+v, %v", r.Told, err)
	}
}

// keptBackup is a view with a past.
type keptBackup struct {
	tenant.View
	past backedUp
}

func (k keptBackup) Past() history.Past { return &k.past }
