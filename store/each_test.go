package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"testing"
)

// TestEachReadsItsOwnRows: a section has all its rows and no other's, wherever they are in the file, and those whose text
// is gone are left out alone.
func TestEachReadsItsOwnRows(t *testing.T) {
	ctx, c := context.Background(), mustCache(t, t.TempDir(), clock)
	refresh(t, c, "groups", aPage("a", 0, 2, ""))
	refresh(t, c, "devices", aPage("b", 0, 2, ""))
	for name, every := range map[string]int{"alone": 1, "between a few": widestGap, "between many": 3 * widestGap,
		"with holes": 1} {
		t.Run(name, func(t *testing.T) {
			must(t, c.change(ctx, func(tx *sql.Tx) error {
				for _, q := range []string{"DELETE FROM kept", "DELETE FROM body"} {
					if _, err := tx.ExecContext(ctx, q); err != nil {
						return err
					}
				}
				return scatter(ctx, tx, every)
			}))
			want := 1000
			if name == "with holes" {
				_, err := c.write.Exec("DELETE FROM body WHERE key % 100 IN (0, 1, 7) OR key IN (999, 1000)")
				must(t, err)
				want -= 31
			}
			all := contents(t, c, "groups")
			if len(slices.Compact(all)) != want {
				t.Fatalf("%d rows, want %d", len(all), want)
			}
			for _, row := range all {
				var id, text string
				_, err := fmt.Sscan(row, &id, &text)
				if err != nil || "text-of-"+id != text {
					t.Fatalf("%q, %v", row, err)
				}
			}
		})
	}
}

// scatter keeps 1,000 rows of the groups, each as one of some bodies. The order of ids is not that of the file.
func scatter(ctx context.Context, tx *sql.Tx, every int) error {
	for i := range 1000 * every {
		section, id := "devices", fmt.Sprintf("id-%05d", (i*7919)%(1000*every))
		if i%every == 0 {
			section = "groups"
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO body (key, text) VALUES (?, CAST(? AS BLOB))", i+1,
			"text-of-"+id); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO kept (section, id, hash, body) "+
			"VALUES ((SELECT number FROM section WHERE id = ?), ?, x'00', ?)", section, id, i+1); err != nil {
			return err
		}
	}
	return nil
}

// TestSpansOf: bodies of others are read over where they are few.
func TestSpansOf(t *testing.T) {
	var own []ownBody
	for _, key := range []int64{1, 2, 2 + widestGap, 3 + 2*widestGap, 100, 101} {
		own = append(own, ownBody{key: key})
	}
	var sizes []int
	for _, span := range spansOf(own) {
		sizes = append(sizes, len(span))
	}
	if !slices.Equal(sizes, []int{3, 1, 2}) {
		t.Error(sizes)
	}
}
