package powershell

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// made returns a value of a kind that PowerShell writes, as encoding/json has it.
func made(rnd *rand.Rand, depth int) any {
	pool := []string{"a", "B", " ", "'", "‘", "\"", "<", "&", "]]>", "_x0041_", "_X000A_", "_", "x", "\n", "\r\n", "\t",
		"é",
		"😀", "\u0007", "…", "\u200f", "Ω"}
	switch n := rnd.IntN(8); {
	case n == 0:
		return nil
	case n == 1:
		return rnd.IntN(2) == 0
	case n == 2:
		return rnd.Int64N(1 << 50)
	case n == 3 && depth > 0:
		list := []any{}
		for range rnd.IntN(4) {
			list = append(list, made(rnd, depth-1))
		}
		return list
	case n == 4 && depth > 0:
		return bag(rnd, depth-1)
	}
	var b strings.Builder
	for range rnd.IntN(12) {
		b.WriteString(pool[rnd.IntN(len(pool))])
	}
	return b.String()
}

func bag(rnd *rand.Rand, depth int) map[string]any {
	object := map[string]any{}
	for i := range 1 + rnd.IntN(6) {
		object["Name"+strconv.Itoa(i)+[]string{"", " with a blank", "é", "_x0041_"}[rnd.IntN(4)]] = made(rnd, depth)
	}
	return object
}

// plain returns a value of a row as encoding/json would have it.
func plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		n, _ := v.Int64()
		return n
	case []any:
		list := []any{}
		for _, one := range v {
			list = append(list, plain(one))
		}
		return list
	case Row:
		object := map[string]any{}
		for _, name := range v.Names() {
			object[name] = plain(v.get(name))
		}
		return object
	}
	return v
}

// Objects are read as encoding/json reads them, alike or not, with few names or with many.
func TestJSONAsEncodingJSONReadsIt(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		var meant []any
		for range 1 + rnd.IntN(6) {
			one := bag(rnd, 3)
			for range rnd.IntN(3) { // others like it
				meant = append(meant, one)
			}
			if rnd.IntN(10) == 0 {
				for i := range many + rnd.IntN(many) {
					one["Many"+strconv.Itoa(i)] = made(rnd, 1)
				}
			}
			meant = append(meant, one)
		}
		text, err := json.Marshal(meant)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := Read(text)
		if err != nil || len(rows) != len(meant) {
			t.Fatalf("%v\n%s", err, text)
		}
		for i, r := range rows {
			if got := plain(r); !reflect.DeepEqual(got, meant[i]) {
				t.Fatalf("read as\n%#v, and meant is\n%#v\n%s", got, meant[i], text)
			}
			for _, name := range r.Names() {
				if !r.Has(strings.ToUpper(name)) || r.State(strings.ToLower(name)) != r.State(name) {
					t.Fatalf("%q is not found in another case", name)
				}
			}
		}
	}
}
