package store

import (
	"context"
	"database/sql"
	"testing"
)

// TestReadersHoldLittle: several handles read at once, so each has a small cache; the one that writes has a large one.
func TestReadersHoldLittle(t *testing.T) {
	c, _, err := OpenCache(t.TempDir(), "org", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	for want, db := range map[int]*sql.DB{-2000: c.read, -16000: c.write} {
		var size int
		err := db.QueryRowContext(context.Background(), "PRAGMA cache_size").Scan(&size)
		if err != nil || size != want {
			t.Errorf("cache_size %d, want %d, %v", size, want, err)
		}
	}
}
