package tenant

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzFields: the quick reader agrees with the real one on every object.
func FuzzFields(f *testing.F) {
	for _, s := range []string{`{}`, `{"a":1}`, ` { "a" : "x\"y" , "b":[1,{"c":"]"}],"d":null}`, `{"a":"\\"}`,
		`{"\u0061":true}`, `{"a"`, `[]`, `{"a":}`, `{"a":"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got := map[string]string{}
		err := Fields(body, func(key string, raw []byte) { got[key] = string(raw) })
		var want map[string]json.RawMessage
		if json.Unmarshal(body, &want) != nil || want == nil {
			return
		}
		if err != nil || len(got) != len(want) {
			t.Fatalf("%q: %v, %v", body, got, err)
		}
		for k, v := range want {
			if !bytes.Equal(bytes.TrimSpace(v), []byte(got[k])) {
				t.Fatalf("%q, %s: %q, want %q", body, k, got[k], v)
			}
		}
	})
}
