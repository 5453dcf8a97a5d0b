package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/tenant"
)

// parish is the id of an organisation, as Microsoft writes it.
const parish = "6F1D8A3C-0b52-4c3e-9f57-2a0c6f4e1b77"

// watch is a clock that a test sets.
type watch struct{ at time.Time }

func (w *watch) now() time.Time { return w.at }

func mustCache(t testing.TB, folder string, now app.Clock) *Cache {
	t.Helper()
	c, notices, err := OpenCache(folder, parish, now)
	if err != nil || len(notices) > 0 {
		t.Fatal(err, notices)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// aPage makes rows from one number to another whose text has word in it.
func aPage(word string, from, to int, next string) tenant.Page {
	p := tenant.Page{Next: next}
	for i := from; i < to; i++ {
		id := fmt.Sprintf("id-%04d", i)
		p.Rows = append(p.Rows, tenant.Row{ID: id,
			Body: fmt.Appendf(nil, `{"id":%q,"displayName":"%s %d"}`, id, word, i)})
	}
	return p
}

// refresh reads pages into a section from the start.
func refresh(t testing.TB, c *Cache, section string, pages ...tenant.Page) tenant.Status {
	t.Helper()
	ctx := context.Background()
	if next, err := c.Begin(ctx, section); err != nil || next != "" {
		t.Fatalf("begin gives %q, %v", next, err)
	}
	for _, p := range pages {
		if _, err := c.Keep(ctx, section, p); err != nil {
			t.Fatal(err)
		}
	}
	st, err := c.Complete(ctx, section, []string{"request-1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	return st
}

// contents returns the rows of a section by id.
func contents(t testing.TB, c *Cache, section string) (all []string) {
	t.Helper()
	err := c.Each(context.Background(), section, func(id string, body []byte) error {
		all = append(all, id+" "+string(body))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func textOf(pages ...tenant.Page) (all []string) {
	for _, p := range pages {
		for _, r := range p.Rows {
			all = append(all, r.ID+" "+string(r.Body))
		}
	}
	return all
}

func TestARefreshSwapsItsRowsInAtTheEnd(t *testing.T) {
	ctx, w := context.Background(), &watch{noon}
	folder := t.TempDir()
	c := mustCache(t, folder, w.now)
	if st, err := c.Status(ctx, "groups"); err != nil ||
		!reflect.DeepEqual(st, tenant.Status{Section: "groups", State: tenant.NeverRead}) {
		t.Errorf("before: %+v, %v", st, err)
	}
	one, two := aPage("old", 0, 3, "page 2"), aPage("old", 3, 5, "")
	st := refresh(t, c, "groups", two, one) // any order
	if st.State != tenant.Updated || st.Rows != 5 || !st.Completed.Equal(noon) || st.Hash == "" ||
		!reflect.DeepEqual(st.Requests, []string{"request-1"}) {
		t.Errorf("first: %+v", st)
	}
	if got := contents(t, c, "groups"); !reflect.DeepEqual(got, textOf(one, two)) {
		t.Errorf("rows are %q", got)
	}

	w.at = noon.Add(time.Hour)
	again := refresh(t, c, "groups", one, two)
	if again.State != tenant.Unchanged || again.Hash != st.Hash || again.Rows != 5 || !again.Completed.Equal(w.at) ||
		again.Next != "" {
		t.Errorf("second: %+v", again)
	}

	// Number 1 changes, 4 goes, 5 comes; until the end the older ones are read.
	w.at = noon.Add(2 * time.Hour)
	if _, err := c.Begin(ctx, "groups"); err != nil {
		t.Fatal(err)
	}
	newer := aPage("old", 0, 6, "")
	newer.Rows[1].Body = []byte(`{"new":true}`)
	newer.Rows = append(newer.Rows[:4], newer.Rows[5])
	newer.Notes = []string{"Read person by person."}
	if _, err := c.Keep(ctx, "groups", newer); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, c, "groups"); !reflect.DeepEqual(got, textOf(one, two)) {
		t.Errorf("before the end the rows are %q", got)
	}
	st, err := c.Complete(ctx, "groups", nil, []string{"One came twice."})
	if err != nil || st.State != tenant.Updated || st.Hash == again.Hash || st.Rows != 5 || len(st.Notes) != 2 {
		t.Errorf("third: %+v, %v", st, err)
	}
	if got := contents(t, c, "groups"); !reflect.DeepEqual(got, textOf(newer)) {
		t.Errorf("after the end the rows are %q", got)
	}
	if row, err := c.Row(ctx, "groups", "id-0001"); err != nil || string(row.Body) != `{"new":true}` ||
		row.ID != "id-0001" {
		t.Errorf("row is %v, %v", row, err)
	}
	must(t, c.Close())
	c = mustCache(t, folder, w.now)
	if all, err := c.Statuses(ctx); err != nil || !reflect.DeepEqual(all, []tenant.Status{st}) {
		t.Errorf("after a reopen %+v, %v, not %+v", all, err, st)
	}
	for _, table := range []string{"incoming", "seen", "due", "(SELECT key FROM body EXCEPT SELECT body FROM kept)"} {
		if n := number(t, c, "SELECT count(*) FROM "+table); n != 0 {
			t.Errorf("%d rows are left in %s", n, table)
		}
	}
}

func number(t testing.TB, c *Cache, query string) (n int) {
	t.Helper()
	if err := c.read.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnUnchangedRefreshWritesNoBody(t *testing.T) {
	ctx, c := context.Background(), mustCache(t, t.TempDir(), clock)
	page := aPage("same", 0, 50, "")
	refresh(t, c, "groups", page)
	if _, err := c.Begin(ctx, "groups"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Keep(ctx, "groups", page); err != nil {
		t.Fatal(err)
	}
	if n := number(t, c, "SELECT count(*) FROM body"); n != 50 {
		t.Errorf("%d bodies, not 50", n)
	}
	if n := number(t, c, "SELECT count(*) FROM incoming"); n != 0 {
		t.Errorf("%d of 50 rows that are the same were written", n)
	}
	if n := number(t, c, "SELECT json_array_length(ids) FROM seen"); n != 50 {
		t.Errorf("%d of 50 rows are known to be the same", n)
	}
}

func TestAnEmptySectionIsReadWhole(t *testing.T) {
	c := mustCache(t, t.TempDir(), clock)
	if st := refresh(t, c, "devices"); st.State != tenant.Updated || st.Rows != 0 || st.Completed.IsZero() {
		t.Errorf("first: %+v", st)
	}
	if st := refresh(t, c, "devices"); st.State != tenant.Unchanged {
		t.Errorf("second: %+v", st)
	}
	refresh(t, c, "devices", aPage("a", 0, 2, ""))
	if st := refresh(t, c, "devices"); st.State != tenant.Updated || len(contents(t, c, "devices")) != 0 {
		t.Errorf("all gone: %+v", st)
	}
}

func TestRepeatedRowsCountOnce(t *testing.T) {
	ctx, c := context.Background(), mustCache(t, t.TempDir(), clock)
	if _, err := c.Begin(ctx, "groups"); err != nil {
		t.Fatal(err)
	}
	first := aPage("first", 0, 4, "2")
	first.Rows = append(first.Rows, first.Rows[0])
	for i, c2 := range []struct {
		page tenant.Page
		want int
	}{{first, 1}, {aPage("second", 2, 6, ""), 2}} {
		if n, err := c.Keep(ctx, "groups", c2.page); err != nil || n != c2.want {
			t.Errorf("page %d: %d repeated, %v", i, n, err)
		}
	}
	if st, err := c.Complete(ctx, "groups", nil, nil); err != nil || st.Rows != 6 {
		t.Errorf("%+v %v", st, err)
	}
	if row, err := c.Row(ctx, "groups", "id-0002"); err != nil || !bytes.Contains(row.Body, []byte("first")) {
		t.Errorf("the first of two counts: %s %v", row.Body, err)
	}
}

func TestARefreshGoesOnFromItsPageForAnHour(t *testing.T) {
	cases := map[string]struct {
		later time.Duration
		goOn  bool
		state tenant.State
		next  string
	}{
		"soon":                 {59 * time.Minute, true, tenant.Stopped, "page 2"},
		"too late":             {61 * time.Minute, true, tenant.Stopped, ""},
		"the clock went back":  {-time.Minute, true, tenant.Failed, ""},
		"it makes no sense":    {time.Minute, false, tenant.NeedsRole, ""},
		"pages that never end": {time.Minute, false, tenant.Incomplete, ""},
	}
	for name, cs := range cases {
		t.Run(name, func(t *testing.T) {
			ctx, w := context.Background(), &watch{noon}
			c := mustCache(t, t.TempDir(), w.now)
			old := refresh(t, c, "groups", aPage("old", 0, 4, ""))
			if _, err := c.Begin(ctx, "groups"); err != nil {
				t.Fatal(err)
			}
			page := aPage("new", 0, 2, "page 2")
			page.Notes = []string{"Read person by person."}
			if _, err := c.Keep(ctx, "groups", page); err != nil {
				t.Fatal(err)
			}
			st, err := c.Fail(ctx, "groups", cs.state, "What happened.", "What to do.", []string{"r"}, cs.goOn)
			if err != nil || st.State != cs.state || st.Message != "What happened." || st.Hint != "What to do." ||
				st.Rows != 4 || st.Hash != old.Hash || !st.Completed.Equal(noon) {
				t.Errorf("%+v %v", st, err)
			}
			if goOn := st.Next == "page 2" && st.Pages == 1; goOn != cs.goOn {
				t.Errorf("goes on at %q after %d pages", st.Next, st.Pages)
			}
			w.at = noon.Add(cs.later)
			if next, err := c.Begin(ctx, "groups"); err != nil || next != cs.next {
				t.Fatalf("goes on at %q, %v", next, err)
			}
			if cs.next == "" {
				if n := number(t, c, "SELECT (SELECT count(*) FROM incoming) + (SELECT count(*) FROM body)"); n != 4 {
					t.Errorf("%d rows are left, not only the 4 older ones", n)
				}
				_, err = c.Keep(ctx, "groups", aPage("new", 0, 2, "page 2"))
				must(t, err)
			}
			_, err = c.Keep(ctx, "groups", aPage("new", 2, 4, ""))
			must(t, err)
			st, err = c.Complete(ctx, "groups", nil, nil)
			if err != nil || st.State != tenant.Updated || st.Message != "" || st.Hint != "" || st.Pages != 0 {
				t.Errorf("%+v %v", st, err)
			}
			if (len(st.Notes) == 1) != (cs.next != "") {
				t.Errorf("notes of the page kept before: %q", st.Notes)
			}
			if got := contents(t, c, "groups"); !reflect.DeepEqual(got, textOf(aPage("new", 0, 4, ""))) {
				t.Errorf("rows are %q", got)
			}
		})
	}
}

func TestARefreshIsBegunOnceAndBeforeItsPages(t *testing.T) {
	ctx, c := context.Background(), mustCache(t, t.TempDir(), clock)
	if _, err := c.Keep(ctx, "groups", aPage("a", 0, 1, "")); app.CodeOf(err) != app.Internal {
		t.Errorf("a page before the beginning: %v", err)
	}
	if _, err := c.Complete(ctx, "groups", nil, nil); app.CodeOf(err) != app.Internal {
		t.Errorf("an end before the beginning: %v", err)
	}
	for _, section := range []string{"groups", "devices"} {
		if _, err := c.Begin(ctx, section); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Begin(ctx, "groups"); app.CodeOf(err) != app.Denied {
		t.Errorf("begun twice: %v", err)
	}
	other := mustCache(t, c.Folder(), clock)
	if _, err := other.Begin(ctx, "roles"); app.CodeOf(err) != app.Denied {
		t.Errorf("another one begins too: %v", err)
	}
	for _, section := range []string{"groups", "devices"} {
		_, err := c.Complete(ctx, section, nil, nil)
		must(t, err)
	}
	if _, err := other.Begin(ctx, "roles"); err != nil {
		t.Errorf("after the end: %v", err)
	}
}

func TestRowsKeepWhateverCame(t *testing.T) {
	ctx, c := context.Background(), mustCache(t, t.TempDir(), clock)
	big := []byte(`{"note":"` + strings.Repeat("ü", 5<<20) + `"}`)
	hostile := map[string][]byte{
		"": []byte("{}"), "a\x00b": []byte(`{"x":"\u0000"}`), "'; DROP TABLE kept; --": []byte("not JSON"),
		"\xff\xfe": []byte("\xff\x00\xfe"), "ｗｉｄｅ \u202edrawkcab": nil, "big": big, "%_": []byte(" "),
		"../../etc/passwd": []byte("null"),
	}
	for _, section := range []string{"members/../x", "users"} {
		var p tenant.Page
		for id, body := range hostile {
			p.Rows = append(p.Rows, tenant.Row{ID: id, Body: body})
		}
		p.Next = "https://graph.example/?$skiptoken='\x00"
		if st := refresh(t, c, section, p); st.Rows != len(hostile) {
			t.Fatalf("%d rows of %d", st.Rows, len(hostile))
		}
		seen := map[string]bool{}
		err := c.Each(ctx, section, func(id string, body []byte) error {
			if want, ok := hostile[id]; !ok || seen[id] || !bytes.Equal(body, want) {
				t.Errorf("row %q has another text, or comes twice", id)
			}
			seen[id] = true
			return nil
		})
		if err != nil || len(seen) != len(hostile) {
			t.Errorf("%d rows, %v", len(seen), err)
		}
		if st := refresh(t, c, section, p); st.State != tenant.Unchanged {
			t.Errorf("again: %+v", st)
		}
	}
	if n, err := c.Find(ctx, tenant.PeopleQuery{}); err != nil || len(n) != len(hostile) {
		t.Errorf("%d people of rows that are none, %v", len(n), err)
	}
}

func TestEachStopsAndMayAskForMore(t *testing.T) {
	ctx, c := context.Background(), mustCache(t, t.TempDir(), clock)
	refresh(t, c, "groups", aPage("a", 0, 20, ""))
	enough, n := errors.New("enough"), 0
	err := c.Each(ctx, "groups", func(id string, _ []byte) error {
		if _, err := c.Row(ctx, "groups", id); err != nil {
			t.Error(err)
		}
		if n++; n == 3 {
			return enough
		}
		return nil
	})
	if err != enough || n != 3 {
		t.Errorf("%v after %d", err, n)
	}
	if err := c.Each(ctx, "nothing", func(string, []byte) error { return enough }); err != nil {
		t.Error(err)
	}
	for _, id := range [][2]string{{"groups", "x"}, {"nothing", "id-0001"}} {
		if _, err := c.Row(ctx, id[0], id[1]); app.CodeOf(err) != app.NotFound {
			t.Errorf("%v: %v", id, err)
		}
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if err := c.Each(stopped, "groups", func(string, []byte) error { return nil }); app.CodeOf(err) != app.Cancelled {
		t.Errorf("stopped: %v", err)
	}
}

func TestNestedReadersNeverWaitForEachOther(t *testing.T) {
	ctx, c := context.Background(), mustCache(t, t.TempDir(), clock)
	refresh(t, c, "groups", aPage("a", 0, 2, ""))
	var inside func(depth int) error
	inside = func(depth int) error {
		if depth == 0 {
			return nil
		}
		return c.Each(ctx, "groups", func(string, []byte) error { return inside(depth - 1) })
	}
	must(t, inside(6))
}

func TestEveryOrganisationHasAFileOfItsOwn(t *testing.T) {
	names := map[string]string{}
	for _, id := range []string{parish, "a", "b", "a.b", "a/b", "a_b", "../../etc/passwd", "..", "NUL", "ä",
		strings.Repeat("a", 300), strings.Repeat("a", 301), "a\x00b", "a*"} {
		name := cacheName(id)
		if filepath.Base(name) != name || strings.ContainsAny(name, `\/*?[:`+"\x00") || len(name) > 120 {
			t.Errorf("%q is kept in %q", id, name)
		}
		if other, taken := names[name]; taken {
			t.Errorf("%q and %q share %q", id, other, name)
		}
		names[name] = id
	}
	if a, b := cacheName(parish), cacheName(strings.ToLower(parish)); a != b {
		t.Errorf("case makes two organisations: %s %s", a, b)
	}
	if _, _, err := OpenCache(t.TempDir(), "", clock); err == nil {
		t.Error("no organisation has a cache")
	}
}

func TestAFullDiskLosesNothingOfTheCache(t *testing.T) {
	ctx, c := context.Background(), mustCache(t, t.TempDir(), clock)
	old := aPage("old", 0, 200, "")
	refresh(t, c, "groups", old)
	_, err := c.write.Exec("PRAGMA max_page_count = 60")
	must(t, err)
	if _, err = c.Begin(ctx, "groups"); err != nil {
		t.Fatal(err)
	}
	pages := 0
	for ; err == nil && pages < 1000; pages++ {
		_, err = c.Keep(ctx, "groups",
			aPage(strings.Repeat("new ", 50), pages*50, pages*50+50, fmt.Sprint("page ", pages+1)))
	}
	pages--
	if app.CodeOf(err) != app.Full || pages == 0 {
		t.Fatalf("after %d pages a full disk gives %v", pages, err)
	}
	sound(t, c.read)
	if got := contents(t, c, "groups"); !reflect.DeepEqual(got, textOf(old)) {
		t.Error("the older rows are not what they were")
	}
	_, err = c.write.Exec("PRAGMA max_page_count = 100000")
	must(t, err)
	if next, err := c.Begin(ctx, "groups"); err != nil || next != fmt.Sprint("page ", pages) {
		t.Errorf("with room again it goes on at %q, %v; %d pages were kept", next, err, pages)
	}
	if _, err := c.Keep(ctx, "groups", aPage("last", pages*50, pages*50+50, "")); err != nil {
		t.Error(err)
	}
	if st, err := c.Complete(ctx, "groups", nil, nil); err != nil || st.Rows != pages*50+50 {
		t.Errorf("%+v, %v", st, err)
	}
}

func TestACacheThatCannotBeKeptWorksUntilTheEnd(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	must(t, os.WriteFile(file, nil, 0o600))
	c, notices, err := OpenCache(filepath.Join(file, "handrail"), parish, clock)
	must(t, err)
	if len(notices) != 1 || notices[0].Code != "nothing-kept" || !strings.Contains(notices[0].Message, "organisation") {
		t.Errorf("notices are %+v", notices)
	}
	refresh(t, c, "groups", aPage("a", 0, 2, ""))
	scratch := c.scratch
	must(t, c.Close())
	if _, err := os.Stat(scratch); err == nil {
		t.Errorf("%s is left", scratch)
	}
}
