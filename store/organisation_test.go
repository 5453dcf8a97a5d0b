package store

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/tenant"
)

func anOrganisation(id, name string, added time.Time) tenant.Organisation {
	return tenant.Organisation{ID: id, Name: name, Domain: "x.onmicrosoft.com", Account: "ann@x.example",
		Cloud: "global", Client: "c", Record: `{"tenantId":"` + id + `"}`, Added: added}
}

func TestOrganisationsAreKeptAndOneIsShown(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	s := mustOpen(t, folder)
	if all, current, err := s.Organisations(ctx); err != nil || len(all) != 0 || current != "" {
		t.Errorf("at first %v %q %v", all, current, err)
	}
	second, first := anOrganisation("b", "School ü", noon.Add(time.Hour)), anOrganisation(parish, "Parish", noon)
	for _, o := range []tenant.Organisation{second, first} {
		must(t, s.SaveOrganisation(ctx, o))
	}
	must(t, s.ShowOrganisation(ctx, parish))
	must(t, s.ShowOrganisation(ctx, "b"))
	if err := s.ShowOrganisation(ctx, "nobody"); app.CodeOf(err) != app.NotFound {
		t.Errorf("an unknown one: %v", err)
	}
	second.Account = "bob@x.example"
	changed := second
	changed.ID, changed.Added = "B", time.Time{} // the same one, read again
	must(t, s.SaveOrganisation(ctx, changed))
	must(t, s.Close())
	s = mustOpen(t, folder)
	all, current, err := s.Organisations(ctx)
	if want := []tenant.Organisation{first, second}; err != nil || !reflect.DeepEqual(all, want) || current != "b" {
		t.Errorf("organisations are\n%v %q %v\nnot\n%v", all, current, err, want)
	}
	must(t, s.ShowOrganisation(ctx, ""))
	if _, current, _ := s.Organisations(ctx); current != "" {
		t.Errorf("%q is shown", current)
	}
	for _, err := range []error{s.SaveOrganisation(ctx, tenant.Organisation{}), s.ForgetOrganisation(ctx, "", true)} {
		if app.CodeOf(err) != app.Internal {
			t.Errorf("no id: %v", err)
		}
	}
}

// remembered fills a folder with all that can be kept of an organisation.
func remembered(t *testing.T, folder, marker string) (report string) {
	t.Helper()
	ctx := context.Background()
	s := mustOpen(t, folder)
	must(t, s.SaveOrganisation(ctx, anOrganisation(parish, marker, noon)))
	must(t, s.ShowOrganisation(ctx, parish))
	must(t, s.SaveVisit(ctx, aVisit("v1", marker)))
	must(t, s.SaveOrganisation(ctx, anOrganisation("other", "Other", noon)))
	must(t, s.ShowOrganisation(ctx, "other"))
	must(t, s.SaveVisit(ctx, aVisit("v2", "other.example")))
	must(t, s.SaveVisit(ctx, aVisit("v1", marker)))   // saved again: still the first one's
	report, err := s.SaveReport(ctx, aReport(marker)) // of visit v1
	must(t, err)
	k := aReport("other")
	k.Visit = "v2"
	_, err = s.SaveReport(ctx, k)
	must(t, err)
	must(t, s.Close())
	// A later version leaves a copy.
	s, _, err = openWith(folder, clock, later("CREATE TABLE more (x TEXT) STRICT"))
	must(t, err)
	must(t, s.Close())
	for _, damage := range []bool{true, false} {
		c, _, err := OpenCache(folder, parish, clock)
		must(t, err)
		refresh(t, c, "users", aPage(marker, 0, 100, ""))
		_, err = c.Begin(ctx, "users")
		must(t, err)
		_, err = c.Keep(ctx, "users", aPage(marker+"2", 0, 100, "next"))
		must(t, err)
		must(t, c.Close())
		if damage {
			garble(t, filepath.Join(folder, cacheName(parish)), 4096, 30_000)
		}
	}
	c, _, err := OpenCache(folder, "other", clock)
	must(t, err)
	refresh(t, c, "users", aPage("other", 0, 3, ""))
	must(t, c.Close())
	return report
}

