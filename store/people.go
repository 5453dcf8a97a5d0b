package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/tenant"
	"handrail/store/fold"
)

// filter is a filter by its bit in the column flags.
type filter struct {
	name tenant.PeopleFilter
	bit  int64
	has  func(tenant.Person) bool
}

func filters() []filter {
	return []filter{
		{tenant.Admins, 1 << 0, tenant.Person.Admin},
		{tenant.NoMFA, 1 << 1, func(p tenant.Person) bool { return p.MFA == tenant.MFANone }},
		{tenant.BrokenMFA, 1 << 2, func(p tenant.Person) bool { return p.MFA == tenant.MFABroken }},
		{tenant.PhoneOnly, 1 << 3, func(p tenant.Person) bool { return p.PhoneOnly }},
		{tenant.NeverSignIn, 1 << 4, func(p tenant.Person) bool { return p.SignIn == tenant.SignInNever }},
		{tenant.Guests, 1 << 5, func(p tenant.Person) bool { return p.Guest }},
		{tenant.Disabled, 1 << 6, func(p tenant.Person) bool { return p.Enabled.No() }},
		{tenant.NotInReport, 1 << 7, func(p tenant.Person) bool { return !p.InReport }},
		{tenant.UnknownState, 1 << 8, func(p tenant.Person) bool { return p.MFA == tenant.MFAUnknown }},
		{tenant.WeakAdmins, 1 << 9, tenant.Person.WeakAdmin},
	}
}

// lastOf returns the column last: seconds since 1970; never comes before all and
// unknown after all.
func lastOf(p tenant.Person) int64 {
	switch p.SignIn {
	case tenant.SignInAt:
		return max(p.LastSignIn.Unix(), 0)
	case tenant.SignInNever:
		return -1
	}
	return math.MaxInt64
}

// mostWords is how many words a search may have; SQLite allows no endless query.
const mostWords = 100

// Find returns the keys of all who match, in order. It stops as soon as ctx does.
func (c *Cache) Find(ctx context.Context, q tenant.PeopleQuery) (keys []int64, err error) {
	query, args, err := findQuery(q)
	if err != nil {
		return nil, err
	}
	type match struct{ key, last int64 }
	var found []match
	err = c.readPeople(ctx, func(tx *sql.Tx) error {
		r, err := tx.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		defer func() { _ = r.Close() }()
		for r.Next() {
			var m match
			if err := r.Scan(&m.key, &m.last); err != nil {
				return err
			}
			found = append(found, m)
		}
		return r.Err()
	})
	if err != nil {
		return nil, err
	}
	if q.Sort == "last-sign-in" {
		slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(a.last, b.last) })
	}
	keys = make([]int64, len(found))
	for i, m := range found {
		keys[i] = m.key
	}
	return keys, nil
}

// findQuery builds the query for key and last by name.
func findQuery(q tenant.PeopleQuery) (string, []any, error) {
	wrong := app.Errorf(app.Internal, "Try again. If it happens again, copy the technical details.",
		"Handrail does not know the list %q sorted by %q.", q.Filter, q.Sort)
	if q.Sort != "" && q.Sort != "name" && q.Sort != "last-sign-in" {
		return "", nil, wrong
	}
	var conditions []string
	var args []any
	switch q.Filter {
	case tenant.AllPeople:
	case tenant.UnknownSeen:
		conditions, args = append(conditions, "last = ?"), append(args, int64(math.MaxInt64))
	default:
		all := filters()
		i := slices.IndexFunc(all, func(f filter) bool { return f.name == q.Filter })
		if i < 0 {
			return "", nil, wrong
		}
		conditions, args = append(conditions, "flags & ? <> 0"), append(args, all[i].bit)
	}
	search := fold.Words(q.Words)
	if len(search) > mostWords {
		return "", nil, app.Errorf(app.Invalid, "Search for part of a name or an address.",
			"You searched for more than %d words.", mostWords)
	}
	for _, w := range search {
		conditions, args = append(conditions, "instr(text, ?) > 0"), append(args, w)
	}
	query := "SELECT key, last FROM person"
	if len(conditions) > 0 {
		query += " WHERE " + strings.Join(conditions, " AND ")
	}
	return query + " ORDER BY name, key", args, nil
}

// At returns the people of some keys, in their order. A key of an earlier refresh
// returns an empty Person, never another one.
func (c *Cache) At(ctx context.Context, keys []int64) ([]tenant.Person, error) {
	place := make(map[int64][]int, len(keys))
	for i, k := range keys {
		place[k] = append(place[k], i)
	}
	wanted, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	people := make([]tenant.Person, len(keys))
	err = c.readPeople(ctx, func(tx *sql.Tx) error {
		r, err := tx.QueryContext(ctx, "SELECT key, whole FROM person WHERE key IN (SELECT value FROM json_each(?))",
			string(wanted))
		if err != nil {
			return err
		}
		defer func() { _ = r.Close() }()
		for r.Next() {
			var key int64
			var whole sql.RawBytes
			if err := r.Scan(&key, &whole); err != nil {
				return err
			}
			var p tenant.Person
			if err := json.Unmarshal(whole, &p); err != nil {
				return err
			}
			for _, i := range place[key] {
				people[i] = p
			}
		}
		return r.Err()
	})
	return people, err
}

// Count returns how many people each filter has. Older data has no tally of those
// whose last sign-in is not known; they are then counted.
func (c *Cache) Count(ctx context.Context) (map[tenant.PeopleFilter]int, error) {
	counts := map[tenant.PeopleFilter]int{tenant.AllPeople: 0}
	for _, f := range filters() {
		counts[f.name] = 0
	}
	err := c.readPeople(ctx, func(tx *sql.Tx) error {
		_, err := rows(ctx, tx, func(r *sql.Rows) (struct{}, error) {
			var name tenant.PeopleFilter
			var n int
			err := r.Scan(&name, &n)
			counts[name] = n
			return struct{}{}, err
		}, "SELECT filter, people FROM tally")
		if _, counted := counts[tenant.UnknownSeen]; counted || err != nil {
			return err
		}
		var n int
		err = tx.QueryRowContext(ctx, "SELECT count(*) FROM person WHERE last = ?", int64(math.MaxInt64)).Scan(&n)
		counts[tenant.UnknownSeen] = n
		return err
	})
	return counts, err
}

// Person returns one by id or UPN, without regard to case; app.NotFound where
// there is none.
func (c *Cache) Person(ctx context.Context, id string) (tenant.Person, error) {
	var found []tenant.Person
	err := c.readPeople(ctx, func(tx *sql.Tx) (err error) {
		found, err = rows(ctx, tx, func(r *sql.Rows) (p tenant.Person, err error) {
			var whole []byte
			if err = r.Scan(&whole); err == nil {
				err = json.Unmarshal(whole, &p)
			}
			return p, err
		}, "SELECT whole FROM person WHERE id = ?1 UNION ALL SELECT whole FROM person WHERE upn = ?1",
			strings.ToLower(id))
		return err
	})
	if err != nil {
		return tenant.Person{}, err
	}
	if len(found) == 0 || id == "" {
		return tenant.Person{}, errNotFound("This person")
	}
	return found[0], nil
}
