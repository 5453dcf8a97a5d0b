//go:build judge

package powershell

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"handrail/app/conformance/python"
)

// made returns a value of a kind that PowerShell writes, as encoding/json has it.
func made(rnd *rand.Rand, depth int) any {
	pool := []string{"a", "B", " ", "'", "‘", "\"", "<", "&", "]]>", "_x0041_", "_X000A_", "_", "x", "\n", "\r\n", "\t", "é",
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
			object[name] = plain(v.values[strings.ToLower(name)])
		}
		return object
	}
	return v
}

// What another author's implementation writes is read as it was.
func TestAnotherWriterOfCLIXML(t *testing.T) {
	rnd := rand.New(rand.NewPCG(19, 4))
	var objects []map[string]any
	for range 400 {
		objects = append(objects, bag(rnd, 4))
	}
	var texts []string
	err := python.Ask(t.Context(), "app/conformance/psrpcore", "psrpcore", objects, &texts)
	if errors.Is(err, python.ErrNotHere) {
		t.Skip(err)
	}
	if err != nil || len(texts) != len(objects) {
		t.Fatal(len(texts), err)
	}
	for i, text := range texts {
		rows, err := Read([]byte(text))
		if err != nil || len(rows) != 1 {
			t.Fatalf("%v\n%s", err, text)
		}
		if got := plain(rows[0]); !reflect.DeepEqual(got, any(objects[i])) {
			t.Fatalf("read as\n%#v, and meant is\n%#v\n%s", got, objects[i], text)
		}
	}
	t.Logf("%d objects agree", len(texts))
}
