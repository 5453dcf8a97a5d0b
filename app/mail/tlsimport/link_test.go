package tlsimport

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestANamedLinkIsFollowed(t *testing.T) {
	dir := t.TempDir()
	inside, outside, link := filepath.Join(dir, "in"), filepath.Join(dir, "out"), filepath.Join(dir, "link")
	for _, folder := range []string{inside, outside} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "a.json"), []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if os.Symlink(inside, link) != nil || os.Symlink(outside, filepath.Join(inside, "more")) != nil {
		t.Skip("this computer makes no symbolic links")
	}
	if _, err := os.Readlink(link); err != nil {
		t.Skip("this computer reports a link as made and makes none, as wine 10 does") // Windows makes it or refuses
	}
	found, err := listFiles(context.Background(), []string{link})
	if err != nil || len(found.all) != 1 || filepath.Base(found.all[0].Name) != "a.json" {
		t.Errorf("%+v, %v", found, err)
	}
}
