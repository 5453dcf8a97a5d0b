package graphsim

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// syncedAgo returns how long ago the directory was last synchronised.
func syncedAgo(t *testing.T, c *Cloud) time.Duration {
	t.Helper()
	row := get(t, c, "/v1.0/organization").rows(t)[0]
	at, err := time.Parse(time.RFC3339, fmt.Sprint(row["onPremisesLastSyncDateTime"]))
	if err != nil {
		t.Fatal(err)
	}
	return c.now().Sub(at)
}

// TestTheSyncRunsAgain: an exclusion, or the application in place of the account, sets it
// going, and so it stays at the next start.
func TestTheSyncRunsAgain(t *testing.T) {
	for name, fix := range map[string]func(*Cloud, string) error{
		"an exclusion": func(c *Cloud, account string) error { return c.Exclude(c.guid("ca-terms"), account) },
		"no role":      func(c *Cloud, account string) error { return c.Retire(account) },
	} {
		options := small().options
		options.Diary = filepath.Join(t.TempDir(), "deeds")
		c := New(options)
		account := c.hand[c.handKey["sync"]].id
		if ago := syncedAgo(t, c); ago < 24*time.Hour {
			t.Fatalf("%s: before it the sync was %s ago", name, ago)
		}
		if err := fix(c, account); err != nil {
			t.Fatal(name, err)
		}
		if err := fix(c, account); err != nil {
			t.Errorf("%s, once more: %v", name, err)
		}
		if len(c.Writes()) != 1 {
			t.Errorf("%s: %d writes", name, len(c.Writes()))
		}
		for _, cloud := range []*Cloud{c, New(options)} {
			if ago := syncedAgo(t, cloud); ago < 0 || ago > 30*time.Minute {
				t.Errorf("%s: the last sync was %s ago", name, ago)
			}
		}
	}
}

// TestAnApplicationIsStoppedToo: by a policy for workload identities, until that excludes it.
func TestAnApplicationIsStoppedToo(t *testing.T) {
	c := small()
	if err := c.Retire(c.hand[c.handKey["sync"]].id); err != nil {
		t.Fatal(err)
	}
	r := ask(t, c, "POST", accessPath, `{"displayName":"Apps","state":"enabled","conditions":{"applications":
		{"includeApplications":["All"]},"users":{"includeUsers":["None"]},"clientApplications":
		{"includeServicePrincipals":["`+c.guid("app/sync")+`"]}},
		"grantControls":{"operator":"OR","builtInControls":["block"]}}`)
	if r.status != 201 {
		t.Fatal(r.text)
	}
	if ago := syncedAgo(t, c); ago < 24*time.Hour {
		t.Errorf("a blocked application: %s ago", ago)
	}
	if err := c.Exclude(c.access[len(c.access)-1].str("id"), c.guid("app/sync")); err != nil {
		t.Fatal(err)
	}
	if ago := syncedAgo(t, c); ago > 30*time.Minute {
		t.Errorf("after the exclusion: %s ago", ago)
	}
	if c.Exclude("nowhere", c.guid("app/sync")) == nil {
		t.Error("a policy that is not there is changed")
	}
}
