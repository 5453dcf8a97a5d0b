package store

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
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

// TestACacheOfAnOlderHandrailStays: what an older version read from Microsoft is there after the update, without a
// connection; only where it cannot be converted is it read again.
func TestACacheOfAnOlderHandrailStays(t *testing.T) {
	for _, c := range []struct {
		sql    string
		stays  bool
		notice []string
	}{
		{"CREATE TABLE more (x TEXT) STRICT", true, nil},
		{"CREATE TABLE more (x TEXT) STRICT; INSERT INTO kept SELECT * FROM kept", false, []string{"older"}},
	} {
		folder := t.TempDir()
		filledCache(t, folder)
		k := cacheKind(parish)
		k.steps = append(k.steps, migration{version: latest(k.steps) + 1, name: "later", sql: c.sql})
		opened, notices, err := openCache(folder, clock, k)
		must(t, err)
		var codes []string
		for _, n := range notices {
			codes = append(codes, n.Code)
		}
		if stays := len(contents(t, opened, "users")) != 0; stays != c.stays || !slices.Equal(codes, c.notice) {
			t.Errorf("%s: rows stay: %v, notices %q", c.sql, stays, codes)
		}
		must(t, opened.Close())
	}
}

// TestEachOlderCacheComesAlong: a cache of each version that was ever written is read with its rows and its people.
func TestEachOlderCacheComesAlong(t *testing.T) {
	all := migrationsIn("cache")
	for n := 1; n < len(all); n++ {
		folder := t.TempDir()
		k := cacheKind(parish)
		k.steps = all[:n]
		old, _, err := openCache(folder, clock, k)
		must(t, err)
		for _, text := range []string{
			`INSERT INTO section VALUES (1, 'users', 'done', 1, '2026-11-20T08:00:00.000Z', '2026-11-20T08:00:01.000Z', '', '', '',
				'[]', '[]', '', 0, '', '[]')`,
			`INSERT INTO body VALUES (1, CAST('{"id":"anna","displayName":"Anna"}' AS BLOB))`,
			`INSERT INTO kept VALUES (1, 'anna', x'00', 1)`,
			`INSERT INTO person VALUES (1, 'anna', 'anna@parish.example', 'anna', 0, -1, 'anna', '{"id":"anna"}')`,
		} {
			_, err := old.write.Exec(text)
			must(t, err)
		}
		must(t, old.Close())
		c, notices, err := OpenCache(folder, parish, clock)
		must(t, err)
		rows, people := contents(t, c, "users"), number(t, c, "SELECT count(*) FROM person")
		if len(notices) != 0 || len(rows) != 1 || people != 1 {
			t.Errorf("version %d: notices %+v, rows %v, %d people", n, notices, rows, people)
		}
		must(t, c.Close())
	}
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
