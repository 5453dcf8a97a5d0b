//go:build judge

package powershell

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"

	"handrail/app/conformance/python"
)

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
