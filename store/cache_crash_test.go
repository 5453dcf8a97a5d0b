package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/history"
	"handrail/app/tenant"
)

// crashPages are the pages of the refresh that is killed; page i tells that page
// i+1 is next.
func crashPages(word string) []tenant.Page {
	const pages, each = 5, 8
	var all []tenant.Page
	for i := range pages {
		next := fmt.Sprint("page ", i+1)
		if i == pages-1 {
			next = ""
		}
		all = append(all, aPage(word, i*each, i*each+each, next))
	}
	return all
}

// cacheRefreshChild refreshes from where it may continue, and says each thing before
// it does it and after.
func cacheRefreshChild(folder string) {
	ctx := context.Background()
	c, notices, err := OpenCache(folder, parish, clock)
	if err != nil || len(notices) > 0 {
		say("error", err, notices)
		return
	}
	if _, err := c.Begin(ctx, "users"); err != nil {
		say("error", err)
		return
	}
	say("begun")
	for _, p := range crashPages("new") {
		if _, err := c.Keep(ctx, "users", p); err != nil {
			say("error", err)
		}
		say("kept", p.Next)
		if hold := os.Getenv("HANDRAIL_HOLD"); hold != "" && hold == p.Next {
			time.Sleep(time.Hour) // in the middle, until it is killed
		}
	}
	st, err := c.Complete(ctx, "users", nil, nil)
	say("complete", st.State, err)
	time.Sleep(time.Hour) // until it is killed
}

// killAfter kills the child after n lines and gives all it said.
func killAfter(t *testing.T, cmd *exec.Cmd, n int) (lines []string) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	for scan := bufio.NewScanner(out); scan.Scan(); {
		if strings.HasPrefix(scan.Text(), "error") {
			t.Errorf("the child says %s", scan.Text())
		}
		if lines = append(lines, scan.Text()); len(lines) == n {
			must(t, cmd.Process.Kill())
		}
	}
	_ = cmd.Wait()
	return lines
}

func TestAKillAtEveryPageLeavesTheOldRowsAndGoesOn(t *testing.T) {
	ctx, pages := context.Background(), crashPages("new")
	old, fresh := textOf(crashPages("old")...), textOf(pages...)
	for after := 1; after <= len(pages)+2; after++ {
		folder := t.TempDir()
		c := mustCache(t, folder, clock)
		refresh(t, c, "users", crashPages("old")...)
		must(t, c.Close())
		lines := killAfter(t, child(t, folder, "cache-refresh"), after)
		c = mustCache(t, folder, clock) // fails on a notice
		sound(t, c.read)
		got := contents(t, c, "users")
		if whole := reflect.DeepEqual(got, fresh); !whole && !reflect.DeepEqual(got, old) || !whole &&
			len(lines) > len(pages)+1 {
			t.Fatalf("killed after %q: rows are neither old nor new, or new ones are lost", lines)
		}
		people(t, c, got)
		next, err := c.Begin(ctx, "users")
		must(t, err)
		from := 0
		if next != "" {
			_, _ = fmt.Sscanf(next, "page %d", &from)
		}
		// What was said to be kept is kept; one page more may be. After the last
		// page there is nowhere to continue, so the refresh starts again.
		if kept := len(lines) - 1; kept < len(pages) && from != kept && from != kept+1 &&
			!(next == "" && kept == len(pages)-1) {
			t.Errorf("killed after %q: goes on at %q", lines, next)
		}
		for _, p := range pages[from:] {
			if n, err := c.Keep(ctx, "users", p); err != nil || n != 0 {
				t.Fatalf("%d repeated, %v", n, err)
			}
		}
		if _, err := c.Complete(ctx, "users", nil, nil); err != nil {
			t.Fatal(err)
		}
		if got := contents(t, c, "users"); !reflect.DeepEqual(got, fresh) {
			t.Errorf("killed after %q: the end is %q", lines, got)
		}
		people(t, c, fresh)
		must(t, c.Close())
	}
}

// people holds that the search has the people of these rows.
func people(t *testing.T, c *Cache, rows []string) {
	t.Helper()
	ctx := context.Background()
	keys, err := c.Find(ctx, tenant.PeopleQuery{})
	must(t, err)
	all, err := c.At(ctx, keys)
	must(t, err)
	if len(all) != len(rows) {
		t.Fatalf("%d people of %d rows", len(all), len(rows))
	}
	for _, p := range all {
		found := false
		for _, r := range rows {
			found = found || strings.HasPrefix(r, p.ID+" ") && strings.Contains(r, `"`+p.Name+`"`)
		}
		if !found {
			t.Fatalf("%s %s is in the search only", p.ID, p.Name)
		}
	}
}

