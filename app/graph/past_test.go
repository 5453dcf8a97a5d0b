package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// oddPages answers for /users as Microsoft may: the same people, on other pages and in another form.
type oddPages struct {
	cloud http.Handler
	size  int
	alter func([]map[string]any) // the whole list, in place
	cutAt int                    // the page that is refused; 0: none
	all   []map[string]any
}

func (o *oddPages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if o.size == 0 || !strings.HasSuffix(r.URL.Path, "/users") {
		o.cloud.ServeHTTP(w, r)
		return
	}
	page, _ := strconv.Atoi(r.URL.Query().Get("odd"))
	if page == 0 {
		o.read(r)
	}
	if page > 0 && page == o.cutAt {
		http.Error(w, `{"error":{"code":"UnknownError","message":"cut"}}`, http.StatusForbidden)
		return
	}
	from := min(page*o.size, len(o.all))
	to := min(from+o.size, len(o.all))
	body := map[string]any{"value": o.all[from:to]}
	if to < len(o.all) {
		body["@odata.nextLink"] = fmt.Sprintf("http://%s%s?odd=%d", r.Host, r.URL.Path, page+1)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

// read takes the whole list from the cloud.
func (o *oddPages) read(r *http.Request) {
	o.all = nil
	for next := r.URL.RequestURI(); next != ""; {
		one := httptest.NewRequest(http.MethodGet, next, nil)
		one.Header, one.Host = r.Header.Clone(), r.Host
		one.Header.Del("Accept-Encoding")
		rec := httptest.NewRecorder()
		o.cloud.ServeHTTP(rec, one)
		var page struct {
			Value []map[string]any `json:"value"`
			Next  string           `json:"@odata.nextLink"`
		}
		d := json.NewDecoder(bytes.NewReader(rec.Body.Bytes()))
		d.UseNumber()
		if err := d.Decode(&page); err != nil && err != io.EOF {
			panic(err)
		}
		o.all = append(o.all, page.Value...)
		_, next, _ = strings.Cut(page.Next, "://")
		if _, path, found := strings.Cut(next, "/"); found {
			next = "/" + path
		}
	}
	if o.alter != nil {
		o.alter(o.all)
	}
}

// TestOddAnswersAreNoChange reads the same people in every form in which Microsoft may send them, and half of them.
// That is no change of the organisation; one change among it is.
func TestOddAnswersAreNoChange(t *testing.T) {
	c := graphsim.New(graphsim.Options{Now: noon, People: 300})
	odd := &oddPages{cloud: c.Handler()}
	server := httptest.NewServer(odd)
	t.Cleanup(func() { server.Close(); _ = c.Close() })
	o, ctx := office(t, t.TempDir(), server.URL), context.Background()
	seen := 0
	reading := func(name string, state tenant.State, want ...string) {
		t.Helper()
		all, err := o.Refresh(ctx, []string{tenant.SectionUsers}, nil)
		if err != nil || len(all) != 1 || all[0].State.Whole() != state.Whole() {
			t.Fatalf("%s: %+v %v", name, all, err)
		}
		v, err := o.View(ctx)
		if err != nil {
			t.Fatal(err)
		}
		past := v.(history.Keeper).Past()
		moments, err := past.Moments(ctx, time.Time{}, noon())
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, m := range moments[:len(moments)-seen] {
			changes, err := past.Changes(ctx, m.Number)
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range changes {
				told = append(told, string(one.Kind))
				for _, f := range one.Fields {
					told = append(told, f.Path)
				}
			}
		}
		seen = len(moments)
		if !slices.Equal(told, want) {
			t.Errorf("%s: %d changes: %q", name, len(told), told[:min(len(told), 8)])
		}
	}
	reading("the first time", tenant.Updated)
	reverse := func(all []map[string]any) { slices.Reverse(all) }
	upper := func(all []map[string]any) {
		for _, p := range all {
			p["id"] = strings.ToUpper(p["id"].(string))
		}
	}
	for _, k := range []struct {
		name  string
		size  int
		cutAt int
		alter func([]map[string]any)
		state tenant.State
	}{
		{"other pages", 37, 0, nil, tenant.Unchanged},
		{"another order", 999, 0, reverse, tenant.Unchanged},
		{"IDs in another case", 50, 0, upper, tenant.Updated},
		{"refused at first", 50, 0, nil, tenant.NeedsConsent},
		{"refused half-way", 50, 3, reverse, tenant.Incomplete},
		{"back, on other pages", 41, 0, reverse, tenant.Updated},
	} {
		c.Calm()
		odd.size, odd.cutAt, odd.alter = k.size, k.cutAt, k.alter
		if k.state == tenant.NeedsConsent {
			odd.size = 0
			c.Play(graphsim.Fault{Path: "/users", Effect: graphsim.Refuse, Status: http.StatusForbidden})
		}
		reading(k.name, k.state)
	}
	odd.alter = func(all []map[string]any) {
		upper(all)
		all[7]["jobTitle"] = "Another one"
	}
	reading("one change among IDs in another case", tenant.Updated, "changed", "jobTitle")
}
