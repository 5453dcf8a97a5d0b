package history

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestRowsThatAreTheSame(t *testing.T) {
	for name, c := range map[string]struct{ a, b string }{
		"members in another order": {`{"a":1,"b":{"x":1,"y":2}}`, `{"b":{"y":2,"x":1},"a":1}`},
		"a list in another order":  {`{"a":["x","y"]}`, `{"a":["y","x","x"]}`},
		"objects in a list":        {`{"a":[{"b":1,"c":2},{"d":3}]}`, `{"a":[{"d":3},{"c":2,"b":1}]}`},
		"an ID in another case": {`{"id":"6F1D8A3C-0B52-4C3E-9F57-2A0C6F4E1B77"}`,
			`{"id":"6f1d8a3c-0b52-4c3e-9f57-2a0c6f4e1b77"}`},
		"a moment in another zone": {`{"at":"2026-11-01T10:00:00+01:00"}`, `{"at":"2026-11-01T09:00:00.000Z"}`},
		"an annotation":            {`{"a":1,"@odata.type":"#microsoft.graph.user"}`, `{"a":1}`},
		"annotation of a member":   {`{"a":1,"a@odata.context":"https://graph"}`, `{"a":1}`},
		"a volatile property":      {`{"a":1,"seen":"2026-11-01"}`, `{"a":1,"seen":"2026-11-02"}`},
		"spaces":                   {"{ \"a\" : [ 1 ,\n2 ] }", `{"a":[1,2]}`},
		"escapes":                  {`{"a":"\u00e4\u003c"}`, `{"a":"ä<"}`},
	} {
		a, b := Canon([]byte(c.a), "seen"), Canon([]byte(c.b), "seen")
		if string(a) != string(b) {
			t.Errorf("%s: %s and %s", name, a, b)
		}
		if again := Canon(a, "seen"); string(again) != string(a) {
			t.Errorf("%s: the form of %s is %s", name, a, again)
		}
	}
}

func TestRowsThatDiffer(t *testing.T) {
	for name, c := range map[string]struct {
		a, b string
		want []string
	}{
		"a value":                  {`{"a":1,"b":2}`, `{"a":1,"b":3}`, []string{"b 2 3"}},
		"inside":                   {`{"a":{"b":{"c":true}}}`, `{"a":{"b":{"c":false}}}`, []string{"a.b.c true false"}},
		"a list is a whole":        {`{"a":["x"]}`, `{"a":["x","y"]}`, []string{`a ["x"] ["x","y"]`}},
		"absent is not null":       {`{"a":null}`, `{"b":1}`, []string{"a null ", "b  1"}},
		"null is not false":        {`{"a":null}`, `{"a":false}`, []string{"a null false"}},
		"zero is not absent":       {`{"a":0}`, `{}`, []string{"a 0 "}},
		"a name in another case":   {`{"a":"Anna"}`, `{"a":"anna"}`, []string{`a "Anna" "anna"`}},
		"an object becomes a list": {`{"a":{"b":1}}`, `{"a":[1]}`, []string{`a {"b":1} [1]`}},
		"a large number": {`{"a":9007199254740993}`, `{"a":9007199254740992}`,
			[]string{"a 9007199254740993 9007199254740992"}},
		"a skipped property": {`{"new":1,"b":1}`, `{"b":2}`, []string{"b 1 2"}},
		"no object":          {`1`, `2`, []string{" 1 2"}},
	} {
		var got []string
		for _, f := range Compare(Canon([]byte(c.a)), Canon([]byte(c.b)), map[string]bool{"new": true}) {
			got = append(got, f.Path+" "+string(f.Before)+" "+string(f.After))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestWhatIsNewlyReadIsNoChange(t *testing.T) {
	before, after := Fields{}, Fields{}
	for _, row := range []string{`{"id":1,"old":true}`, `{"id":2,"old":true}`} {
		before.Move(nil, []byte(row))
		after.Move(nil, []byte(row))
	}
	after.Move([]byte(`{"id":1,"old":true}`), []byte(`{"id":1,"new":1}`))
	if got := after.Apart(before); len(got) != 1 || !got["new"] {
		t.Errorf("one row lost a property that the other has: %v", got)
	}
	after.Move([]byte(`{"id":2,"old":true}`), []byte(`{"id":2}`))
	if got := after.Apart(before); len(got) != 2 || !got["old"] {
		t.Errorf("no row has the property any more: %v", got)
	}
}

// FuzzCanon holds that the form of a form is itself, and that equal rows have no differences.
func FuzzCanon(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b":"2026-11-01T10:00:00Z"}],"c":null}`))
	f.Add([]byte(`[`))
	f.Add([]byte(`{"b":"A1B2C3D4-0000-4000-8000-00000000000A","v":1,"a":[3,1,3,{"z":[],"y":{}}],"x@odata.type":"t"}`))
	f.Add([]byte("{\"\u2028\":-10,\"é\":1.50,\"n\":-0}"))
	f.Add([]byte(`{"a":1,"a":2} `))
	f.Fuzz(func(t *testing.T, body []byte) {
		once := Canon(body, "v")
		if slow := canonSlow(body, []string{"v"}); string(slow) != string(once) {
			t.Fatalf("%q becomes %q, and fast %q", body, slow, once)
		}
		fast, slow := Fields{}, Fields{}
		all, _ := members(once)
		slow.add(all, 1)
		if fast.Move(nil, once); !maps.Equal(fast, slow) {
			t.Fatalf("%s has %v, and fast %v", once, slow, fast)
		}
		if json.Valid(body) && !json.Valid(once) {
			t.Fatalf("%q becomes %q", body, once)
		}
		if twice := Canon(once, "v"); string(twice) != string(once) {
			t.Fatalf("%q, then %q", once, twice)
		}
		if d := Compare(once, once, nil); d != nil {
			t.Fatalf("%q differs from itself in %v", once, d)
		}
	})
}

// TestAnOrderNeverMatters shuffles members and lists at every depth.
func TestAnOrderNeverMatters(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		value := anyValue(r, 3)
		a, b := string(Canon(shuffled(r, value))), string(Canon(shuffled(r, value)))
		if a != b {
			t.Fatalf("%s and %s", a, b)
		}
	}
}

func anyValue(r *rand.Rand, depth int) any {
	switch k := r.IntN(5); {
	case k == 0 && depth > 0:
		list := make([]any, r.IntN(4))
		for i := range list {
			list[i] = anyValue(r, depth-1)
		}
		return list
	case k == 1 && depth > 0:
		m := map[string]any{}
		for range r.IntN(4) {
			m[string(rune('a'+r.IntN(5)))] = anyValue(r, depth-1)
		}
		return m
	case k == 2:
		return r.IntN(3)
	}
	return []any{nil, true, "x", "Y"}[r.IntN(4)]
}

// shuffled writes a value with its members and lists in any order.
func shuffled(r *rand.Rand, value any) []byte {
	var parts [][]byte
	join := func(open, end string) []byte {
		r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		out := []byte(open)
		for i, p := range parts {
			if i > 0 {
				out = append(out, ", "...)
			}
			out = append(out, p...)
		}
		return append(out, end...)
	}
	switch v := value.(type) {
	case []any:
		for _, m := range v {
			parts = append(parts, shuffled(r, m))
		}
		return join("[", "]")
	case map[string]any:
		for name, m := range v {
			key, _ := json.Marshal(name)
			parts = append(parts, append(append(key, ": "...), shuffled(r, m)...))
		}
		return join("{", "}")
	}
	b, _ := json.Marshal(value)
	return b
}