// cacheAgainChild refreshes one section over and over with texts of its own.
func cacheAgainChild(folder string) {
	ctx := context.Background()
	c, notices, err := OpenCache(folder, parish, time.Now)
	if err != nil || len(notices) > 0 {
		say("error", err, notices)
		return
	}
	defer func() { _ = c.Close() }()
	done, refused := 0, 0
	for i := 0; done < 10 && i < 10_000; i++ {
		next, err := c.Begin(ctx, "users")
		if app.CodeOf(err) == app.Denied {
			refused++
			time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
			continue
		}
		if err != nil || next != "" {
			say("error begin", next, err)
			return
		}
		for _, p := range crashPages(fmt.Sprintf("%d of %d,", i, os.Getpid())) {
			if _, err := c.Keep(ctx, "users", p); err != nil {
				say("error keep", err)
				return
			}
		}
		if _, err := c.Complete(ctx, "users", nil, nil); err != nil {
			say("error complete", err)
			return
		}
		done++
	}
	say("done", done, refused)
}

func TestTwoProcessesRefreshOneAfterTheOther(t *testing.T) {
	folder := t.TempDir() // empty: both may be the one that makes the file
	var cmds [2]*exec.Cmd
	var outs [2]strings.Builder
	for i := range cmds {
		cmds[i] = child(t, folder, "cache-again")
		cmds[i].Stdout = &outs[i]
		must(t, cmds[i].Start())
	}
	for i := range cmds {
		must(t, cmds[i].Wait())
		if !strings.HasPrefix(outs[i].String(), "done 10 ") {
			t.Errorf("process %d says %q", i, outs[i].String())
		}
	}
	c := mustCache(t, folder, clock)
	sound(t, c.read)
	all := contents(t, c, "users")
	people(t, c, all)
	words := map[string]int{}
	for _, row := range all {
		_, word, _ := strings.Cut(row, `"displayName":"`)
		word, _, _ = strings.Cut(word, ",")
		words[word]++
	}
	if len(all) != 40 || len(words) != 1 {
		t.Errorf("%d rows of %v: not those of one refresh", len(all), words)
	}
	newest := 0
	moment, err := c.past.AsOf(context.Background(), "users", time.Now(), func(id string, body []byte) error {
		kept, err := c.Row(context.Background(), "users", id)
		if string(history.Canon(kept.Body, "signInActivity")) != string(body) {
			t.Errorf("the history has %s, and the cache %s", body, kept.Body)
		}
		newest++
		return err
	})
	if err != nil || newest != 40 || moment.Number == 0 {
		t.Errorf("the history has %d rows, %v", newest, err)
	}
}

func TestARefreshElsewhereIsToldAndReadingGoesOn(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	cmd := child(t, folder, "cache-refresh", "HANDRAIL_HOLD=page 2")
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	defer func() { _ = cmd.Process.Kill() }()
	scan := bufio.NewScanner(out)
	for scan.Scan() && scan.Text() != "kept page 2" {
	}
	c := mustCache(t, folder, clock)
	_, err = c.Begin(ctx, "users")
	if message, hint := app.UserMessage(err); app.CodeOf(err) != app.Denied ||
		!strings.Contains(message, "Another Handrail") || !strings.Contains(hint, "Wait") {
		t.Errorf("while another one refreshes: %v", err)
	}
	if st, err := c.Status(ctx, "users"); err != nil || st.Next != "page 2" || st.Pages != 2 {
		t.Errorf("reading meanwhile: %+v, %v", st, err)
	}
	must(t, cmd.Process.Kill())
	_ = cmd.Wait()
	if next, err := c.Begin(ctx, "users"); err != nil || next != "page 2" {
		t.Errorf("after its death: %q, %v", next, err)
	}
}

func cacheReadOnlyChild(folder string) {
	ctx := context.Background()
	c, notices, err := OpenCache(folder, parish, clock)
	if err != nil {
		say("error", err)
		return
	}
	for _, n := range notices {
		say("notice", n.Code)
	}
	keys, err := c.Find(ctx, tenant.PeopleQuery{Words: "old"})
	if err != nil {
		say("error", err)
	}
	say("people", len(keys))
	_, err = c.Begin(ctx, "users")
	say("begin", app.CodeOf(err))
	_ = c.Close()
}

func TestACacheThatMayOnlyBeRead(t *testing.T) {
	folder := t.TempDir()
	c := mustCache(t, folder, clock)
	refresh(t, c, "users", aPage("old", 0, 7, ""))
	must(t, c.Close())
	must(t, os.Remove(filepath.Join(folder, cacheName(parish)+".lock")))
	onlyRead(t, filepath.Join(folder, cacheName(parish)))
	onlyRead(t, folder)
	if out := asOrdinaryUser(t, folder, "cache-read-only"); out != "notice read-only\npeople 7\nbegin read-only\n" {
		t.Errorf("the program says %q", out)
	}
}
