package graph

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// TestForgettingASignedInOrganisationLeavesNothing looks through every file for the names of the people, the account,
// the organisation and the tokens; both token caches are gone, while the program runs and after its end.
func TestForgettingASignedInOrganisationLeavesNothing(t *testing.T) {
	m := newMicrosoft(t)
	folder := t.TempDir()
	o := signedOffice(t, folder, m)
	ctx := context.Background()
	org, err := o.SignIn(ctx, tenant.Way{Cloud: "global", Device: true}, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Refresh(ctx, nil, nil); err != nil {
		t.Fatal(err)
	}
	view, err := o.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	people, err := tenant.All[tenant.User](ctx, view, tenant.SectionUsers)
	if err != nil || len(people) == 0 {
		t.Fatal(len(people), err)
	}
	marks := []string{accessMark, refreshMark, whoSignsIn, graphsim.TenantID, org.Name}
	for _, p := range people {
		marks = append(marks, string(p.UPN), p.ID)
	}
	left := func() (files int, found []string) { return filesWith(t, folder, marks) }
	if _, found := left(); len(found) < len(people) {
		t.Fatalf("the test finds only %d of %d people", len(found), len(people))
	}
	if err := o.ForgetOrganisation(ctx, org.ID, true); err != nil {
		t.Fatal(err)
	}
	if files, found := left(); files == 0 || len(found) > 0 {
		t.Errorf("%d files hold %v", files, found)
	}
	tokens, err := filepath.Glob(filepath.Join(folder, "tokens", ".IdentityService", "handrail-*"))
	if err != nil || len(tokens) > 0 {
		t.Errorf("tokens are left: %v %v", tokens, err)
	}
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	if _, found := left(); len(found) > 0 {
		t.Errorf("after the end: %v", found)
	}
}

// filesWith returns how many files are in a folder, and which of the marks are in them or in their names.
func filesWith(t *testing.T, folder string, marks []string) (files int, found []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		body, err := os.ReadFile(path)
		for _, mark := range marks {
			if strings.Contains(string(body), mark) || strings.Contains(path, mark) {
				found = append(found, mark+" in "+filepath.Base(path))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, found
}
