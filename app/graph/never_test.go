package graph

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"handrail/app/tenant"
)

// TestNothingOfASecretIsSaved: Microsoft sends the first letters of each client secret, the sample too. No file of
// Handrail has them, and what a reminder needs is there.
func TestNothingOfASecretIsSaved(t *testing.T) {
	_, base := sample(t, 0)
	folder := t.TempDir()
	o := office(t, folder, base)
	ctx := context.Background()
	if _, err := o.Refresh(ctx, []string{tenant.SectionApplications}, nil); err != nil {
		t.Fatal(err)
	}
	view, err := o.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	secrets := 0
	if err := tenant.Each(ctx, view, tenant.SectionApplications, func(a tenant.Application) error {
		for _, c := range a.Secrets {
			secrets++
			if c.Key == "" || c.Name == "" || c.End.IsZero() {
				t.Errorf("%+v", c)
			}
		}
		return nil
	}); err != nil || secrets == 0 {
		t.Fatalf("%d secrets, %v", secrets, err)
	}
	if err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(path)
		if bytes.Contains(body, []byte("Q7x")) || bytes.Contains(body, []byte(`"hint":`)) {
			t.Errorf("%s has the beginning of a client secret", path)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

// TestLeaveOut: a property is left out wherever it is, and numbers stay as they were sent.
func TestLeaveOut(t *testing.T) {
	rows := []tenant.Row{{Body: []byte(`{"id":"a","Hint":"x","n":12345678901234567890,"list":[{"hint":"y","keep":1.50}]}`)}}
	if err := leaveOut([]string{"hint"}, rows); err != nil ||
		string(rows[0].Body) != `{"id":"a","list":[{"keep":1.50}],"n":12345678901234567890}` {
		t.Errorf("%s, %v", rows[0].Body, err)
	}
}
