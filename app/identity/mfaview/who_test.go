package mfaview

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestWhoIsWrittenAsEncodingJSONDoes: each object stays what it was when others are written after it.
func TestWhoIsWrittenAsEncodingJSONDoes(t *testing.T) {
	odd := "\"\\<>&\x00\x1f\x7f\u2028\xffé€😀"
	all := []Who{{}, {"a", "b", "c"}, {odd, odd, odd}, {Name: strings.Repeat("x", 3*idBlock)}}
	for i := range len(odd) {
		all = append(all, Who{ID: odd[i : i+1], UPN: odd[:i], Name: strings.Repeat(odd[i:], 200)})
	}
	var w idWriter
	var got []json.RawMessage
	for range 9 {
		for _, who := range all {
			got = append(got, w.object(who))
		}
	}
	for i, raw := range got {
		want, err := json.Marshal(all[i%len(all)])
		if err != nil || string(want) != string(raw) || cap(raw) != len(raw) {
			t.Fatalf("%d: %s, want %s, %v", i, raw, want, err)
		}
	}
}