// TestForgetLeavesNothing looks for the organisation's name and id in all files.
func TestForgetLeavesNothing(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	const marker = "Marker-4712-of-a-parish"
	remembered(t, folder, marker)
	if where := filesWith(t, folder, marker); len(where) < 4 { // store, copy, cache, put aside
		t.Fatalf("the test looks at %v only", where)
	}
	s, _, err := openWith(folder, clock, later("CREATE TABLE more (x TEXT) STRICT"))
	must(t, err)
	must(t, s.Record(ctx, guide.JournalEntry{At: noon, Visit: "v1", What: "kept"}))
	must(t, s.SetSetting(ctx, "changes.looks."+parish, "today"))
	must(t, s.SetSetting(ctx, "changes.looks.other", "today"))
	must(t, s.ForgetOrganisation(ctx, strings.ToLower(parish), true))
	if all, err := s.Settings(ctx); err != nil || all["changes.looks.other"] != "today" {
		t.Errorf("settings of others: %v, %v", all, err)
	}
	nowhere := func(when string) {
		t.Helper()
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			for _, m := range []string{marker, parish, strings.ToLower(parish)} {
				if bytes.Contains(data, []byte(m)) || strings.Contains(path, m) {
					t.Errorf("%s: %s is left in %s", when, m, filepath.Base(path))
				}
			}
			return err
		})
		must(t, err)
	}
	nowhere("while open")
	visits, err := s.Visits(ctx)
	if err != nil || len(visits) != 1 || visits[0].ID != "v2" {
		t.Errorf("visits are %v, %v", visits, err)
	}
	if all, current, err := s.Organisations(ctx); err != nil || len(all) != 1 || current != "other" {
		t.Errorf("organisations are %v %q %v", all, current, err)
	}
	if all, err := s.Reports(ctx); err != nil || len(all) != 1 || all[0].Title != "other" {
		t.Errorf("reports are %v, %v", all, err)
	}
	if all, err := s.Entries(ctx, ""); err != nil || len(all) != 1 {
		t.Errorf("the journal is %v, %v", all, err)
	}
	must(t, s.ForgetOrganisation(ctx, parish, true)) // again is no error
	must(t, s.Close())
	nowhere("after the end")
	c, notices, err := OpenCache(folder, "other", clock)
	if err != nil || len(notices) > 0 || len(contents(t, c, "users")) != 3 {
		t.Errorf("the other cache: %v %v", notices, err)
	}
	must(t, c.Close())
}

func TestForgetKeepsReportsUnlessTheyAreToGo(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	report := remembered(t, folder, "Parish")
	s, _, err := openWith(folder, clock, later("CREATE TABLE more (x TEXT) STRICT"))
	must(t, err)
	defer func() { _ = s.Close() }()
	must(t, s.ForgetOrganisation(ctx, parish, false))
	if _, err := s.Report(ctx, report); err != nil {
		t.Error(err)
	}
	if _, err := s.Visit(ctx, "v1"); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, cacheName(parish)+"*")); len(left) > 0 {
		t.Errorf("left are %v", left)
	}
}

func TestAFileOfVersionOneComesAlong(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	old, _, err := openWith(folder, clock, shipped()[:1])
	must(t, err)
	for _, q := range []string{
		"INSERT INTO visit VALUES ('v1', 'mta-sts', 'parish.example', 'policy', 'show', '', '', '')",
		"INSERT INTO report VALUES ('r1', 'mta-sts', 'today', 'v1', 'Title', 'parish.example', '', 'ok', '{}')",
	} {
		_, err := old.write.Exec(q)
		must(t, err)
	}
	must(t, old.Close())
	s := mustOpen(t, folder)
	if v, err := s.Visit(ctx, "v1"); err != nil || v.Subject != "parish.example" {
		t.Errorf("visit is %v, %v", v, err)
	}
	if all, err := s.Reports(ctx); err != nil || len(all) != 1 {
		t.Errorf("reports are %v, %v", all, err)
	}
	works(t, s)
	if copies, _ := filepath.Glob(filepath.Join(folder, FileName+".v0001-*Z")); len(copies) != 1 {
		t.Errorf("copies are %v", copies)
	}
}
