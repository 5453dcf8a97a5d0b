package syncidentity

import (
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

const reportOnly = "enabledForReportingButNotEnforced"

// yesterday is an organisation whose sync runs past every policy, and that was recorded.
func yesterday(t *testing.T) (*guidetest.World, *guide.Visit) {
	t.Helper()
	w := made(recent, []string{holder("s1", "user", role)}, policy("p", "enabled", everyone+
		`,"excludeUsers":["s1"]`, mfa), policy("q", "disabled", everyone, mfa))
	v := &guide.Visit{ID: "v1", Guide: ID, Answers: map[string]string{}}
	if got, codes := facts(t, w, func(d deps) (*report.Document, error) {
		return d.record(t.Context(), v, nil)
	}); got["changed-since"] != "" || strings.Contains(codes, "not-saved") {
		t.Fatalf("the first record compares with nothing: %v %s", got, codes)
	}
	w.Office.At = guidetest.Noon.Add(24 * time.Hour)
	for section := range w.Office.States {
		w.Office.Add(section)
	}
	organisation(w, "2026-11-23T11:50:00Z")
	return w, v
}

// organisation replaces the day of the last sync.
func organisation(w *guidetest.World, last string) {
	w.Office.Rows[tenant.SectionOrganisation] = nil
	w.Office.Add(tenant.SectionOrganisation, strings.Replace(syncing, "%", `"`+last+`"`, 1))
}

// replace puts policies in the place of all.
func replace(w *guidetest.World, policies ...string) {
	w.Office.Rows[tenant.SectionAccess] = nil
	w.Office.Add(tenant.SectionAccess, policies...)
}

func tomorrow(w *guidetest.World) deps {
	d := deps{w.Services()}
	d.Now = func() time.Time { return guidetest.Noon.Add(25 * time.Hour) }
	return d
}

func onHome(t *testing.T, w *guidetest.World, v *guide.Visit) map[string]guide.Notice {
	t.Helper()
	all, err := Guide(tomorrow(w).Services).Notices(t.Context(), []guide.Visit{*v})
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]guide.Notice{}
	for _, n := range all {
		by[n.Code] = n
	}
	return by
}

func TestWhatChangedSinceTheRecord(t *testing.T) {
	spares := policy("p", "enabled", everyone+`,"excludeUsers":["s1"]`, mfa)
	for name, c := range map[string]struct {
		code, says string
		severity   report.Severity
		change     func(*guidetest.World)
	}{
		"the exclusion was removed": {"now-stops", "“Policy p” now stops the sync", report.Problem,
			func(w *guidetest.World) { replace(w, policy("p", "enabled", everyone, mfa)) }},
		"a new policy": {"now-stops", "This policy is new.", report.Problem,
			func(w *guidetest.World) { replace(w, spares, policy("new", "enabled", everyone, mfa)) }},
		"one was switched to report-only": {"now-will-stop", "“Policy q” stops the sync once it is switched on",
			report.Warning, func(w *guidetest.World) { replace(w, spares, policy("q", reportOnly, everyone, mfa)) }},
		"a group that was not read": {"now-not-known", "“Policy p”", report.Unknown, func(w *guidetest.World) {
			replace(w, policy("p", "enabled", everyone+`,"excludeGroups":["g"]`, mfa))
			w.Office.Unread(tenant.MembersSection("g"))
		}},
		"another account": {"new-identity", "newly has a sync role", report.Warning,
			func(w *guidetest.World) { w.Office.Add(tenant.SectionRoles, holder("s2", "user", role)) }},
		"the account lost its role": {"identity-gone", "Sync_SRV_1@n.example had it", report.Warning,
			func(w *guidetest.World) {
				w.Office.Rows[tenant.SectionRoles] = nil
				w.Office.Add(tenant.SectionRoles)
			}},
		"policies refused today": {"not-compared", "Conditional Access policies", report.Unknown,
			func(w *guidetest.World) { w.Office.Unread(tenant.SectionAccess) }},
		"roles refused today": {"not-compared", "Administrators", report.Unknown,
			func(w *guidetest.World) { w.Office.Unread(tenant.SectionRoles) }},
		"the organisation refused today": {"not-compared", "Organisation details", report.Unknown,
			func(w *guidetest.World) { w.Office.Unread(tenant.SectionOrganisation) }},
	} {
		w, v := yesterday(t)
		if got := onHome(t, w, v); len(got) > 0 {
			t.Fatalf("%s: before anything changed Home says %+v", name, got)
		}
		c.change(w)
		n := onHome(t, w, v)[c.code]
		if n.Severity != c.severity || !strings.Contains(n.Title+" "+n.Text, c.says) || n.Visit != v.ID {
			t.Errorf("%s, on Home: %+v", name, onHome(t, w, v))
		}
		got, codes := facts(t, w, func(deps) (*report.Document, error) {
			return tomorrow(w).again(t.Context(), v, none)
		})
		if strings.Contains(codes, "nothing-changed") || got["changed-since"] == "0" ||
			c.severity == report.Unknown && got["changed-since"] != "unknown" {
			t.Errorf("%s, looking again: %v %s", name, got, codes)
		}
	}
}

