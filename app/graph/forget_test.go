package graph

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// planted puts files where this computer would keep the tokens of a sign-in, unless it did so itself, and returns the
// pattern of their names. A computer without a keyring keeps none, and the test would find nothing.
func planted(t *testing.T, folder string, org tenant.Organisation) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the place of the tokens can only be chosen on Linux")
	}
	var k kept
	if err := json.Unmarshal([]byte(org.Record), &k); err != nil || k.Cache == "" {
		t.Fatalf("the record names no tokens: %v", err)
	}
	place := filepath.Join(folder, "tokens", ".IdentityService")
	err := os.MkdirAll(place, 0o700)
	for _, end := range []string{"", ".lockfile", ".cae", ".cae.lockfile"} {
		err = errors.Join(err, os.WriteFile(filepath.Join(place, k.Cache+end), []byte(refreshMark), 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(place, "*")
}

// TestForgettingRemovesTheTokens signs in, reads, and forgets the organisation: neither its tokens nor its name stay.
func TestForgettingRemovesTheTokens(t *testing.T) {
	for name, leave := range map[string]func(context.Context, *Connections, string) error{
		"forgotten": func(ctx context.Context, o *Connections, id string) error {
			return o.ForgetOrganisation(ctx, id, true)
		},
		"signed out": func(ctx context.Context, o *Connections, _ string) error { return o.SignOut(ctx) },
	} {
		m := newMicrosoft(t)
		folder := t.TempDir()
		o := signedOffice(t, folder, m)
		ctx := context.Background()
		org, err := o.SignIn(ctx, tenant.Way{Cloud: "global", Device: true}, func(string) {})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Refresh(ctx, []string{tenant.SectionUsers}, nil); err != nil {
			t.Fatal(err)
		}
		tokens := planted(t, folder, org)
		if err := leave(ctx, o, org.ID); err != nil {
			t.Fatal(err)
		}
		if left, err := filepath.Glob(tokens); err != nil || len(left) > 0 {
			t.Errorf("%s, and tokens are left: %q %v", name, left, err)
		}
		holds(t, folder, accessMark, refreshMark)
		if name == "forgotten" {
			holds(t, folder, graphsim.TenantID, whoSignsIn, "Northgate")
		}
		if o.SignedIn(ctx) {
			t.Errorf("%s, and still signed in", name)
		}
	}
}
