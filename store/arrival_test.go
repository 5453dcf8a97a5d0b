package store

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"handrail/app/tenant"
)

// TestRowsOfARefreshAreWrittenAsTheyCome: Microsoft sends rows in an order of its own. Each page is written behind the
// one before, and not all over the file: of 100,000 people that would write 1.1 GB more. The swap brings them in order.
func TestRowsOfARefreshAreWrittenAsTheyCome(t *testing.T) {
	ctx, c := context.Background(), mustCache(t, t.TempDir(), clock)
	_, err := c.Begin(ctx, "groups")
	must(t, err)
	var came []string
	for page := range 3 {
		p := tenant.Page{Next: fmt.Sprint("page ", page)}
		for i := range 20 {
			id := aPersonID(page*20 + i)
			came = append(came, id)
			p.Rows = append(p.Rows, jsonRow(id, `{"id":"`+id+`"}`))
		}
		_, err := c.Keep(ctx, "groups", p)
		must(t, err)
	}
	r, err := c.read.Query("SELECT id FROM incoming NOT INDEXED") // as they lie in the file
	must(t, err)
	var lie []string
	for r.Next() {
		var id string
		must(t, r.Scan(&id))
		lie = append(lie, id)
	}
	must(t, r.Err())
	if !reflect.DeepEqual(lie, came) {
		t.Errorf("rows lie as %q, and came as %q", lie, came)
	}
	if st, err := c.Complete(ctx, "groups", nil, nil); err != nil || st.State != tenant.Updated || st.Rows != 60 {
		t.Errorf("%+v, %v", st, err)
	}
	if len(contents(t, c, "groups")) != 60 {
		t.Errorf("%q", contents(t, c, "groups"))
	}
}
