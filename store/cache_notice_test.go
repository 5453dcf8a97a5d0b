package store

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app"
)

// filledCache makes a sound cache with enough in it to be damaged in the middle.
func filledCache(t *testing.T, folder string) string {
	t.Helper()
	c := mustCache(t, folder, clock)
	refresh(t, c, "users", aPage(strings.Repeat("long name ", 20), 0, 400, ""))
	must(t, c.Close())
	return filepath.Join(folder, cacheName(parish))
}

func garble(t *testing.T, path string, from, before int) {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	for i := from; i < len(data)-before; i++ {
		data[i] = byte(i * 31)
	}
	must(t, os.WriteFile(path, data, 0o600))
}

func TestACacheThatCannotBeUsedIsPutAsideAndTold(t *testing.T) {
	cases := map[string]struct {
		code string
		ruin func(t *testing.T, path string)
	}{
		"cut off":               {"damaged", func(t *testing.T, path string) { must(t, os.Truncate(path, 20_000)) }},
		"cut inside the header": {"damaged", func(t *testing.T, path string) { must(t, os.Truncate(path, 50)) }},
		"garbage in the middle": {"damaged", func(t *testing.T, path string) { garble(t, path, 4096, 4096) }},
		"empty":                 {"empty", func(t *testing.T, path string) { must(t, os.Truncate(path, 0)) }},
		"a text": {"foreign", func(t *testing.T, path string) {
			must(t, os.WriteFile(path, bytes.Repeat([]byte("shopping\n"), 999), 0o600))
		}},
		"a folder": {"foreign", func(t *testing.T, path string) {
			must(t, os.Remove(path))
			must(t, os.MkdirAll(filepath.Join(path, "in it"), 0o700))
		}},
		"handrail.db itself": {"foreign",
			func(t *testing.T, path string) { copyFile(t, filled(t, t.TempDir()), path) }},
		"newer": {"newer",
			func(t *testing.T, path string) { sqlFile(t, path, "PRAGMA user_version = 99") }},
		"gone, its log left": {"missing", func(t *testing.T, path string) { must(t, os.Rename(path, path+"-wal")) }},
	}
	for name, cs := range cases {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filledCache(t, folder)
			cs.ruin(t, path)
			c, notices, err := OpenCache(folder, parish, clock)
			must(t, err)
			if len(notices) != 1 || notices[0].Code != cs.code ||
				!strings.Contains(notices[0].Message, "other data again") ||
				!strings.Contains(notices[0].Hint, "Refresh") {
				t.Errorf("notices are %+v", notices)
			}
			if aside, _ := filepath.Glob(path + "." + cs.code + "-*"); len(aside) == 0 {
				t.Error("nothing was put aside")
			}
			if all := contents(t, c, "users"); len(all) != 0 {
				t.Errorf("%d rows are left", len(all))
			}
			refresh(t, c, "users", aPage("new", 0, 3, ""))
			sound(t, c.read)
			must(t, c.Close())
			mustCache(t, folder, clock) // and the next start has nothing to tell
		})
	}
}

func TestACacheOfAnOlderHandrailIsMadeAnew(t *testing.T) {
	folder := t.TempDir()
	filledCache(t, folder)
	k := cacheKind(parish)
	k.steps = append(k.steps, migration{version: latest(k.steps) + 1, name: "later",
		sql: "CREATE TABLE more (x TEXT) STRICT"})
	c, notices, err := openCache(folder, clock, k)
	must(t, err)
	defer func() { _ = c.Close() }()
	if len(notices) != 1 || notices[0].Code != "older" || len(contents(t, c, "users")) != 0 {
		t.Errorf("notices are %+v", notices)
	}
	number(t, c, "SELECT count(*) FROM more")
}

func TestOnlyTheLastOldCacheIsPutAside(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, cacheName(parish))
	for range 3 {
		c, _, err := OpenCache(folder, parish, clock)
		must(t, err)
		must(t, c.Close())
		must(t, os.Truncate(path, 5000))
	}
	if aside, _ := filepath.Glob(path + ".damaged-*Z"); len(aside) != 1 {
		t.Errorf("put aside are %v", aside)
	}
}

func TestDamageMetWhileReadingIsRepairedByTheNextStart(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	c := mustCache(t, folder, clock)
	page := aPage("a", 0, 100, "")
	for i := range page.Rows {
		page.Rows[i].Body = bytes.Repeat([]byte("x"), 100<<10) // more than is checked at a start
	}
	refresh(t, c, "groups", page)
	must(t, c.Close())
	path := filepath.Join(folder, cacheName(parish))
	garble(t, path, 200_000, 200_000)
	c = mustCache(t, folder, clock) // a large file is not looked through
	err := c.Each(ctx, "groups", func(string, []byte) error { return nil })
	if _, hint := app.UserMessage(err); app.CodeOf(err) != app.Damaged || !strings.Contains(hint, "open it again") {
		t.Fatalf("damage in the middle gives %v", err)
	}
	must(t, c.Close())
	c, notices, err := OpenCache(folder, parish, clock)
	must(t, err)
	if len(notices) != 1 || notices[0].Code != "damaged" {
		t.Errorf("notices are %+v", notices)
	}
	must(t, c.Close())
	mustCache(t, folder, clock)
}
