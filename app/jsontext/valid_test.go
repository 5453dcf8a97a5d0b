package jsontext

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzValid: Valid says of every text what encoding/json does.
func FuzzValid(f *testing.F) {
	for _, s := range []string{``, ` `, `{}`, `[]`, ` { } `, `{"a":1,"b":[true,false,null]}`, `{"a":1,}`, `[1,]`, `[,1]`,
		`{"a" : "b" , "c":{"d":[ ]}}`, `{"a"}`, `{"a":}`, `{a:1}`, `{1:1}`, `{"a":1 "b":2}`, `[1 2]`, `"\u00e9\n\"\\\/"`,
		`"\u00g0"`, `"\u00"`, `"\x"`, `"\`, `"`, `"a` + "\n" + `"`, `"a` + "\xff" + `"`, `0`, `-0`, `01`, `-`, `1.`, `.5`,
		`1.5e3`, `1e`, `1E+07`, `1e-`, `+1`, `true`, `tru`, `truer`, `nul`, `null null`, `]`, `}`, `{"a":1]`, `[1}`, `"a"x`,
		"\ufeff{}", "\t\r\n1\v", strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000),
		strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001), strings.Repeat(`{"a":`, 10_001)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, want := Valid(b), json.Valid(b); got != want {
			t.Fatalf("%.200q: valid is %v, encoding/json says %v", b, got, want)
		}
	})
}

func BenchmarkValid(b *testing.B) {
	row := []byte(`{"id":"3f9d2c1e-7a54-4b86-9c0d-5e1f8a2b6c47","displayName":"Ama Núñez","assignedPlans":[` +
		strings.Repeat(`{"servicePlanId":"3f9d2c1e-7a54-4b86-9c0d-5e1f8a2b6c47","capabilityStatus":"Enabled"},`, 10) +
		`{"n":-12.5e3}]}`)
	for name, valid := range map[string]func([]byte) bool{"ours": Valid, "encoding-json": json.Valid} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(row)))
			for b.Loop() {
				if !valid(row) {
					b.Fatal("not valid")
				}
			}
		})
	}
}
