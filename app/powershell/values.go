package powershell

import (
	"strconv"
	"strings"

	"handrail/app/pattern"
)

// Number returns a value as a whole number; false if it is none.
func (r Row) Number(name string) (int64, bool) {
	n, err := strconv.ParseInt(r.Text(name), 10, 64)
	return n, err == nil
}

// inBytes is the exact size within a size of Exchange: "1.2 GB (1,288,490,188 bytes)". The
// language of the computer chooses the separators.
var inBytes = pattern.Lazy(`\(([0-9][^A-Za-z()]*) ?[Bb]ytes?\)`)

// Bytes returns a size in bytes: a number, or the size in brackets of Exchange.
func (r Row) Bytes(name string) (int64, bool) {
	text := r.Text(name)
	if m := inBytes().FindStringSubmatch(text); m != nil {
		text = strings.Map(func(c rune) rune {
			if c < '0' || c > '9' {
				return -1
			}
			return c
		}, m[1])
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n >= 0
}

// Rows returns the objects in a value: one, or those of a list. whole is false if the
// value has anything else, or if it is no object at all.
func (r Row) Rows(name string) (all []Row, whole bool) {
	switch v := r.get(name).(type) {
	case []any:
		return objects(v)
	case Row:
		if inner, ok := v.get("value").([]any); ok { // a list with its count
			return objects(inner)
		}
		return []Row{v}, len(v.names) > 0
	}
	return nil, false
}

func objects(list []any) (all []Row, whole bool) {
	whole = true
	for _, one := range list {
		row, ok := one.(Row)
		if !ok || len(row.names) == 0 {
			whole = false
			continue
		}
		all = append(all, row)
	}
	return all, whole
}
