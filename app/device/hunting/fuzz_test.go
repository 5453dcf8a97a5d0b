package hunting

import (
	"bytes"
	"context"
	"testing"
)

// Whatever the bytes are: no panic, and the counts add up.
func FuzzRead(f *testing.F) {
	f.Add([]byte(header + row(actionEdge, `{"Experience":"CustomPolicy"}`)))
	f.Add([]byte(wide(header+row(actionAudited, `{"IsAudit":"true"}`), true, order)))
	f.Add([]byte(`{"results":[{"ActionType":"SmartScreenUrlWarning","AdditionalFields":{"Experience":"CustomPolicy"}}]}`))
	f.Add([]byte("sep=;\nActionType;Attempts\n" + actionBlocked + ";3\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read(context.Background(), bytes.NewReader(data), nil)
		if err != nil {
			return
		}
		rows := 0
		for _, a := range r.Attempts {
			if a.Count < 1 || a.Person >= len(r.People) || a.Device >= len(r.Devices) || a.Site >= len(r.Sites) ||
				a.Label >= len(r.Labels) {
				t.Fatalf("%+v", a)
			}
			rows++
		}
		if rows > r.Rows || r.Other < 0 || r.Damaged < 0 {
			t.Fatalf("%+v", r)
		}
	})
}