func TestTheSyncThatStandsStillIsOnHome(t *testing.T) {
	w, v := yesterday(t)
	organisation(w, "2026-11-23T02:00:00Z")
	if n := onHome(t, w, v)["stopped"]; n.Severity != report.Problem || n.Step != stepCheck ||
		!strings.HasPrefix(n.Title, "The sync has stood still since 23 November 2026") {
		t.Errorf("%+v", n)
	}
	w.Office.States[tenant.SectionOrganisation] = tenant.Status{Section: tenant.SectionOrganisation,
		State: tenant.Failed, Completed: w.Office.At, Rows: 1}
	got := onHome(t, w, v)
	if got["not-compared"].Severity != report.Unknown || got["stopped"].Severity != report.Problem {
		t.Errorf("what was read before, and that today it was not: %+v", got)
	}
}

func TestRowsThatSayLessThanTheRecord(t *testing.T) {
	w, v := yesterday(t)
	w.Office.Rows[tenant.SectionRoles] = nil
	w.Office.Add(tenant.SectionRoles)
	st := w.Office.States[tenant.SectionRoles]
	st.Notes = append(st.Notes, tenant.NoteNoRoleMembers)
	w.Office.States[tenant.SectionRoles] = st
	if n, there := onHome(t, w, v)["identity-gone"]; there {
		t.Errorf("roles that were read in part take no one's role: %+v", n)
	}
	w, v = yesterday(t)
	w.Office.At = guidetest.Noon.Add(-2 * time.Hour) // read before the record
	w.Office.Add(tenant.SectionRoles)
	replace(w, policy("p", "enabled", everyone, mfa))
	if n, there := onHome(t, w, v)["now-stops"]; there {
		t.Errorf("rows that are older than the record: %+v", n)
	}
}

func TestNothingChanged(t *testing.T) {
	w, v := yesterday(t)
	look := func(deps) (*report.Document, error) { return tomorrow(w).again(t.Context(), v, none) }
	if got, codes := facts(t, w, look); got["changed-since"] != "0" || !strings.Contains(codes, "nothing-changed=ok") {
		t.Errorf("%v %s", got, codes)
	}
	other := guide.Visit{ID: "v2", Guide: ID}
	replace(w, policy("p", "enabled", everyone, mfa))
	if got := onHome(t, w, &other); len(got) > 0 {
		t.Errorf("a visit without a record: %+v", got)
	}
	if _, err := tomorrow(w).record(t.Context(), v, none); err != nil {
		t.Fatal(err)
	}
	if got := onHome(t, w, v); len(got) > 0 {
		t.Errorf("a new record takes the place of the last: %+v", got)
	}
}
